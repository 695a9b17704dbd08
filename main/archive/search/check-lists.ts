/**
 * Reads every list of the index once and makes of it what it says of each letter, in short pieces so that searches are answered
 * in between: fingerprints of all letters or of a random sample, and what the columns say of each.
 */
import { Sample } from '../work/sample.ts';
import { holdsLetters } from './build-segment.ts';
import { idAt } from './documents.ts';
import type { Holder } from './evaluate.ts';
import { columnFactsAt, entryMix, factsDigest, keyMix, type Seed } from './fingerprint.ts';
import type { Place } from './letter-table.ts';
import type { ListCursor } from './segment-file.ts';
import { IndexDamaged } from './segment-layout.ts';
import { DiskSegment } from './segments.ts';

/** What the index says of a letter. */
export interface IndexEntry {
  id: string;
  sequence: number;
  /** Of the text and elements it was made from. */
  hash: number;
  /** Of what its columns say. */
  facts: string;
  /** Of what its lists say; null where it is not in the sample, or not yet in a file. */
  fingerprint: number | null;
}

export interface ListsChecked {
  entries: IndexEntry[];
  /** How many letters had their lists compared, of how many that stand in files. */
  compared: number;
  total: number;
}

/** One file while its lists go by. */
interface FileSums {
  lists: ListCursor;
  bases: Uint32Array;
  count: number;
  sums: Uint32Array;
  /** 1 for letters whose sum is wanted. */
  wanted: Uint8Array;
}

export class ListsCheck {
  readonly #seed: Seed;
  readonly #places: Place[];
  readonly #files = new Map<Holder, FileSums>();
  readonly #waiting: FileSums[];
  readonly #sample: Sample;
  #now: FileSums | undefined;
  #lastKey = -1;
  #values = new Uint32Array(4096);
  #done = 0;
  readonly #total: number;

  /** @param places where every living letter stands @param all false for a random sample of their lists */
  constructor(holders: readonly Holder[], places: Iterable<Place>, seed: Seed, all: boolean) {
    this.#seed = seed;
    for (const holder of holders) {
      const { segment } = holder;
      if (!(segment instanceof DiskSegment)) continue;
      const { count, columns } = segment.documents;
      this.#files.set(holder, {
        lists: segment.file.lists(),
        bases: columns.bases,
        count,
        sums: new Uint32Array(count),
        wanted: new Uint8Array(count),
      });
    }
    this.#waiting = [...this.#files.values()];
    this.#places = [...places];
    const inFiles = this.#places.filter(({ holder }) => this.#files.has(holder));
    this.#sample = new Sample(inFiles.length, all);
    for (const { holder, doc } of inFiles) {
      const file = this.#files.get(holder);
      if (file !== undefined && this.#sample.takes()) file.wanted[doc] = 1;
    }
    this.#total = this.#waiting.reduce((sum, { bases, count }) => sum + (bases[count] ?? 0), 0);
  }

  /**
   * Goes on for about so long.
   * @returns how far it is; undefined when all lists have been read
   * @throws IndexDamaged where a list is not as it was written, or not as any list is written
   */
  step(ms: number): { done: number; total: number } | undefined {
    const until = performance.now() + ms;
    for (let n = 1; ; n++) {
      this.#now ??= this.#next();
      if (this.#now === undefined) return undefined;
      if (!this.#readList(this.#now)) this.#now = undefined;
      if (n % 64 === 0 && performance.now() >= until) return { done: this.#done, total: this.#total };
    }
  }

  #next(): FileSums | undefined {
    this.#lastKey = -1;
    return this.#waiting.shift();
  }

  /** False at the file's end. */
  #readList(file: FileSums): boolean {
    const { lists } = file;
    if (!lists.next()) return false;
    const { key, count } = lists;
    // A search finds a list by halving, and a place in it by galloping: both need their order.
    if (count === 0 || key <= this.#lastKey) throw new IndexDamaged('lists out of order');
    this.#lastKey = key;
    if (this.#values.length < count) this.#values = new Uint32Array(count * 2);
    lists.into(this.#values, 0);
    if (holdsLetters(key)) this.#addLetters(file, key, count);
    else {
      this.#addPlaces(file, key, count);
      this.#done += count;
    }
    return true;
  }

  #addLetters({ sums, wanted, count: letters }: FileSums, key: number, count: number): void {
    const mix = entryMix(keyMix(key, this.#seed), 0, this.#seed);
    let last = -1;
    for (let i = 0; i < count; i++) {
      const doc = this.#values[i] ?? 0;
      if (doc <= last || doc >= letters) throw new IndexDamaged('a list out of order');
      last = doc;
      if (wanted[doc] === 1) sums[doc] = (sums[doc] ?? 0) + mix;
    }
  }

  #addPlaces({ bases, sums, wanted, count: letters }: FileSums, key: number, count: number): void {
    const mix = keyMix(key, this.#seed);
    let doc = 0;
    let end = bases[1] ?? 0;
    let last = -1;
    for (let i = 0; i < count; i++) {
      const place = this.#values[i] ?? 0;
      if (place <= last) throw new IndexDamaged('a list out of order');
      last = place;
      if (place >= end) {
        doc = letterOf(bases, letters, place, doc);
        if (doc >= letters) throw new IndexDamaged('a place behind the last letter');
        end = bases[doc + 1] ?? 0;
      }
      if (wanted[doc] === 1) sums[doc] = (sums[doc] ?? 0) + entryMix(mix, place - (bases[doc] ?? 0), this.#seed);
    }
  }

  /** When all lists have been read. */
  result(): ListsChecked {
    const entries = this.#places.map(({ holder, doc, sequence }): IndexEntry => {
      const { documents } = holder.segment;
      const file = this.#files.get(holder);
      return {
        id: idAt(documents, doc),
        sequence,
        hash: documents.columns.hashes[doc] ?? 0,
        facts: factsDigest(columnFactsAt(documents, doc)),
        fingerprint: file?.wanted[doc] === 1 ? (file.sums[doc] ?? 0) : null,
      };
    });
    return { entries, compared: this.#sample.size, total: this.#sample.total };
  }
}

/** The letter in which a place stands, by galloping from an earlier one; `letters` where it stands behind all. */
function letterOf(bases: Uint32Array, letters: number, place: number, from: number): number {
  let step = 1;
  let low = from;
  while (low + step <= letters && (bases[low + step] ?? 0) <= place) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, letters + 1);
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((bases[middle] ?? 0) <= place) low = middle;
    else high = middle;
  }
  return low;
}
