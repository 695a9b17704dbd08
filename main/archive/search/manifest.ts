/** The manifest: which segments make up the index, of which archive, and up to which change. Replaced whole, atomically. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { FOLD_VERSION } from '../../../shared/text/fold.ts';
import { syncFolder } from './segment-file.ts';

/** Grows when the files' layout changes, or what of a letter is in them (a new element). */
export const FORMAT_VERSION = 3;
const NAME = 'manifest.json';

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
export function readManifest(folder: string, archiveId: string): ManifestRead {
  let text: string;
  try {
    text = readFileSync(join(folder, NAME), 'utf8');
  } catch {
    return { missing: 'none' };
  }
  const [sum = '', body = ''] = text.split('\n');
  if (Number(sum) !== crc32(body)) return { missing: 'damaged' };
  // The checksum says that this is what was written, and the format whether this program wrote it.
  const manifest = JSON.parse(body) as Manifest;
  const same = manifest.format === FORMAT_VERSION && manifest.fold === FOLD_VERSION && manifest.archiveId === archiveId;
  return same ? { manifest } : { missing: 'other' };
}

/** Replaces the manifest; durable when it returns. */
export function writeManifest(folder: string, manifest: Manifest): void {
  const body = JSON.stringify(manifest);
  const temporary = join(folder, `${NAME}.tmp`);
  const fd = openSync(temporary, 'w');
  try {
    writeSync(fd, `${crc32(body)}\n${body}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, join(folder, NAME));
  syncFolder(folder);
}
