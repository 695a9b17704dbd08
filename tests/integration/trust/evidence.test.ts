/** What the log covers beside versions, and how anybody recomputes it (docs/spec/trust.md). */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { latestSchemaVersion } from '../../../main/archive/storage/migrate.ts';
import { MIGRATIONS } from '../../../main/archive/storage/migrations/index.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';

let folder: string;
let engine: Engine;
let id: string;
beforeEach(async () => {
  folder = join(temporaryFolder(), 'archive');
  engine = await openEngine(folder);
  id = await fileText(engine, PLAIN_LETTER);
});

const details = async (action: string): Promise<Record<string, unknown>[]> =>
  (await engine.call('trust.audit', { action })).map(({ detail }) => JSON.parse(detail) as Record<string, unknown>);

/** A row of the database as another program reads it, when the engine is closed. */
async function rowOf(sql: string, ...params: string[]): Promise<Record<string, unknown>> {
  await engine.close();
  const db = await openArchiveDb(folder, { readOnly: true });
  try {
    return db.read.get<Record<string, unknown>>(sql, params) ?? {};
  } finally {
    db.close();
  }
}

/** SHA-256 of the JSON of exactly these columns, their names in order: no code of ours. */
const sha256Of = (row: Record<string, unknown>, ...columns: string[]): string =>
  createHash('sha256')
    .update(
      `{${[...columns]
        .sort()
        .map((name) => `${JSON.stringify(name)}:${JSON.stringify(row[name])}`)
        .join(',')}}`,
    )
    .digest('hex');

test('the making of the archive is the first row of its log', async () => {
  const [made] = await engine.call('trust.audit', { limit: 1 });
  const { archive_id, created } = await engine.call('archive.info', {});
  expect(made).toMatchObject({ seq: 1, actor: '王档案', action: 'archive.create', subject: null });
  const form = latestSchemaVersion(MIGRATIONS);
  expect(JSON.parse(made?.detail ?? '')).toEqual({ archive_id, created, form, sm3_from: 1 });
});

test('what a letter was read from: the hash in letter.file is that of the documented columns', async () => {
  const [told] = await details('letter.file');
  const row = await rowOf('SELECT * FROM letter_source WHERE letter_id = ?', id);
  const packed = inflateSync(row['packed'] as Uint8Array).toString('utf8');
  const [text_map, pages, evidence, warnings] = JSON.parse(packed) as string[];
  const unpacked = { text_map, pages, evidence, warnings };
  const columns = ['evidence', 'file_name', 'format', 'pages', 'raw_text_sha256', 'text_map', 'warnings'];
  expect(told).toMatchObject({
    number: 1,
    review: false,
    source_sha256: sha256Of({ ...row, ...unpacked }, ...columns),
  });
});

test('a text read from an attached file: the hash in letter.attach, by the file’s', async () => {
  const source = { name: '会办意见.txt', bytes: new TextEncoder().encode('同意设置乒乓球台。') };
  const made = await engine.call('letters.attach', {
    id,
    attachments: [{ source, role: 'CO_OPINION' }],
    reason: '补充',
  });
  const file = made.attachments.at(-1)?.sha256 ?? '';
  const [told] = await details('letter.attach');
  const row = await rowOf('SELECT * FROM attachment_text WHERE sha256 = ?', file);
  expect(told?.['texts_sha256']).toEqual({ [file]: sha256Of(row, 'code', 'pages', 'sha256', 'text_sha256') });
});

test('a bulk edit is a row of its own with the hash of what it was', async () => {
  const other = await fileText(engine, WRAPPED_LETTER, '另一件.txt');
  const set = { issuer: '云溪市交通局' };
  const letters = await engine.call('letters.previewBulk', { ids: [id, other], set });
  const { batch } = await engine.call('letters.editBulk', { letters, set, reason: '机关更名' });
  const [told] = await details('batch.edit');
  const row = await rowOf('SELECT * FROM batch WHERE id = ?', batch);
  expect(told).toEqual({ reason: '机关更名', batch_sha256: sha256Of(row, 'actor', 'at', 'fields', 'id', 'reason') });
});

test('the database itself refuses to change or remove what was put down at filing', async () => {
  await engine.close();
  const db = await openArchiveDb(folder);
  try {
    for (const sql of [
      "UPDATE letter_source SET file_name = 'x'",
      'DELETE FROM letter_source',
      'UPDATE attachment_text SET text_sha256 = NULL',
      'DELETE FROM attachment_text',
      'UPDATE letter SET number = number + 1',
      'DELETE FROM letter',
    ]) {
      db.transaction((tx) =>
        tx.run("INSERT OR IGNORE INTO attachment_text SELECT file_sha256, NULL, '[]', NULL FROM letter"),
      );
      expect(() => db.transaction((tx) => tx.run(sql)), sql).toThrow(/never (?:changes|deleted)|is never/u);
    }
  } finally {
    db.close();
  }
});
