/**
 * One program at a time on an archive: a lock file, created exclusively before anything is opened. It names process and
 * host, and a lock whose process is gone is recognised, so that a crash never locks anybody out.
 */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { constants, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { ArchiveError } from '../../../shared/errors.ts';
import { errnoCode, readFully, writeFully } from './disk.ts';
import type { Disk } from './disk.ts';
import { takeHeldLock } from './held-lock.ts';

export const LOCK_NAME = 'archive.lock';

export interface LockHolder {
  pid: number;
  host: string;
  /** What tells this process from a later one with the same number; see `processStart`. */
  started: string;
  /** The thread of that process, which opens archives for itself. */
  thread: number;
  /** Tells this lock from every other. */
  token: string;
  /** When it was taken, ISO UTC. */
  at: string;
  /** Whether the file is held open for as long as the lock is (Windows): then nobody holds a file that can be opened. */
  held?: boolean;
}

/** Tokens of the locks that this thread holds: one that it released but could not remove is nobody's any more. */
const held = new Set<string>();

export interface ArchiveLock {
  readonly path: string;
  /** True where a lock was found whose process had ended without releasing it. */
  readonly foundStale: boolean;
  release(): void;
}

/** Processes started within this many milliseconds of the recorded time count as the same one. */
const START_TOLERANCE_MS = 5000;

/**
 * When a process started, as something that a later process with the same number does not share: on Linux the boot's id
 * and the clock ticks since, elsewhere the time of day. Empty where it cannot be told.
 */
export function processStart(pid: number): string {
  try {
    if (process.platform === 'linux') {
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name of the process, in brackets, may hold blanks: count fields from behind it. Start time is field 22.
      return `${boot}:${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
    }
    if (pid === process.pid) return String(Math.round(Date.now() - process.uptime() * 1000));
    // Windows' locks are held open and need no such telling (held-lock.ts).
    if (process.platform === 'win32') return '';
    const told = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { ...process.env, LC_ALL: 'C' } });
    const time = Date.parse(told.toString().trim());
    return Number.isNaN(time) ? '' : String(time);
  } catch {
    return '';
  }
}

function isSameStart(recorded: string, now: string): boolean {
  if (recorded === '' || now === '') return true;
  if (recorded === now) return true;
  const difference = Math.abs(Number(recorded) - Number(now));
  return !Number.isNaN(difference) && difference <= START_TOLERANCE_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return errnoCode(thrown) === 'EPERM';
  }
}

/** True where the process that took the lock certainly runs no more. A lock of another host can never be told. */
export function isStale(holder: LockHolder): boolean {
  if (holder.host !== hostname()) return false;
  if (!isAlive(holder.pid)) return true;
  if (holder.pid === process.pid && holder.thread === threadId && !held.has(holder.token)) return true;
  return !isSameStart(holder.started, processStart(holder.pid));
}

const LOCK_LIMIT_BYTES = 4096;

function readLock(disk: Disk, path: string): { text: string; holder: LockHolder | undefined } | undefined {
  let fd: number;
  try {
    fd = disk.open(path, constants.O_RDONLY);
  } catch (thrown) {
    if (errnoCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
  try {
    const bytes = Buffer.alloc(LOCK_LIMIT_BYTES);
    const text = bytes.toString('utf8', 0, readFully(disk, fd, bytes, 0));
    return { text, holder: parseHolder(text) };
  } finally {
    disk.close(fd);
  }
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { pid, host, started, thread, token, at, held: open } = value as Partial<Record<keyof LockHolder, unknown>>;
    if (typeof pid !== 'number' || !Number.isInteger(pid) || pid <= 0) return undefined;
    if (
      typeof host !== 'string' ||
      typeof started !== 'string' ||
      typeof token !== 'string' ||
      typeof at !== 'string'
    ) {
      return undefined;
    }
    const place = { pid, host, started, thread: typeof thread === 'number' ? thread : -1, token, at };
    return open === true ? { ...place, held: true } : place;
  } catch {
    return undefined;
  }
}

function inUse(holder: LockHolder | undefined): ArchiveError {
  return new ArchiveError(
    'ARCHIVE_IN_USE',
    holder === undefined ? undefined : `${holder.host} 上的进程 ${holder.pid}`,
    holder === undefined
      ? 'lock without a readable holder'
      : `pid ${holder.pid} host ${holder.host} since ${holder.at}`,
  );
}

/**
 * Puts the lock aside that was found stale. It is renamed, not deleted, and looked at again afterwards: two programs
 * that find the same stale lock would otherwise delete each other's fresh one.
 */
function putAside(disk: Disk, path: string, foundText: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    disk.rename(path, aside);
  } catch (thrown) {
    if (errnoCode(thrown) === 'ENOENT') return;
    throw thrown;
  }
  const moved = readLock(disk, aside);
  if (moved !== undefined && moved.text !== foundText) {
    try {
      disk.link(aside, path);
    } finally {
      disk.unlink(aside);
    }
    throw inUse(moved.holder);
  }
  disk.unlink(aside);
}

/** How often to try again where a stale lock was in the way. */
const TRIES = 3;
/** A lock file without readable content is being written just now, or its writer died writing it. */
const HALF_WRITTEN_MS = 10_000;

/**
 * Takes the lock of an archive's folder.
 * @throws ArchiveError ARCHIVE_IN_USE; what the disk says (EROFS, EACCES on a read-only medium) is thrown as it is
 */
export function takeLock(disk: Disk, folder: string, platform: NodeJS.Platform = process.platform): ArchiveLock {
  const path = join(folder, LOCK_NAME);
  const holder: LockHolder = {
    pid: process.pid,
    host: hostname(),
    started: processStart(process.pid),
    thread: threadId,
    token: randomUUID(),
    at: new Date().toISOString(),
  };
  if (platform === 'win32') {
    const mayTake = (left: string): boolean => {
      const former = parseHolder(left);
      return former === undefined || former.held === true || isStale(former);
    };
    const lock = takeHeldLock(disk, path, JSON.stringify({ ...holder, held: true }), mayTake);
    if (lock === null) throw inUse(undefined);
    return { path, ...lock };
  }
  let foundStale = false;
  for (let attempt = 1; ; attempt++) {
    let fd: number;
    try {
      fd = disk.open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL);
    } catch (thrown) {
      if (errnoCode(thrown) !== 'EEXIST') throw thrown;
      const found = readLock(disk, path);
      if (found !== undefined) {
        const stale =
          found.holder === undefined
            ? Date.now() - disk.stat(path).modifiedMs > HALF_WRITTEN_MS
            : isStale(found.holder);
        if (!stale || attempt === TRIES) throw inUse(found.holder);
        putAside(disk, path, found.text);
        foundStale = true;
      } else if (attempt === TRIES) {
        throw inUse(undefined);
      }
      continue;
    }
    try {
      writeFully(disk, fd, Buffer.from(JSON.stringify(holder)), 0);
    } catch (thrown) {
      disk.close(fd);
      disk.unlink(path);
      throw thrown;
    }
    disk.close(fd);
    if (readLock(disk, path)?.holder?.token !== holder.token) throw inUse(undefined);
    held.add(holder.token);
    return {
      path,
      foundStale,
      release: () => {
        releaseLock(disk, path, holder.token);
      },
    };
  }
}

/**
 * Who holds the lock of this folder now; undefined where nobody does, or nobody any more.
 * @throws ArchiveError ARCHIVE_IN_USE where the holder lets nobody read who it is (Windows)
 */
export function lockHolder(disk: Disk, folder: string): LockHolder | undefined {
  let holder: LockHolder | undefined;
  try {
    holder = readLock(disk, join(folder, LOCK_NAME))?.holder;
  } catch (thrown) {
    if (errnoCode(thrown) === 'EBUSY') throw inUse(undefined);
    throw thrown;
  }
  return holder === undefined || holder.held === true || isStale(holder) ? undefined : holder;
}

function releaseLock(disk: Disk, path: string, token: string): void {
  held.delete(token);
  // Only one's own lock is removed. Where it cannot be, it is recognised as stale next time.
  try {
    if (readLock(disk, path)?.holder?.token === token) disk.unlink(path);
  } catch {
    return;
  }
}
