/**
 * Writes a copy of the archive anew without letters that were disposed of: taken out of a working copy, written out afresh, verified, and only then put
 * in the place of the old one. The head beside it stays the one that it had, which the archive's own log has too.
 */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { copyFile, sha256OfFile } from '../storage/copy.ts';
import { openCopy } from '../storage/database.ts';
import { exists, removeQuietly, writeFully, type Disk } from '../storage/disk.ts';
import { removeHead } from '../storage/kept-head.ts';
import { archiveIdOf } from '../storage/meta.ts';
import { refuseLinkedFolder } from '../storage/links.ts';
import { namesIn } from '../storage/own-folders.ts';
import { compactFile } from '../storage/compact.ts';
import { diskOf, verifyCopy } from '../trust/backup.ts';
import {
  BLOCK_FOLDER,
  collectBlocks,
  isIncrement,
  lockBlocks,
  readIncrement,
  storeBlocks,
  type Increment,
} from '../trust/increments.ts';
import { carryDisposals, hasAnyOf, type Disposals } from '../trust/disposed/carry.ts';
import { damageIn } from '../trust/verify.ts';
import type { LongWork } from '../work/long-work.ts';

const WORKING = '.fuhan-disposal-';

/** Removes working copies that a crash left: they may still hold what was to go. */
export function removeWorkingCopies(disk: Disk, folder: string): void {
  const left = namesIn(disk, folder).filter((name) => name.startsWith(WORKING));
  for (const name of left) removeQuietly(disk, join(folder, name));
  if (left.length > 0) disk.syncFolder(folder);
}

export interface CopyDone {
  before: string;
  /** The same where there was nothing to take out. */
  after: string;
}

/**
 * @param archive whose copy it must be; another archive's file is left alone (undefined)
 * @param announce is told both hashes when all is ready, before the old file goes
 * @throws ArchiveError BACKUP_BAD, ARCHIVE_DAMAGED, ARCHIVE_NEWER, NO_PERMISSION, DISK_FULL, DISK_ERROR, FOLDER_LINKED, CANCELLED
 */
export async function rewriteCopy(
  archive: ArchiveDb,
  file: string,
  { disposals, actor, announce }: { disposals: Disposals; actor: string; announce: (done: CopyDone) => void },
  work: LongWork,
): Promise<CopyDone | undefined> {
  const { disk, migrations } = archive;
  if (exists(disk, `${file}-wal`)) throw new ArchiveError('BACKUP_BAD', file, 'with a journal beside it');
  refuseLinkedFolder(disk, dirname(file));
  if (disk.isLink(file)) throw new ArchiveError('FOLDER_LINKED', file);
  const from = diskOf(disk, file);
  const old = await openCopy(file, from, { alone: true, migrations });
  let holds: boolean;
  try {
    if (archiveIdOf(old.read) !== archiveIdOf(archive.read)) return undefined;
    holds = hasAnyOf(old.read, disposals);
  } finally {
    old.close();
  }
  const before = isIncrement(file) ? readIncrement(disk, file).sha256 : await sha256OfFile(disk, file, work);
  if (!holds) return { before, after: before };
  const working = join(dirname(file), `${WORKING}${randomUUID()}`);
  try {
    await copyFile({ disk: from, path: file }, { disk, path: working }, work);
    await takeOut(archive, working, disposals, actor);
    const verified = await verifyCopy(disk, working, migrations, work);
    const [first] = damageIn(verified);
    if (first !== undefined) throw new ArchiveError('BACKUP_BAD', file, first.message);
    const done = { before, after: verified.sha256 };
    announce(done);
    await (isIncrement(file) ? replaceIncrement(disk, file, working) : replaceFile(disk, file, working));
    return done;
  } finally {
    removeWorkingCopies(disk, dirname(file));
  }
}

async function takeOut(archive: ArchiveDb, path: string, disposals: Disposals, actor: string): Promise<void> {
  const { disk, migrations } = archive;
  const copy = await openCopy(path, disk, { alone: true, writable: true, upgrade: true, migrations });
  try {
    copy.transaction((tx) => carryDisposals(tx, disposals, actor));
    copy.holdStill()();
  } finally {
    copy.close();
  }
  removeHead(disk, path);
  await compactFile(disk, path, `${path}-compact`);
}

function replaceFile(disk: Disk, file: string, working: string): void {
  disk.rename(working, file);
  disk.syncFolder(dirname(file));
}

async function replaceIncrement(disk: Disk, file: string, working: string): Promise<void> {
  const folder = dirname(file);
  const blocks = join(folder, BLOCK_FOLDER);
  refuseLinkedFolder(disk, blocks);
  const lock = lockBlocks(disk, blocks);
  try {
    const { manifest } = await storeBlocks({ disk, path: working }, { disk, folder }, {});
    replaceList(disk, file, manifest);
  } finally {
    lock.release();
  }
}

/**
 * Takes blocks away that no incremental backup of a folder lists any more, those of lists that were replaced among them.
 * @returns lists that cannot be read: as long as there is one, no block goes
 */
export async function tidyBlocks(disk: Disk, folder: string): Promise<string[]> {
  const blocks = join(folder, BLOCK_FOLDER);
  if (!exists(disk, blocks)) return [];
  refuseLinkedFolder(disk, blocks);
  const unreadable = namesIn(disk, folder)
    .filter(isIncrement)
    .map((name) => join(folder, name))
    .filter((file) => !isReadable(disk, file));
  const lock = lockBlocks(disk, blocks);
  try {
    await collectBlocks(disk, folder);
    // Gone for good: a power cut must not bring them back once the disposal is called done.
    for (const group of namesIn(disk, blocks).filter((name) => /^[0-9a-f]{2}$/.test(name)))
      disk.syncFolder(join(blocks, group));
  } finally {
    lock.release();
  }
  return unreadable;
}

function isReadable(disk: Disk, file: string): boolean {
  try {
    readIncrement(disk, file);
    return true;
  } catch {
    return false;
  }
}

function replaceList(disk: Disk, file: string, manifest: Increment): void {
  const half = join(dirname(file), `${WORKING}${randomUUID()}-${basename(file)}`);
  const fd = disk.open(half, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL);
  try {
    writeFully(disk, fd, Buffer.from(JSON.stringify(manifest)), 0);
    disk.sync(fd);
  } finally {
    disk.close(fd);
  }
  replaceFile(disk, file, half);
}
