/**
 * Backups that the log says were made, by the name that each was given. What else lies beside them under such a name, anybody can have put
 * there: it neither counts as a backup nor is taken away as one.
 */
import { constants } from 'node:fs';
import { basename, join } from 'node:path';
import { sha256OfFile } from '../storage/copy.ts';
import { readFully, type Disk } from '../storage/disk.ts';
import { readHead } from '../storage/kept-head.ts';
import { parseHeader } from '../storage/open-checks.ts';
import type { ReadableDb } from '../storage/types.ts';
import { backupRows, type BackupRow } from './backup-log.ts';
import { backupTime } from './backup-name.ts';
import { incrementDisk, isIncrement, readIncrement } from './increments.ts';

type MadeBackup = Pick<BackupRow, 'bytes' | 'hashes'>;

/** By the file's name: a folder may be moved, and two places may have one of the same second. */
export type MadeBackups = ReadonlyMap<string, readonly MadeBackup[]>;

/** A backup takes hours at most from its name to its row: one that a person named after another day is none of that day. */
const MOST_MS = 86_400_000;

function isNamedInTime(name: string, at: string): boolean {
  const named = backupTime(name)?.getTime();
  return named !== undefined && Math.abs(Date.parse(at) - named) < MOST_MS;
}

/** Only those under names that the program gives, with the time of their making. */
export function madeBackups(db: ReadableDb): MadeBackups {
  const made = new Map<string, MadeBackup[]>();
  for (const { at, file, bytes, hashes } of backupRows(db)) {
    const name = basename(file);
    if (isNamedInTime(name, at)) made.set(name, [...(made.get(name) ?? []), { bytes, hashes }]);
  }
  return made;
}

/** In words, that a file is shorter than its first page says; undefined where it is not, or is no database. */
export function cutShort(disk: Disk, file: string): string | undefined {
  const head = Buffer.alloc(100);
  const fd = disk.open(file, constants.O_RDONLY);
  try {
    const header = parseHeader(head.subarray(0, readFully(disk, fd, head, 0)));
    const bytes = disk.statOpen(fd).sizeBytes;
    const wanted = header === undefined ? 0 : header.pageCount * header.pageSizeBytes;
    return bytes >= wanted ? undefined : `文件不完整：只有 ${bytes} 字节，按文件头应有 ${wanted} 字节`;
  } finally {
    disk.close(fd);
  }
}

/** The inside, the length and the head of a file under one of these names; what cannot be read is none of them. */
export function looksMade(disk: Disk, file: string, made: MadeBackups, archiveId: string): boolean {
  try {
    if (readHead(disk, file)?.archive_id !== archiveId) return false;
    const logged = made.get(basename(file)) ?? [];
    if (isIncrement(file)) {
      const { size, sha256 } = readIncrement(disk, file);
      return size > 0 && logged.some(({ hashes }) => hashes.includes(sha256));
    }
    const { sizeBytes } = disk.stat(file);
    const isAsLong = logged.some(({ bytes, hashes }) => bytes === sizeBytes || hashes.length > 1);
    return isAsLong && cutShort(disk, file) === undefined;
  } catch {
    return false;
  }
}

/** The SHA-256 of a backup of either kind, read whole: what a list or a name claims, anybody can write. Null where it cannot be read. */
async function contentOf(disk: Disk, file: string, signal: AbortSignal | undefined): Promise<string | null> {
  try {
    const whole = isIncrement(file) ? incrementDisk(disk, file, readIncrement(disk, file)) : disk;
    return await sha256OfFile(whole, file, { signal });
  } catch {
    return null;
  }
}

/** Backups of one folder, each read whole once at most. */
export class ReadBackups {
  readonly #disk: Disk;
  readonly #place: string;
  readonly #made: MadeBackups;
  readonly #signal: AbortSignal | undefined;
  readonly #read = new Map<string, string | null>();

  constructor(disk: Disk, place: string, made: MadeBackups, signal: AbortSignal | undefined) {
    this.#disk = disk;
    this.#place = place;
    this.#made = made;
    this.#signal = signal;
  }

  /** The SHA-256 of what lies there, where it is what was made under that name; null otherwise. */
  async sha256(name: string): Promise<string | null> {
    let sha256 = this.#read.get(name);
    if (sha256 === undefined) {
      sha256 = await contentOf(this.#disk, join(this.#place, name), this.#signal);
      this.#read.set(name, sha256);
    }
    const hashes = (this.#made.get(name) ?? []).flatMap((one) => one.hashes);
    return sha256 !== null && hashes.includes(sha256) ? sha256 : null;
  }
}
