/**
 * Rights of what the archive makes in its own places: for its owner alone (0600, 0700), or for a group too where the folder
 * was shared with one on purpose. Windows has no such rights: there the profile's apply.
 */
import {
  chmodSync,
  chownSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  lstatSync,
  openSync,
  statSync,
  type Stats,
} from 'node:fs';
import { dirname } from 'node:path';
import { makeFolders } from './folders.ts';

const OWN_FILE = 0o600;
const OWN_FOLDER = 0o700;
const SETGID = 0o2000;
const GROUP_WRITES = 0o020;
const GROUP_FILE = 0o060;
const GROUP_FOLDER = 0o070;
export const OTHERS = 0o007;
export const OTHERS_WRITE = 0o002;

export const hasRights = process.platform !== 'win32';

/** Whether a folder is meant for a group: it hands its group down, or the group may write in it, and others may not. */
export function isShared({ mode }: Stats): boolean {
  return (mode & (SETGID | GROUP_WRITES)) !== 0 && (mode & OTHERS_WRITE) === 0;
}

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    return; // not ours to change, or a file system without rights: it stays for the owner alone
  }
}

/**
 * Opens a file that may be made by it, and never one that a link leads to.
 * @param flags fs.constants.O_*, with O_CREAT
 * @returns a descriptor
 */
export function createOwnFile(path: string, flags: number): number {
  const fd = openSync(path, flags | (constants.O_NOFOLLOW ?? 0), OWN_FILE);
  if (hasRights) quietly(() => shareFile(fd, statSync(dirname(path))));
  return fd;
}

function shareFile(fd: number, folder: Stats): void {
  const file = fstatSync(fd);
  if (!isShared(folder) || file.uid !== process.geteuid?.() || (file.mode & GROUP_FILE) === GROUP_FILE) return;
  if (file.gid !== folder.gid) fchownSync(fd, file.uid, folder.gid);
  fchmodSync(fd, (file.mode & 0o777) | GROUP_FILE);
}

/** See Disk.mkdir. */
export function makeOwnFolders(path: string, apart = false): void {
  makeFolders(path, OWN_FOLDER, (folder) => {
    if (hasRights) quietly(() => shareFolder(folder, statSync(dirname(folder)), apart));
  });
}

function shareFolder(folder: string, above: Stats, apart: boolean): void {
  const handsDown = above.mode & SETGID;
  if (!isShared(above) || (apart && handsDown === 0)) return;
  const { uid, gid } = statSync(folder);
  if (gid !== above.gid) chownSync(folder, uid, above.gid);
  chmodSync(folder, OWN_FOLDER | GROUP_FOLDER | handsDown);
}

/** Takes from others what an earlier program gave them in a folder of the archive's own. */
export function closeOwnFolder(folder: string): void {
  if (!hasRights) return;
  quietly(() => {
    const { mode, uid } = statSync(folder);
    const wanted = isShared(statSync(dirname(folder))) ? mode & ~OTHERS : mode & ~(OTHERS | GROUP_FOLDER);
    if (uid === process.geteuid?.() && wanted !== mode) chmodSync(folder, wanted & 0o7777);
  });
}

/** Takes from others what whoever made a file gave them, where it has come into a folder of the archive's own. A link is left as it is. */
export function closeOwnFile(path: string): void {
  if (!hasRights) return;
  quietly(() => {
    const file = lstatSync(path);
    const allowed = isShared(statSync(dirname(path))) ? OWN_FILE | GROUP_FILE : OWN_FILE;
    if (file.isFile() && file.uid === process.geteuid?.()) chmodSync(path, file.mode & allowed);
  });
}
