/** The archive's own files and backups are no letters and no attachments (docs/spec/disposal.md, 15). */
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { zip } from '../../unit/readers/make.ts';

const attach = (engine: Engine, id: string, path: string) =>
  engine.call('letters.attach', { id, attachments: [{ source: { path }, role: 'ATTACHMENT' }], reason: '补件' });

test('a backup is refused as an attachment and as a letter, whatever it is called, and inside a zip', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, PLAIN_LETTER);
  const { file: backup } = await engine.call('trust.backup', { to: join(temporaryFolder(), '备份') });
  const increments = join(temporaryFolder(), '增量');
  await engine.call('trust.backup', { to: increments, incremental: true });
  const list = join(increments, readdirSync(increments).find((name) => name.endsWith('.increment')) ?? '');
  const folder = temporaryFolder();
  const renamed = join(folder, '附图.bin');
  copyFileSync(backup, renamed);
  const packed = join(folder, '材料.zip');
  writeFileSync(packed, zip({ '附图.bin': Uint8Array.from(readFileSync(backup)) }));
  for (const path of [backup, renamed, packed, list])
    await expect(attach(engine, id, path)).rejects.toMatchObject({ code: 'ARCHIVE_OWN_FILE' });
  const { items } = await engine.call('letters.import', { paths: [renamed, packed, list] });
  expect(items.map(({ status, code }) => [status, code])).toEqual(Array(3).fill(['refused', 'ARCHIVE_OWN_FILE']));
  const source = { name: '附图.bin', bytes: Uint8Array.from(readFileSync(backup)) };
  await expect(engine.call('desk.read', { source })).rejects.toMatchObject({ code: 'ARCHIVE_OWN_FILE' });
  expect((await engine.call('letters.show', { id })).attachments).toHaveLength(1);
});

test('a database of another program is attached like any file', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, PLAIN_LETTER);
  const other = join(temporaryFolder(), '台账.sqlite');
  const db = new DatabaseSync(other);
  db.exec('CREATE TABLE t (a TEXT)');
  db.close();
  expect((await attach(engine, id, other)).attachments.map(({ name }) => name)).toContain('台账.sqlite');
});
