/** The columns of a segment: one row a letter. What filters, facets, ranking and the check need, without its text. */
import { FACET_ELEMENTS, forEachFacet, type FacetName } from '../../../shared/model/elements.ts';
import { isIsoDay } from '../../../shared/text/dates.ts';
import type { IndexedLetter } from './types.ts';
import type { LetterUnits } from './letter-units.ts';
import { lettersHash } from './letter-units.ts';

export const HAS_ATTACHMENTS = 1;
export const HAS_TITLE = 2;
export const HAS_DOC_NUMBER = 4;

/** Number columns by name, each as long as it says. `n` is the number of letters. For each facet: codes into `values`; 0 is no value. */
export interface Columns extends Record<FacetName, Uint32Array> {
  /** n + 1: where each letter's folded text begins in the segment; the last is the end. */
  bases: Uint32Array;
  /** n each: where the elements, the body and the attachments begin. */
  elementsAt: Uint32Array;
  bodyAt: Uint32Array;
  attachmentsAt: Uint32Array;
  /** n + 1: the first element of each letter in the two columns that follow. */
  elementIndex: Uint32Array;
  elementStarts: Uint32Array;
  elementKinds: Uint32Array;
  /** Change numbers, low and high 32 bits. */
  sequenceLow: Uint32Array;
  sequenceHigh: Uint32Array;
  /** yyyymmdd, 0 where the letter has no date. */
  dates: Uint32Array;
  hashes: Uint32Array;
  flags: Uint32Array;
  /** n + 1: where each letter's id begins in `idBytes`; the last is the end. */
  idStarts: Uint32Array;
  /** A hash of the id, to find a letter by it. */
  idHashes: Uint32Array;
}
export const COLUMN_NAMES: readonly (keyof Columns)[] = [
  'bases',
  'elementsAt',
  'bodyAt',
  'attachmentsAt',
  'elementIndex',
  'elementStarts',
  'elementKinds',
  'sequenceLow',
  'sequenceHigh',
  'dates',
  'hashes',
  'flags',
  'idStarts',
  'idHashes',
  ...FACET_ELEMENTS,
];

export type FacetValues = Record<FacetName, string[]>;

export interface Documents {
  count: number;
  columns: Columns;
  values: FacetValues;
  /** The ids in UTF-8, one after the other: a hundred thousand strings would take long to make on opening. */
  idBytes: Uint8Array;
}

/** An id as bytes somewhere. */
export interface IdKey {
  bytes: Uint8Array;
  from: number;
  to: number;
  hash: number;
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

export function idKey(id: string): IdKey {
  const bytes = Buffer.from(id, 'utf8');
  return { bytes, from: 0, to: bytes.length, hash: hashOf(bytes) };
}

export function idKeyAt({ columns, idBytes }: Documents, doc: number): IdKey {
  const { idStarts, idHashes } = columns;
  return { bytes: idBytes, from: idStarts[doc] ?? 0, to: idStarts[doc + 1] ?? 0, hash: idHashes[doc] ?? 0 };
}

export function sameId(a: IdKey, b: IdKey): boolean {
  if (a.hash !== b.hash || a.to - a.from !== b.to - b.from) return false;
  for (let i = 0; i < a.to - a.from; i++) if (a.bytes[a.from + i] !== b.bytes[b.from + i]) return false;
  return true;
}

export function idAt({ columns, idBytes }: Documents, doc: number): string {
  const { idStarts } = columns;
  return Buffer.from(idBytes.buffer, idBytes.byteOffset, idBytes.byteLength).toString(
    'utf8',
    idStarts[doc] ?? 0,
    idStarts[doc + 1] ?? 0,
  );
}

/** A column that grows. */
class Growing {
  data = new Uint32Array(64);
  length = 0;
  push(value: number): void {
    if (this.length === this.data.length) {
      const wider = new Uint32Array(this.data.length * 2);
      wider.set(this.data);
      this.data = wider;
    }
    this.data[this.length++] = value;
  }
}

/** yyyymmdd; 0 for no date. What is stored as a date may be none (shared/model/stored.ts). */
export const dateNumber = (day: string | null): number =>
  day !== null && isIsoDay(day) ? Number(day.replaceAll('-', '')) : 0;

/** What a letter has or lacks. */
export function flagsOf({ elements, attachments }: Pick<IndexedLetter, 'elements' | 'attachments'>): number {
  return (
    (attachments.length > 0 ? HAS_ATTACHMENTS : 0) |
    (elements.title === null ? 0 : HAS_TITLE) |
    (elements.doc_number === null ? 0 : HAS_DOC_NUMBER)
  );
}

/** Collects letters into columns. `documents()` may be asked at any time. */
export class DocumentsBuilder {
  readonly values: FacetValues = forEachFacet(() => ['']);
  units = 0;
  count = 0;
  private idBytes = new Uint8Array(4096);
  private readonly codes = forEachFacet(() => new Map<string, number>());
  private readonly growing = Object.fromEntries(COLUMN_NAMES.map((name) => [name, new Growing()])) as Record<
    keyof Columns,
    Growing
  >;

  constructor() {
    this.growing.bases.push(0);
    this.growing.elementIndex.push(0);
    this.growing.idStarts.push(0);
  }

  private addId({ bytes, from, to, hash }: IdKey): void {
    const at = this.growing.idStarts.data[this.count] ?? 0;
    const end = at + to - from;
    if (end > this.idBytes.length) {
      const wider = new Uint8Array(end * 2);
      wider.set(this.idBytes.subarray(0, at));
      this.idBytes = wider;
    }
    this.idBytes.set(bytes.subarray(from, to), at);
    this.growing.idStarts.push(end);
    this.growing.idHashes.push(hash);
    this.count++;
  }

  private code(facet: FacetName, value: string | null): number {
    if (value === null || value === '') return 0;
    const known = this.codes[facet].get(value);
    if (known !== undefined) return known;
    const code = this.values[facet].push(value) - 1;
    this.codes[facet].set(value, code);
    return code;
  }

  add(letter: IndexedLetter, units: LetterUnits): void {
    const { growing } = this;
    const base = this.units;
    this.addId(idKey(letter.id));
    this.units += units.units.length;
    growing.bases.push(this.units);
    growing.elementsAt.push(base + units.elementsAt);
    growing.bodyAt.push(base + units.bodyAt);
    growing.attachmentsAt.push(base + units.attachmentsAt);
    for (const element of units.elements) {
      growing.elementStarts.push(base + element.at);
      growing.elementKinds.push(element.kind);
    }
    growing.elementIndex.push(growing.elementStarts.length);
    growing.sequenceLow.push(letter.sequence >>> 0);
    growing.sequenceHigh.push(Math.floor(letter.sequence / 2 ** 32));
    growing.dates.push(dateNumber(letter.elements.issued_on));
    growing.hashes.push(lettersHash(letter, units));
    growing.flags.push(flagsOf(letter));
    for (const facet of FACET_ELEMENTS) growing[facet].push(this.code(facet, letter.elements[facet]));
  }

  /** Copies a letter over from another segment; for merging. */
  copy(from: Documents, doc: number): void {
    const { growing } = this;
    const source = from.columns;
    const at = (column: Uint32Array, index = doc): number => column[index] ?? 0;
    const shift = this.units - at(source.bases);
    this.addId(idKeyAt(from, doc));
    this.units += at(source.bases, doc + 1) - at(source.bases);
    growing.bases.push(this.units);
    for (const name of ['elementsAt', 'bodyAt', 'attachmentsAt'] as const) growing[name].push(at(source[name]) + shift);
    for (let i = at(source.elementIndex); i < at(source.elementIndex, doc + 1); i++) {
      growing.elementStarts.push(at(source.elementStarts, i) + shift);
      growing.elementKinds.push(at(source.elementKinds, i));
    }
    growing.elementIndex.push(growing.elementStarts.length);
    for (const name of ['sequenceLow', 'sequenceHigh', 'dates', 'hashes', 'flags'] as const) {
      growing[name].push(at(source[name]));
    }
    for (const facet of FACET_ELEMENTS)
      growing[facet].push(this.code(facet, from.values[facet][at(source[facet])] ?? null));
  }

  /** The columns so far; views that stay as they are while more is added. */
  documents(): Documents {
    const columns = Object.fromEntries(
      COLUMN_NAMES.map((name) => [name, this.growing[name].data.subarray(0, this.growing[name].length)]),
    ) as unknown as Columns;
    const idBytes = this.idBytes.subarray(0, columns.idStarts[this.count] ?? 0);
    return { count: this.count, columns, values: this.values, idBytes };
  }
}

export function sequenceOf(columns: Columns, doc: number): number {
  return (columns.sequenceHigh[doc] ?? 0) * 2 ** 32 + (columns.sequenceLow[doc] ?? 0);
}

/** The letter in which a position stands; `from` is a letter at or before it. */
export function letterAt(bases: Uint32Array, position: number, from: number): number {
  let low = from;
  let step = 1;
  while (low + step < bases.length && (bases[low + step] ?? 0) <= position) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, bases.length);
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((bases[middle] ?? 0) <= position) low = middle;
    else high = middle;
  }
  return low;
}

/** Where the i-th element of the segment, which is one of this letter's, ends (exclusive). */
export function elementEnd(documents: Documents, doc: number, element: number): number {
  const { elementIndex, elementStarts, bodyAt } = documents.columns;
  const next = element + 1 < (elementIndex[doc + 1] ?? 0) ? elementStarts[element + 1] : bodyAt[doc];
  return (next ?? 1) - 1;
}
