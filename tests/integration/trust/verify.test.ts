/** `verify` finds every change and names what was touched. */
import { readFileSync, rmSync, truncateSync, writeFileSync, copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { editLetter } from '../../../main/archive/letters/editing.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { PAGE_BYTES } from '../../../main/archive/storage/page-checks.ts';
import { verifyArchive, verifyFolder } from '../../../main/archive/trust/verify.ts';
import type { Found, Problem } from '../../../main/archive/trust/verify.ts';
import { fileSample } from '../../faults/acts.ts';
import { randomNumbers } from '../../faults/simulated-disk.ts';
import { emptyFolder } from '../../support/archive.ts';
import { sealAll, tamper } from '../../support/tamper.ts';

async function sampleArchive(): Promise<{ folder: string; path: string; ids: string[] }> {
  const folder = join(emptyFolder(), 'archive');
  const db = await openArchiveDb(folder, { create: true });
  const ids = [1, 2, 3].map((number) => fileSample(db, number, number * 20_000));
  editLetter(db, { id: ids[0] ?? '', actor: '李文书', reason: '更正', set: { title: '更正后的题名' } });
  db.close();
  return { folder, path: join(folder, 'archive.sqlite'), ids };
}

/** Of archives made without an engine, as by programs before there was a row for it. */
const NO_MAKING = { kind: 'audit', message: '审计日志没有建库的记录：档案库由旧版程序建立' };

/** Everything wrong with an archive, whether it shows at opening or in the check. */
async function problemsOf(path: string): Promise<Problem[]> {
  return (await verifyFolder(dirname(path))).problems;
}

test('an untouched archive has no problems, and everything in it was looked at', async () => {
  const { folder } = await sampleArchive();
  const db = await openArchiveDb(folder);
  const progress: string[] = [];
  const result = await verifyArchive(db, { onProgress: ({ message }) => progress.push(message) });
  db.close();
  const checked = { letters: 3, versions: 4, blobs: 9, audit: 4 };
  expect(result).toEqual({ ok: true, checked, problems: [], notes: [NO_MAKING] });
  expect(new Set(progress).size).toBeGreaterThan(4);
});

test('a flipped bit on any page is found, and where a letter is touched the letter is named', async () => {
  const { path, ids } = await sampleArchive();
  const whole = readFileSync(path);
  const random = randomNumbers(7);
  let named = 0;
  for (let page = 0; page < whole.length / PAGE_BYTES; page++) {
    const spoiled = Buffer.from(whole);
    const at = page * PAGE_BYTES + Math.floor(random() * PAGE_BYTES);
    spoiled[at] = (spoiled[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    writeFileSync(path, spoiled);
    const problems = await problemsOf(path);
    expect(problems.length, `page ${page + 1}`).toBeGreaterThan(0);
    if (problems.some(({ id }) => ids.includes(id ?? ''))) named++;
  }
  expect(named).toBeGreaterThan(30);
});

const one = (ids: string[]): string => ids[0] ?? '';
const TAMPERINGS: Record<string, { sql: (ids: string[]) => string; kind: string; id: (ids: string[]) => string }> = {
  'a byte of an attachment': {
    sql: () =>
      "UPDATE byte_chunk SET data = CAST(x'00' || substr(data, 2) AS BLOB) WHERE substr(data, 1, 7) = CAST('附件1' AS BLOB)",
    kind: 'content',
    id: one,
  },
  'a character of a text': {
    sql: (ids) =>
      `UPDATE packed_content SET data = packed(replace(unpacked(data), '已调整', '未调整')) WHERE place = (SELECT place FROM content WHERE sha256 = (SELECT text_sha256 FROM version WHERE letter_id = '${one(ids)}' AND version = 1))`,
    kind: 'content',
    id: one,
  },
  'an element of an old version': {
    sql: (ids) =>
      `UPDATE version SET elements = replace(elements, '第1号', '第9号') WHERE letter_id = '${one(ids)}' AND version = 1`,
    kind: 'version',
    id: one,
  },
  'the reason of a version': {
    sql: (ids) => `UPDATE version SET reason = '无' WHERE letter_id = '${one(ids)}' AND version = 2`,
    kind: 'version',
    id: one,
  },
  'what a version says it changed': {
    sql: (ids) => `UPDATE version SET changes = '["text"]' WHERE letter_id = '${one(ids)}' AND version = 2`,
    kind: 'version',
    id: one,
  },
  'a version taken out': {
    sql: (ids) => `DELETE FROM version WHERE letter_id = '${one(ids)}' AND version = 1`,
    kind: 'version',
    id: one,
  },
  'the newest version taken out, the row made to fit': {
    sql: (ids) =>
      `DELETE FROM version WHERE letter_id = '${one(ids)}' AND version = 2; UPDATE letter SET version = 1, title = '关于云溪市第1号提案的答复' WHERE id = '${one(ids)}'`,
    kind: 'version',
    id: one,
  },
  'a letter taken out with all that belongs to it': {
    sql: (ids) =>
      ['version', 'attachment', 'letter_source']
        .map((table) => `DELETE FROM ${table} WHERE letter_id = '${one(ids)}';`)
        .join('') + `DELETE FROM letter WHERE id = '${one(ids)}'`,
    kind: 'version',
    id: one,
  },
  'the title in the list': {
    sql: (ids) => `UPDATE letter SET title = '别的' WHERE id = '${one(ids)}'`,
    kind: 'letter',
    id: one,
  },
  'how long a letter is kept': {
    sql: (ids) => `UPDATE letter SET retention = 'D10' WHERE id = '${one(ids)}'`,
    kind: 'letter',
    id: one,
  },
  'the year that a letter belongs to': {
    sql: (ids) => `UPDATE letter SET archive_year = 2000 WHERE id = '${one(ids)}'`,
    kind: 'letter',
    id: one,
  },
  'the name of an attachment': {
    sql: (ids) => `UPDATE attachment SET name = 'x' WHERE letter_id = '${one(ids)}' AND name LIKE '附件%'`,
    kind: 'version',
    id: one,
  },
  'a row of the log': { sql: () => "UPDATE audit SET actor = '别人' WHERE seq = 2", kind: 'audit', id: () => '2' },
  'a row of the log with its hash made to fit nothing': {
    sql: () => `UPDATE audit SET hash = '${'0'.repeat(64)}' WHERE seq = 2`,
    kind: 'audit',
    id: () => '3',
  },
  'a row taken out of the log': { sql: () => 'DELETE FROM audit WHERE seq = 2', kind: 'audit', id: () => '3' },
  'the end of the log taken off': { sql: () => 'DELETE FROM audit WHERE seq = 4', kind: 'version', id: one },
  'a trigger that lets everything through': {
    sql: () => 'CREATE TRIGGER extra AFTER INSERT ON meta BEGIN SELECT 1; END',
    kind: 'schema',
    id: () => 'extra',
  },
};

for (const [what, { sql, kind, id }] of Object.entries(TAMPERINGS)) {
  test(`found and named although the pages were sealed again: ${what}`, async () => {
    const { path, ids } = await sampleArchive();
    tamper(path, sql(ids));
    const problems = await problemsOf(path);
    expect(problems.map((problem) => `${problem.kind} ${problem.id ?? ''}`)).toContain(`${kind} ${id(ids)}`);
  });
}

test('in a large archive rows without their counterpart are found in small pieces', async () => {
  const { folder, path, ids } = await sampleArchive();
  tamper(
    path,
    `DELETE FROM content WHERE sha256 = (SELECT text_sha256 FROM version WHERE letter_id = '${one(ids)}' LIMIT 1)
       OR sha256 IN (SELECT sha256 FROM byte_chunk)`,
  );
  const db = await openArchiveDb(folder, { readOnly: true });
  const { problems } = await verifyArchive(db, { wholeStructure: false });
  db.close();
  const tables = problems.filter(({ kind }) => kind === 'reference').map(({ id }) => id);
  expect(new Set(tables)).toEqual(new Set(['attachment', 'byte_chunk', 'version']));
  expect(problems.map(({ message }) => message)).toContain('多出 1 份不属于任何登记的内容');
});

test('a missing trigger is found', async () => {
  const { path } = await sampleArchive();
  const other = new DatabaseSync(path);
  other.exec('DROP TRIGGER audit_stays; PRAGMA wal_checkpoint(TRUNCATE)');
  other.close();
  sealAll(path);
  expect((await problemsOf(path)).some(({ kind, id }) => kind === 'schema' && id === 'audit_stays')).toBe(true);
});

test('a check can be cancelled and gives way to other work', async () => {
  const { folder } = await sampleArchive();
  const db = await openArchiveDb(folder);
  const controller = new AbortController();
  setImmediate(() => {
    controller.abort();
  });
  const problem = { kind: 'index', message: 'x' };
  const searchCheck = (): Promise<Found> => Promise.resolve({ problems: [problem], notes: [] });
  expect((await verifyArchive(db, { searchCheck })).problems).toEqual([problem]);
  controller.abort();
  await expect(verifyArchive(db, { signal: controller.signal })).rejects.toThrow(
    expect.objectContaining({ code: 'CANCELLED' }),
  );
  db.close();
});

test('an archive cut short or emptied in its journal’s presence never opens as another', async () => {
  const { folder, path } = await sampleArchive();
  const db = await openArchiveDb(folder);
  fileSample(db, 9);
  const aside = emptyFolder();
  mkdirSync(join(aside, 'a'));
  const copy = join(aside, 'a', 'archive.sqlite');
  copyFileSync(path, copy);
  copyFileSync(`${path}-wal`, `${copy}-wal`);
  db.close();
  truncateSync(copy, 8 * PAGE_BYTES);
  await expect(openArchiveDb(join(aside, 'a'))).rejects.toThrow(expect.objectContaining({ code: 'ARCHIVE_DAMAGED' }));
  rmSync(copy);
  await expect(openArchiveDb(join(aside, 'a'), { create: true })).rejects.toThrow(
    expect.objectContaining({ code: 'ARCHIVE_MISSING' }),
  );
});
