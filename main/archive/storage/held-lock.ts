/**
 * The lock on Windows: the lock file is held open, shared with nobody, for as long as the archive is open. The system lets
 * go of it when the process ends, however it ends, so nothing has to be asked about processes that may be gone.
 */
import { constants } from 'node:fs';
import { errnoCode, readFully, writeFully } from './disk.ts';
import type { Disk } from './disk.ts';

/** libuv's UV_FS_O_EXLOCK: on Windows a file opened with it cannot be opened again until it is closed. */
const SHARED_WITH_NOBODY = 0x10000000;
const LIMIT_BYTES = 4096;

/**
 * Takes the lock, or answers null where somebody holds it.
 * @param text what the file shall say of its holder
 * @param mayTake asked with what an earlier holder left: false where that holder may be alive and holds no file open
 */
export function takeHeldLock(
  disk: Disk,
  path: string,
  text: string,
  mayTake: (left: string) => boolean,
): { foundStale: boolean; release: () => void } | null {
  let fd: number;
  try {
    fd = disk.open(path, constants.O_RDWR | constants.O_CREAT | SHARED_WITH_NOBODY);
  } catch (thrown) {
    if (errnoCode(thrown) === 'EBUSY') return null;
    throw thrown;
  }
  try {
    const found = Buffer.alloc(LIMIT_BYTES);
    const left = found.toString('utf8', 0, readFully(disk, fd, found, 0));
    if (left !== '' && !mayTake(left)) {
      disk.close(fd);
      return null;
    }
    const bytes = Buffer.from(text);
    writeFully(disk, fd, bytes, 0);
    disk.truncate(fd, bytes.length);
    return { foundStale: left !== '', release: () => letGo(disk, path, fd) };
  } catch (thrown) {
    disk.close(fd);
    throw thrown;
  }
}

/** Emptied before it is closed: a lock that says nothing was released, whoever removes the file. */
function letGo(disk: Disk, path: string, fd: number): void {
  try {
    disk.truncate(fd, 0);
  } finally {
    disk.close(fd);
  }
  try {
    disk.unlink(path);
  } catch {
    // The next holder has it already, or the place takes no removal: an empty lock is in nobody's way.
  }
}
