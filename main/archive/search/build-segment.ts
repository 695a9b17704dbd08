/**
 * Makes a segment file from folded letters. One pass lists every (key, value), a counting sort brings them together.
 *
 * Keys: two neighbouring units are a bigram (high 16 bits the first), its list holds positions in the segment's text.
 * A single unit is a key below 65536 and its list holds letters; below 32 in the low bits stands a part of the letter
 * (no folded text holds such units), and the list holds the letters with that unit in that part.
 */
import type { Documents } from './documents.ts';
import { ELEMENT_KINDS } from './letter-units.ts';
import { SegmentWriter } from './segment-file.ts';

/** Parts of a letter for single units. `body` lists the letters that have the unit but not in the body. */
export const PART = {
  title: 1,
  notBody: 2,
  attachment: 3,
  doc_number: 4,
  case_number: 5,
  addressee: 6,
  office: 7,
} as const;

/** The part that an element of a kind (ELEMENT_KINDS) belongs to; 0 for none. */
export function partOfKind(kind: number): number {
  switch (kind) {
    case ELEMENT_KINDS.doc_number:
      return PART.doc_number;
    case ELEMENT_KINDS.case_number:
      return PART.case_number;
    case ELEMENT_KINDS.addressees:
      return PART.addressee;
    case ELEMENT_KINDS.issuer:
    case ELEMENT_KINDS.letterhead:
    case ELEMENT_KINDS.printed_by:
      return PART.office;
    default:
      return 0;
  }
}

export const bigramKey = (first: number, second: number): number => ((first << 16) | second) >>> 0;
/** Whether the key's list holds letters, not positions. */
export const holdsLetters = (key: number): boolean => key < 65536 || (key & 0xffff) < 32;

/** Numbers keys as they come. */
class KeyTable {
  keys = new Uint32Array(1 << 16);
  counts = new Uint32Array(1 << 16);
  size = 0;
  private slots = new Int32Array(1 << 18).fill(-1);

  number(key: number): number {
    const mask = this.slots.length - 1;
    let slot = (Math.imul(key ^ (key >>> 15), 0x9e3779b1) >>> 7) & mask;
    for (;;) {
      const known = this.slots[slot] ?? -1;
      if (known === -1) break;
      if (this.keys[known] === key) return known;
      slot = (slot + 1) & mask;
    }
    this.slots[slot] = this.size;
    this.keys[this.size] = key;
    this.size++;
    if (this.size === this.keys.length) this.grow();
    return this.size - 1;
  }

  private grow(): void {
    const keys = new Uint32Array(this.keys.length * 2);
    keys.set(this.keys);
    this.keys = keys;
    const counts = new Uint32Array(keys.length);
    counts.set(this.counts);
    this.counts = counts;
    this.slots = new Int32Array(this.slots.length * 2).fill(-1);
    const mask = this.slots.length - 1;
    for (let i = 0; i < this.size; i++) {
      const key = keys[i] ?? 0;
      let slot = (Math.imul(key ^ (key >>> 15), 0x9e3779b1) >>> 7) & mask;
      while (this.slots[slot] !== -1) slot = (slot + 1) & mask;
      this.slots[slot] = i;
    }
  }
}

/** Numbers in the order of their keys. */
function byKey(keys: Uint32Array, size: number): Uint32Array {
  const order = new Uint32Array(size);
  if (size >= 2 ** 21) {
    for (let i = 0; i < size; i++) order[i] = i;
    return order.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
  }
  // Key and number in one double: sorts as the key does, and the number comes back exactly.
  const packed = new Float64Array(size);
  for (let i = 0; i < size; i++) packed[i] = (keys[i] ?? 0) * 2 ** 21 + i;
  packed.sort();
  for (let i = 0; i < size; i++) order[i] = (packed[i] ?? 0) % 2 ** 21;
  return order;
}

/** Everything listed so far, in the order in which it came. */
class Postings {
  readonly table = new KeyTable();
  private numbers: Uint32Array;
  private values: Uint32Array;
  private length = 0;

  constructor(expected: number) {
    this.numbers = new Uint32Array(expected);
    this.values = new Uint32Array(expected);
  }

  add(key: number, value: number): void {
    if (this.length === this.numbers.length) {
      for (const name of ['numbers', 'values'] as const) {
        const wider = new Uint32Array(Math.ceil(this.length * 1.5) + 1024);
        wider.set(this[name]);
        this[name] = wider;
      }
    }
    const number = this.table.number(key);
    this.table.counts[number] = (this.table.counts[number] ?? 0) + 1;
    this.numbers[this.length] = number;
    this.values[this.length++] = value;
  }

  /** Hands every key's values on, keys ascending. */
  write(writer: SegmentWriter): void {
    const { size, keys, counts } = this.table;
    const order = byKey(keys, size);
    const places = new Uint32Array(size);
    let at = 0;
    for (const number of order) {
      places[number] = at;
      at += counts[number] ?? 0;
    }
    const sorted = new Uint32Array(this.length);
    for (let i = 0; i < this.length; i++) {
      const number = this.numbers[i] ?? 0;
      const place = places[number] ?? 0;
      sorted[place] = this.values[i] ?? 0;
      places[number] = place + 1;
    }
    for (const number of order) {
      const end = places[number] ?? 0;
      writer.list(keys[number] ?? 0, sorted, end - (counts[number] ?? 0), end);
    }
  }
}

/** Stamps which units were met, without clearing between letters. */
class Seen {
  private readonly stamps = new Uint32Array(65536);
  private stamp = 0;
  begin(): void {
    this.stamp++;
  }
  first(unit: number): boolean {
    if (this.stamps[unit] === this.stamp) return false;
    this.stamps[unit] = this.stamp;
    return true;
  }
  has(unit: number): boolean {
    return this.stamps[unit] === this.stamp;
  }
}

function addUnits(
  postings: Postings,
  seen: Seen,
  text: string,
  from: number,
  to: number,
  doc: number,
  part: number,
): void {
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (unit !== 0 && seen.first(unit)) postings.add(part === 0 ? unit : bigramKey(unit, part), doc);
  }
}

/** Lists single units of one letter: in the whole letter, and by part. */
function addLetterUnits(
  postings: Postings,
  seen: Seen,
  inBody: Seen,
  text: string,
  documents: Documents,
  doc: number,
): void {
  const { columns } = documents;
  const base = columns.bases[doc] ?? 0;
  const elementsAt = (columns.elementsAt[doc] ?? 0) - base;
  const bodyAt = (columns.bodyAt[doc] ?? 0) - base;
  const attachmentsAt = (columns.attachmentsAt[doc] ?? 0) - base;
  inBody.begin();
  for (let i = bodyAt; i < attachmentsAt; i++) inBody.first(text.charCodeAt(i));
  seen.begin();
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0 || !seen.first(unit)) continue;
    postings.add(unit, doc);
    if (!inBody.has(unit)) postings.add(bigramKey(unit, PART.notBody), doc);
  }
  seen.begin();
  addUnits(postings, seen, text, 0, elementsAt, doc, PART.title);
  seen.begin();
  addUnits(postings, seen, text, attachmentsAt, text.length, doc, PART.attachment);
  const first = columns.elementIndex[doc] ?? 0;
  const last = columns.elementIndex[doc + 1] ?? 0;
  for (const part of [PART.doc_number, PART.case_number, PART.addressee, PART.office]) {
    seen.begin();
    for (let i = first; i < last; i++) {
      if (partOfKind(columns.elementKinds[i] ?? 0) !== part) continue;
      const start = (columns.elementStarts[i] ?? 0) - base;
      const end = i + 1 < last ? (columns.elementStarts[i + 1] ?? 0) - base : bodyAt;
      addUnits(postings, seen, text, start, end, doc, part);
    }
  }
}

/**
 * Writes the segment of these letters.
 * @param texts the folded text of each letter, as letterUnits() lays it out
 * @returns the file's size in bytes
 */
export function buildSegment(path: string, texts: readonly string[], documents: Documents): number {
  const units = documents.columns.bases[documents.count] ?? 0;
  const postings = new Postings(Math.ceil(units * 1.35) + 1024);
  const seen = new Seen();
  const inBody = new Seen();
  texts.forEach((text, doc) => {
    const base = documents.columns.bases[doc] ?? 0;
    let unit = text.charCodeAt(0);
    for (let i = 1; i < text.length; i++) {
      const next = text.charCodeAt(i);
      if (unit !== 0 && next !== 0) postings.add(bigramKey(unit, next), base + i - 1);
      unit = next;
    }
    addLetterUnits(postings, seen, inBody, text, documents, doc);
  });
  const writer = new SegmentWriter(path);
  try {
    postings.write(writer);
    return writer.finish(documents);
  } catch (error) {
    writer.abandon();
    throw error;
  }
}
