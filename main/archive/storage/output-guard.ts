/**
 * Nothing that is written for people ever lands in an archive's folder, this one's or another's: a file of the right name
 * beside the database is taken for the database's own. Every place that writes such files asks here first.
 */
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { OutputKind } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import { errnoCode, exists, realDisk } from './disk.ts';
import type { Disk } from './disk.ts';
import { diskError } from './failures.ts';
import { refuseLinkedFolder } from './links.ts';
import { ACCOUNTS_MARK_NAME, ARCHIVE_NAME, BACKUP_FOLDER, HEAD_ENDING, PLACES_NAME } from './open-checks.ts';

type Looking = Pick<Disk, 'stat' | 'isLink' | 'realPath'>;

/** Any of these makes a folder an archive's, also one whose archive is missing just now. */
const MARKS = [
  ARCHIVE_NAME,
  ...['-wal', '-journal', HEAD_ENDING].map((ending) => `${ARCHIVE_NAME}${ending}`),
  PLACES_NAME,
  ACCOUNTS_MARK_NAME,
];

const isNothing = (thrown: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(errnoCode(thrown));

function isLink(disk: Looking, path: string): boolean {
  try {
    return disk.isLink(path);
  } catch (thrown) {
    if (isNothing(thrown)) return false;
    throw thrown;
  }
}

/** Where a path really lies, all links followed; what is not there yet is joined as it is written. */
function realPlace(disk: Looking, path: string): string {
  for (let at = path; ;) {
    try {
      return join(disk.realPath(at), relative(at, path));
    } catch (thrown) {
      if (!isNothing(thrown)) throw thrown;
      // Who makes a file through a link that leads nowhere makes it where the link leads.
      if (isLink(disk, at)) throw new ArchiveError('BAD_PATH', at, 'a link that leads nowhere');
    }
    if (dirname(at) === at) return path;
    at = dirname(at);
  }
}

/** By looking into it, so that it does not matter how its name is spelled. */
function isArchiveFolder(disk: Looking, folder: string): boolean {
  return MARKS.some((name) => isLink(disk, join(folder, name)) || exists(disk, join(folder, name)));
}

/** Whoever made a folder of an archive's into a link would get what goes there. */
function refuseLinkedOnTheWay(disk: Looking, path: string): void {
  for (let at = path; dirname(at) !== at; at = dirname(at))
    if (isLink(disk, at) && isArchiveFolder(disk, dirname(at))) refuseLinkedFolder(disk, at);
}

/**
 * @param path a file or a folder that is to be written, absolute or from the present folder
 * @param kind a backup may also go where an archive keeps its own, into its folder `backups`
 * @throws ArchiveError OUT_IN_ARCHIVE; FOLDER_LINKED where a backup goes into an archive's folder that is a link; BAD_PATH where it cannot be told where that is
 */
export function requireOutside(path: string, kind: OutputKind = 'file', disk: Looking = realDisk()): void {
  try {
    if (kind === 'backup') refuseLinkedOnTheWay(disk, resolve(path));
    const place = realPlace(disk, resolve(path));
    for (let at = place; ; at = dirname(at)) {
      if (isArchiveFolder(disk, at)) {
        if (kind === 'backup' && relative(at, place).split(sep)[0] === BACKUP_FOLDER) return;
        throw new ArchiveError('OUT_IN_ARCHIVE', path);
      }
      if (dirname(at) === at) return;
    }
  } catch (thrown) {
    throw errnoCode(thrown) === '' ? thrown : diskError(thrown, path);
  }
}
