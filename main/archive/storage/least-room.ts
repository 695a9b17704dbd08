/** How little room on a disk is none: the log could not go on in it. */
import type { Disk } from './disk.ts';

/** Less room than this is not even enough for a row of the log: pages in the journal, and the file's growth at closing. */
const LEAST_ROOM_BYTES = 128 * 1024;

export function hasNoRoom(disk: Disk, folder: string): boolean {
  const { freeBytes, totalBytes } = disk.room(folder);
  // A file system that does not tell its size says nothing about its room either.
  return totalBytes > 0 && freeBytes < LEAST_ROOM_BYTES;
}
