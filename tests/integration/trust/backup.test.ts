/** Backups count only once verified; a restore loses nothing, not even what it replaces. */
import { existsSync, mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { auditTip, readAudit } from '../../../main/archive/trust/audit.ts';
import { backupArchive } from '../../../main/archive/trust/backup.ts';
import { restoreBackup, undoRestore } from '../../../main/archive/trust/restore.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { fileSample } from '../../faults/acts.ts';
import { archiveIn, emptyFolder } from '../../support/archive.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });
const titles = (db: { read: { all: (sql: string) => object[] } }): object[] =>
  db.read.all('SELECT title FROM letter ORDER BY number');

test('a backup is one whole file with the hash that is told', async () => {
  const place = emptyFolder();
  const db = await archiveIn(join(place, 'archive'));
  fileSample(db, 1, 100_000);
  const made = await backupArchive(db, join(place, 'usb'));
  const bytes = readFileSync(made.file);
  expect(made).toMatchObject({
    bytes: bytes.length,
    verified: true,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
  const name = basename(made.file);
  expect(readdirSync(join(place, 'usb'))).toEqual([name, `${name}.head`]);
  await expect(backupArchive(db, made.file)).rejects.toThrow(code('TARGET_EXISTS'));
  expect(readFileSync(made.file).equals(bytes)).toBe(true);
});

test('work goes on while a backup is made, and the backup is the moment at which it began', async () => {
  const place = emptyFolder();
  const db = await archiveIn(join(place, 'archive'));
  for (let i = 1; i <= 20; i++) fileSample(db, i, 100_000);
  const tip = auditTip(db.read);
  let filed = 0;
  const made = await backupArchive(db, join(place, 'b.sqlite'), {
    onProgress: ({ message }) => {
      if (message === '复制档案库' && filed < 50) fileSample(db, 100 + filed++, 100_000);
    },
  });
  expect(filed).toBeGreaterThan(0);
  const restored = join(place, 'restored');
  await restoreBackup(made.file, restored);
  const copy = await archiveIn(restored, {});
  expect(copy.read.get('SELECT count(*) AS n FROM letter')).toEqual({ n: 20 });
  expect(copy.read.get('SELECT hash FROM audit WHERE seq = ?', [tip.seq])).toEqual({ hash: tip.hash });
  expect((await verifyArchive(db)).problems).toEqual([]);
});

test('a cancelled backup leaves nothing behind', async () => {
  const place = emptyFolder();
  const db = await archiveIn(join(place, 'archive'));
  fileSample(db, 1, 100_000);
  const signal = AbortSignal.abort();
  await expect(backupArchive(db, join(place, 'usb'), { signal })).rejects.toThrow(code('CANCELLED'));
  expect(readdirSync(join(place, 'usb'))).toEqual([]);
});

test('a restore keeps what it replaces, tells the log, and can be undone', async () => {
  const place = emptyFolder();
  const folder = join(place, 'archive');
  const db = await openArchiveDb(folder, { create: true });
  fileSample(db, 1);
  const backup = await backupArchive(db, join(place, 'b.sqlite'));
  fileSample(db, 2);
  const tip = auditTip(db.read);
  await expect(restoreBackup(backup.file, folder)).rejects.toThrow(code('ARCHIVE_IN_USE'));
  db.close();
  const made = await restoreBackup(backup.file, folder, { actor: '王档案' });
  const restored = await openArchiveDb(folder);
  expect(titles(restored)).toHaveLength(1);
  const [row] = readAudit(restored.read, { action: 'backup.restore', limit: 1, offset: 0 });
  expect(row?.actor).toBe('王档案');
  expect(JSON.parse(row?.detail ?? '')).toMatchObject({
    backup_sha256: backup.sha256,
    replaced_tip: { seq: tip.seq + 1 },
    kept: basename(made.kept ?? ''),
  });
  expect((await verifyArchive(restored)).problems).toEqual([]);
  restored.close();
  await undoRestore(folder, { kept: made.kept ?? '' });
  const back = await archiveIn(folder, {});
  // Both are told: that it was replaced, and that it is back.
  expect(readAudit(back.read, { limit: 10, offset: 0 }).map(({ action }) => action)).toEqual([
    'letter.file',
    'letter.file',
    'backup.restore_begun',
    'backup.undo_restore',
  ]);
  expect(back.read.get('SELECT previous_hash FROM audit WHERE seq = ?', [tip.seq + 1])).toEqual({
    previous_hash: tip.hash,
  });
  expect(titles(back)).toHaveLength(2);
  expect((await verifyArchive(back)).problems).toEqual([]);
});

test('a restore saves a folder whose archive is damaged or gone', async () => {
  const place = emptyFolder();
  const folder = join(place, 'archive');
  const db = await openArchiveDb(folder, { create: true });
  fileSample(db, 1);
  const backup = await backupArchive(db, join(place, 'b.sqlite'));
  db.close();
  const path = join(folder, 'archive.sqlite');
  truncateSync(path, 0);
  const made = await restoreBackup(backup.file, folder);
  expect(readFileSync(join(made.kept ?? '', 'archive.sqlite')).length).toBe(0);
  expect(titles(await archiveIn(folder, {}))).toHaveLength(1);
});

test('what is no backup, or no longer whole, is refused and the archive stays', async () => {
  const place = emptyFolder();
  const folder = join(place, 'archive');
  const db = await openArchiveDb(folder, { create: true });
  fileSample(db, 1, 50_000);
  const backup = await backupArchive(db, join(place, 'b.sqlite'));
  db.close();
  const before = readFileSync(join(folder, 'archive.sqlite'));
  const bad = join(place, 'bad.sqlite');
  const spoiled = readFileSync(backup.file);
  spoiled[spoiled.length - 3000] = (spoiled[spoiled.length - 3000] ?? 0) ^ 1;
  for (const bytes of [
    Buffer.from('not a database'),
    Buffer.alloc(0),
    spoiled,
    readFileSync(backup.file).subarray(0, 40_000),
  ]) {
    writeFileSync(bad, bytes);
    await expect(restoreBackup(bad, folder)).rejects.toThrow(code('BACKUP_BAD'));
  }
  await expect(restoreBackup(join(place, 'none'), folder)).rejects.toThrow(code('BAD_PATH'));
  expect(readFileSync(join(folder, 'archive.sqlite')).equals(before)).toBe(true);
  expect(readdirSync(folder)).toEqual(['archive.sqlite', 'archive.sqlite.head']);
});

test('a backup goes where it is told, or says why not', async () => {
  const place = emptyFolder();
  const db = await archiveIn(join(place, 'archive'));
  mkdirSync(join(place, 'folder'));
  expect((await backupArchive(db, join(place, 'folder'))).file).toMatch(/folder\/fuhan-backup-\d{8}T\d{6}Z\.sqlite$/);
  await expect(backupArchive(db, join(place, 'none', 'b.sqlite'))).rejects.toThrow(code('BAD_PATH'));
  expect(existsSync(join(place, 'none'))).toBe(false);
});
