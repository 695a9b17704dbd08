/** Everything that keeps two programs from one archive: the lock file in its folder, and the lock of the file itself where the system has one. */
import { setTimeout } from 'node:timers/promises';
import { ArchiveError } from '../../../shared/errors.ts';
import { errnoCode } from './disk.ts';
import type { Disk } from './disk.ts';
import type { HeldInode } from './inode-lock.ts';
import { DYING_MS, lockHolder, takeLock } from './lock.ts';
import type { ArchiveLock } from './lock.ts';
import { archiveExists } from './open-checks.ts';

export const NOT_WRITABLE: ReadonlySet<string> = new Set(['EROFS', 'EACCES', 'EPERM']);
export const NO_ROOM: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

/**
 * The lock of a folder. Where the medium takes none, or has no room for one, the archive can only be read: then `lock` is
 * undefined.
 * @throws ArchiveError ARCHIVE_IN_USE; what the disk says is thrown as it is
 */
export function lockFolder(
  disk: Disk,
  folder: string,
  readOnly: boolean,
): { lock: ArchiveLock | undefined; noRoom: boolean } {
  try {
    return { lock: takeLock(disk, folder), noRoom: false };
  } catch (thrown) {
    const noRoom = NO_ROOM.has(errnoCode(thrown));
    if (!noRoom && !NOT_WRITABLE.has(errnoCode(thrown))) throw thrown;
    if (!archiveExists(disk, folder) && (noRoom || !readOnly)) throw thrown;
    const holder = lockHolder(disk, folder);
    if (holder !== undefined) {
      throw new ArchiveError('ARCHIVE_IN_USE', `${holder.host} 上的进程 ${holder.pid}`, `since ${holder.at}`);
    }
    return { lock: undefined, noRoom };
  }
}

const LOOK_EVERY_MS = 50;

/**
 * The lock of the archive's file itself: it holds whatever name, folder or namespace another program comes by.
 * @param afterCrash the last holder was killed: what the system still has of it is waited for
 * @returns undefined where the system has no such lock
 * @throws ArchiveError ARCHIVE_IN_USE
 */
export async function holdFile(disk: Disk, path: string, afterCrash: boolean): Promise<HeldInode | undefined> {
  const until = performance.now() + (afterCrash ? DYING_MS : 0);
  for (;;) {
    const held = await disk.hold?.(path);
    if (held !== 'held by another') return held;
    if (performance.now() >= until)
      throw new ArchiveError('ARCHIVE_IN_USE', undefined, 'the file is locked by another program');
    await setTimeout(LOOK_EVERY_MS);
  }
}
