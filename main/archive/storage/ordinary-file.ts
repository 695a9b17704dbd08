/** Reads a file whole that a person named: only an ordinary one, and no more of it than can be meant. A device or pipe would never end. */
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import { diskError } from './failures.ts';

/**
 * @param most bytes
 * @throws ArchiveError NOT_A_FILE, FILE_TOO_LARGE, FILE_CHANGED, and as the disk says
 */
export function readOrdinaryFile(path: string, most: number): Buffer<ArrayBuffer> {
  const name = basename(path);
  if (path.includes('\0')) throw new ArchiveError('BAD_PATH', name);
  let handle: number | undefined;
  try {
    // Looked at before opening: opening a pipe waits for its writer, opening a device may do anything.
    if (!statSync(path).isFile()) throw new ArchiveError('NOT_A_FILE', name);
    handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const facts = fstatSync(handle);
    if (!facts.isFile()) throw new ArchiveError('NOT_A_FILE', name);
    if (facts.size > most) throw new ArchiveError('FILE_TOO_LARGE', name, `${facts.size} bytes`);
    const bytes = Buffer.alloc(facts.size);
    let filled = 0;
    while (filled < bytes.length) {
      const read = readSync(handle, bytes, filled, bytes.length - filled, filled);
      if (read === 0) throw new ArchiveError('FILE_CHANGED', name, 'shorter than at first');
      filled += read;
    }
    return bytes;
  } catch (thrown) {
    throw diskError(thrown, path);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
