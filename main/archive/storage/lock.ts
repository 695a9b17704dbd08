/**
 * One program at a time on an archive: a lock file, created exclusively before anything is opened. It names process and
 * host, and a lock whose process is gone is recognised, so that a crash never locks anybody out.
 */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { ArchiveError } from '../../../shared/errors.ts';
import { errnoCode, readFully, writeFully } from './disk.ts';
import type { Disk } from './disk.ts';
import { takeHeldLock } from './held-lock.ts';
import { isSameStart, processStart, processState } from './lock-holder.ts';

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

/** True where the process that took the lock certainly runs no more. A lock of another host can never be told. */
export function isStale(holder: LockHolder): boolean {
  if (holder.host !== hostname()) return false;
  if (processState(holder.pid) === 'dead') return true;
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
/** How long a holder that was killed is waited for. */
export const DYING_MS = 2000;
/** A lock file without readable content is being written just now, or its writer died writing it. */
const HALF_WRITTEN_MS = 1500;
const LOOK_EVERY_MS = 20;

function wait(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** A holder on this computer counts as running when it was seen running so often: the system tells of a kill in steps. */
const LOOKS = 3;

/** Whether a lock that is not stale yet may be in a moment. @param looks how often its holder was seen running */
function isNearlyStale(holder: LockHolder | undefined, looks: number): boolean {
  if (holder === undefined) return true;
  return holder.host === hostname() && (looks < LOOKS || processState(holder.pid) === 'dying');
}

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
  const until = performance.now() + DYING_MS;
  let looks = 0;
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
        if (!stale && performance.now() < until && isNearlyStale(found.holder, ++looks)) {
          wait(LOOK_EVERY_MS);
          attempt--;
          continue;
        }
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
