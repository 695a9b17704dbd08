/** A copy of an archive's file that counts: taken while it stands still, on the medium, read again and opened. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { ArchiveError } from '../../../shared/errors.ts';
import { readFully, removeQuietly, writeFully } from './disk.ts';
import type { Disk } from './disk.ts';
import { diskError } from './failures.ts';
import { FileDatabase } from './file-database.ts';
import { breathe } from '../work/time-slicer.ts';
import { readOnlyDisk } from './read-only-disk.ts';

/** Bytes copied or hashed between two looks at other work. */
const SLICE_BYTES = 1024 * 1024;
/** Bytes after which what is written is sent to the medium while the copying goes on: otherwise all of it waits for the end. */
const SYNC_BYTES = 64 * 1024 * 1024;

export interface CopyOptions {
  /** Called after each slice with the bytes done and in all. */
  onBytes?: (done: number, total: number) => void;
  signal?: AbortSignal | undefined;
}

function cancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new ArchiveError('CANCELLED');
}

/**
 * Copies a file to a new one, synced; answers its size and SHA-256. The copy is removed again where anything fails.
 * @throws ArchiveError TARGET_EXISTS, DISK_FULL, DISK_ERROR, CANCELLED
 */
export async function copyFile(
  from: { disk: Disk; path: string },
  to: { disk: Disk; path: string },
  options: CopyOptions = {},
): Promise<{ sizeBytes: number; sha256: string }> {
  let source: number | undefined;
  let target: number | undefined;
  const hash = createHash('sha256');
  let syncing: Promise<unknown> = Promise.resolve();
  let sent = 0;
  try {
    source = from.disk.open(from.path, constants.O_RDONLY);
    target = to.disk.open(to.path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL);
    const total = from.disk.statOpen(source).sizeBytes;
    const slice = Buffer.alloc(SLICE_BYTES);
    let done = 0;
    for (;;) {
      cancelled(options.signal);
      const part = slice.subarray(0, readFully(from.disk, source, slice, done));
      if (part.length === 0) break;
      hash.update(part);
      writeFully(to.disk, target, part, done);
      done += part.length;
      if (done - sent >= SYNC_BYTES) {
        await syncing;
        syncing = to.disk.syncLater(target);
        // Its failure is met at the next await; until then nobody looks.
        syncing.catch(() => undefined);
        sent = done;
      }
      options.onBytes?.(done, total);
      await breathe();
    }
    await syncing;
    await to.disk.syncLater(target);
    return { sizeBytes: done, sha256: hash.digest('hex') };
  } catch (thrown) {
    await syncing.catch(() => undefined);
    if (target !== undefined) {
      to.disk.close(target);
      target = undefined;
      removeQuietly(to.disk, to.path);
    }
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') {
      throw new ArchiveError('TARGET_EXISTS', to.path);
    }
    throw diskError(thrown, to.path);
  } finally {
    if (source !== undefined) from.disk.close(source);
    if (target !== undefined) to.disk.close(target);
  }
}

/** SHA-256 of a file, read in slices with room for other work between them. */
export async function sha256OfFile(disk: Disk, path: string, options: CopyOptions = {}): Promise<string> {
  const hash = createHash('sha256');
  let fd: number | undefined;
  try {
    fd = disk.open(path, constants.O_RDONLY);
    const total = disk.statOpen(fd).sizeBytes;
    const slice = Buffer.alloc(SLICE_BYTES);
    for (let done = 0; ;) {
      cancelled(options.signal);
      const part = slice.subarray(0, readFully(disk, fd, slice, done));
      if (part.length === 0) return hash.digest('hex');
      hash.update(part);
      done += part.length;
      options.onBytes?.(done, total);
      await breathe();
    }
  } catch (thrown) {
    throw diskError(thrown, path);
  } finally {
    if (fd !== undefined) disk.close(fd);
  }
}

/** Opens a copy for reading and checks its structure. @throws ArchiveError ARCHIVE_DAMAGED */
export async function checkCopy(disk: Disk, path: string): Promise<void> {
  const copy = await FileDatabase.open(path, { disk: readOnlyDisk(disk), schema: 'archive', readOnly: true });
  try {
    const found = copy.checkStructure('quick');
    if (found.length > 0) throw new ArchiveError('ARCHIVE_DAMAGED', undefined, found.join('\n'));
  } finally {
    copy.close();
  }
}
