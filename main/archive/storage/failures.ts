/** Turns what SQLite and the disk say into the errors that a user meets. */
import { ArchiveError } from '../../../shared/errors.ts';
import { errnoCode } from './disk.ts';
import { isHeld } from './held-files.ts';
import { RESULT, SqliteFailure } from './sqlite.ts';
import type { DiskComplaint } from './syscalls.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const READ_ONLY = new Set(['EROFS']);
/** A path that leads to nothing, or that the system cannot follow. */
const NO_PATH = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'ENXIO']);

/** The error of a failed system call. @param path what it was about, for the details */
export function diskError(thrown: unknown, path: string): ArchiveError {
  if (thrown instanceof ArchiveError) return thrown;
  const code = errnoCode(thrown);
  const details = `${code || String(thrown)} ${path}`;
  if (FULL.has(code)) return new ArchiveError('DISK_FULL', undefined, details);
  if (READ_ONLY.has(code)) return new ArchiveError('ARCHIVE_READ_ONLY', undefined, details);
  if (isHeld(thrown)) return new ArchiveError('FILE_IN_USE', path, details);
  if (code === 'EACCES' || code === 'EPERM') return new ArchiveError('NO_PERMISSION', path, details);
  if (code === 'EISDIR') return new ArchiveError('NOT_A_FILE', path, details);
  if (NO_PATH.has(code)) return new ArchiveError('BAD_PATH', path, details);
  return new ArchiveError('DISK_ERROR', undefined, details);
}

/** The error of a place that files for people go to: on a read-only one it is the place that is at fault, not the archive. */
export function targetError(thrown: unknown, path: string): ArchiveError {
  return errnoCode(thrown) === 'EROFS' ? new ArchiveError('NO_PERMISSION', path, 'EROFS') : diskError(thrown, path);
}

/**
 * The error of what the disk complained of below SQLite. It goes before SQLite's own code, which calls a page that
 * could not be read damaged.
 */
export function complaintError(complaint: DiskComplaint, message: string): ArchiveError {
  const details = `${message} (${complaint.code} ${complaint.call})`;
  if (complaint.code === DAMAGED_PAGE) return new ArchiveError('ARCHIVE_DAMAGED', undefined, details);
  if (FULL.has(complaint.code)) return new ArchiveError('DISK_FULL', undefined, details);
  if (READ_ONLY.has(complaint.code)) return new ArchiveError('ARCHIVE_READ_ONLY', undefined, details);
  if (complaint.code === 'EBUSY') return new ArchiveError('FILE_IN_USE', '档案库文件', details);
  return new ArchiveError('DISK_ERROR', undefined, details);
}

const OF_WRITING: ReadonlySet<number> = new Set([RESULT.READONLY, RESULT.IOERR, RESULT.CANTOPEN, RESULT.FULL]);

/** The error of a failed statement; anything that is not SQLite's is handed on as it is. */
export function databaseError(thrown: unknown): unknown {
  if (!(thrown instanceof SqliteFailure)) return thrown;
  // That nothing may be written here is no reason for anything but a write that failed.
  const isBeside = READ_ONLY.has(thrown.complaint?.code ?? '') && !OF_WRITING.has(thrown.resultCode);
  if (thrown.complaint !== undefined && !isBeside) return complaintError(thrown.complaint, thrown.message);
  const details = thrown.message;
  switch (thrown.resultCode) {
    case RESULT.FULL:
      return new ArchiveError('DISK_FULL', undefined, details);
    case RESULT.IOERR:
    case RESULT.CANTOPEN:
      return new ArchiveError('DISK_ERROR', undefined, details);
    case RESULT.CORRUPT:
    case RESULT.NOTADB:
      return new ArchiveError('ARCHIVE_DAMAGED', undefined, details);
    case RESULT.READONLY:
      return new ArchiveError('ARCHIVE_READ_ONLY', undefined, details);
    default:
      return thrown;
  }
}

/** The same where a file is being opened: what SQLite does not even take for a database of a form that it knows is damage. */
export function openingError(thrown: unknown): unknown {
  const error = databaseError(thrown);
  return error instanceof SqliteFailure ? new ArchiveError('ARCHIVE_DAMAGED', undefined, error.message) : error;
}

/** The code with which the disk layer answers a page whose checksum does not fit. */
export const DAMAGED_PAGE = 'EBADPAGE';
