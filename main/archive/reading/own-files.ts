/**
 * The archive's own files, and backups of it, are no letters and no attachments: they hold the log, accounts and every other letter, also
 * those that were disposed of since.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { ArchiveError } from '../../../shared/errors.ts';
import { APPLICATION_ID } from '../storage/open-checks.ts';

const SQLITE = Buffer.from('SQLite format 3\0', 'latin1');
/** Where a database says whose it is (https://www.sqlite.org/fileformat2.html, 1.3.17). */
const APPLICATION_ID_AT = 68;
/** What the list of an incremental backup begins with. */
const INCREMENT = /^\s*\{\s*"format"\s*:\s*"fuhan-incremental-backup"/;
const HEAD = 128;

function isOwn(head: Uint8Array): boolean {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, HEAD));
  if (bytes.length >= APPLICATION_ID_AT + 4 && bytes.subarray(0, SQLITE.length).equals(SQLITE))
    return bytes.readUInt32BE(APPLICATION_ID_AT) === APPLICATION_ID;
  return INCREMENT.test(bytes.toString('latin1'));
}

/**
 * @param head the first bytes of a file, at least 72
 * @param name for the message
 * @throws ArchiveError ARCHIVE_OWN_FILE
 */
export function refuseOwnFile(head: Uint8Array, name: string): void {
  if (isOwn(head)) throw new ArchiveError('ARCHIVE_OWN_FILE', name);
}

/** The same for a regular file that is too large to be read. @throws ArchiveError ARCHIVE_OWN_FILE; what the system says is thrown as it is */
export function refuseOwnFileAt(path: string, name: string): void {
  const fd = openSync(path, 'r');
  try {
    const head = new Uint8Array(HEAD);
    readSync(fd, head, 0, HEAD, 0);
    refuseOwnFile(head, name);
  } finally {
    closeSync(fd);
  }
}
