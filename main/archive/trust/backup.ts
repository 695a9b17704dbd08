/**
 * Backups: a copy counts only once it has been read again, opened and verified. A restore verifies first, keeps the
 * archive that it replaces, and writes into the log what it did.
 */
import { createHash, randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { VerifyResult } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import { copyFile, removeQuietly, sha256OfFile, type CopyOptions } from '../storage/copy.ts';
import { openArchiveDb, openCopy } from '../storage/database.ts';
import { errnoCode, exists, publish, realDisk } from '../storage/disk.ts';
import type { Disk } from '../storage/disk.ts';
import { diskError } from '../storage/failures.ts';
import { takeLock } from '../storage/lock.ts';
import { ARCHIVE_NAME, KEPT_PREFIX, checkFile } from '../storage/open-checks.ts';
import { latestSchemaVersion, needRoom } from '../storage/migrate.ts';
import { newPlace } from '../storage/windows-paths.ts';
import { MIGRATIONS } from '../storage/migrations/index.ts';
import type { Migration } from '../storage/migrations/types.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { appendAudit, auditTip } from './audit.ts';
import {
  BLOCK_FOLDER,
  INCREMENT_EXTENSION,
  incrementDisk,
  isIncrement,
  publishIncrement,
  readIncrement,
  storeBlocks,
  type Increment,
} from './increments.ts';
import { DISK_PROBLEM, damageIn, verifyArchive } from './verify.ts';
import type { LongWork } from '../work/long-work.ts';

export interface BackupResult {
  file: string;
  bytes: number;
  sha256: string;
  /** True where the copy was read again, opened, and everything in it found to be right. */
  verified: boolean;
}

export interface BackupMade extends BackupResult {
  /** Bytes that were written: fewer where earlier backups hold the rest. */
  written: number;
}

export interface BackupOptions extends LongWork {
  /** Into a folder only: what earlier backups of that folder hold is not written again. */
  incremental?: boolean;
}

function stamp(now: Date): string {
  return now.toISOString().replaceAll(/[-:]/g, '').replace(/\.\d+/, '');
}

/** Where a backup goes: into an existing folder or one named without an extension, else to that file. */
function backupPath(disk: Disk, to: string, now: Date, extension: string): string {
  const place = newPlace(to);
  const present = exists(disk, place);
  const isFolder = present ? disk.stat(place).isFolder : extname(place) === '';
  if (present && !isFolder) throw new ArchiveError('TARGET_EXISTS', place);
  if (!isFolder) {
    if (extension === INCREMENT_EXTENSION) throw new ArchiveError('BAD_VALUE', '增量备份须指定文件夹');
    return place;
  }
  disk.mkdir(place);
  return join(place, `fuhan-backup-${stamp(now)}${extension}`);
}

/** A place that refuses a copy says so of itself, not of the archive. */
function targetError(thrown: unknown, path: string): unknown {
  if (errnoCode(thrown) === 'EEXIST') return new ArchiveError('TARGET_EXISTS', path);
  if (errnoCode(thrown) === 'EROFS') return new ArchiveError('NO_PERMISSION', path, 'EROFS');
  return errnoCode(thrown) === '' ? thrown : diskError(thrown, path);
}

async function verifyCopy(
  disk: Disk,
  path: string,
  migrations: readonly Migration[],
  work: LongWork,
): Promise<VerifyResult & { sha256: string }> {
  const copy = await openCopy(path, disk, { migrations });
  const hash = createHash('sha256');
  try {
    const result = await verifyArchive(copy, { ...work, onFileBytes: (bytes) => hash.update(bytes) });
    return { ...result, sha256: hash.digest('hex') };
  } finally {
    copy.close();
  }
}

const copying = (work: LongWork): CopyOptions => ({
  signal: work.signal,
  onBytes: (done, total) => work.onProgress?.({ done, total, message: '复制档案库' }),
});

/**
 * Copies the open archive; work goes on meanwhile. The backup appears under its name only when it is whole.
 * @param to a folder (the backup gets a name with the time) or a file that does not exist yet
 * @throws ArchiveError TARGET_EXISTS, BAD_PATH, NO_PERMISSION, DISK_FULL, DISK_ERROR, CANCELLED; BAD_VALUE for an
 *   incremental one to a file; ARCHIVE_IN_USE where another program makes one into the same folder
 */
export async function backupArchive(db: ArchiveDb, to: string, options: BackupOptions = {}): Promise<BackupMade> {
  const incremental = options.incremental === true;
  let target = resolve(to);
  const release = db.holdStill();
  try {
    target = backupPath(db.disk, to, new Date(), incremental ? INCREMENT_EXTENSION : '.sqlite');
    return await (incremental ? addIncrement(db, target, options) : copyWhole(db, target, options, release));
  } catch (thrown) {
    throw targetError(thrown, target);
  } finally {
    release();
  }
}

async function copyWhole(db: ArchiveDb, target: string, work: LongWork, release: () => void): Promise<BackupMade> {
  const { disk } = db;
  const half = join(dirname(target), `.${basename(target)}.${randomUUID()}.part`);
  try {
    const copy = await copyFile({ disk, path: join(db.folder, db.fileName) }, { disk, path: half }, copying(work));
    release();
    const result = await verifyCopy(disk, half, db.migrations, work);
    if (result.sha256 !== copy.sha256)
      throw new ArchiveError('DISK_ERROR', target, 'the copy reads otherwise than it was written');
    publish(disk, half, target);
    return {
      file: target,
      bytes: copy.sizeBytes,
      sha256: copy.sha256,
      verified: damageIn(result).length === 0,
      written: copy.sizeBytes,
    };
  } catch (thrown) {
    removeQuietly(disk, half);
    throw thrown;
  }
}

async function addIncrement(db: ArchiveDb, target: string, work: LongWork): Promise<BackupMade> {
  const { disk } = db;
  const folder = dirname(target);
  const blocks = join(folder, BLOCK_FOLDER);
  if (exists(disk, target)) throw new ArchiveError('TARGET_EXISTS', target);
  disk.mkdir(blocks);
  // Two programs must not tidy up each other's blocks.
  const lock = takeLock(disk, blocks);
  try {
    const from = { disk, path: join(db.folder, db.fileName) };
    const attempt = async (distrust: boolean) => {
      const stored = await storeBlocks(from, { disk, folder }, { ...copying(work), distrust });
      return { ...stored, ...(await verifyIncrement(disk, target, stored.manifest, db.migrations, work)) };
    };
    const first = await attempt(false);
    // What is wrong may be an older block on a tired disk: then every block is looked at and written anew where needed.
    const { manifest, writtenBytes, ok } = first.ok ? first : await attempt(true);
    await publishIncrement(disk, target, manifest);
    return { file: target, bytes: manifest.size, sha256: manifest.sha256, verified: ok, written: writtenBytes };
  } finally {
    lock.release();
  }
}

/** Opens the backup as the file that it stands for; what cannot be opened at all is not right either. */
async function verifyIncrement(
  disk: Disk,
  file: string,
  manifest: Increment,
  migrations: readonly Migration[],
  work: LongWork,
): Promise<{ ok: boolean }> {
  const whole = incrementDisk(disk, file, manifest);
  try {
    const result = await verifyCopy(whole, file, migrations, work);
    return { ok: damageIn(result).length === 0 && result.sha256 === manifest.sha256 };
  } catch (thrown) {
    if (thrown instanceof ArchiveError && thrown.code === 'ARCHIVE_DAMAGED') return { ok: false };
    throw thrown;
  }
}

/** The disk on which a backup, of whichever kind, is one file. @throws ArchiveError BACKUP_BAD */
function diskOf(disk: Disk, file: string): Disk {
  if (!isIncrement(file) || !exists(disk, file)) return disk;
  return incrementDisk(disk, file, readIncrement(disk, file));
}

/** Opens a backup of either kind for reading. @throws ArchiveError BACKUP_BAD, ARCHIVE_DAMAGED, ARCHIVE_NEWER, BAD_PATH */
export async function openBackup(file: string, disk: Disk = realDisk()): Promise<ArchiveDb> {
  const path = resolve(file);
  try {
    return await openCopy(path, diskOf(disk, path));
  } catch (thrown) {
    throw errnoCode(thrown) === '' ? thrown : diskError(thrown, path);
  }
}

export interface RestoreResult extends BackupResult {
  /** Folder in which the archive that was there before is kept; null where there was none. */
  kept: string | null;
}

export interface RestoreOptions extends LongWork {
  disk?: Disk;
  /** Who restores; the system's user where left out. */
  actor?: string;
  /** The schema versions that this program knows; tests give others. */
  migrations?: readonly Migration[];
}

/**
 * Puts a backup in the place of a folder's archive.
 * @param file the backup; it stays as it is
 * @throws ArchiveError BACKUP_BAD, ARCHIVE_NEWER, ARCHIVE_IN_USE, BAD_PATH, DISK_FULL, DISK_ERROR, CANCELLED
 */
export async function restoreBackup(
  file: string,
  folder: string,
  options: RestoreOptions = {},
): Promise<RestoreResult> {
  const disk = options.disk ?? realDisk();
  const source = resolve(file);
  const place = resolve(folder);
  const migrations = options.migrations ?? MIGRATIONS;
  let header: { userVersion: number; sizeBytes: number };
  try {
    header = await checkBackup(diskOf(disk, source), source, migrations, options);
  } catch (thrown) {
    throw errnoCode(thrown) === '' ? thrown : diskError(thrown, source);
  }
  let restored: { bytes: number; sha256: string; kept: string | null; tip: { seq: number; hash: string } | null };
  try {
    disk.mkdir(place);
    const lock = takeLock(disk, place);
    try {
      // Once here it is brought up to date, for which a copy of it is kept: not found out when the old one is gone.
      if (header.userVersion < latestSchemaVersion(migrations)) needRoom(disk, place, 2 * header.sizeBytes);
      restored = await replaceArchive(disk, source, place, migrations, options);
    } finally {
      lock.release();
    }
  } catch (thrown) {
    throw errnoCode(thrown) === '' ? thrown : diskError(thrown, place);
  }
  const db = await openArchiveDb(place, { disk, migrations });
  try {
    db.transaction((tx) =>
      appendAudit(tx, {
        actor: options.actor ?? userInfo().username,
        action: 'backup.restore',
        subject: basename(source),
        detail: {
          backup_sha256: restored.sha256,
          replaced_tip: restored.tip,
          kept: restored.kept && basename(restored.kept),
        },
      }),
    );
  } finally {
    db.close();
  }
  const { bytes, sha256, kept } = restored;
  return { file: join(place, ARCHIVE_NAME), bytes, sha256, verified: true, kept };
}

/** @throws ArchiveError BACKUP_BAD, ARCHIVE_NEWER, BAD_PATH */
async function checkBackup(
  disk: Disk,
  file: string,
  migrations: readonly Migration[],
  work: LongWork,
): Promise<{ userVersion: number; sizeBytes: number }> {
  if (!exists(disk, file)) throw new ArchiveError('BAD_PATH', file);
  let result: VerifyResult;
  let header: { userVersion: number; sizeBytes: number };
  try {
    header = checkFile(disk, file, latestSchemaVersion(migrations));
    result = await verifyCopy(disk, file, migrations, work);
  } catch (thrown) {
    if (thrown instanceof ArchiveError && thrown.code === 'ARCHIVE_DAMAGED') {
      throw new ArchiveError('BACKUP_BAD', file, thrown.details);
    }
    throw thrown;
  }
  const problems = damageIn(result);
  if (problems.length > 0) {
    const first = problems[0]?.message ?? '';
    const unreadable = problems.find(({ kind }) => kind === DISK_PROBLEM);
    if (unreadable !== undefined) throw new ArchiveError('DISK_ERROR', file, unreadable.message);
    throw new ArchiveError('BACKUP_BAD', file, `${problems.length} problems, first: ${first}`);
  }
  return header;
}

/** Under the lock: copies the backup in, keeps the present archive, and changes the name over in one step. */
async function replaceArchive(
  disk: Disk,
  source: string,
  folder: string,
  migrations: readonly Migration[],
  work: LongWork,
): Promise<{ bytes: number; sha256: string; kept: string | null; tip: { seq: number; hash: string } | null }> {
  const path = join(folder, ARCHIVE_NAME);
  const incoming = join(folder, `${ARCHIVE_NAME}.new-${randomUUID()}`);
  const copy = await copyFile(
    { disk: diskOf(disk, source), path: source },
    { disk, path: incoming },
    {
      signal: work.signal,
      onBytes: (done, total) => work.onProgress?.({ done, total, message: '复制备份' }),
    },
  );
  try {
    const stated = isIncrement(source) ? readIncrement(disk, source).sha256 : copy.sha256;
    if (stated !== copy.sha256) throw new ArchiveError('BACKUP_BAD', source, 'not the file that was backed up');
    if ((await sha256OfFile(disk, incoming)) !== copy.sha256) {
      throw new ArchiveError('DISK_ERROR', path, 'the copy reads otherwise than it was written');
    }
    const about = { bytes: copy.sizeBytes, sha256: copy.sha256 };
    const journal = `${path}-wal`;
    if (!exists(disk, path) && !exists(disk, journal)) {
      publish(disk, incoming, path);
      return { ...about, kept: null, tip: null };
    }
    const tip = await settle(disk, folder, migrations);
    const kept = join(folder, `${KEPT_PREFIX}${stamp(new Date())}-${randomUUID().slice(0, 8)}`);
    disk.mkdir(kept);
    // A journal must never lie beside a database that it does not belong to.
    if (exists(disk, journal)) disk.rename(journal, join(kept, `${ARCHIVE_NAME}-wal`));
    if (exists(disk, path)) keepUnderSecondName(disk, path, join(kept, ARCHIVE_NAME));
    disk.syncFolder(kept);
    disk.rename(incoming, path);
    disk.syncFolder(folder);
    return { ...about, kept, tip };
  } catch (thrown) {
    removeQuietly(disk, incoming);
    throw thrown;
  }
}

/** The old file keeps its name until the new one takes it over, so that at no moment there is no archive. */
function keepUnderSecondName(disk: Disk, path: string, kept: string): void {
  try {
    disk.link(path, kept);
  } catch (thrown) {
    if (errnoCode(thrown) === 'EEXIST') throw thrown;
    disk.rename(path, kept); // a file system without second names
  }
}

/** Writes the journal of the present archive into its file, where it can still be opened; answers its log's head. */
async function settle(
  disk: Disk,
  folder: string,
  migrations: readonly Migration[],
): Promise<{ seq: number; hash: string } | null> {
  try {
    const db = await openCopy(join(folder, ARCHIVE_NAME), disk, { writable: true, migrations });
    try {
      const { seq, hash } = auditTip(db.read);
      return { seq, hash };
    } finally {
      db.close();
    }
  } catch (thrown) {
    // What is damaged beyond opening is kept as it is, journal and all; what a newer program wrote is not exchanged.
    if (thrown instanceof ArchiveError && !['DISK_FULL', 'DISK_ERROR', 'ARCHIVE_NEWER'].includes(thrown.code))
      return null;
    throw thrown;
  }
}

/**
 * Takes a restore back: the archive that was kept becomes the archive again, and what it replaces is kept in turn. Its log
 * tells of it, where it can be opened.
 * @param kept the folder that the restore named
 * @throws ArchiveError BAD_PATH, ARCHIVE_IN_USE, ARCHIVE_NEWER, DISK_ERROR
 */
export async function undoRestore(
  kept: string,
  folder: string,
  options: Pick<RestoreOptions, 'disk' | 'migrations' | 'actor'> = {},
): Promise<{ kept: string }> {
  const disk = options.disk ?? realDisk();
  const migrations = options.migrations ?? MIGRATIONS;
  const place = resolve(folder);
  const path = join(place, ARCHIVE_NAME);
  const from = join(resolve(kept), ARCHIVE_NAME);
  try {
    if (!exists(disk, from)) throw new ArchiveError('BAD_PATH', kept);
    const lock = takeLock(disk, place);
    try {
      refuseNewer(disk, from, migrations);
      const tip = await settle(disk, place, migrations);
      const aside = join(place, `${KEPT_PREFIX}${stamp(new Date())}-${randomUUID().slice(0, 8)}`);
      disk.mkdir(aside);
      if (exists(disk, `${path}-wal`)) disk.rename(`${path}-wal`, join(aside, `${ARCHIVE_NAME}-wal`));
      keepUnderSecondName(disk, path, join(aside, ARCHIVE_NAME));
      disk.syncFolder(aside);
      disk.rename(from, path);
      if (exists(disk, `${from}-wal`)) disk.rename(`${from}-wal`, `${path}-wal`);
      disk.syncFolder(place);
      await tellOfUndo(disk, place, migrations, options.actor, { kept: basename(aside), replaced_tip: tip });
      return { kept: aside };
    } finally {
      lock.release();
    }
  } catch (thrown) {
    throw errnoCode(thrown) === '' ? thrown : diskError(thrown, place);
  }
}

/** What is damaged is put back all the same; what a newer program wrote could not be opened. @throws ArchiveError ARCHIVE_NEWER */
function refuseNewer(disk: Disk, path: string, migrations: readonly Migration[]): void {
  try {
    checkFile(disk, path, latestSchemaVersion(migrations));
  } catch (thrown) {
    if (thrown instanceof ArchiveError && thrown.code === 'ARCHIVE_DAMAGED') return;
    throw thrown;
  }
}

/** Under the lock. An archive that was replaced because it was damaged is put back all the same, without a row. */
async function tellOfUndo(
  disk: Disk,
  folder: string,
  migrations: readonly Migration[],
  actor: string | undefined,
  detail: object,
): Promise<void> {
  try {
    const db = await openCopy(join(folder, ARCHIVE_NAME), disk, { writable: true, migrations });
    try {
      const entry = { actor: actor ?? userInfo().username, action: 'backup.undo_restore', detail } as const;
      db.transaction((tx) => appendAudit(tx, entry));
    } finally {
      db.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof ArchiveError) || thrown.code !== 'ARCHIVE_DAMAGED') throw thrown;
  }
}

/** The newest folder in which a restore kept what it replaced. @throws ArchiveError NOT_FOUND */
export function lastKept(folder: string, disk: Disk = realDisk()): string {
  const place = resolve(folder);
  let last: string | undefined;
  try {
    last = disk
      .list(place)
      .filter((name) => name.startsWith(KEPT_PREFIX) && exists(disk, join(place, name, ARCHIVE_NAME)))
      .sort()
      .at(-1);
  } catch (thrown) {
    throw diskError(thrown, place);
  }
  if (last === undefined) throw new ArchiveError('NOT_FOUND', '可撤回的恢复');
  return join(place, last);
}
