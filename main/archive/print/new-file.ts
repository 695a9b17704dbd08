/** Writes a file that is whole or not there, and never over another. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { targetError } from '../storage/failures.ts';
import { makeFolders } from '../storage/folders.ts';
import { whileHeld } from '../storage/held-files.ts';
import { requireOutside } from '../storage/output-guard.ts';
import { newPlace } from '../storage/windows-paths.ts';
import { numberedName } from './file-names.ts';

const NAMES_MAX = 10_000;

/** What a file will hold, piece by piece and as often as it is asked for: a large file need not lie in memory. */
export type Pieces = () => Iterable<Uint8Array>;

function writeDurably(path: string, pieces: Pieces): void {
  const descriptor = whileHeld(() => openSync(path, 'wx'));
  try {
    for (const piece of pieces()) for (let at = 0; at < piece.length;) at += writeSync(descriptor, piece, at);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function holds(path: string, pieces: Pieces): boolean {
  const found = statSync(path);
  if (!found.isFile()) return false;
  const descriptor = whileHeld(() => openSync(path, 'r'));
  try {
    let at = 0;
    for (const piece of pieces()) {
      const there = Buffer.alloc(piece.length);
      if (readSync(descriptor, there, 0, piece.length, at) < piece.length || !there.equals(piece)) return false;
      at += piece.length;
    }
    return at === found.size;
  } finally {
    closeSync(descriptor);
  }
}

function errorCode(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}

/** Gives the finished file its name. False where the name is taken. */
function giveName(temporary: string, path: string): boolean {
  try {
    linkSync(temporary, path);
    whileHeld(() => rmSync(temporary));
    return true;
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') return false;
    if (errorCode(thrown) === 'ENOSPC') throw thrown;
    // FAT sticks and many shares know no links: there a name is looked at first, then taken.
    if (existsSync(path)) return false;
    whileHeld(() => renameSync(temporary, path));
    return true;
  }
}

/**
 * Gives a finished file, which lies in a folder of its own on the same disk, its name in a folder: `name`, or `name (2)` … where that is taken.
 * @returns the name
 * @throws ArchiveError OUT_IN_ARCHIVE; the system's error
 */
export function placeFinished(temporary: string, folder: string, name: string): string {
  requireOutside(join(folder, name));
  for (let count = 1; count <= NAMES_MAX; count += 1) {
    const candidate = numberedName(name, count);
    if (!existsSync(join(folder, candidate)) && giveName(temporary, join(folder, candidate))) return candidate;
  }
  throw new Error(`no free name for ${name}`);
}

/**
 * Makes a folder for files, with what is missing above it.
 * @throws ArchiveError OUT_IN_ARCHIVE, before anything is made; BAD_PATH, NO_PERMISSION, DISK_FULL, DISK_ERROR
 */
export function makeOutputFolder(path: string): void {
  requireOutside(path);
  try {
    makeFolders(newPlace(path), 0o777);
  } catch (thrown) {
    throw targetError(thrown, path);
  }
}

export interface NewFile {
  name: string;
  created: boolean;
}

/**
 * Writes what it is given under a name, or under `name (2)`, `name (3)` … where the name is taken by something else. A file that
 * already holds exactly these bytes is left alone and its name given.
 * @returns the name in the folder, and whether a file was made
 * @throws ArchiveError OUT_IN_ARCHIVE; the system's error; nothing half-written stays
 */
export function writeNewFile(folder: string, name: string, content: Uint8Array | Pieces): NewFile {
  const pieces = typeof content === 'function' ? content : () => [content];
  requireOutside(join(folder, name));
  const temporary = join(folder, `.fuhan-${randomBytes(8).toString('hex')}.tmp`);
  try {
    for (let count = 1; count <= NAMES_MAX; count += 1) {
      const candidate = numberedName(name, count);
      const path = join(folder, candidate);
      if (existsSync(path)) {
        if (holds(path, pieces)) return { name: candidate, created: false };
        continue;
      }
      if (!existsSync(temporary)) writeDurably(temporary, pieces);
      if (giveName(temporary, path)) return { name: candidate, created: true };
    }
    throw new Error(`no free name for ${name}`);
  } finally {
    rmSync(temporary, { force: true });
  }
}
