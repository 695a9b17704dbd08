/**
 * Makes a segment file from folded letters. One pass lists every (key, value), a radix sort brings them together.
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

/** Everything listed so far, in the order in which it came. */
class Postings {
  private keys: Uint32Array;
  private values: Uint32Array;
  private length = 0;

  constructor(expected: number) {
    this.keys = new Uint32Array(expected);
    this.values = new Uint32Array(expected);
  }

  add(key: number, value: number): void {
    if (this.length === this.keys.length) this.grow();
    this.keys[this.length] = key;
    this.values[this.length++] = value;
  }

  private grow(): void {
    const size = Math.ceil(this.length * 1.5) + 1024;
    const keys = new Uint32Array(size);
    keys.set(this.keys);
    this.keys = keys;
    const values = new Uint32Array(size);
    values.set(this.values);
    this.values = values;
  }

  /** Orders by sixteen bits of the keys, keeping the order among equals. */
  private sortBy(shift: 0 | 16): void {
    const { length } = this;
    const places = new Uint32Array(65536);
    for (let i = 0; i < length; i++) {
      const digit = ((this.keys[i] ?? 0) >>> shift) & 0xffff;
      places[digit] = (places[digit] ?? 0) + 1;
    }
    for (let digit = 0, at = 0; digit < 65536; digit++) {
      const count = places[digit] ?? 0;
      places[digit] = at;
      at += count;
    }
    const keys = new Uint32Array(length);
    const values = new Uint32Array(length);
    for (let i = 0; i < length; i++) {
      const key = this.keys[i] ?? 0;
      const digit = (key >>> shift) & 0xffff;
      const place = places[digit] ?? 0;
      places[digit] = place + 1;
      keys[place] = key;
      values[place] = this.values[i] ?? 0;
    }
    this.keys = keys;
    this.values = values;
  }

  /** Hands every key's values on, keys ascending, each key's values in the order in which they came. */
  write(writer: SegmentWriter): void {
    this.sortBy(0);
    this.sortBy(16);
    for (let from = 0, to = 0; from < this.length; from = to) {
      const key = this.keys[from] ?? 0;
      while (to < this.length && this.keys[to] === key) to++;
      writer.list(key, this.values, from, to);
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
