/** The columns of a segment: one row a letter. What filters, facets, ranking and the check need, without its text. */
import type { IndexedLetter } from './types.ts';
import type { LetterUnits } from './letter-units.ts';
import { lettersHash } from './letter-units.ts';

export const FACETS = ['issuer', 'result_code', 'openness', 'reply_kind'] as const;
export type FacetName = (typeof FACETS)[number];

export const HAS_ATTACHMENTS = 1;
export const HAS_TITLE = 2;
export const HAS_DOC_NUMBER = 4;

/** Number columns by name, each as long as it says. `n` is the number of letters. */
export interface Columns {
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
  /** Codes into `values`; 0 is no value. */
  issuer: Uint32Array;
  result_code: Uint32Array;
  openness: Uint32Array;
  reply_kind: Uint32Array;
}
export const COLUMN_NAMES = [
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
  'issuer',
  'result_code',
  'openness',
  'reply_kind',
] as const satisfies readonly (keyof Columns)[];

export type FacetValues = Record<FacetName, string[]>;

export interface Documents {
  count: number;
  columns: Columns;
  values: FacetValues;
  ids: string[];
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

const dateNumber = (iso: string | null): number => (iso === null ? 0 : Number(iso.replaceAll('-', '')));

/** Collects letters into columns. `documents()` may be asked at any time. */
export class DocumentsBuilder {
  readonly ids: string[] = [];
  readonly values: FacetValues = { issuer: [''], result_code: [''], openness: [''], reply_kind: [''] };
  units = 0;
  private readonly codes: Record<FacetName, Map<string, number>> = {
    issuer: new Map(),
    result_code: new Map(),
    openness: new Map(),
    reply_kind: new Map(),
  };
  private readonly growing = Object.fromEntries(COLUMN_NAMES.map((name) => [name, new Growing()])) as Record<
    keyof Columns,
    Growing
  >;

  constructor() {
    this.growing.bases.push(0);
    this.growing.elementIndex.push(0);
  }

  get count(): number {
    return this.ids.length;
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
    this.ids.push(letter.id);
    this.units += units.text.length;
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
    growing.flags.push(
      (letter.attachments.length > 0 ? HAS_ATTACHMENTS : 0) |
        (letter.elements.title === null ? 0 : HAS_TITLE) |
        (letter.elements.doc_number === null ? 0 : HAS_DOC_NUMBER),
    );
    for (const facet of FACETS) growing[facet].push(this.code(facet, letter.elements[facet]));
  }

  /** Copies a letter over from another segment; for merging. */
  copy(from: Documents, doc: number): void {
    const { growing } = this;
    const source = from.columns;
    const at = (column: Uint32Array, index = doc): number => column[index] ?? 0;
    const shift = this.units - at(source.bases);
    this.ids.push(from.ids[doc] ?? '');
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
    for (const facet of FACETS) growing[facet].push(this.code(facet, from.values[facet][at(source[facet])] ?? null));
  }

  /** The columns so far; views that stay as they are while more is added. */
  documents(): Documents {
    const columns = Object.fromEntries(
      COLUMN_NAMES.map((name) => [name, this.growing[name].data.subarray(0, this.growing[name].length)]),
    ) as unknown as Columns;
    return { count: this.count, columns, values: this.values, ids: this.ids };
  }
}

export function sequenceOf(columns: Columns, doc: number): number {
  return (columns.sequenceHigh[doc] ?? 0) * 2 ** 32 + (columns.sequenceLow[doc] ?? 0);
}
