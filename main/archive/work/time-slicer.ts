/** How long work shares its thread: it gives way every few milliseconds, tells how far it is, and can be cancelled. */
import type { Progress } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { LongWork } from './long-work.ts';

/** After so long a turn ends with the piece of work that is under way: a search has several turns to wait for, one a step of its own. */
const TURN_MS = 4;
const TELL_EVERY_MS = 100;

/** Lets whoever waits have a turn. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

export class TimeSlicer {
  readonly #signal: AbortSignal | undefined;
  readonly #onProgress: ((progress: Progress) => void) | undefined;
  #message = '';
  #total = 0;
  #done = 0;
  #turnBegan = performance.now();
  #told = 0;

  constructor({ signal, onProgress }: LongWork = {}) {
    this.#signal = signal;
    this.#onProgress = onProgress;
  }

  /**
   * Begins the next part of the work.
   * @param total what `step` will add up to; 0 where it is not known
   * @throws ArchiveError CANCELLED
   */
  stage(message: string, total: number): void {
    this.#stopIfCancelled();
    this.#message = message;
    this.#total = total;
    this.#done = 0;
    this.#tell();
  }

  /**
   * To be called after each small piece of work.
   * @throws ArchiveError CANCELLED
   */
  async step(amount = 1): Promise<void> {
    this.#done += amount;
    const now = performance.now();
    if (now - this.#turnBegan < TURN_MS) return;
    if (now - this.#told > TELL_EVERY_MS) this.#tell();
    await breathe();
    this.#turnBegan = performance.now();
    this.#stopIfCancelled();
  }

  #stopIfCancelled(): void {
    if (this.#signal?.aborted === true) throw new ArchiveError('CANCELLED');
  }

  #tell(): void {
    this.#told = performance.now();
    this.#onProgress?.({ done: this.#done, total: this.#total, message: this.#message });
  }
}
