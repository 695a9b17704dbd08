/** What older programs filed without a hash in the log gets one at the first opening (docs/spec/trust.md). */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { verifyFolder } from '../../../main/archive/trust/verify.ts';
import { fileSample } from '../../faults/acts.ts';
import { emptyFolder } from '../../support/archive.ts';
import { fileText, openEngine } from '../../support/engine.ts';
import { rebuildLog, rewriteHead } from '../../support/forge-log.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { tamper } from '../../support/tamper.ts';

/** What this program puts into a row and programs before it did not. */
const NEW_KEYS = ['number', 'source_sha256', 'review', 'texts_sha256', 'batch_sha256', 'undone_at'];

/** An archive as a program before this one left it. */
async function oldArchive(letters: number): Promise<string> {
  const folder = join(emptyFolder(), 'archive');
  const db = await openArchiveDb(folder, { create: true });
  for (let number = 1; number <= letters; number++) fileSample(db, number, number === 1 ? 5000 : 0);
  db.close();
  const path = join(folder, 'archive.sqlite');
  tamper(path, (other) =>
    rebuildLog(other, (row) => {
      const detail = JSON.parse(row.detail) as Record<string, unknown>;
      for (const key of NEW_KEYS) Reflect.deleteProperty(detail, key);
      row.detail = JSON.stringify(detail);
    }),
  );
  rewriteHead(path);
  return folder;
}

async function opened<T>(folder: string, act: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openEngine(folder);
  try {
    return await act(engine);
  } finally {
    await engine.close();
  }
}

const seals = (folder: string): Promise<Record<string, unknown>[]> =>
  opened(folder, async (engine) =>
    (await engine.call('trust.audit', { action: 'archive.seal' })).map(
      ({ detail }) => JSON.parse(detail) as Record<string, unknown>,
    ),
  );

test('the first opening tells the hashes of what was there, once; a read-only check before says what is not covered', async () => {
  const folder = await oldArchive(3);
  const before = await verifyFolder(folder);
  expect(before.problems).toEqual([]);
  expect(before.notes.map(({ message }) => message).join()).toMatch(/3 件旧函件.*尚未记入审计日志/u);
  const told = await seals(folder);
  expect(told).toHaveLength(2);
  expect(Object.values(told[0]?.['letters'] ?? {})).toHaveLength(3);
  expect(told[1]).toMatchObject({ sm3_from: 1, batches: {}, upto: { done: true } });
  expect(await seals(folder)).toEqual(told);
  const { ok, notes } = await opened(folder, (engine) => engine.call('trust.verify', {}));
  expect([ok, notes.map(({ message }) => message)]).toEqual([true, ['审计日志没有建库的记录：档案库由旧版程序建立']]);
});

test('what is changed after that is found, in letters from before and from after it', async () => {
  const folder = await oldArchive(2);
  await seals(folder);
  await opened(folder, (engine) => fileText(engine, PLAIN_LETTER));
  const changes: [string, string[]][] = [
    ["UPDATE letter_source SET evidence = '{ }'", ['letter', 'letter', 'letter']],
    ['UPDATE letter SET review = 1', ['letter', 'letter', 'letter']],
    // Near keys are known by that number: they point to letters that are not there, and are of none.
    ['UPDATE letter SET number = number + 5', ['letter', 'letter', 'letter', 'letter', 'reference']],
    ["UPDATE meta SET value = '2020-01-01T00:00:00.000Z' WHERE key = 'created'", ['meta']],
    ["UPDATE meta SET value = '3' WHERE key = 'sm3_from'", ['audit', 'audit', 'meta']],
  ];
  for (const [sql, kinds] of changes) {
    const copy = join(emptyFolder(), 'archive');
    cpSync(folder, copy, { recursive: true });
    tamper(join(copy, 'archive.sqlite'), sql);
    const { problems } = await verifyFolder(copy);
    const found = problems.map(({ kind }) => kind).sort();
    expect(
      found.filter((kind, at) => kind !== 'reference' || found.indexOf(kind) === at),
      sql,
    ).toEqual(kinds);
  }
});

test('a crash between its rows: the next opening goes on where it ended, and no letter is told of twice', async () => {
  const folder = await oldArchive(250);
  expect(await seals(folder)).toHaveLength(3);
  const path = join(folder, 'archive.sqlite');
  tamper(path, `DELETE FROM audit WHERE seq > (SELECT min(seq) FROM audit WHERE action = 'archive.seal')`);
  rewriteHead(path);
  const told = await seals(folder);
  expect(told.map(({ letters }) => Object.keys(letters ?? {}).length)).toEqual([200, 50, 0]);
  expect((await opened(folder, (engine) => engine.call('trust.verify', {}))).problems).toEqual([]);
});

test('an archive that this program made has nothing to make up for', async () => {
  const folder = join(emptyFolder(), 'archive');
  await opened(folder, (engine) => fileText(engine, PLAIN_LETTER));
  expect(await seals(folder)).toEqual([]);
});
