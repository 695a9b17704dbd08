/** Incremental backups: new content only, whole when read, tidy when thinned out. */
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { realDisk } from '../../../main/archive/storage/disk.ts';
import type { ArchiveDb } from '../../../main/archive/storage/archive-db.ts';
import { KeptBackups } from '../../../main/archive/trust/kept-backups.ts';
import { listBackups } from '../../../main/archive/trust/backup-list.ts';
import { backupArchive, openBackup } from '../../../main/archive/trust/backup.ts';
import { restoreBackup } from '../../../main/archive/trust/restore.ts';
import { BLOCK_FOLDER, collectBlocks, readIncrement } from '../../../main/archive/trust/increments.ts';
import { changeSettings } from '../../../main/archive/trust/settings.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { DEFAULT_SETTINGS } from '../../../shared/model/settings.ts';
import { fileSample } from '../../faults/acts.ts';
import { randomNumbers } from '../../faults/simulated-disk.ts';
import { archiveIn, emptyFolder } from '../../support/archive.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });

async function archiveOf(megabytes: number): Promise<{ db: ArchiveDb; place: string; usb: string }> {
  const place = emptyFolder();
  const db = await archiveIn(join(place, 'archive'));
  for (let i = 1; i <= megabytes; i++) fileSample(db, i, 1_000_000);
  return { db, place, usb: join(place, 'usb') };
}

/** Backups have names by the second. */
async function anotherSecond(): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  await expect.poll(() => Math.floor(Date.now() / 1000), { timeout: 3000 }).toBeGreaterThan(now);
}

const blockFiles = (usb: string): string[] =>
  readdirSync(join(usb, BLOCK_FOLDER), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

test('the second backup writes little, and both restore to what was there', async () => {
  const { db, place, usb } = await archiveOf(12);
  const first = await backupArchive(db, usb, { incremental: true });
  expect(first).toMatchObject({ verified: true, written: expect.any(Number) as number });
  expect(first.written).toBeGreaterThan(0.9 * first.bytes);
  await anotherSecond();
  fileSample(db, 50, 1000);
  const second = await backupArchive(db, usb, { incremental: true });
  expect(second.verified).toBe(true);
  expect(second.written).toBeLessThan(0.5 * second.bytes);
  for (const [made, letters] of [
    [first, 12],
    [second, 13],
  ] as const) {
    const folder = join(place, `restored-${letters}`);
    const restored = await restoreBackup(made.file, folder);
    expect(restored.sha256).toBe(made.sha256);
    const copy = await archiveIn(folder, {});
    expect(copy.read.get('SELECT count(*) AS n FROM letter')).toEqual({ n: letters });
    expect((await verifyArchive(copy)).problems).toEqual([]);
  }
});

test('an older block that has gone bad is noticed and written anew', async () => {
  const { db, usb } = await archiveOf(3);
  await backupArchive(db, usb, { incremental: true });
  const [victim = ''] = blockFiles(usb).filter((file) => statSync(file).size === 1024 * 1024);
  const bytes = readFileSync(victim);
  bytes[5000] = (bytes[5000] ?? 0) ^ 4;
  writeFileSync(victim, bytes);
  await anotherSecond();
  const again = await backupArchive(db, usb, { incremental: true });
  expect(again.verified).toBe(true);
  const copy = await openBackup(again.file);
  expect((await verifyArchive(copy)).problems).toEqual([]);
  copy.close();
});

test('a list with one byte changed, a block that is gone, a list that is none: refused, the archive stays', async () => {
  const { db, place, usb } = await archiveOf(2);
  const made = await backupArchive(db, usb, { incremental: true });
  const folder = join(place, 'archive');
  db.close();
  const text = readFileSync(made.file, 'utf8');
  const random = randomNumbers(3);
  for (let i = 0; i < 12; i++) {
    const at = Math.floor(random() * text.length);
    const other = text[at] === '0' ? '1' : '0';
    const changed = text.slice(0, at) + other + text.slice(at + 1);
    writeFileSync(made.file, changed);
    await expect(restoreBackup(made.file, folder), `byte ${at}`).rejects.toThrow();
  }
  writeFileSync(made.file, '[]');
  await expect(restoreBackup(made.file, folder)).rejects.toThrow(code('BACKUP_BAD'));
  writeFileSync(made.file, text);
  rmSync(blockFiles(usb)[0] ?? '');
  await expect(restoreBackup(made.file, folder)).rejects.toThrow();
  const still = await archiveIn(folder, {});
  expect(still.read.get('SELECT count(*) AS n FROM letter')).toEqual({ n: 2 });
});

test('a list that came without its blocks names the block that is missing, not the list', async () => {
  const { db, place, usb } = await archiveOf(2);
  const { file } = await backupArchive(db, usb, { incremental: true });
  const alone = join(place, 'alone');
  mkdirSync(alone);
  const copy = join(alone, basename(file));
  copyFileSync(file, copy);
  const missing: unknown = expect.objectContaining({
    code: 'BACKUP_BAD',
    message: expect.stringContaining(join(alone, BLOCK_FOLDER)) as string,
  });
  await expect(openBackup(copy)).rejects.toThrow(missing);
  await expect(restoreBackup(copy, join(place, 'restored'))).rejects.toThrow(missing);
});

test('blocks go with the last backup that lists them, and never while a list cannot be read', async () => {
  const { db, usb } = await archiveOf(4);
  const first = await backupArchive(db, usb, { incremental: true });
  await anotherSecond();
  fileSample(db, 50, 2_500_000);
  const second = await backupArchive(db, usb, { incremental: true });
  const disk = realDisk();
  expect(await collectBlocks(disk, usb)).toBe(0);
  const kept = readFileSync(second.file);
  rmSync(first.file);
  writeFileSync(second.file, '{');
  expect(await collectBlocks(disk, usb)).toBe(0);
  writeFileSync(second.file, kept);
  const gone = await collectBlocks(disk, usb);
  expect(gone).toBeGreaterThan(0);
  expect(new Set(blockFiles(usb).map((file) => file.slice(-64)))).toEqual(
    new Set(readIncrement(disk, second.file).blocks),
  );
  const copy = await openBackup(second.file);
  expect((await verifyArchive(copy)).problems).toEqual([]);
  copy.close();
});

test('an incremental backup goes into a folder, one program at a time', async () => {
  const { db, place, usb } = await archiveOf(1);
  await expect(backupArchive(db, join(place, 'one.sqlite'), { incremental: true })).rejects.toThrow(code('BAD_VALUE'));
  const other = await openArchiveDb(join(place, 'other'), { create: true });
  try {
    const results = await Promise.allSettled([
      backupArchive(db, usb, { incremental: true }),
      backupArchive(other, usb, { incremental: true }),
    ]);
    expect(results.map(({ status }) => status)).toContain('fulfilled');
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: code('BACKUP_PLACE_IN_USE') });
  } finally {
    other.close();
  }
});

test('by the clock: made once when due, told in the log, failures warned of', async () => {
  const { db, usb } = await archiveOf(1);
  let now = new Date('2026-03-05T18:29:00+08:00');
  const backups = new KeptBackups(db, () => now);
  changeSettings(db, '王档案', { backup: { ...DEFAULT_SETTINGS.backup, to: usb, at: '18:30', incremental: true } });
  const made = (): number =>
    readdirSync(usb).filter((name) => name.startsWith('fuhan-backup-2') && !name.endsWith('.head')).length;
  const last = (): unknown => db.read.get('SELECT actor, action FROM audit ORDER BY seq DESC LIMIT 1');
  await backups.look();
  expect(made()).toBe(1); // yesterday's was never made
  expect(last()).toEqual({ actor: '计划任务', action: 'backup.make' });
  await backups.look();
  expect(made()).toBe(1);
  now = new Date('2026-03-05T18:31:00+08:00');
  rmSync(usb, { recursive: true });
  writeFileSync(usb, 'not a folder');
  await backups.look();
  expect(last()).toEqual({ actor: '计划任务', action: 'backup.failed' });
  expect(backups.warnings()).toHaveLength(1);
  rmSync(usb);
  now = new Date('2026-03-06T18:30:00+08:00');
  await backups.look();
  expect(made()).toBe(1);
  expect(backups.warnings()).toEqual([]);
  await backups.stop();
});

test('what can be restored is listed with its date, newest first', async () => {
  const { db, place, usb } = await archiveOf(1);
  const folder = join(place, 'archive');
  const increment = await backupArchive(db, usb, { incremental: true });
  await anotherSecond();
  const whole = await backupArchive(db, usb);
  writeFileSync(join(usb, 'notes.sqlite'), 'no database');
  db.close();
  await restoreBackup(whole.file, folder);
  const found = listBackups(realDisk(), folder, [usb]);
  expect(found.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['kept', 'backup', 'incremental']));
  expect(found).toHaveLength(3);
  expect(found.map(({ at }) => at)).toEqual([...found.map(({ at }) => at)].sort().reverse());
  expect(found.find(({ kind }) => kind === 'incremental')).toMatchObject({
    file: increment.file,
    bytes: increment.bytes,
  });
});
