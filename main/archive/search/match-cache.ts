/**
 * Which letters of a segment have a term that stands in it a hundred thousand times and more, like the 20 of every year:
 * seven bytes a letter where the places would be four bytes each. Segments never change, so that what is kept stays true.
 */
import type { Matches } from './matches.ts';

/** For all segments together: what a dozen such terms take. */
const LEAST_ROOM = 8_000_000;
const ROOM_A_LETTER = 80;
const MOST_PLACES = 0xffff;

interface Kept {
  docs: Uint32Array;
  places: Uint16Array;
  flags: Uint8Array;
}

const bytesOf = ({ docs }: Kept): number => docs.length * 7;

/** The least recently used go first. */
class MatchCache {
  /** From so many places on a term is kept: fewer are found in a millisecond. Tests keep all. */
  worthKeeping = 100_000;
  private readonly kept = new Map<string, Kept>();
  private readonly owners = new WeakMap<object, number>();
  private nextOwner = 1;
  private bytes = 0;
  private room = LEAST_ROOM;

  /** @param letters in the whole index */
  fit(letters: number): void {
    this.room = Math.max(LEAST_ROOM, letters * ROOM_A_LETTER);
  }

  private key(owner: object, term: string): string {
    let number = this.owners.get(owner);
    if (number === undefined) this.owners.set(owner, (number = this.nextOwner++));
    return `${number} ${term}`;
  }

  /** Fills `out` where the answer is known. */
  find(owner: object, term: string, out: Matches): boolean {
    const key = this.key(owner, term);
    const known = this.kept.get(key);
    if (known === undefined) return false;
    this.kept.delete(key);
    this.kept.set(key, known);
    out.reserve(known.docs.length);
    out.count = known.docs.length;
    out.docs.set(known.docs);
    out.places.set(known.places);
    out.flags.set(known.flags);
    return true;
  }

  keep(owner: object, term: string, { docs, places, flags, count }: Matches): void {
    const all = places.subarray(0, count);
    if (all.some((number) => number > MOST_PLACES)) return;
    const kept = { docs: docs.slice(0, count), places: Uint16Array.from(all), flags: flags.slice(0, count) };
    this.kept.set(this.key(owner, term), kept);
    this.bytes += bytesOf(kept);
    for (const [oldest, entry] of this.kept) {
      if (this.bytes <= this.room) return;
      this.kept.delete(oldest);
      this.bytes -= bytesOf(entry);
    }
  }
}

export const matchCache = new MatchCache();
