/**
 * An archive's file has one name. Through a link, or a second name, another program could write into it by another journal
 * and another lock file.
 */
import { dirname, join } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import { errnoCode } from './disk.ts';
import type { Disk } from './disk.ts';
import { LOCK_NAME } from './lock.ts';
import { isLinked } from './links.ts';
import { ACCOUNTS_MARK_NAME, ARCHIVE_NAME, HEAD_ENDING, KEPT_PREFIX, PLACES_NAME } from './open-checks.ts';

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
    .filter((name) => !isLinked(disk, join(folder, name)))
    .map((name) => (name.startsWith(KEPT_PREFIX) ? join(folder, name, ARCHIVE_NAME) : join(folder, name)))
    .filter((path) => namesOf(disk, path).inode === inode);
}

function refuseLink(disk: Disk, path: string): void {
  if (isLinked(disk, path)) throw new ArchiveError('ARCHIVE_LINKED', path, 'a symbolic link');
}

/** The files that the program itself writes in an archive's folder. What is shaped as another journal is looked at apart. */
const OWN_FILES = [
  ARCHIVE_NAME,
  `${ARCHIVE_NAME}-wal`,
  `${ARCHIVE_NAME}${HEAD_ENDING}`,
  ACCOUNTS_MARK_NAME,
  PLACES_NAME,
  LOCK_NAME,
];

/** @throws ArchiveError ARCHIVE_LINKED where one of the archive's files is a symbolic link: what is written would land elsewhere */
export function refuseLinks(disk: Disk, folder: string): void {
  for (const name of OWN_FILES) refuseLink(disk, join(folder, name));
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
