/**
 * Brings finished files to the medium while others are still being written: a few at a time, because each waits for the disk and not for
 * the processor.
 */
import { closeSync, fsync, openSync } from 'node:fs';
import { promisify } from 'node:util';

/**
 * So many are handed to the system at once. Node has four threads that wait for it; the others stand ready for them, so that they need not
 * wait for a turn of this one.
 */
const MOST_OPEN = 32;

const syncOpen = promisify(fsync);

/** Returns when an open file is on the medium, and closes it. */
async function syncAndClose(descriptor: number): Promise<void> {
  try {
    await syncOpen(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

// Windows syncs only what is open for writing.
const openToSync = (path: string): number => openSync(path, process.platform === 'win32' ? 'r+' : 'r');

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

  /** The same for a file that is still open for writing: it is closed by this queue. */
  addOpen(path: string, descriptor: number): void {
    if (this.#running < MOST_OPEN && this.#failed === undefined) {
      this.#run(() => syncAndClose(descriptor));
      return;
    }
    closeSync(descriptor);
    this.add(path);
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
    while (this.#running < MOST_OPEN && this.#failed === undefined) {
      const path = this.#waiting.shift();
      if (path === undefined) return;
      this.#run(async () => syncAndClose(openToSync(path)));
    }
  }

  #run(sync: () => Promise<void>): void {
    this.#running += 1;
    void sync()
      .catch((error: unknown) => {
        this.#failed ??= { error };
        this.#waiting.length = 0;
      })
      .then(() => {
        this.#running -= 1;
        this.#start();
        const heard = this.#heard;
        this.#heard = [];
        for (const resolve of heard) resolve();
      });
  }
}
