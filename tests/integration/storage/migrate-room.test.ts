/** A migration asks for room before it writes anything: its backup needs as much again as the archive. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { delegate, diskFault, realDisk } from '../../../main/archive/storage/disk.ts';
import type { Disk } from '../../../main/archive/storage/disk.ts';
import { MIGRATIONS } from '../../../main/archive/storage/migrations/index.ts';
import { ARCHIVE_NAME } from '../../../main/archive/storage/open-checks.ts';
import { backupArchive } from '../../../main/archive/trust/backup.ts';
import { restoreBackup } from '../../../main/archive/trust/restore.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import type { Progress } from '../../../shared/contract/index.ts';
import { LATER, fileSample } from '../../faults/acts.ts';
import { SimulatedDisk } from '../../faults/simulated-disk.ts';
import { archiveIn, emptyFolder } from '../../support/archive.ts';
import { SCHEMA_VERSIONS } from '../../fixtures/schema-versions/archives.ts';
import { folderOfVersion } from '../../support/earlier-archives.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });
const GIB = 2 ** 30;
/** What is kept of a disk of that size (room-keeper.ts). */
const RESERVE = 16 * 2 ** 20;

/** This machine's disk, telling that it has only so much room. */
function diskWith(freeBytes: number, totalBytes = GIB): Disk {
  return { ...delegate(realDisk()), room: () => ({ freeBytes, totalBytes }) };
}

/** What the steps from a schema version on write anew of a file of that size: near keys, which are derived. */
const anew = (schema: number, bytes: number): number => (schema < 15 ? Math.ceil(bytes / 5) : 0);

const schemaOf = (folder: string): number => readFileSync(join(folder, ARCHIVE_NAME)).readUInt32BE(60);

test.each(SCHEMA_VERSIONS.filter((schema) => schema < MIGRATIONS.length))(
  'an archive of schema version %i stays as it is where its backup has no room, and nothing is left behind',
  async (schema) => {
    const folder = folderOfVersion(schema);
    const path = join(folder, ARCHIVE_NAME);
    const before = readFileSync(path);
    const needed = before.length + anew(schema, before.length) + RESERVE;
    const refused = openArchiveDb(folder, { disk: diskWith(needed - 1) });
    await expect(refused).rejects.toThrow(code('DISK_FULL'));
    await expect(refused).rejects.toThrow(/约需 1[78] MB，现余 1[78] MB/);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual([ARCHIVE_NAME]);
    const db = await archiveIn(folder, { disk: diskWith(needed) });
    expect(db.migrated).toMatchObject({ from: schema, to: MIGRATIONS.length });
  },
);

test('who opens an older archive is told how far its copy has come, and what is done behind it', async () => {
  const folder = folderOfVersion(3);
  const { size } = statSync(join(folder, ARCHIVE_NAME));
  const told: Progress[] = [];
  await archiveIn(folder, { onProgress: (progress) => told.push(progress) });
  expect(told.map(({ message }) => message?.replace('升级档案库：', ''))).toEqual([
    '留存副本',
    '核对副本',
    '检查副本的结构',
    '改为新格式',
  ]);
  expect(told.slice(0, 2)).toMatchObject([
    { done: size, total: size },
    { done: size, total: size },
  ]);
});

test('a file system that does not tell its size is tried', async () => {
  const folder = folderOfVersion(1);
  const db = await archiveIn(folder, { disk: diskWith(0, 0) });
  expect(db.migrated).toMatchObject({ from: 1 });
});

test('an archive that needs no migration is opened on a full disk', async () => {
  const folder = join(emptyFolder(), 'archive');
  (await openArchiveDb(folder, { create: true })).close();
  const db = await archiveIn(folder, { disk: diskWith(0) });
  expect(db.migrated).toBeNull();
});

test('where the disk fills up during the step itself, the archive keeps its schema version and the copy is taken away', async () => {
  const disk = new SimulatedDisk();
  const db = await openArchiveDb('/data/archive', { create: true, disk });
  fileSample(db, 1, 50_000);
  db.close();
  let full = true;
  disk.hook = (call, path) => {
    if (full && call === 'write' && path.endsWith('-wal')) throw diskFault('ENOSPC', call, path);
  };
  await expect(openArchiveDb('/data/archive', { disk, migrations: LATER })).rejects.toThrow(code('DISK_FULL'));
  expect(disk.list('/data/archive/backups')).toEqual([]);
  full = false;
  const again = await openArchiveDb('/data/archive', { disk, migrations: LATER });
  expect(again.migrated).toMatchObject({ from: MIGRATIONS.length });
  expect((await verifyArchive(again)).problems).toEqual([]);
  again.close();
});

test('a backup of an older schema version is not restored where there is no room to bring it up to date', async () => {
  const folder = folderOfVersion(3);
  const place = dirname(folder);
  const old = await openArchiveDb(folder, { migrations: MIGRATIONS.slice(0, 3) });
  const { file } = await backupArchive(old, join(place, 'b.sqlite'));
  old.close();
  (await openArchiveDb(folder)).close();
  const before = readFileSync(join(folder, ARCHIVE_NAME));
  const names = readdirSync(folder);
  const { size } = statSync(file);
  const needed = 2 * size + anew(3, size) + RESERVE;
  await expect(restoreBackup(file, folder, { disk: diskWith(needed - 1) })).rejects.toThrow(code('DISK_FULL'));
  expect(readFileSync(join(folder, ARCHIVE_NAME)).equals(before)).toBe(true);
  expect(readdirSync(folder)).toEqual(names);
  await restoreBackup(file, folder, { disk: diskWith(needed) });
  expect(schemaOf(folder)).toBe(MIGRATIONS.length);
});
