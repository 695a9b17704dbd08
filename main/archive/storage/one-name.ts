/**
 * An archive's file has one name. Through a link, or a second name, another program could write into it by another journal
 * and another lock file.
 */
import { dirname, join } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import { errnoCode } from './disk.ts';
import type { Disk } from './disk.ts';
import { ARCHIVE_NAME, KEPT_PREFIX } from './open-checks.ts';

function isLink(disk: Disk, path: string): boolean {
  try {
    return disk.isLink(path);
  } catch (thrown) {
    if (errnoCode(thrown) === 'ENOENT') return false;
    throw thrown;
  }
}

function namesOf(disk: Disk, path: string): { links: number; inode: bigint } {
  try {
    const { links, inode } = disk.stat(path);
    return { links, inode };
  } catch (thrown) {
    if (errnoCode(thrown) === 'ENOENT') return { links: 0, inode: 0n };
    throw thrown;
  }
}

/** Second names that a crash left half-way through a restore, or through making the archive. */
function ownSecondNames(disk: Disk, folder: string, inode: bigint): string[] {
  return disk
    .list(folder)
    .filter((name) => name.startsWith(KEPT_PREFIX) || name.startsWith(`${ARCHIVE_NAME}.new-`))
    .map((name) => (name.startsWith(KEPT_PREFIX) ? join(folder, name, ARCHIVE_NAME) : join(folder, name)))
    .filter((path) => namesOf(disk, path).inode === inode);
}

function refuseLink(disk: Disk, path: string): void {
  if (isLink(disk, path)) throw new ArchiveError('ARCHIVE_LINKED', path, 'a symbolic link');
}

/** @throws ArchiveError ARCHIVE_LINKED where the archive's file or its journal is a symbolic link */
export function refuseLinks(disk: Disk, folder: string): void {
  for (const name of [ARCHIVE_NAME, `${ARCHIVE_NAME}-wal`]) refuseLink(disk, join(folder, name));
}

/**
 * @param path of an archive's file, under the caller's lock
 * @param mend removes second names that a crash left; on a medium that cannot be written they do no harm
 * @throws ArchiveError ARCHIVE_LINKED; what the disk says is thrown as it is
 */
export function requireOneName(disk: Disk, path: string, mend: boolean): void {
  for (const name of [path, `${path}-wal`]) {
    refuseLink(disk, name);
    const { links, inode } = namesOf(disk, name);
    if (links <= 1) continue;
    const own = ownSecondNames(disk, dirname(path), inode).filter((second) => second !== path);
    if (links > 1 + own.length) throw new ArchiveError('ARCHIVE_LINKED', name, `${links} names`);
    if (mend) for (const second of own) disk.unlink(second);
  }
}
