/** Opens an archive: lock, checks, migrations; and hands out its database with readers and writers kept apart. */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Progress } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import { NOT_WRITABLE, holdFile, lockFolder } from './archive-lock.ts';
import { requireSoundClock } from './computer-clock.ts';
import { errnoCode, exists, publish, realDisk, removeQuietly, writeNewFile } from './disk.ts';
import type { Disk } from './disk.ts';
import { diskError } from './failures.ts';
import { FileDatabase } from './file-database.ts';
import { KeptName } from './kept-name.ts';
import { HeadKeeper, compareHead, readHead, type HeadOutcome } from './kept-head.ts';
import { refuseLinks, requireOneName } from './one-name.ts';
import { putLinkedIndexAside } from './own-folders.ts';
import { ownJournals } from './foreign-journals.ts';
import { cutJournal } from './journal-checks.ts';
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
import { requireSchema } from './schema.ts';
import { requireOutside } from './output-guard.ts';
import { emptyDatabase } from './page-checks.ts';
import { DiskReserve } from './disk-reserve.ts';
import { readOnlyDisk } from './read-only-disk.ts';
import { hasNoRoom } from './least-room.ts';
import { loadSqlite } from './sqlite.ts';
import { newPlace } from './windows-paths.ts';
import type { ArchiveDb } from './archive-db.ts';
import type { WritableDb } from './types.ts';

export interface OpenOptions {
  /** Makes the folder and an empty archive where there is none. */
  create?: boolean;
  /** Is called in the transaction in which a new archive gets its id: what its log begins with. */
  begin?: (tx: WritableDb) => void;
  /** Opens for reading only. An archive on a read-only medium is opened so by itself. */
  readOnly?: boolean;
  /** The disk underneath; tests give a faulty one. */
  disk?: Disk;
  /** `read` opens an archive whose structure is damaged all the same, for reading only: for its check. */
  damaged?: 'refuse' | 'read';
  /** The time; the computer's where left out. */
  clock?: () => Date;
  /** The schema versions that this program knows; tests give others. */
  migrations?: readonly Migration[];
  /** Told how far bringing an older archive up to date has come. */
  onProgress?: ((progress: Progress) => void) | undefined;
}

/** Up to this size the structure is checked at each opening: it costs a few milliseconds. */
const SMALL_BYTES = 8 * 1024 * 1024;
/** Up to this size it is checked after a crash; beyond, the full check is `verify`'s. */
const CHECKED_AFTER_CRASH_BYTES = 256 * 1024 * 1024;

/**
 * Opens the archive of a folder.
 * @param folder the archive's folder; it holds `archive.sqlite` and what belongs to it
 * @throws ArchiveError ARCHIVE_NOT_FOUND, ARCHIVE_IN_USE, ARCHIVE_MISSING, ARCHIVE_DAMAGED, ARCHIVE_NEWER, ARCHIVE_LINKED,
 *   ARCHIVE_READ_ONLY (an old schema version on a read-only medium), OUT_IN_ARCHIVE (a new one inside another's folder),
 *   DISK_FULL, DISK_ERROR, BAD_PATH, NO_PERMISSION; CLOCK_WRONG where it would be written to
 */
export async function openArchiveDb(folder: string, options: OpenOptions = {}): Promise<ArchiveDb> {
  const disk = options.disk ?? realDisk();
  const place = resolve(folder);
  try {
    if (options.create === true && !archiveExists(disk, place)) requireSoundClock(now(options));
    prepareFolder(disk, place, options.create === true);
    const locked = lockFolder(disk, place, options.readOnly === true);
    const releases = [(): void => locked.lock?.release()];
    try {
      return await openLocked(disk, place, locked, options, releases);
    } catch (thrown) {
      for (const release of releases) release();
      throw thrown;
    }
  } catch (thrown) {
    throw thrown instanceof Error && errnoCode(thrown) !== '' ? diskError(thrown, place) : thrown;
  }
}

const now = ({ clock }: OpenOptions): Date => clock?.() ?? new Date();

/** Before the lock is taken: no lock file is left in a folder that has nothing to do with an archive. */
function prepareFolder(disk: Disk, folder: string, create: boolean): void {
  const present = exists(disk, folder);
  if (present) {
    if (!disk.stat(folder).isFolder) throw new ArchiveError('BAD_PATH', folder);
    refuseLinks(disk, folder);
    if (archiveExists(disk, folder)) return;
  }
  // A new archive inside another's folder would be taken for that one's own files.
  if (create) requireOutside(dirname(folder), 'file', disk);
  if (!present) {
    if (!create) throw new ArchiveError('ARCHIVE_NOT_FOUND', folder);
    disk.mkdir(newPlace(folder), true);
  }
  const leftovers = findLeftovers(disk, folder);
  if (leftovers.length > 0) throw new ArchiveError('ARCHIVE_MISSING', folder, `found: ${leftovers.join(', ')}`);
  if (!create) throw new ArchiveError('ARCHIVE_NOT_FOUND', folder);
}

/** As migrate(); an older archive on a full disk wants room, not another place. */
async function broughtUpToDate(
  db: FileDatabase,
  disk: Disk,
  folder: string,
  { migrations, onProgress, isFull }: OpenOptions & { isFull: boolean },
): Promise<Migrated | null> {
  try {
    return await migrate(db, disk, folder, migrations ?? MIGRATIONS, onProgress);
  } catch (thrown) {
    if (isFull && thrown instanceof ArchiveError && thrown.code === 'ARCHIVE_READ_ONLY')
      throw new ArchiveError('DISK_FULL', undefined, thrown.details);
    throw thrown;
  }
}

async function openLocked(
  disk: Disk,
  folder: string,
  { lock, noRoom }: { lock: ArchiveLock | undefined; noRoom: boolean },
  options: OpenOptions,
  releases: (() => void)[],
): Promise<ArchiveDb> {
  const migrations = options.migrations ?? MIGRATIONS;
  const known = latestSchemaVersion(migrations);
  const path = join(folder, ARCHIVE_NAME);
  const created = !archiveExists(disk, folder);
  if (created) await createArchive(disk, folder, migrations, options.begin);
  const mayWrite =
    options.readOnly !== true && options.damaged !== 'read' && lock !== undefined && isWritable(disk, path);
  if (mayWrite) requireSoundClock(now(options));
  const isFull = noRoom || (mayWrite && hasNoRoom(disk, folder));
  const readOnly = !mayWrite || isFull;
  requireOneName(disk, path, !readOnly);
  const holding = holdFile(disk, path, lock?.foundStale === true);
  // SQLite is loaded while the system's lock is being taken.
  const [held] = await Promise.all([holding, loadSqlite()]);
  if (held !== undefined) releases.unshift(() => held.release());
  checkFile(disk, path, known);
  const journals = await ownJournals(disk, path, !readOnly);
  const file = checkFile(journals.disk, path, known);
  const reserve = readOnly ? undefined : new DiskReserve(disk);
  const name = reserve === undefined ? undefined : new KeptName(reserve.disk, path);
  const below = name?.disk ?? readOnlyDisk(journals.disk);
  const db = await FileDatabase.open(path, { disk: below, schema: 'archive', readOnly });
  try {
    const uncleanShutdown = lock?.foundStale === true || file.journalBytes > 0;
    await checkTables(db, migrations, options.damaged);
    let migrated: Migrated | null = null;
    if (options.damaged !== 'read') {
      checkStructure(db, file.sizeBytes, uncleanShutdown);
      migrated = await broughtUpToDate(db, disk, folder, { ...options, isFull });
    }
    const fileIsWhole = file.journalBytes === 0 || (!readOnly && settle(db));
    const kept = readHead(disk, path);
    const keptHead: HeadOutcome = created ? { outcome: 'same', kept: undefined } : compareHead(db.read, kept);
    const keeper = readOnly ? undefined : HeadKeeper.begin(disk, db.read, path, keptHead);
    const { fault, quarantined } = journals;
    const linkedIndex = readOnly ? null : putLinkedIndexAside(disk, folder);
    return handle(db, {
      ...{
        path,
        disk,
        migrations,
        migrated,
        uncleanShutdown,
        fileIsWhole,
        reserve,
        noRoom: isFull,
        keptHead,
        keeper,
        name,
      },
      foreignJournal: fault === '' ? null : { fault, quarantined },
      linkedIndex,
      releases,
    });
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
 * Opens a copy of an archive, or an archive under the caller's own lock, without taking the folder's lock or migrating.
 * @param options.alone a backup: the file alone counts, whatever journal lies beside it
 * @param options.upgrade a copy that is opened for writing is brought up to date first: what it was copied from is its backup
 * @throws ArchiveError ARCHIVE_DAMAGED, ARCHIVE_NEWER, DISK_ERROR; ARCHIVE_LINKED, ARCHIVE_IN_USE where it is writable
 */
export async function openCopy(
  path: string,
  disk: Disk,
  options: {
    alone?: boolean;
    writable?: boolean;
    upgrade?: boolean;
    damaged?: 'refuse' | 'read';
    migrations?: readonly Migration[];
  } = {},
): Promise<ArchiveDb> {
  const readOnly = options.writable !== true;
  const migrations = options.migrations ?? MIGRATIONS;
  const known = latestSchemaVersion(migrations);
  const releases: (() => void)[] = [];
  let db: FileDatabase | undefined;
  try {
    if (!readOnly) {
      requireOneName(disk, path, true);
      const held = await holdFile(disk, path, true);
      if (held !== undefined) releases.push(() => held.release());
    }
    const found = options.alone === true ? cutJournal(disk, path, 0) : disk;
    checkFile(found, path, known);
    const journals = await ownJournals(found, path, !readOnly);
    const file = checkFile(journals.disk, path, known);
    const below = readOnly ? readOnlyDisk(journals.disk) : disk;
    db = await FileDatabase.open(path, { disk: below, schema: 'archive', readOnly });
    await checkTables(db, migrations, options.damaged);
    if (options.damaged !== 'read') checkStructure(db, file.sizeBytes, false);
    const pending = pendingMigrations(migrations, schemaVersionOf(db.read));
    if (options.upgrade === true && pending.length > 0) db.define(migrationSteps(pending));
    const uncleanShutdown = file.journalBytes > 0;
    const keptHead = compareHead(db.read, readHead(disk, path));
    const keeper = readOnly ? undefined : HeadKeeper.begin(disk, db.read, path, keptHead);
    return handle(db, {
      ...{ path, disk, migrations, migrated: null, uncleanShutdown, fileIsWhole: !uncleanShutdown, releases },
      ...{
        reserve: undefined,
        name: undefined,
        noRoom: false,
        foreignJournal: null,
        linkedIndex: null,
        keptHead,
        keeper,
      },
    });
  } catch (thrown) {
    db?.close();
    for (const release of releases) release();
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

/**
 * Looks whether an opened archive is one, defined as this program defines it.
 * @param damaged `read` where its check is to name what is wrong
 * @throws ArchiveError ARCHIVE_DAMAGED, ARCHIVE_NEWER
 */
async function checkTables(
  db: FileDatabase,
  migrations: readonly Migration[],
  damaged: OpenOptions['damaged'],
): Promise<void> {
  const known = latestSchemaVersion(migrations);
  const schemaVersion = schemaVersionOf(db.read);
  if (schemaVersion > known)
    throw new ArchiveError('ARCHIVE_NEWER', undefined, `schema version ${schemaVersion}, known up to ${known}`);
  if (damaged !== 'read') await requireSchema(db.read, migrations);
  const tables = db.read.get<{ count: number }>(
    "SELECT count(*) AS count FROM archive.sqlite_schema WHERE type = 'table' AND name IN ('meta', 'letter', 'version', 'audit')",
  );
  if (tables?.count !== 4) throw new ArchiveError('ARCHIVE_DAMAGED', undefined, 'tables are missing');
  const id = db.read.get<{ value: unknown }>("SELECT value FROM archive.meta WHERE key = 'archive_id'");
  if (typeof id?.value !== 'string') throw new ArchiveError('ARCHIVE_DAMAGED', undefined, 'the archive has no id');
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
async function createArchive(
  disk: Disk,
  folder: string,
  migrations: readonly Migration[],
  begin: OpenOptions['begin'],
): Promise<void> {
  for (const name of disk.list(folder)) {
    if (name.startsWith(`${ARCHIVE_NAME}.new-`)) removeQuietly(disk, join(folder, name));
  }
  const path = join(folder, `${ARCHIVE_NAME}.new-${randomUUID()}`);
  try {
    await writeArchive(disk, path, migrations, begin);
    publish(disk, path, join(folder, ARCHIVE_NAME));
  } catch (thrown) {
    // Nothing half-written stays behind, on a full disk least of all.
    for (const ending of ['', '-journal', '-wal', '-shm']) removeQuietly(disk, `${path}${ending}`);
    throw thrown;
  }
}

/** Writes an empty archive, whole and on the medium, to a path where no file is. */
async function writeArchive(
  disk: Disk,
  path: string,
  migrations: readonly Migration[],
  begin: OpenOptions['begin'],
): Promise<void> {
  writeNewFile(disk, path, emptyDatabase());
  const db = await FileDatabase.open(path, { disk, schema: 'archive' });
  try {
    db.define([`PRAGMA archive.application_id=${APPLICATION_ID}`, ...migrationSteps(pendingMigrations(migrations, 0))]);
    db.transaction((write) => {
      const sql = 'INSERT INTO archive.meta (key, value) VALUES (?, ?)';
      write.run(sql, ['archive_id', randomUUID()]);
      write.run(sql, ['created', new Date().toISOString()]);
      begin?.(write);
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
    uncleanShutdown: boolean;
    fileIsWhole: boolean;
    reserve: DiskReserve | undefined;
    name: KeptName | undefined;
    noRoom: boolean;
    foreignJournal: ArchiveDb['foreignJournal'];
    linkedIndex: string | null;
    /** What gives the locks back, in this order. */
    releases: readonly (() => void)[];
    keptHead: HeadOutcome;
    keeper: HeadKeeper | undefined;
  },
): ArchiveDb {
  const { reserve, keeper, name } = about;
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
    noRoom: about.noRoom,
    foreignJournal: about.foreignJournal,
    linkedIndex: about.linkedIndex,
    keptHead: about.keptHead,
    moveHeadOn: () => keeper?.moveOn(),
    transaction: (act, purpose = 'work') => {
      if (about.noRoom) throw new ArchiveError('DISK_FULL');
      name?.requireNotLost();
      const result = reserve === undefined ? db.transaction(act) : reserve.during(purpose, () => db.transaction(act));
      name?.requireName();
      keeper?.follow();
      return result;
    },
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
        try {
          keeper?.close();
        } finally {
          for (const release of about.releases) release();
        }
      }
    },
  };
}
