/** Writes a closed database's file anew, so that nothing of what was deleted stays in it, and puts it in the place of the old one. */
import { dirname, join } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import { checkCopy } from './copy.ts';
import { errnoCode, exists, removeQuietly, type Disk } from './disk.ts';
import { diskError } from './failures.ts';
import { FileDatabase } from './file-database.ts';
import { presentHead } from './kept-head.ts';
import { ARCHIVE_NAME } from './open-checks.ts';
import { namesIn } from './own-folders.ts';

/** Files that are on their way to an archive's name; those that a crash left are of no use to anybody. */
export const NEW_PREFIX = `${ARCHIVE_NAME}.new-`;

/**
 * At no moment is there no file, and a crash leaves the old one or the new one, each whole. Nobody else may have it open.
 * @param path of the database
 * @param fresh what the new file is called meanwhile, in the same folder; a crash may leave it
 * @throws ArchiveError DISK_FULL, DISK_ERROR, ARCHIVE_DAMAGED
 */
export async function compactFile(disk: Disk, path: string, fresh: string): Promise<void> {
  const folder = dirname(path);
  try {
    const db = await FileDatabase.open(path, { disk, schema: 'archive' });
    try {
      db.checkpoint();
      const before = presentHead(db.read);
      db.compactInto(disk, fresh);
      await requireSame(disk, fresh, before);
    } finally {
      db.close();
    }
    if (exists(disk, `${path}-wal`)) throw new ArchiveError('DISK_ERROR', path, 'the journal was not written out');
    disk.rename(fresh, path);
    disk.syncFolder(folder);
  } catch (thrown) {
    for (const ending of ['', '-journal']) removeQuietly(disk, `${fresh}${ending}`);
    throw errnoCode(thrown) === '' ? thrown : diskError(thrown, path);
  }
}

async function requireSame(disk: Disk, path: string, { seq, hash }: { seq: number; hash: string }): Promise<void> {
  await checkCopy(disk, path);
  const copy = await FileDatabase.open(path, { disk, schema: 'archive', readOnly: true });
  try {
    const head = presentHead(copy.read);
    if (head.seq !== seq || head.hash !== hash)
      throw new ArchiveError('DISK_ERROR', path, 'the copy is not the original');
  } finally {
    copy.close();
  }
}

/** Removes what a crash left of files on their way to the archive's name. */
export function removeUnfinished(disk: Disk, folder: string): void {
  for (const name of namesIn(disk, folder)) if (name.startsWith(NEW_PREFIX)) removeQuietly(disk, join(folder, name));
}

/** Removes all files of a folder and those below it; a link is removed itself, and what it leads to stays. */
export function emptyFolder(disk: Disk, folder: string): void {
  for (const name of namesIn(disk, folder)) {
    const path = join(folder, name);
    if (!disk.isLink(path) && disk.stat(path).isFolder) emptyFolder(disk, path);
    else disk.unlink(path);
  }
  disk.syncFolder(folder);
}
