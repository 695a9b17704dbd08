/** Nothing that a call writes for people ever lands in an archive's folder, by whatever path it is named. */
import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { makeOutputFolder, writeNewFile } from '../../main/archive/print/new-file.ts';
import { writeContentTo } from '../../main/archive/storage/content.ts';
import { openArchiveDb } from '../../main/archive/storage/database.ts';
import { exportAudit } from '../../main/archive/trust/audit-export.ts';
import { backupArchive } from '../../main/archive/trust/backup.ts';
import { CALL_NAMES, CONTRACT, type Call, type CallName } from '../../shared/contract/index.ts';
import { runCommandLine } from '../../main/cli/run.ts';
import { openEngine, temporaryFolder } from '../support/engine.ts';
import { WITH_ACCOUNTS, WRITING, outputsOf, prepared } from '../support/writing-calls.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });

/** All that is in a folder: names and what is in the files. */
function contentOf(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found[path] = createHash('sha256').update(readFileSync(path)).digest('hex');
  }
  return found;
}

/** The fields of a call's input, with whatever is round its object taken off. */
function fieldsOf(schema: z.ZodType): string[] {
  const { def } = schema as unknown as { def: { innerType?: z.ZodType; options?: z.ZodType[]; shape?: object } };
  if (def.innerType !== undefined) return fieldsOf(def.innerType);
  return [...(def.options ?? []).flatMap(fieldsOf), ...Object.keys(def.shape ?? {})];
}

test('every call that writes files says in which field of its input', () => {
  for (const name of CALL_NAMES) {
    const fields = fieldsOf(CONTRACT[name].input);
    const call: Call = CONTRACT[name];
    for (const field of ['out', 'report']) if (fields.includes(field)) expect(outputsOf(name), name).toContain(field);
    if (call.writesFiles === true) expect(outputsOf(name), name).not.toEqual([]);
    for (const field of outputsOf(name)) expect(fields, name).toContain(field);
  }
  expect(WRITING).toContain('trust.backup');
  expect(WRITING.length).toBeGreaterThan(8);
});

test('no call that writes files takes a path inside an archive’s folder: not straight, not round corners, not through links', async () => {
  const { engine, folder, attempt } = await prepared();
  const outside = temporaryFolder();
  const link = join(outside, 'link');
  symlinkSync(folder, link);
  symlinkSync(join(folder, 'index'), join(outside, 'deep'));
  symlinkSync(join(folder, 'archive.sqlite-journal'), join(outside, 'nowhere.csv'));
  // A folder in which the archive's file has a second name is an archive's folder as well; so is one that lost its file.
  const second = temporaryFolder();
  linkSync(join(folder, 'archive.sqlite'), join(second, 'archive.sqlite'));
  const lost = temporaryFolder();
  writeFileSync(join(lost, 'archive.sqlite-wal'), '');
  const places = {
    straight: join(folder, 'new.csv'),
    'a folder of its own': join(folder, 'index', 'new.csv'),
    'a folder that is not there yet': join(folder, '新', '下级', 'new.csv'),
    'round a corner': `${outside}/../${basename(outside)}/link/new.csv`,
    'back again': `${folder}/index/../new.csv`,
    relative: relative(process.cwd(), join(folder, 'new.csv')),
    'through a link': join(link, 'new.csv'),
    'through a link to a folder inside': join(outside, 'deep', 'new.csv'),
    'through a link and back': `${outside}/deep/../link/backups2/new.csv`,
    'as a journal': join(folder, 'archive.sqlite-journal'),
    'another archive’s folder': join(second, 'new.csv'),
    'a folder whose archive is missing': join(lost, 'new.csv'),
  };
  const before = { ...contentOf(folder), ...contentOf(outside), ...contentOf(second), ...contentOf(lost) };
  for (const name of WRITING) {
    for (const [how, path] of Object.entries(places)) {
      // A table's name says its form: a journal is none.
      const expected =
        how === 'as a journal' && /table|register|import/.test(name) ? /OUT_IN_ARCHIVE|BAD_VALUE/ : /OUT_IN_ARCHIVE/;
      const told = await attempt(name, path).then(
        () => 'written',
        (thrown: unknown) => (thrown as { code?: string }).code ?? String(thrown),
      );
      expect(told, `${name} ${how}`).toMatch(expected);
    }
    await expect(attempt(name, join(outside, 'nowhere.csv')), name).rejects.toThrow(code('BAD_PATH'));
  }
  // The archive's own journal and log go on meanwhile; nothing else has changed, and no name is new.
  const after = { ...contentOf(folder), ...contentOf(outside), ...contentOf(second), ...contentOf(lost) };
  expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
  expect((await engine.call('letters.list', {})).total).toBe(1);
});

test('whoever writes a file refuses for itself too, without a call round it', async () => {
  const { engine, folder } = await prepared();
  await engine.close();
  const db = await openArchiveDb(folder);
  const inside = join(folder, 'new.csv');
  const { sha256 } = db.read.get<{ sha256: string }>('SELECT sha256 FROM content LIMIT 1') ?? { sha256: '' };
  expect(() => writeContentTo(db.read, sha256, inside)).toThrow(code('OUT_IN_ARCHIVE'));
  expect(() => exportAudit(db.read, inside)).toThrow(code('OUT_IN_ARCHIVE'));
  expect(() => writeNewFile(folder, 'new.csv', new Uint8Array(1))).toThrow(code('OUT_IN_ARCHIVE'));
  expect(() => makeOutputFolder(join(folder, 'new'))).toThrow(code('OUT_IN_ARCHIVE'));
  await expect(backupArchive(db, inside)).rejects.toThrow(code('OUT_IN_ARCHIVE'));
  db.close();
  expect(readdirSync(folder).sort()).toEqual(['archive.sqlite', 'archive.sqlite.head', 'index']);
});

test('outside, each of them writes', async () => {
  const { attempt } = await prepared();
  for (const name of WRITING.filter((one) => !WITH_ACCOUNTS.includes(one))) {
    const out = join(temporaryFolder(), '新', 'new.csv');
    const isFile = name === 'letters.saveAttachment' || name === 'trust.exportAudit' || name === 'trust.backup';
    if (isFile || name === 'letters.import') mkdirSync(join(out, '..'), { recursive: true });
    await attempt(name, out);
    expect(Object.keys(contentOf(resolve(out, '..'))).length, name).toBeGreaterThan(0);
  }
});

test('backups go into the archive’s folder of backups, and nothing else does', async () => {
  const { engine, folder, attempt } = await prepared();
  const made = await engine.call('trust.backup', { to: join(folder, 'backups') });
  expect(made.verified).toBe(true);
  await engine.call('trust.backup', { to: join(folder, 'backups', '每周'), incremental: true });
  for (const name of WRITING.filter((one) => one !== 'trust.backup')) {
    await expect(attempt(name, join(folder, 'backups', 'new.csv')), name).rejects.toThrow(code('OUT_IN_ARCHIVE'));
  }
  const { backup } = await engine.call('settings.show', {});
  await expect(engine.call('settings.change', { backup: { ...backup, to: join(folder, 'index') } })).rejects.toThrow(
    code('OUT_IN_ARCHIVE'),
  );
  await engine.call('settings.change', { backup: { ...backup, to: join(folder, 'backups') } });
});

test('an attachment shaped as a journal does not come beside the archive, and the archive is whole', async () => {
  const { engine, folder, attempt } = await prepared();
  await expect(attempt('letters.saveAttachment', join(folder, 'archive.sqlite-journal'))).rejects.toThrow(
    code('OUT_IN_ARCHIVE'),
  );
  await engine.close();
  const again = await openEngine(folder);
  expect((await again.call('trust.verify', {})).problems).toEqual([]);
  expect((await again.call('letters.list', {})).total).toBe(1);
});

test('no archive is made inside another’s folder', async () => {
  const { folder } = await prepared();
  let err = '';
  const output = { out: () => undefined, err: (text: string) => (err += text) };
  expect(await runCommandLine(['init', '--archive', join(folder, 'backups', 'new')], output)).toBe(1);
  expect(err).toContain('OUT_IN_ARCHIVE');
});

test('a folder that the system does not let be made is told at once, also in /proc', async () => {
  if (process.platform !== 'linux') return;
  const { attempt } = await prepared();
  for (const name of ['export.pdf', 'export.table', 'trust.inspect', 'trust.backup'] as const) {
    await expect(attempt(name, '/proc/fuhan/新/new.csv'), name).rejects.toThrow(code('BAD_PATH'));
  }
});

test('a path with a NUL and a call that does not exist are told as what they are', async () => {
  const { engine, attempt } = await prepared();
  for (const name of WRITING) await expect(attempt(name, 'a\0b.csv'), name).rejects.toThrow(code('BAD_REQUEST'));
  await expect(engine.call('letters.nothing' as CallName, {})).rejects.toThrow(code('BAD_REQUEST'));
  let err = '';
  const output = { out: () => undefined, err: (text: string) => (err += text) };
  for (const words of [
    ['extract', 'a\0b'],
    ['numbering', '--archive', 'a\0b'],
    ['search', '公交', '--archive', 'a\0b'],
    ['init', '--archive', 'a\0b'],
    ['verify', '--archive', 'a\0b'],
    ['audit', '--verify', 'a\0b'],
    ['restore-backup', 'a\0b', '--archive', join(temporaryFolder(), 'archive')],
  ])
    await runCommandLine(words, output);
  expect(err).not.toContain('INTERNAL');
});
