/** A disk that is really full: work stops before the log does, and a restore that finds no room changes nothing. */
import '../../support/checked-outputs.ts';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Engine } from '../../../main/archive/engine.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { MIGRATIONS } from '../../../main/archive/storage/migrations/index.ts';
import { backupArchive } from '../../../main/archive/trust/backup.ts';
import { restoreBackup } from '../../../main/archive/trust/restore.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { runCommandLine } from '../../../main/cli/run.ts';
import { fileSample } from '../../faults/acts.ts';
import { emptyFolder } from '../../support/archive.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { freeBytes, makeReadOnly, smallDisk } from '../../support/small-disk.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });

/** Leaves only so many bytes. */
function fill(place: string, leave: number): string {
  const ballast = join(place, 'ballast');
  writeFileSync(ballast, Buffer.alloc(Math.max(0, freeBytes(place) - leave)));
  return ballast;
}

test('where work finds no room any more, the log still does: it tells of the full disk, of sign-ins and of reading', async () => {
  const place = smallDisk('8m');
  if (place === undefined) return;
  const folder = join(place, 'archive');
  const engine = await Engine.open({ folder, actor: '王档案', create: true, inProcess: true });
  try {
    const read = await engine.call('desk.read', {
      source: { name: '答复.txt', bytes: new TextEncoder().encode(PLAIN_LETTER) },
    });
    const { id } = await engine.call('desk.file', { draft_id: read.draft_id, elements: read.elements });
    // Less than the twentieth of the disk that is kept for the log.
    const ballast = fill(place, 200_000);
    const edit = { id, set: { result_code: 'A' }, reason: '补录' };
    await expect(engine.call('letters.edit', edit)).rejects.toThrow(code('DISK_FULL'));
    await engine.call('letters.show', { id });
    await engine.call('search.query', { query: '公交' });
    await engine.call('trust.verify', {});
    const rows = await engine.call('trust.audit', {});
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['letter.file', 'disk.full', 'letter.view', 'archive.verify']),
    );
    expect(rows.some(({ action }) => action === 'letter.edit')).toBe(false);
    rmSync(ballast);
    expect((await engine.call('letters.edit', edit)).version).toBe(2);
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
  } finally {
    await engine.close();
  }
});

test('on a full disk the archive is opened for reading: found, shown and checked, nothing written and nothing exported', async () => {
  const place = smallDisk('8m');
  if (place === undefined) return;
  const folder = join(place, 'archive');
  const first = await Engine.open({ folder, actor: '王档案', create: true, inProcess: true });
  const source = { name: '答复.txt', bytes: new TextEncoder().encode(PLAIN_LETTER) };
  const read = await first.call('desk.read', { source });
  const { id } = await first.call('desk.file', { draft_id: read.draft_id, elements: read.elements });
  await first.close();
  const before = readFileSync(join(folder, 'archive.sqlite'));
  // Not even a lock file finds room; and room for a lock file, but none for a row of the log.
  for (const leave of [0, 60_000]) {
    const ballast = fill(place, leave);
    const engine = await Engine.open({ folder, actor: '王档案', inProcess: true });
    const info = await engine.call('archive.info', {});
    expect(info).toMatchObject({ read_only: true, warnings: [expect.stringContaining('磁盘空间不足')] });
    expect((await engine.call('search.query', { query: '公交' })).total).toBe(1);
    expect((await engine.call('letters.show', { id })).id).toBe(id);
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
    const selection = { ids: [id] };
    await expect(engine.call('export.pdf', { selection, out: emptyFolder() })).rejects.toThrow(code('DISK_FULL'));
    await expect(engine.call('letters.edit', { id, set: { result_code: 'A' }, reason: '补录' })).rejects.toThrow(
      code('DISK_FULL'),
    );
    await expect(Engine.open({ folder, actor: '王档案', inProcess: true })).rejects.toThrow(code('ARCHIVE_IN_USE'));
    await engine.close();
    const ran = { out: '', err: '' };
    const output = { out: (text: string) => (ran.out += text), err: (text: string) => (ran.err += text) };
    expect(await runCommandLine(['search', '公交', '--archive', folder, '--json'], output)).toBe(0);
    expect(await runCommandLine(['verify', '--archive', folder], output)).toBe(0);
    expect(
      await runCommandLine(['edit', id, '--set', 'result_code=A', '--reason', 'x', '--archive', folder], output),
    ).toBe(1);
    expect(ran.err).toContain('DISK_FULL');
    rmSync(ballast);
    expect(readFileSync(join(folder, 'archive.sqlite')).equals(before)).toBe(true);
  }
  const engine = await Engine.open({ folder, actor: '王档案', inProcess: true });
  expect((await engine.call('letters.edit', { id, set: { result_code: 'A' }, reason: '补录' })).version).toBe(2);
  await engine.close();
});

test('a crashed archive on a full disk is read with its journal, and an older one asks for room', async () => {
  const place = smallDisk('8m');
  if (place === undefined) return;
  const source = await openArchiveDb(join(emptyFolder(), 'archive'), { create: true });
  fileSample(source, 1);
  mkdirSync(join(place, 'crashed'), { mode: 0o700 });
  for (const name of ['archive.sqlite', 'archive.sqlite-wal'])
    copyFileSync(join(source.folder, name), join(place, 'crashed', name));
  source.close();
  const old = join(place, 'old');
  (await openArchiveDb(old, { create: true, migrations: MIGRATIONS.slice(0, -1) })).close();
  fill(place, 0);
  const db = await openArchiveDb(join(place, 'crashed'));
  expect(db.read.get('SELECT count(*) AS n FROM letter')).toEqual({ n: 1 });
  expect(() => db.transaction(() => 1)).toThrow(code('DISK_FULL'));
  db.close();
  await expect(openArchiveDb(old)).rejects.toThrow(code('DISK_FULL'));
});

test('a restore onto a full disk: DISK_FULL, and the archive is as it was', async () => {
  const place = smallDisk('6m');
  if (place === undefined) return;
  const elsewhere = emptyFolder();
  const folder = join(place, 'archive');
  const db = await openArchiveDb(folder, { create: true });
  for (let i = 1; i <= 3; i++) fileSample(db, i, 500_000);
  const backup = await backupArchive(db, join(elsewhere, 'b.sqlite'));
  db.close();
  const before = readFileSync(join(folder, 'archive.sqlite'));
  const ballast = fill(place, 400_000);
  await expect(restoreBackup(backup.file, folder)).rejects.toThrow(code('DISK_FULL'));
  expect(readFileSync(join(folder, 'archive.sqlite')).equals(before)).toBe(true);
  expect(readdirSync(folder)).toEqual(['archive.sqlite', 'archive.sqlite.head']);
  rmSync(ballast);
  const again = await openArchiveDb(folder);
  expect((await verifyArchive(again)).problems).toEqual([]);
  again.close();
});

test('a backup onto a full disk: DISK_FULL, nothing half-written stays, whole or incremental', async () => {
  const place = smallDisk('3m');
  if (place === undefined) return;
  const db = await openArchiveDb(join(emptyFolder(), 'archive'), { create: true });
  try {
    for (let i = 1; i <= 6; i++) fileSample(db, i, 1_000_000);
    for (const incremental of [false, true]) {
      const usb = join(place, incremental ? 'increments' : 'copies');
      await expect(backupArchive(db, usb, { incremental })).rejects.toThrow(code('DISK_FULL'));
      expect(readdirSync(usb).filter((name) => name.startsWith('fuhan-backup-2') || name.endsWith('.part'))).toEqual(
        [],
      );
    }
    fileSample(db, 9);
    expect((await verifyArchive(db)).problems).toEqual([]);
  } finally {
    db.close();
  }
});

test('a package onto a full disk or a read-only one is refused by name, and nothing of it stays', async () => {
  const place = smallDisk('1m');
  if (place === undefined) return;
  const engine = await Engine.open({
    folder: join(emptyFolder(), 'archive'),
    actor: '王档案',
    create: true,
    inProcess: true,
  });
  try {
    for (let n = 1; n <= 3; n++) {
      const bytes = Buffer.from(`${PLAIN_LETTER}${'重复的话。'.repeat(40_000)}${n}`);
      const read = await engine.call('desk.read', { source: { name: `${n}.txt`, bytes } });
      await engine.call('desk.file', { draft_id: read.draft_id, elements: read.elements });
    }
    const pack = (): Promise<unknown> => engine.call('export.package', { out: join(place, '数据包') });
    await expect(pack()).rejects.toThrow(code('DISK_FULL'));
    expect(readdirSync(place)).toEqual([]);
    makeReadOnly(place);
    await expect(pack()).rejects.toThrow(code('NO_PERMISSION'));
    expect(readdirSync(place)).toEqual([]);
  } finally {
    await engine.close();
  }
});

test('a backup on a medium that has become read-only is offered and restored from', async () => {
  const place = smallDisk('8m');
  if (place === undefined) return;
  const folder = join(emptyFolder(), 'archive');
  const db = await openArchiveDb(folder, { create: true });
  fileSample(db, 1, 100_000);
  const made = await backupArchive(db, place, { incremental: true });
  const whole = await backupArchive(db, join(place, 'whole.sqlite'));
  db.close();
  mkdirSync(join(place, 'copy'));
  copyFileSync(whole.file, join(place, 'copy', 'archive.sqlite'));
  makeReadOnly(place);
  for (const file of [made.file, whole.file]) {
    const restored = await restoreBackup(file, folder);
    expect(restored.verified).toBe(true);
  }
  const engine = await Engine.open({ folder: join(place, 'copy'), actor: '王档案', inProcess: true });
  try {
    const info = await engine.call('archive.info', {});
    expect(info.read_only).toBe(true);
    expect(info.warnings).toEqual([expect.stringContaining('只读'), expect.stringContaining('开放')]);
    await expect(
      engine.call('letters.editBulk', { letters: [{ id: 'x', version: 1 }], set: {}, reason: 'x' }),
    ).rejects.toThrow(code('ARCHIVE_READ_ONLY'));
  } finally {
    await engine.close();
  }
});
