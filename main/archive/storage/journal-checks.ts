/**
 * Journals that lie beside an archive are looked at before SQLite sees them: it would play back whatever is shaped as one.
 * What is not the archive's own is put into quarantine, whole, and the archive opens without it.
 */
import { constants } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { copyFile } from './copy.ts';
import { delegate, errnoCode, exists, readFully } from './disk.ts';
import type { Disk } from './disk.ts';
import { ARCHIVE_NAME, QUARANTINE_PREFIX } from './open-checks.ts';
import { isLinked } from './links.ts';
import { quarantinePlace } from './own-folders.ts';
import { closeOwnFile } from './own-places.ts';
import { isPageSound, sealedPageBytes } from './page-checks.ts';
import {
  FRAME_HEADER_BYTES,
  WAL_HEADER_BYTES,
  frameOffset,
  frameSum,
  parseFrameHeader,
  parseWalHeader,
} from './wal-format.ts';

export const journalOf = (path: string): string => `${path}-wal`;
const rollbackOf = (path: string): string => `${path}-journal`;

/** What lies beside a database file. */
export interface JournalsFound {
  /** A rollback journal is there: never ours. */
  rollback: boolean;
  /** Bytes of the write-ahead log, and how many of them, from its beginning, are of this program. */
  walBytes: number;
  soundBytes: number;
  /** Whether the sound part holds anything that counts. */
  hasCommits: boolean;
  /** Why the rest is not of this program; '' where all of it is. */
  fault: string;
}

/** Also where it is a link that leads nowhere. */
function isThere(disk: Disk, path: string): boolean {
  try {
    return disk.isLink(path) || exists(disk, path);
  } catch (thrown) {
    if (errnoCode(thrown) === 'ENOENT') return false;
    throw thrown;
  }
}

const FRAMES_AT_ONCE = 64;

/** Goes through a write-ahead log as SQLite would at opening it. */
export function inspectJournals(disk: Disk, path: string): JournalsFound {
  const found = { rollback: isThere(disk, rollbackOf(path)), walBytes: 0, soundBytes: 0, hasCommits: false, fault: '' };
  let fd: number;
  try {
    fd = disk.open(journalOf(path), constants.O_RDONLY);
  } catch (thrown) {
    if (errnoCode(thrown) === 'ENOENT') return found;
    throw thrown;
  }
  try {
    const walBytes = disk.statOpen(fd).sizeBytes;
    return { ...found, walBytes, ...soundPart(disk, fd, walBytes, sealedPageBytes(disk, path)) };
  } finally {
    disk.close(fd);
  }
}

function soundPart(
  disk: Disk,
  fd: number,
  walBytes: number,
  ownPageBytes: number | undefined,
): Pick<JournalsFound, 'soundBytes' | 'hasCommits' | 'fault'> {
  const head = new Uint8Array(WAL_HEADER_BYTES);
  const header = parseWalHeader(head.subarray(0, readFully(disk, fd, head, 0)));
  // SQLite takes this for an empty journal, and so it is: nothing is acknowledged before its header is on the medium.
  if (header === undefined) return { soundBytes: walBytes, hasCommits: false, fault: '' };
  const { pageBytes, bigEndian, salts } = header;
  if (!header.known || pageBytes !== ownPageBytes)
    return { soundBytes: 0, hasCommits: false, fault: 'a journal of another form' };
  const step = FRAME_HEADER_BYTES + pageBytes;
  const portion = new Uint8Array(FRAMES_AT_ONCE * step);
  let sum = header.sum;
  let committed = 0;
  let foreign: number | undefined;
  const whole = (): ReturnType<typeof soundPart> => ({ soundBytes: walBytes, hasCommits: committed > 0, fault: '' });
  for (let first = 0; ; first += FRAMES_AT_ONCE) {
    const frames = Math.floor(readFully(disk, fd, portion, frameOffset(first, pageBytes)) / step);
    for (let at = 0; at < frames; at++) {
      const frameHead = portion.subarray(at * step, at * step + FRAME_HEADER_BYTES);
      const page = portion.subarray(at * step + FRAME_HEADER_BYTES, (at + 1) * step);
      const frame = parseFrameHeader(frameHead);
      sum = frameSum(frameHead, page, bigEndian, sum);
      // Here SQLite's own reading of the journal ends.
      const ends =
        frame.page === 0 ||
        frame.salts[0] !== salts[0] ||
        frame.salts[1] !== salts[1] ||
        frame.sum[0] !== sum[0] ||
        frame.sum[1] !== sum[1];
      if (ends) return whole();
      if (foreign === undefined && !isPageSound(page, frame.page)) foreign = frame.page;
      if (frame.pagesAfterCommit === 0) continue;
      if (foreign !== undefined) {
        const fault = `page ${foreign} in the journal was written by another program`;
        return { soundBytes: committed, hasCommits: committed > 0, fault };
      }
      committed = frameOffset(first + at + 1, pageBytes);
    }
    if (frames < FRAMES_AT_ONCE) return whole();
  }
}

/** The same disk with no more than the first bytes of a file's write-ahead log. */
export function cutJournal(base: Disk, path: string, bytes: number): Disk {
  const wal = journalOf(path);
  const open = new Set<number>();
  return {
    ...delegate(base),
    open: (at, flags) => {
      const fd = base.open(at, flags);
      if (at === wal) open.add(fd);
      return fd;
    },
    close: (fd) => {
      open.delete(fd);
      base.close(fd);
    },
    read: (fd, into, position) => {
      if (!open.has(fd)) return base.read(fd, into, position);
      const length = Math.max(0, Math.min(into.length, bytes - position));
      return length === 0 ? 0 : base.read(fd, into.subarray(0, length), position);
    },
    statOpen: (fd) => {
      const stat = base.statOpen(fd);
      return open.has(fd) ? { ...stat, sizeBytes: Math.min(stat.sizeBytes, bytes) } : stat;
    },
    stat: (at) => {
      const stat = base.stat(at);
      return at === wal ? { ...stat, sizeBytes: Math.min(stat.sizeBytes, bytes) } : stat;
    },
  };
}

/** Whoever made the file may have let others read it, and pages of letters may be in it. */
function putAway(disk: Disk, from: string, to: string): void {
  disk.rename(from, to);
  closeOwnFile(to);
}

/**
 * Puts into quarantine what is not the archive's own. Nothing is deleted: what is moved can be looked at, and of a log that
 * is the archive's up to some place only a copy goes there.
 * @returns the folder
 * @throws what the disk says
 */
export async function quarantine(disk: Disk, path: string, found: JournalsFound): Promise<string> {
  const folder = dirname(path);
  const place = quarantinePlace(folder);
  disk.mkdir(place);
  const kept = (from: string): string => join(place, basename(from));
  if (found.fault !== '') {
    const wal = journalOf(path);
    if (found.soundBytes === 0) putAway(disk, wal, kept(wal));
    else {
      await copyFile({ disk, path: wal }, { disk, path: kept(wal) });
      disk.syncFolder(place);
      const fd = disk.open(wal, constants.O_RDWR);
      try {
        disk.truncate(fd, found.soundBytes);
        disk.sync(fd);
      } finally {
        disk.close(fd);
      }
    }
  }
  if (found.rollback) putAway(disk, rollbackOf(path), kept(rollbackOf(path)));
  disk.syncFolder(place);
  disk.syncFolder(folder);
  return place;
}

const JOURNALS = [`${ARCHIVE_NAME}-wal`, `${ARCHIVE_NAME}-journal`];

/** Folders of an archive into which something was put that has one of these names. */
export function quarantineFolders(disk: Disk, folder: string, holding: readonly string[] = JOURNALS): string[] {
  try {
    return disk
      .list(folder)
      .filter((name) => name.startsWith(QUARANTINE_PREFIX))
      .map((name) => join(folder, name))
      .filter((place) => !isLinked(disk, place) && holding.some((name) => isThere(disk, join(place, name))));
  } catch {
    return []; // a folder that cannot be listed is told by what cannot be opened in it
  }
}
