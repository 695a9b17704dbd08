/** Segments as a search sees them: on disk with packed lists, or in memory as folded texts that are scanned. */
import { bigramKey, PART, partOfKind } from './build-segment.ts';
import { DocumentsBuilder, elementEnd, letterAt, type Documents } from './documents.ts';
import type { LetterUnits } from './letter-units.ts';
import { intersect, type PostingList } from './postings.ts';
import type { Entry, SegmentFile } from './segment-file.ts';
import type { IndexedLetter } from './types.ts';

/** A part of a letter in which a single unit is looked for. */
export type UnitPart = 'all' | 'body' | Exclude<keyof typeof PART, 'notBody'>;

export interface Segment {
  readonly documents: Documents;
  /** No letter will come to it any more. */
  readonly lasting: boolean;
  /**
   * Where a term of two or more units stands in the segment's text, ascending. The caller must not change it, and must
   * be done with it before it asks for another.
   */
  positions(term: string): Uint32Array;
  /** The letters that have a unit in a part, ascending. */
  letters(unit: number, part: UnitPart): Uint32Array;
  /** About how many places the term can have at most; cheap. */
  estimate(term: string): number;
  /** Told all terms that a query will ask for, before it asks. */
  prepare(terms: readonly string[]): void;
}

const NONE = new Uint32Array(0);
/** Positions of recent terms that are kept, 4 bytes each: the next keystroke extends them, and 20 (of a year) is typed often. */
const CACHED_POSITIONS = 1_500_000;

export class DiskSegment implements Segment {
  readonly lasting = true;
  readonly documents: Documents;
  readonly file: SegmentFile;
  private readonly recent = new Map<string, Uint32Array>();
  private recentSize = 0;

  constructor(file: SegmentFile) {
    this.file = file;
    this.documents = file.documents;
  }

  prepare(): void {}

  estimate(term: string): number {
    if (term.length === 1) return this.file.countOf(term.charCodeAt(0));
    let least = Infinity;
    for (let i = 0; i + 1 < term.length && least > 0; i++) {
      const key = bigramKey(term.charCodeAt(i), term.charCodeAt(i + 1));
      least = Math.min(least, this.file.countOf(key));
    }
    return least;
  }

  private list(key: number): Uint32Array {
    const entry = this.file.find(key);
    return entry === undefined ? NONE : this.file.read(entry).all();
  }

  letters(unit: number, part: UnitPart): Uint32Array {
    if (part === 'all') return this.list(unit);
    if (part !== 'body') return this.list(bigramKey(unit, PART[part]));
    const outside = new Set(this.list(bigramKey(unit, PART.notBody)));
    return outside.size === 0 ? this.list(unit) : this.list(unit).filter((doc) => !outside.has(doc));
  }

  positions(term: string): Uint32Array {
    const known = this.recent.get(term);
    if (known !== undefined) {
      this.recent.delete(term);
      this.recent.set(term, known);
      return known;
    }
    const found = this.find(term);
    // What is too long to keep is still where it was found: it is good until the next term is looked for.
    if (found.length > CACHED_POSITIONS) return found;
    const kept = found.slice();
    this.recent.set(term, kept);
    this.recentSize += kept.length;
    for (const [oldest, positions] of this.recent) {
      if (this.recentSize <= CACHED_POSITIONS && this.recent.size <= 64) break;
      this.recent.delete(oldest);
      this.recentSize -= positions.length;
    }
    return kept;
  }

  private find(term: string): Uint32Array {
    const entries: Entry[] = [];
    for (let i = 0; i + 1 < term.length; i++) {
      const entry = this.file.find(bigramKey(term.charCodeAt(i), term.charCodeAt(i + 1)));
      if (entry === undefined) return NONE;
      entries.push(entry);
    }
    const counts = entries.map((entry) => entry.count);
    const read = (offset: number): PostingList => {
      const entry = entries[offset];
      if (entry === undefined) throw new RangeError('no such bigram');
      return this.file.read(entry);
    };
    const [prefix, prefixLength] = this.knownPrefix(term);
    const chosen = cover(counts, prefixLength).sort((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0));
    let count: number;
    if (prefix !== undefined) {
      count = prefix.length;
      candidatesFor(count).set(prefix);
    } else {
      const offset = chosen.shift() ?? 0;
      const list = read(offset);
      count = list.count;
      list.into(candidatesFor(count), 0);
      if (offset > 0) count = shiftDown(candidates, count, offset);
    }
    for (const offset of chosen) {
      if (count === 0) return NONE;
      count = intersect(candidates, count, read(offset), offset);
    }
    return candidates.subarray(0, count);
  }

  /** The longest beginning of the term whose places are still known. */
  private knownPrefix(term: string): [Uint32Array | undefined, number] {
    for (let length = term.length - 1; length >= 2; length--) {
      const known = this.recent.get(term.slice(0, length));
      if (known !== undefined) return [known, length];
    }
    return [undefined, 0];
  }
}

/** Where candidates are narrowed down, for all searches. */
let candidates = new Uint32Array(4096);
const CANDIDATES_KEPT = 1 << 21;

function candidatesFor(count: number): Uint32Array {
  const tooLarge = candidates.length > CANDIDATES_KEPT && count <= CANDIDATES_KEPT;
  if (candidates.length < count || tooLarge) candidates = new Uint32Array(Math.max(4096, Math.ceil(count * 1.25)));
  return candidates;
}

/** Takes `offset` from every position, dropping those before it; answers how many remain. */
function shiftDown(positions: Uint32Array, count: number, offset: number): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const position = positions[i] ?? 0;
    if (position >= offset) positions[kept++] = position - offset;
  }
  return kept;
}

/**
 * Which bigrams to look up so that every unit of the term is covered, at the least total count. Bigram i covers units
 * i and i + 1; the first `done` units are covered already.
 */
export function cover(counts: readonly number[], done: number): number[] {
  const last = counts.length - 1;
  const least: number[] = [];
  const before: number[] = [];
  // The first chosen bigram must cover unit `done`; without a known prefix that is bigram 0 alone.
  const starts = done === 0 ? [0] : [done - 1, done];
  for (let i = 0; i <= last; i++) {
    least.push(Infinity);
    before.push(-1);
    const own = counts[i] ?? 0;
    if (starts.includes(i)) least[i] = own;
    for (const step of [1, 2]) {
      const reached = (least[i - step] ?? Infinity) + own;
      if (reached < (least[i] ?? Infinity)) {
        least[i] = reached;
        before[i] = i - step;
      }
    }
  }
  const chosen: number[] = [];
  for (let i = last; i >= 0; i = before[i] ?? -1) chosen.push(i);
  return chosen;
}

/** From so many terms on they are looked for in one pass over the text. */
const MANY_TERMS = 8;
const KEPT_TERMS = 200;

/**
 * Letters that no file holds yet: their folded text, searched by scanning. It lies outside the heap, where the thread
 * that writes segments reads it without a copy.
 */
export class MemorySegment implements Segment {
  readonly lasting = false;
  private readonly builder = new DocumentsBuilder();
  private view: Documents | undefined;
  private text = new Uint16Array(new SharedArrayBuffer(1 << 17));
  /** Places of terms that were looked for since the last letter came. */
  private readonly known = new Map<string, Uint32Array>();

  get documents(): Documents {
    return (this.view ??= this.builder.documents());
  }
  get count(): number {
    return this.builder.count;
  }
  get length(): number {
    return this.builder.units;
  }
  /** The folded letters, one after the other. */
  get units(): Uint16Array {
    return this.text.subarray(0, this.length);
  }

  add(letter: IndexedLetter, units: LetterUnits): number {
    const from = this.length;
    const to = from + units.units.length;
    if (to > this.text.length) {
      const wider = new Uint16Array(new SharedArrayBuffer(to * 4));
      wider.set(this.units);
      this.text = wider;
    }
    this.text.set(units.units, from);
    this.builder.add(letter, units);
    this.view = undefined;
    this.known.clear();
    return this.count - 1;
  }

  estimate(term: string): number {
    return this.positions(term).length;
  }

  /** Looks for many terms at once. */
  prepare(terms: readonly string[]): void {
    if (this.known.size > KEPT_TERMS) this.known.clear();
    const wanted = terms.filter((term) => !this.known.has(term));
    if (wanted.length < MANY_TERMS) return;
    const byFirst: (string[] | undefined)[] = [];
    const found = new Map<string, number[]>();
    for (const term of wanted) {
      found.set(term, []);
      (byFirst[term.charCodeAt(0)] ??= []).push(term);
    }
    const { units } = this;
    for (let at = 0; at < units.length; at++) {
      const candidates = byFirst[units[at] ?? 0];
      if (candidates === undefined) continue;
      for (const term of candidates) if (standsAt(units, at, term)) found.get(term)?.push(at);
    }
    for (const [term, places] of found) this.known.set(term, Uint32Array.from(places));
  }

  positions(term: string): Uint32Array {
    const known = this.known.get(term);
    if (known !== undefined) return known;
    const { units } = this;
    const bytes = Buffer.from(units.buffer, units.byteOffset, units.byteLength);
    const wanted = Buffer.from(term, 'utf16le');
    const found: number[] = [];
    for (let at = bytes.indexOf(wanted, 0, 'utf16le'); at !== -1; at = bytes.indexOf(wanted, at + 2, 'utf16le'))
      found.push(at / 2);
    const places = Uint32Array.from(found);
    this.known.set(term, places);
    return places;
  }

  letters(unit: number, part: UnitPart): Uint32Array {
    const known = this.known.get(String.fromCharCode(unit));
    const { bases } = this.documents.columns;
    const found: number[] = [];
    if (known === undefined) {
      for (let doc = 0; doc < this.count; doc++)
        if (this.parts(doc, part).some(([from, to]) => this.text.subarray(from, to).includes(unit))) found.push(doc);
      return Uint32Array.from(found);
    }
    let doc = -1;
    for (const at of known) {
      // Once a letter is taken, its other places say nothing new.
      if (found.at(-1) === doc && at < (bases[doc + 1] ?? 0)) continue;
      doc = letterAt(bases, at, Math.max(0, doc));
      if (this.parts(doc, part).some(([from, to]) => at >= from && at < to)) found.push(doc);
    }
    return Uint32Array.from(found);
  }

  /** Where a part of a letter stands in the segment's text, as [from, to) spans. */
  private parts(doc: number, part: UnitPart): [number, number][] {
    const { columns } = this.documents;
    const at = (column: Uint32Array, index = doc): number => column[index] ?? 0;
    switch (part) {
      case 'all':
        return [[at(columns.bases), at(columns.bases, doc + 1)]];
      case 'title':
        return [[at(columns.bases), at(columns.elementsAt)]];
      case 'body':
        return [[at(columns.bodyAt), at(columns.attachmentsAt)]];
      case 'attachment':
        return [[at(columns.attachmentsAt), at(columns.bases, doc + 1)]];
      default: {
        const spans: [number, number][] = [];
        for (let i = at(columns.elementIndex); i < at(columns.elementIndex, doc + 1); i++) {
          if (partOfKind(at(columns.elementKinds, i)) === PART[part])
            spans.push([at(columns.elementStarts, i), elementEnd(this.documents, doc, i)]);
        }
        return spans;
      }
    }
  }
}

function standsAt(units: Uint16Array, at: number, term: string): boolean {
  for (let i = 1; i < term.length; i++) if (units[at + i] !== term.charCodeAt(i)) return false;
  return true;
}
