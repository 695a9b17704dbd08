/** Backups: a copy counts only once it has been read again, opened and verified. Restoring one is in restore.ts. */
import { createHash, randomUUID } from 'node:crypto';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { VerifyResult } from '../../../shared/contract/index.ts';
import { ArchiveError, errorSaying } from '../../../shared/errors.ts';
import { copyFile, type CopyOptions } from '../storage/copy.ts';
import { openCopy } from '../storage/database.ts';
import { errnoCode, exists, publish, realDisk, removeQuietly } from '../storage/disk.ts';
import type { Disk } from '../storage/disk.ts';
import { diskError } from '../storage/failures.ts';
import { refuseLinkedFolder } from '../storage/links.ts';
import { requireOutside } from '../storage/output-guard.ts';
import { backupHead, removeHead, writeHead, type KeptHead } from '../storage/kept-head.ts';
import { checkFile } from '../storage/open-checks.ts';
import { latestSchemaVersion } from '../storage/migrate.ts';
import { newPlace } from '../storage/windows-paths.ts';
import type { Migration } from '../storage/migrations/types.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import {
  BLOCK_FOLDER,
  INCREMENT_EXTENSION,
  collectBlocks,
  incrementDisk,
  isIncrement,
  lockBlocks,
  prepareIncrement,
  readIncrement,
  requireBlocks,
  storeBlocks,
  type Increment,
} from './increments.ts';
import { damageIn, verifyArchive } from './verify.ts';
import { DISK_PROBLEM } from './verify-check.ts';
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
  /** Number of the last row of the log in it; undefined where it could not be opened again. */
  headSeq: number | undefined;
}

export interface BackupOptions extends LongWork {
  /** Into a folder only: what earlier backups of that folder hold is not written again. */
  incremental?: boolean;
  /** Is told of it when it is verified and before it appears under its name; where this throws there is no backup. */
  tell?: (made: BackupMade) => void;
}

export function stamp(now: Date): string {
  return now.toISOString().replaceAll(/[-:]/g, '').replace(/\.\d+/, '');
}

/** Where a backup goes: into an existing folder or one named without an extension, else to that file. */
function backupPath(disk: Disk, to: string, now: Date, extension: string): string {
  const place = newPlace(to);
  requireOutside(place, 'backup', disk);
  const present = exists(disk, place);
  const isFolder = present ? disk.stat(place).isFolder : extname(place) === '';
  if (present && !isFolder) throw new ArchiveError('TARGET_EXISTS', place);
  if (!isFolder) {
    if (extension === INCREMENT_EXTENSION) throw new ArchiveError('BAD_VALUE', '增量备份须指定文件夹');
    if (!exists(disk, dirname(place))) throw new ArchiveError('BAD_PATH', dirname(place));
    return place;
  }
  disk.mkdir(place);
  return join(place, `fuhan-backup-${stamp(now)}${extension}`);
}

/** A place that refuses a copy says so of itself, not of the archive. */
function targetError(thrown: unknown, path: string): unknown {
  if (errnoCode(thrown) === 'EEXIST') return new ArchiveError('TARGET_EXISTS', path);
  const readOnly = thrown instanceof ArchiveError && thrown.code === 'ARCHIVE_READ_ONLY';
  if (readOnly || errnoCode(thrown) === 'EROFS') return new ArchiveError('NO_PERMISSION', path, 'EROFS');
  return errnoCode(thrown) === '' ? thrown : diskError(thrown, path);
}

export async function verifyCopy(
  disk: Disk,
  path: string,
  migrations: readonly Migration[],
  work: LongWork,
): Promise<VerifyResult & { sha256: string; head: KeptHead }> {
  const copy = await openCopy(path, disk, { migrations, alone: true });
  const hash = createHash('sha256');
  try {
    const result = await verifyArchive(copy, { ...work, ofBackup: true, onFileBytes: (bytes) => hash.update(bytes) });
    return { ...result, sha256: hash.digest('hex'), head: backupHead(copy.read) };
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
 * @throws ArchiveError OUT_IN_ARCHIVE, TARGET_EXISTS, BAD_PATH, NO_PERMISSION, DISK_FULL, DISK_ERROR, CANCELLED; BAD_VALUE for an
 *   incremental one to a file; BACKUP_PLACE_IN_USE where another program makes one into the same folder
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

async function copyWhole(db: ArchiveDb, target: string, work: BackupOptions, release: () => void): Promise<BackupMade> {
  const { disk } = db;
  const half = join(dirname(target), `.${basename(target)}.${randomUUID()}.part`);
  try {
    const copy = await copyFile({ disk, path: join(db.folder, db.fileName) }, { disk, path: half }, copying(work));
    release();
    const result = await verifyCopy(disk, half, db.migrations, work);
    if (result.sha256 !== copy.sha256)
      throw new ArchiveError('DISK_ERROR', target, 'the copy reads otherwise than it was written');
    const made: BackupMade = {
      file: target,
      bytes: copy.sizeBytes,
      sha256: copy.sha256,
      verified: damageIn(result).length === 0,
      written: copy.sizeBytes,
      headSeq: result.head.seq,
    };
    publishWithHead(disk, target, result.head, () => {
      work.tell?.(made);
      publish(disk, half, target);
    });
    return made;
  } catch (thrown) {
    removeQuietly(disk, half);
    throw calledBy(thrown, half, target);
  }
}

/** People know the name that they gave, not the one under which a copy lies until it is whole. */
function calledBy(thrown: unknown, half: string, target: string): unknown {
  if (!(thrown instanceof ArchiveError)) return thrown;
  return errorSaying(thrown.code, thrown.message.replaceAll(half, target), thrown.details);
}

/** A backup that is there has the head of its log beside it. */
function publishWithHead(disk: Disk, target: string, head: KeptHead, act: () => void): void {
  if (exists(disk, target)) throw new ArchiveError('TARGET_EXISTS', target);
  try {
    writeHead(disk, target, head);
    act();
  } catch (thrown) {
    removeHead(disk, target);
    throw thrown;
  }
}

async function addIncrement(db: ArchiveDb, target: string, work: BackupOptions): Promise<BackupMade> {
  const { disk } = db;
  const folder = dirname(target);
  const blocks = join(folder, BLOCK_FOLDER);
  if (exists(disk, target)) throw new ArchiveError('TARGET_EXISTS', target);
  refuseLinkedFolder(disk, blocks);
  disk.mkdir(blocks);
  const lock = lockBlocks(disk, blocks);
  try {
    const from = { disk, path: join(db.folder, db.fileName) };
    const attempt = async (distrust: boolean) => {
      const stored = await storeBlocks(from, { disk, folder }, { ...copying(work), distrust });
      return { ...stored, ...(await verifyIncrement(disk, target, stored.manifest, db.migrations, work)) };
    };
    const first = await attempt(false);
    // What is wrong may be an older block on a tired disk: then every block is looked at and written anew where needed.
    const { manifest, writtenBytes, ok, head } = first.ok ? first : await attempt(true);
    const { size: bytes, sha256 } = manifest;
    const made: BackupMade = { file: target, bytes, sha256, verified: ok, written: writtenBytes, headSeq: head?.seq };
    try {
      await prepareIncrement(disk, target, manifest, (publishIt) => {
        const act = (): void => {
          work.tell?.(made);
          publishIt();
        };
        if (head === undefined) act();
        else publishWithHead(disk, target, head, act);
      });
    } catch (thrown) {
      // What no list names would lie there with the words of letters, and nobody would know of it.
      await collectBlocks(disk, folder).catch(() => 0);
      throw thrown;
    }
    return made;
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
): Promise<{ ok: boolean; head?: KeptHead }> {
  const whole = incrementDisk(disk, file, manifest);
  try {
    const result = await verifyCopy(whole, file, migrations, work);
    return { ok: damageIn(result).length === 0 && result.sha256 === manifest.sha256, head: result.head };
  } catch (thrown) {
    if (thrown instanceof ArchiveError && thrown.code === 'ARCHIVE_DAMAGED') return { ok: false };
    throw thrown;
  }
}

/** The disk on which a backup, of whichever kind, is one file. @throws ArchiveError BACKUP_BAD */
export function diskOf(disk: Disk, file: string): Disk {
  if (!isIncrement(file) || !exists(disk, file)) return disk;
  const manifest = readIncrement(disk, file);
  requireBlocks(disk, file, manifest);
  return incrementDisk(disk, file, manifest);
}

/** @throws ArchiveError BACKUP_BAD where a folder is given in the place of a backup */
export function refuseFolder(disk: Disk, path: string): void {
  if (!exists(disk, path) || !disk.stat(path).isFolder) return;
  throw errorSaying(
    'BACKUP_BAD',
    `“${path}”是文件夹，不是备份文件，未用于恢复。现有档案库未受影响。请写明其中的一份备份（.sqlite 或 .increment）；有哪些可用 backups --in 查看。`,
    'a folder',
  );
}

/** Opens a backup of either kind for reading. @throws ArchiveError BACKUP_BAD, ARCHIVE_DAMAGED, ARCHIVE_NEWER, BAD_PATH */
export async function openBackup(file: string, disk: Disk = realDisk()): Promise<ArchiveDb> {
  const path = resolve(file);
  try {
    refuseFolder(disk, path);
    return await openCopy(path, diskOf(disk, path), { alone: true });
  } catch (thrown) {
    throw errnoCode(thrown) === '' ? thrown : diskError(thrown, path);
  }
}

/**
 * Reads a backup whole, as the file that it stands for.
 * @returns the SHA-256 of what was read and found to be right
 * @throws ArchiveError BACKUP_BAD, ARCHIVE_NEWER, BAD_PATH
 */
export async function checkBackup(
  disk: Disk,
  file: string,
  migrations: readonly Migration[],
  work: LongWork,
): Promise<{ sha256: string; userVersion: number; sizeBytes: number }> {
  if (!exists(disk, file)) throw new ArchiveError('BAD_PATH', file);
  let result: VerifyResult & { sha256: string };
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
  const { userVersion, sizeBytes } = header;
  return { sha256: result.sha256, userVersion, sizeBytes };
}
