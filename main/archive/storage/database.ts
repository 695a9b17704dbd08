/** Opens an archive: lock, checks, migrations; and hands out its database with readers and writers kept apart. */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Progress } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import { removeQuietly } from './copy.ts';
import { errnoCode, exists, publish, realDisk, writeNewFile } from './disk.ts';
import type { Disk } from './disk.ts';
import { diskError } from './failures.ts';
import { FileDatabase } from './file-database.ts';
import { lockHolder, takeLock } from './lock.ts';
import type { ArchiveLock } from './lock.ts';
import {
  latestSchemaVersion,
  migrate,
  migrationSteps,
  pendingMigrations,
  schemaVersionOf,
  type Migrated,
} from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { Migration } from './migrations/types.ts';
import { APPLICATION_ID, ARCHIVE_NAME, archiveExists, checkFile, findLeftovers } from './open-checks.ts';
import { emptyDatabase } from './page-checks.ts';
import { DiskReserve } from './disk-reserve.ts';
import { readOnlyDisk } from './read-only-disk.ts';
import { newPlace } from './windows-paths.ts';
import type { ArchiveDb } from './archive-db.ts';

export interface OpenOptions {
  /** Makes the folder and an empty archive where there is none. */
  create?: boolean;
  /** Opens for reading only. An archive on a read-only medium is opened so by itself. */
  readOnly?: boolean;
  /** The disk underneath; tests give a faulty one. */
  disk?: Disk;
  /** `read` opens an archive whose structure is damaged all the same, for reading only: for its check. */
  damaged?: 'refuse' | 'read';
  /** The schema versions that this program knows; tests give others. */
  migrations?: readonly Migration[];
  /** Told how far bringing an older archive up to date has come. */
  onProgress?: ((progress: Progress) => void) | undefined;
}

/** Up to this size the structure is checked at each opening: it costs a few milliseconds. */
const SMALL_BYTES = 8 * 1024 * 1024;
/** Up to this size it is checked after a crash; beyond, the full check is `verify`'s. */
const CHECKED_AFTER_CRASH_BYTES = 256 * 1024 * 1024;

const NOT_WRITABLE = new Set(['EROFS', 'EACCES', 'EPERM']);

/**
 * Opens the archive of a folder.
 * @param folder the archive's folder; it holds `archive.sqlite` and what belongs to it
 * @throws ArchiveError ARCHIVE_NOT_FOUND, ARCHIVE_IN_USE, ARCHIVE_MISSING, ARCHIVE_DAMAGED, ARCHIVE_NEWER,
 *   ARCHIVE_READ_ONLY (an old schema version on a read-only medium), DISK_FULL, DISK_ERROR, BAD_PATH, NO_PERMISSION
 */
export async function openArchiveDb(folder: string, options: OpenOptions = {}): Promise<ArchiveDb> {
  const disk = options.disk ?? realDisk();
  const place = resolve(folder);
  try {
    prepareFolder(disk, place, options.create === true);
    const lock = lockFolder(disk, place, options.readOnly === true);
    try {
      return await openLocked(disk, place, lock, options);
    } catch (thrown) {
      lock?.release();
      throw thrown;
    }
  } catch (thrown) {
    throw thrown instanceof Error && errnoCode(thrown) !== '' ? diskError(thrown, place) : thrown;
  }
}

/** Before the lock is taken: no lock file is left in a folder that has nothing to do with an archive. */
function prepareFolder(disk: Disk, folder: string, create: boolean): void {
  if (exists(disk, folder)) {
    if (!disk.stat(folder).isFolder) throw new ArchiveError('BAD_PATH', folder);
  } else {
    if (!create) throw new ArchiveError('ARCHIVE_NOT_FOUND', folder);
    disk.mkdir(newPlace(folder));
  }
  if (archiveExists(disk, folder)) return;
  const leftovers = findLeftovers(disk, folder);
  if (leftovers.length > 0) throw new ArchiveError('ARCHIVE_MISSING', folder, `found: ${leftovers.join(', ')}`);
  if (!create) throw new ArchiveError('ARCHIVE_NOT_FOUND', folder);
}

/** The lock; undefined where the medium takes none and the archive is therefore only read. */
function lockFolder(disk: Disk, folder: string, readOnly: boolean): ArchiveLock | undefined {
  try {
    return takeLock(disk, folder);
  } catch (thrown) {
    if (!NOT_WRITABLE.has(errnoCode(thrown))) throw thrown;
    if (!archiveExists(disk, folder) && !readOnly) throw thrown;
    const holder = lockHolder(disk, folder);
    if (holder !== undefined) {
      throw new ArchiveError('ARCHIVE_IN_USE', `${holder.host} 上的进程 ${holder.pid}`, `since ${holder.at}`);
    }
    return undefined;
  }
}

async function openLocked(
  disk: Disk,
  folder: string,
  lock: ArchiveLock | undefined,
  options: OpenOptions,
): Promise<ArchiveDb> {
  const migrations = options.migrations ?? MIGRATIONS;
  const path = join(folder, ARCHIVE_NAME);
  if (!archiveExists(disk, folder)) await createArchive(disk, folder, migrations);
  const file = checkFile(disk, path, latestSchemaVersion(migrations));
  const readOnly =
    options.readOnly === true || options.damaged === 'read' || lock === undefined || !isWritable(disk, path);
  const reserve = readOnly ? undefined : new DiskReserve(disk);
  const below = reserve?.disk ?? readOnlyDisk(disk);
  const db = await FileDatabase.open(path, { disk: below, schema: 'archive', readOnly });
  try {
    const uncleanShutdown = lock?.foundStale === true || file.journalBytes > 0;
    checkTables(db, latestSchemaVersion(migrations));
    let migrated: Migrated | null = null;
    if (options.damaged !== 'read') {
      checkStructure(db, file.sizeBytes, uncleanShutdown);
      migrated = await migrate(db, disk, folder, migrations, options.onProgress);
    }
    const fileIsWhole = file.journalBytes === 0 || (!readOnly && settle(db));
    return handle(db, { path, disk, migrations, migrated, lock, uncleanShutdown, fileIsWhole, reserve });
  } catch (thrown) {
    try {
      db.close();
    } catch {
      // What went wrong first is what the user must hear.
    }
    throw thrown;
  }
}

/**
 * Opens a copy of an archive (a backup, an archive under the caller's own lock) without taking a lock or migrating.
 * @param options.upgrade a copy that is opened for writing is brought up to date first: what it was copied from is its backup
 * @throws ArchiveError ARCHIVE_DAMAGED, ARCHIVE_NEWER, DISK_ERROR
 */
export async function openCopy(
  path: string,
  disk: Disk,
  options: {
    writable?: boolean;
    upgrade?: boolean;
    damaged?: 'refuse' | 'read';
    migrations?: readonly Migration[];
  } = {},
): Promise<ArchiveDb> {
  const readOnly = options.writable !== true;
  const migrations = options.migrations ?? MIGRATIONS;
  const known = latestSchemaVersion(migrations);
  const file = checkFile(disk, path, known);
  const db = await FileDatabase.open(path, { disk: readOnly ? readOnlyDisk(disk) : disk, schema: 'archive', readOnly });
  try {
    checkTables(db, known);
    if (options.damaged !== 'read') checkStructure(db, file.sizeBytes, false);
    const pending = pendingMigrations(migrations, schemaVersionOf(db.read));
    if (options.upgrade === true && pending.length > 0) db.define(migrationSteps(pending));
    const uncleanShutdown = file.journalBytes > 0;
    const about = { path, disk, migrations, lock: undefined, reserve: undefined };
    return handle(db, { ...about, migrated: null, uncleanShutdown, fileIsWhole: !uncleanShutdown });
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function isWritable(disk: Disk, path: string): boolean {
  try {
    disk.access(path, constants.W_OK);
    return true;
  } catch (thrown) {
    if (NOT_WRITABLE.has(errnoCode(thrown))) return false;
    throw thrown;
  }
}

/**
 * After a crash: writes the journal that it left into the file, so that no half-written page stays there. False where
 * the disk does not allow it now (it is full); the journal then goes on standing in for those pages.
 */
function settle(db: FileDatabase): boolean {
  try {
    db.checkpoint();
    return true;
  } catch (thrown) {
    if (thrown instanceof ArchiveError && (thrown.code === 'DISK_FULL' || thrown.code === 'DISK_ERROR')) return false;
    throw thrown;
  }
}

/** Looks whether an opened archive is one. @throws ArchiveError ARCHIVE_DAMAGED, ARCHIVE_NEWER */
function checkTables(db: FileDatabase, known: number): void {
  const schemaVersion = schemaVersionOf(db.read);
  if (schemaVersion > known)
    throw new ArchiveError('ARCHIVE_NEWER', undefined, `schema version ${schemaVersion}, known up to ${known}`);
  const tables = db.read.get<{ count: number }>(
    "SELECT count(*) AS count FROM archive.sqlite_schema WHERE type = 'table' AND name IN ('meta', 'letter', 'version', 'audit')",
  );
  if (tables?.count !== 4) throw new ArchiveError('ARCHIVE_DAMAGED', undefined, 'tables are missing');
  const id = db.read.get("SELECT value FROM archive.meta WHERE key = 'archive_id'");
  if (id === undefined) throw new ArchiveError('ARCHIVE_DAMAGED', undefined, 'the archive has no id');
}

/** The check of the structure that is cheap enough at each opening. @throws ArchiveError ARCHIVE_DAMAGED */
function checkStructure(db: FileDatabase, sizeBytes: number, uncleanShutdown: boolean): void {
  if (sizeBytes > (uncleanShutdown ? CHECKED_AFTER_CRASH_BYTES : SMALL_BYTES)) return;
  const found = db.checkStructure('quick');
  if (found.length > 0) throw new ArchiveError('ARCHIVE_DAMAGED', undefined, found.join('\n'));
}

/**
 * Makes an empty archive under another name and gives it its own only when it is whole and on the medium: a crash
 * leaves no archive rather than half of one.
 */
async function createArchive(disk: Disk, folder: string, migrations: readonly Migration[]): Promise<void> {
  for (const name of disk.list(folder)) {
    if (name.startsWith(`${ARCHIVE_NAME}.new-`)) removeQuietly(disk, join(folder, name));
  }
  const path = join(folder, `${ARCHIVE_NAME}.new-${randomUUID()}`);
  try {
    await writeArchive(disk, path, migrations);
    publish(disk, path, join(folder, ARCHIVE_NAME));
  } catch (thrown) {
    // Nothing half-written stays behind, on a full disk least of all.
    for (const ending of ['', '-journal', '-wal', '-shm']) removeQuietly(disk, `${path}${ending}`);
    throw thrown;
  }
}

/** Writes an empty archive, whole and on the medium, to a path where no file is. */
async function writeArchive(disk: Disk, path: string, migrations: readonly Migration[]): Promise<void> {
  writeNewFile(disk, path, emptyDatabase());
  const db = await FileDatabase.open(path, { disk, schema: 'archive' });
  try {
    db.define([`PRAGMA archive.application_id=${APPLICATION_ID}`, ...migrationSteps(pendingMigrations(migrations, 0))]);
    db.transaction((write) => {
      const sql = 'INSERT INTO archive.meta (key, value) VALUES (?, ?)';
      write.run(sql, ['archive_id', randomUUID()]);
      write.run(sql, ['created', new Date().toISOString()]);
    });
    db.checkpoint();
  } finally {
    db.close();
  }
  const header = checkFile(disk, path, latestSchemaVersion(migrations));
  if (header.journalBytes > 0) throw new ArchiveError('DISK_ERROR', undefined, 'the new archive was not written out');
}

function handle(
  db: FileDatabase,
  about: {
    path: string;
    disk: Disk;
    migrations: readonly Migration[];
    migrated: Migrated | null;
    lock: ArchiveLock | undefined;
    uncleanShutdown: boolean;
    fileIsWhole: boolean;
    reserve: DiskReserve | undefined;
  },
): ArchiveDb {
  let holders = 0;
  return {
    read: db.read,
    readOnly: db.readOnly,
    folder: dirname(about.path),
    fileName: basename(about.path),
    migrations: about.migrations,
    migrated: about.migrated,
    disk: about.disk,
    uncleanShutdown: about.uncleanShutdown,
    fileIsWhole: about.fileIsWhole,
    transaction: (act, purpose = 'work') =>
      about.reserve === undefined ? db.transaction(act) : about.reserve.during(purpose, () => db.transaction(act)),
    peek: (sql, params, use) => db.peek(sql, params, use),
    checkStructure: (table) => db.checkStructure(table),
    holdStill: () => {
      if (db.readOnly) return () => undefined;
      if (holders === 0) {
        db.setAutoCheckpoint(false);
        db.checkpoint();
      }
      holders++;
      let released = false;
      return () => {
        if (released) return;
        released = true;
        holders--;
        if (holders === 0) db.setAutoCheckpoint(true);
      };
    },
    close: () => {
      try {
        db.close();
      } finally {
        about.lock?.release();
      }
    },
  };
}
