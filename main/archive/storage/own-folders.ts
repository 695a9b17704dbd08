/**
 * Folders that the program makes in an archive's folder are folders, not links: what is written, or tidied up, through a link lands
 * somewhere else. A junction of Windows counts as a link.
 */
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { errnoCode } from './disk.ts';
import type { Disk } from './disk.ts';
import { isLinked } from './links.ts';
import { BACKUP_FOLDER, INDEX_FOLDER, KEPT_PREFIX, QUARANTINE_PREFIX } from './open-checks.ts';

/** The names in a folder; none where it cannot be listed. */
export function namesIn(disk: Disk, folder: string): string[] {
  try {
    return disk.list(folder);
  } catch (thrown) {
    if (errnoCode(thrown) === '') throw thrown;
    return [];
  }
}

/** The archive's own folders, other than the index, that are links: nothing in them is used for writing. */
export function linkedFolders(disk: Disk, folder: string): string[] {
  return namesIn(disk, folder)
    .filter((name) => name === BACKUP_FOLDER || name.startsWith(KEPT_PREFIX) || name.startsWith(QUARANTINE_PREFIX))
    .map((name) => join(folder, name))
    .filter((path) => isLinked(disk, path));
}

/** Whether the index is a link, is no folder, or has a link in it. */
function isIndexLinked(disk: Disk, index: string): boolean {
  const isWrong = (path: string): boolean => {
    if (isLinked(disk, path)) return true;
    const inside = namesIn(disk, path).map((name) => join(path, name));
    return inside.some((one) => isLinked(disk, one) || (isFolder(disk, one) && isWrong(one)));
  };
  return isWrong(index) || !isFolder(disk, index);
}

function isFolder(disk: Disk, path: string): boolean {
  try {
    return disk.stat(path).isFolder;
  } catch (thrown) {
    if (errnoCode(thrown) === '') throw thrown;
    return false;
  }
}

const isThere = (disk: Disk, folder: string, name: string): boolean => namesIn(disk, folder).includes(name);

/** The name of a new folder in quarantine. */
export function quarantinePlace(folder: string): string {
  const stamp = new Date().toISOString().replaceAll(/[-:]/g, '').replace(/\.\d+/, '');
  return join(folder, `${QUARANTINE_PREFIX}${stamp}-${randomUUID().slice(0, 8)}`);
}

/**
 * An index that is a link, or holds one, goes into quarantine as it is: what it leads to is not touched, and the index is made anew.
 * @returns the folder in quarantine; null where the index is a folder, or is not there
 * @throws what the disk says
 */
export function putLinkedIndexAside(disk: Disk, folder: string): string | null {
  const index = join(folder, INDEX_FOLDER);
  if (!isThere(disk, folder, INDEX_FOLDER) || !isIndexLinked(disk, index)) return null;
  const place = quarantinePlace(folder);
  disk.mkdir(place);
  disk.rename(index, join(place, INDEX_FOLDER));
  disk.syncFolder(place);
  disk.syncFolder(dirname(place));
  return place;
}
