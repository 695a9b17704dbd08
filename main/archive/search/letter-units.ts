/**
 * A letter as the index sees it: all its fields folded, one after the other, parted by a unit that no folded text
 * holds. Title first, then the elements, the body, and the attachments (name, text).
 */
import { crc32 } from 'node:zlib';
import { foldUnits } from '../../../shared/text/fold.ts';
import type { Elements } from '../../../shared/model/elements.ts';
import type { IndexedLetter } from './types.ts';

export const SEPARATOR = 0;

/** Kinds of elements that are searched. The numbers are stored in the index. */
export const ELEMENT_KINDS = {
  doc_number: 1,
  case_number: 2,
  addressees: 3,
  issuer: 4,
  letterhead: 5,
  printed_by: 6,
  session: 7,
  case_title: 8,
  contact: 9,
  phones: 10,
  cc: 11,
  cited_documents: 12,
} as const;
export type SearchedElement = keyof typeof ELEMENT_KINDS;
export const SEARCHED_ELEMENTS = Object.keys(ELEMENT_KINDS) as SearchedElement[];

/** A query that equals the whole of one of these goes first. */
export const EXACT_ELEMENTS: readonly SearchedElement[] = [
  'doc_number',
  'case_number',
  'addressees',
  'issuer',
  'letterhead',
  'contact',
  'phones',
];

export interface LetterUnits {
  /** A view that the next letter overwrites. */
  units: Uint16Array;
  /** Offsets in `units`. The title begins at 0 and ends before `elementsAt` − 1. */
  elementsAt: number;
  elements: { at: number; kind: number }[];
  bodyAt: number;
  attachmentsAt: number;
}

/** The values of a searched element, as a list. */
export function elementValues(elements: Elements, name: SearchedElement): string[] {
  const value = elements[name];
  return value === null ? [] : typeof value === 'string' ? [value] : value;
}

/** Where a letter's units are put together; used for all letters, outside the heap. */
class Desk {
  private units = new Uint16Array(65536);
  length = 0;

  /** Adds a folded text and what parts it from the next. */
  add(text: string): void {
    const folded = foldUnits(text);
    const end = this.length + folded.length + 1;
    if (end > this.units.length) {
      const wider = new Uint16Array(end * 2);
      wider.set(this.units.subarray(0, this.length));
      this.units = wider;
    }
    this.units.set(folded, this.length);
    this.units[end - 1] = SEPARATOR;
    this.length = end;
  }

  /** What has been added; the desk is empty afterwards. */
  take(): Uint16Array {
    const taken = this.units.subarray(0, this.length);
    this.length = 0;
    if (this.units.length > DESK_KEPT) this.units = new Uint16Array(65536);
    return taken;
  }
}
const DESK_KEPT = 1 << 21;
const desk = new Desk();

export function letterUnits(letter: IndexedLetter): LetterUnits {
  desk.length = 0;
  desk.add(letter.elements.title ?? '');
  const elementsAt = desk.length;
  const elements: LetterUnits['elements'] = [];
  for (const name of SEARCHED_ELEMENTS) {
    for (const value of elementValues(letter.elements, name)) {
      elements.push({ at: desk.length, kind: ELEMENT_KINDS[name] });
      desk.add(value);
    }
  }
  const bodyAt = desk.length;
  desk.add(letter.text);
  const attachmentsAt = desk.length;
  for (const attachment of letter.attachments) {
    desk.add(attachment.name);
    desk.add(attachment.text);
  }
  return { units: desk.take(), elementsAt, elements, bodyAt, attachmentsAt };
}

/** A number that changes with anything in the letter that the index holds; for the check against the archive. */
export function lettersHash(letter: IndexedLetter, { units }: LetterUnits): number {
  const { issued_on, issuer, result_code, openness, reply_kind } = letter.elements;
  const bytes = new Uint8Array(units.buffer, units.byteOffset, units.byteLength);
  return crc32(JSON.stringify([issued_on, issuer, result_code, openness, reply_kind]), crc32(bytes));
}
