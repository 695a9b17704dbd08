/**
 * Records reading: which letters were opened and what was searched for. A search is written when it has settled: when a
 * result is opened or exported, when two seconds have passed without another, or when the person leaves. So a line that is
 * being typed is one act and not one a key, and nobody waits for the disk while typing.
 */
import type { AuditAction } from '../../../shared/model/audit.ts';

export const SETTLED_MS = 2000;
/** The same letter opened again by the same person within this time is the same look at it. */
export const SAME_LOOK_MS = 5 * 60_000;

export interface ReadingEntry {
  actor: string;
  action: AuditAction;
  subject: string | null;
  detail: object;
}

interface Search {
  actor: string;
  key: string;
  detail: { query: string; total: number; filters?: object };
}

export class ReadingLog {
  readonly #write: (entry: ReadingEntry) => void;
  readonly #now: () => number;
  #pending: Search | undefined;
  /** The last search that was written: turning its pages is not another. */
  #written = '';
  #timer: NodeJS.Timeout | undefined;
  readonly #looks = new Map<string, number>();

  /** @param write appends one row to the log */
  constructor(write: (entry: ReadingEntry) => void, now: () => number = () => performance.now()) {
    this.#write = write;
    this.#now = now;
  }

  searched(actor: string, query: string, filters: object, total: number): void {
    if (query.trim() === '') return;
    const used = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
    const detail = { query, total, ...(Object.keys(used).length > 0 && { filters: used }) };
    this.#pending = { actor, key: JSON.stringify([actor, query, used]), detail };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settleQuietly(), SETTLED_MS);
    this.#timer.unref();
  }

  opened(actor: string, letter: string, version: number): void {
    this.settle();
    const now = this.#now();
    const key = `${actor} ${letter} ${version}`;
    const before = this.#looks.get(key);
    if (before !== undefined && now - before < SAME_LOOK_MS) return;
    for (const [other, at] of this.#looks) if (now - at >= SAME_LOOK_MS) this.#looks.delete(other);
    this.#write({ actor, action: 'letter.view', subject: letter, detail: { version } });
    this.#looks.set(key, now);
  }

  /** Writes the search that has not been written yet. */
  settle(): void {
    clearTimeout(this.#timer);
    const search = this.#pending;
    if (search === undefined) return;
    if (search.key !== this.#written) {
      this.#write({ actor: search.actor, action: 'search.query', subject: null, detail: search.detail });
      this.#written = search.key;
    }
    this.#pending = undefined;
  }

  /** From the timer nobody can be told: what could not be written is tried again at the next act. */
  #settleQuietly(): void {
    try {
      this.settle();
    } catch {
      return;
    }
  }

  /** Ends without the timer firing any more. */
  close(): void {
    try {
      this.settle();
    } finally {
      clearTimeout(this.#timer);
      this.#pending = undefined;
    }
  }
}
