/**
 * What is looked at before an archive is opened, so that damage is never mistaken for an empty archive and nothing is
 * written into a file that is not ours. Cheap: one read of the header, one list of the folder.
 */
import { constants } from 'node:fs';
import { join } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import { errnoCode, exists, readFully } from './disk.ts';
import type { Disk } from './disk.ts';
import { diskError } from './failures.ts';

export const ARCHIVE_NAME = 'archive.sqlite';
export const BACKUP_FOLDER = 'backups';
/** The search index, derived from the archive. */
export const INDEX_FOLDER = 'index';
/** Folders in which a restore keeps what it replaced. */
export const KEPT_PREFIX = 'before-restore-';
/** Folders for journals beside the archive that are not its own. */
export const QUARANTINE_PREFIX = 'quarantine-';
/** Where backups went: an archive that no longer opens cannot tell. */
export const PLACES_NAME = 'backup-places.json';
/** Says that the archive beside it has accounts: see trust/accounts/mark.ts. */
export const ACCOUNTS_MARK_NAME = 'archive.accounts';
/** Behind a database's own name: the head of its log, see kept-head.ts. */
export const HEAD_ENDING = '.head';
/** At the end of every page of our files: see page-checks.ts. */
export const RESERVED_BYTES = 8;
/** SQLite's application id of our files: "FHAR". */
export const APPLICATION_ID = 0x46484152;

/** https://www.sqlite.org/fileformat.html#the_database_header */
export interface FileHeader {
  pageSizeBytes: number;
  pageCount: number;
  reservedBytes: number;
  /** Whether it is written and read with a write-ahead log. */
  writeAhead: boolean;
  userVersion: number;
  applicationId: number;
}

const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');
const HEADER_BYTES = 100;

/** Reads a header; undefined where it is none. */
export function parseHeader(bytes: Uint8Array): FileHeader | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!header.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const stated = header.readUInt16BE(16);
  const pageSizeBytes = stated === 1 ? 65_536 : stated;
  if (pageSizeBytes < 512 || (pageSizeBytes & (pageSizeBytes - 1)) !== 0) return undefined;
  return {
    pageSizeBytes,
    pageCount: header.readUInt32BE(28),
    reservedBytes: header.readUInt8(20),
    writeAhead: header[18] === 2 && header[19] === 2,
    userVersion: header.readUInt32BE(60),
    applicationId: header.readUInt32BE(68),
  };
}

/** True where the folder holds an archive, in whatever state. */
export function archiveExists(disk: Disk, folder: string): boolean {
  return exists(disk, join(folder, ARCHIVE_NAME));
}

/** What tells that an archive was here: its journal, its index, backups and the note of them, what a restore kept, its mark. */
export function findLeftovers(disk: Disk, folder: string): string[] {
  let names: string[];
  try {
    names = disk.list(folder);
  } catch (thrown) {
    if (errnoCode(thrown) === 'ENOENT') return [];
    throw diskError(thrown, folder);
  }
  return names.filter((name) => {
    if (
      name === BACKUP_FOLDER ||
      name === INDEX_FOLDER ||
      name.startsWith(KEPT_PREFIX) ||
      name.startsWith(QUARANTINE_PREFIX)
    )
      return isFilled(disk, join(folder, name));
    const own = [PLACES_NAME, ACCOUNTS_MARK_NAME, `${ARCHIVE_NAME}${HEAD_ENDING}`];
    return own.includes(name) || name.startsWith(`${ARCHIVE_NAME}-`);
  });
}

function isFilled(disk: Disk, folder: string): boolean {
  try {
    return disk.list(folder).length > 0;
  } catch {
    return false;
  }
}

/**
 * Looks at the file without SQLite.
 * @param known the newest schema version of the archive that this program can read
 * @throws ArchiveError ARCHIVE_DAMAGED (empty, cut short, not a database of ours), ARCHIVE_NEWER
 */
export function checkFile(
  disk: Disk,
  path: string,
  known: number,
): FileHeader & { sizeBytes: number; journalBytes: number } {
  const damaged = (details: string): never => {
    throw new ArchiveError('ARCHIVE_DAMAGED', undefined, details);
  };
  let sizeBytes: number;
  let bytes = Buffer.alloc(HEADER_BYTES);
  let fd: number | undefined;
  try {
    const stat = disk.stat(path);
    if (stat.isFolder) return damaged(`${path} is a folder`);
    sizeBytes = stat.sizeBytes;
    fd = disk.open(path, constants.O_RDONLY);
    bytes = bytes.subarray(0, readFully(disk, fd, bytes, 0));
  } catch (thrown) {
    throw diskError(thrown, path);
  } finally {
    if (fd !== undefined) disk.close(fd);
  }
  if (sizeBytes === 0) return damaged('the file is empty (0 bytes)');
  const header = parseHeader(bytes);
  if (header === undefined) return damaged('the header is not that of a database');
  if (header.userVersion > known) {
    throw new ArchiveError('ARCHIVE_NEWER', undefined, `schema version ${header.userVersion}, known up to ${known}`);
  }
  if (header.applicationId !== APPLICATION_ID) return damaged('a database of another program');
  if (header.reservedBytes !== RESERVED_BYTES) return damaged('no room for the checksums of its pages');
  // Otherwise SQLite would work with a rollback journal.
  if (!header.writeAhead) return damaged('another program changed how the file is written');
  const journalBytes = fileSize(disk, `${path}-wal`);
  // While the journal holds pages that are not yet in the file, the file may rightly be shorter than its header says.
  if (journalBytes === 0 && sizeBytes < header.pageCount * header.pageSizeBytes) {
    return damaged(`cut short: ${sizeBytes} of ${header.pageCount * header.pageSizeBytes} bytes`);
  }
  return { ...header, sizeBytes, journalBytes };
}

function fileSize(disk: Disk, path: string): number {
  try {
    return disk.stat(path).sizeBytes;
  } catch (thrown) {
    if (errnoCode(thrown) === 'ENOENT') return 0;
    throw diskError(thrown, path);
  }
}
