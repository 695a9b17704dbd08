/** Brings an archive from an older schema version to the present one: numbered steps, one transaction, a checked backup before. */
import { join } from 'node:path';
import type { Progress } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import { checkCopy, copyFile, sha256OfFile } from './copy.ts';
import { removeQuietly } from './disk.ts';
import { breathe } from '../work/time-slicer.ts';
import { reserveBytes } from './disk-reserve.ts';
import type { Disk } from './disk.ts';
import { diskError } from './failures.ts';
import type { FileDatabase } from './file-database.ts';
import { backupHead, removeHead, writeHead } from './kept-head.ts';
import type { Migration } from './migrations/types.ts';
import { ARCHIVE_NAME, BACKUP_FOLDER } from './open-checks.ts';
import { refuseLinkedFolder } from './links.ts';
import type { ReadableDb } from './types.ts';

/** What bringing an archive up to date did. */
export interface Migrated {
  from: number;
  to: number;
  /** The copy as it was, in the folder `backups`. */
  backup: string;
}

/** What SQLite says where a step has been taken already: the number of the form is not that of the tables. */
const ALREADY_THERE = /already exists|duplicate column/u;

/** The schema version that this list of migrations leads to. */
export function latestSchemaVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.number ?? 0;
}

/** The schema version of an open archive: what the journal holds goes before what stands in the file's header. */
export function schemaVersionOf(db: ReadableDb): number {
  return db.get<{ user_version: number }>('PRAGMA archive.user_version')?.user_version ?? 0;
}

/** Steps still to be taken from schema version `from`. @throws Error where the list is not strictly increasing by one */
export function pendingMigrations(migrations: readonly Migration[], from: number): Migration[] {
  migrations.forEach((migration, index) => {
    if (migration.number !== index + 1) throw new Error(`migration ${migration.name} is not number ${index + 1}`);
  });
  return migrations.filter((migration) => migration.number > from);
}

/** The SQL of some migrations, ending with the mark of the schema version that they reach. */
export function migrationSteps(pending: readonly Migration[]): string[] {
  return [...pending.map((migration) => migration.up), `PRAGMA archive.user_version=${latestSchemaVersion(pending)}`];
}

/** How much the steps from a schema version on write beside what is there, of an archive of this size. */
export function writtenAnewBytes(migrations: readonly Migration[], from: number, sizeBytes: number): number {
  const shares = migrations.filter(({ number }) => number > from).map(({ writtenAnew = 0 }) => writtenAnew);
  return Math.ceil(shares.reduce((sum, share) => sum + share, 0) * sizeBytes);
}

const MB = 1_000_000;

/**
 * Before anything is written: a migration's backup needs as much room as the archive, the step itself and the log some more.
 * @param writtenBytes what will be copied into the folder or written anew
 * @throws ArchiveError DISK_FULL
 */
export function needRoom(disk: Disk, folder: string, writtenBytes: number): void {
  const { freeBytes, totalBytes } = disk.room(folder);
  // A file system that does not tell its size says nothing about its room either.
  const neededBytes = writtenBytes + reserveBytes(totalBytes);
  if (totalBytes === 0 || freeBytes >= neededBytes) return;
  const [needed, free] = [neededBytes, freeBytes].map((bytes) => Math.ceil(bytes / MB));
  throw new ArchiveError(
    'DISK_FULL',
    `升级档案库须先留存副本，约需 ${needed} MB，现余 ${free} MB`,
    `${freeBytes} of ${neededBytes} bytes in ${folder}`,
  );
}

/**
 * Migrates an open archive. The backup stays in the folder `backups`.
 * @param onProgress told how far the backup has come, and what is done behind it
 * @returns the schema version that it had and the backup's path; null where nothing was to do
 * @throws ArchiveError DISK_FULL (before anything is written where there is no room for the backup), DISK_ERROR,
 *   ARCHIVE_DAMAGED (the backup could not be read again), FOLDER_LINKED
 */
export async function migrate(
  db: FileDatabase,
  disk: Disk,
  folder: string,
  migrations: readonly Migration[],
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<Migrated | null> {
  const schemaVersion = schemaVersionOf(db.read);
  const pending = pendingMigrations(migrations, schemaVersion);
  if (pending.length === 0) return null;
  if (db.readOnly) throw new ArchiveError('ARCHIVE_READ_ONLY', '档案库为旧版本所建，须先在可写的位置打开一次以升级');
  db.checkpoint();
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const bytes = (message: string) => ({
    onBytes: (done: number, total: number) => {
      onProgress({ done, total, message });
    },
  });
  const backup = join(folder, BACKUP_FOLDER, `before-form-${latestSchemaVersion(migrations)}-${stamp}.sqlite`);
  try {
    const source = { disk, path: join(folder, ARCHIVE_NAME) };
    const { sizeBytes } = disk.stat(source.path);
    needRoom(disk, folder, sizeBytes + writtenAnewBytes(migrations, schemaVersion, sizeBytes));
    refuseLinkedFolder(disk, join(folder, BACKUP_FOLDER));
    disk.mkdir(join(folder, BACKUP_FOLDER));
    const copy = await copyFile(source, { disk, path: backup }, bytes('升级档案库：留存副本'));
    disk.syncFolder(join(folder, BACKUP_FOLDER));
    if ((await sha256OfFile(disk, backup, bytes('升级档案库：核对副本'))) !== copy.sha256) {
      throw new ArchiveError('DISK_ERROR', undefined, 'the backup reads otherwise than it was written');
    }
  } catch (thrown) {
    throw diskError(thrown, backup);
  }
  onProgress({ done: 0, total: 0, message: '升级档案库：检查副本的结构' });
  await checkCopy(disk, backup);
  try {
    writeHead(disk, backup, backupHead(db.read));
  } catch (thrown) {
    throw diskError(thrown, backup);
  }
  onProgress({ done: 0, total: 0, message: '升级档案库：改为新格式' });
  // What was said is sent before the one step that cannot give way.
  await breathe();
  try {
    db.define(migrationSteps(pending));
  } catch (thrown) {
    // The archive is as it was; a copy of it would only take the room that is missing.
    if (thrown instanceof ArchiveError && thrown.code === 'DISK_FULL') {
      removeQuietly(disk, backup);
      removeHead(disk, backup);
    }
    throw thrown instanceof Error && ALREADY_THERE.test(thrown.message)
      ? new ArchiveError('ARCHIVE_DAMAGED', undefined, `of form ${schemaVersion} by its header: ${thrown.message}`)
      : thrown;
  }
  return { from: schemaVersion, to: latestSchemaVersion(migrations), backup };
}
