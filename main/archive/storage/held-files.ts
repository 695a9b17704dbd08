/**
 * Files that another program holds. On Windows a virus scanner or an indexer has every new file open for a moment, and a
 * word processor has its document open for hours: the first is waited for, the second is told.
 */

import { setTimeout } from 'node:timers/promises';

/** Errors with which Windows answers a file that somebody holds. */
const HELD = new Set(['EPERM', 'EBUSY', 'EACCES']);
const TRIES = 10;
/** The waits grow by this: a second in all. */
const STEP_MS = 20;

interface Surroundings {
  platform: NodeJS.Platform;
  wait: (ms: number) => void;
}

const HERE: Surroundings = {
  platform: process.platform,
  wait: (ms) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms),
};

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

/**
 * Does it, and on Windows again for up to a second while another program holds the file.
 * @throws what the last try threw
 */
export function whileHeld<Result>(act: () => Result, { platform, wait }: Surroundings = HERE): Result {
  for (let attempt = 1; ; attempt++) {
    try {
      return act();
    } catch (thrown) {
      if (platform !== 'win32' || attempt === TRIES || !HELD.has(codeOf(thrown))) throw thrown;
      wait(STEP_MS * attempt);
    }
  }
}

/** The same without keeping the thread. */
export async function whileHeldLater<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (thrown) {
      if (process.platform !== 'win32' || attempt === TRIES || !HELD.has(codeOf(thrown))) throw thrown;
      await setTimeout(STEP_MS * attempt);
    }
  }
}

/** Calls that Windows refuses with "access denied" where the file is open elsewhere. */
const NEEDS_IT_CLOSED = new Set(['rename', 'unlink', 'link', 'rm', 'copyfile']);

/** Whether an error says that another program holds the file, and not that one may not touch it. */
export function isHeld(thrown: unknown, platform: NodeJS.Platform = process.platform): boolean {
  const code = codeOf(thrown);
  if (code === 'EBUSY' || code === 'ETXTBSY') return true;
  if (platform !== 'win32' || (code !== 'EPERM' && code !== 'EACCES')) return false;
  const call = thrown instanceof Error && 'syscall' in thrown ? String(thrown.syscall) : '';
  return NEEDS_IT_CLOSED.has(call);
}
