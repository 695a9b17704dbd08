/**
 * Brings finished files to the medium while others are still being written: a few at a time, because each waits for the disk and not for
 * the processor.
 */
import { open } from 'node:fs/promises';

/** Node has four threads for such calls: one is left for others. */
const AT_A_TIME = 3;

/** Returns when a file, or a folder's list of names, is on the medium. */
async function syncPath(path: string): Promise<void> {
  // Windows syncs only what is open for writing.
  const file = await open(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

export class SyncQueue {
  readonly #waiting: string[] = [];
  #running = 0;
  #failed: { error: unknown } | undefined;
  #heard: (() => void)[] = [];

  /** Takes a finished file or folder; it is synced as soon as its turn comes. */
  add(path: string): void {
    this.#waiting.push(path);
    this.#start();
  }

  /** How many are not on the medium yet. */
  get left(): number {
    return this.#waiting.length + this.#running;
  }

  /** Returns when the next one is done, or at once where none is left. @throws the system's error of any of them */
  async next(): Promise<void> {
    this.#throwFailed();
    if (this.left === 0) return;
    await new Promise<void>((resolve) => this.#heard.push(resolve));
    this.#throwFailed();
  }

  /** Begins no more, and returns when nothing is open: the files can be removed then. */
  async drop(): Promise<void> {
    this.#waiting.length = 0;
    while (this.#running > 0) await new Promise<void>((resolve) => this.#heard.push(resolve));
  }

  #throwFailed(): void {
    if (this.#failed !== undefined) throw this.#failed.error;
  }

  #start(): void {
    while (this.#running < AT_A_TIME) {
      const path = this.#waiting.shift();
      if (path === undefined) return;
      this.#running += 1;
      void this.#sync(path);
    }
  }

  async #sync(path: string): Promise<void> {
    try {
      await syncPath(path);
    } catch (error) {
      this.#failed ??= { error };
      this.#waiting.length = 0;
    }
    this.#running -= 1;
    this.#start();
    const heard = this.#heard;
    this.#heard = [];
    for (const resolve of heard) resolve();
  }
}
