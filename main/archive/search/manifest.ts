/** The manifest: which segments make up the index, of which archive, and up to which change. Replaced whole, atomically. */
import { constants } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { removeQuietly } from '../storage/disk.ts';
import { readFully, writeFully, type Disk } from '../storage/disk.ts';
import { FOLD_VERSION } from '../../../shared/text/fold.ts';

/** Grows when the files' layout changes, or what of a letter is in them (a new element). */
export const FORMAT_VERSION = 5;
const NAME = 'manifest.json';
/** Some hundred segments are named in a few kilobytes. */
const MOST_BYTES = 16 * 1024 * 1024;

export interface Manifest {
  format: number;
  fold: number;
  archiveId: string;
  /** Every letter whose newest change is not above this number is in the segments. */
  covered: number;
  /** Number of the next segment file. */
  next: number;
  segments: { file: string; bytes: number }[];
}

export function emptyManifest(archiveId: string): Manifest {
  return { format: FORMAT_VERSION, fold: FOLD_VERSION, archiveId, covered: 0, next: 1, segments: [] };
}

/** Why there is no usable manifest, or the manifest. */
export type ManifestRead = { manifest: Manifest } | { missing: 'none' | 'damaged' | 'other' };

/** Reads the manifest of this archive. `other`: made for another archive, layout or folding. */
export function readManifest(disk: Disk, folder: string, archiveId: string): ManifestRead {
  const bytes = readWhole(disk, join(folder, NAME));
  if (bytes === undefined) return { missing: 'none' };
  const [sum = '', body = ''] = new TextDecoder().decode(bytes).split('\n');
  if (Number(sum) !== crc32(body)) return { missing: 'damaged' };
  // The checksum says that this is what was written, and the format whether this program wrote it.
  const manifest = JSON.parse(body) as Manifest;
  const same = manifest.format === FORMAT_VERSION && manifest.fold === FOLD_VERSION && manifest.archiveId === archiveId;
  return same ? { manifest } : { missing: 'other' };
}

function readWhole(disk: Disk, path: string): Uint8Array | undefined {
  try {
    const fd = disk.open(path, constants.O_RDONLY);
    try {
      const { sizeBytes } = disk.statOpen(fd);
      if (sizeBytes > MOST_BYTES) return undefined;
      const bytes = new Uint8Array(sizeBytes);
      return bytes.subarray(0, readFully(disk, fd, bytes, 0));
    } finally {
      disk.close(fd);
    }
  } catch {
    return undefined; // what cannot be read is made anew
  }
}

/** Replaces the manifest; durable when it returns. */
export function writeManifest(disk: Disk, folder: string, manifest: Manifest): void {
  const body = JSON.stringify(manifest);
  const temporary = join(folder, `${NAME}.tmp`);
  removeQuietly(disk, temporary);
  const fd = disk.open(temporary, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL);
  try {
    writeFully(disk, fd, new TextEncoder().encode(`${crc32(body)}\n${body}\n`), 0);
    disk.sync(fd);
  } finally {
    disk.close(fd);
  }
  disk.rename(temporary, join(folder, NAME));
  disk.syncFolder(folder);
}
