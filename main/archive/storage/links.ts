/**
 * Whether a name is a link. A file of its own that needs no SQLite, because the thread of the index asks and has to start quickly.
 */
import { ArchiveError } from '../../../shared/errors.ts';
import { errnoCode } from './disk.ts';
import type { Disk } from './disk.ts';

type Looking = Pick<Disk, 'isLink'>;

/** True where a name is a link, whatever it leads to; false where nothing is there. */
export function isLinked(disk: Looking, path: string): boolean {
  try {
    return disk.isLink(path);
  } catch (thrown) {
    if (errnoCode(thrown) === 'ENOENT' || errnoCode(thrown) === 'ENOTDIR') return false;
    throw thrown;
  }
}

/** To be called before anything is written into a folder of the archive's own. @throws ArchiveError FOLDER_LINKED */
export function refuseLinkedFolder(disk: Looking, folder: string): void {
  if (isLinked(disk, folder)) throw new ArchiveError('FOLDER_LINKED', folder, 'a symbolic link');
}
