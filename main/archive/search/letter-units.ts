/**
 * A letter as the index sees it: all its fields folded, one after the other, parted by a unit that no folded text
 * holds. Title first, then the elements, the body, and the attachments (name, text).
 */
import { crc32 } from 'node:zlib';
import { foldText } from '../../../shared/text/fold.ts';
import type { Elements } from '../../../shared/model/elements.ts';
import type { IndexedLetter } from './types.ts';

export const SEPARATOR = '\u0000';

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
  text: string;
  /** Offsets in `text`. The title begins at 0 and ends before `elementsAt` − 1. */
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

export function letterUnits(letter: IndexedLetter): LetterUnits {
  let text = foldText(letter.elements.title ?? '') + SEPARATOR;
  const elementsAt = text.length;
  const elements: LetterUnits['elements'] = [];
  for (const name of SEARCHED_ELEMENTS) {
    for (const value of elementValues(letter.elements, name)) {
      elements.push({ at: text.length, kind: ELEMENT_KINDS[name] });
      text += foldText(value) + SEPARATOR;
    }
  }
  const bodyAt = text.length;
  text += foldText(letter.text) + SEPARATOR;
  const attachmentsAt = text.length;
  for (const attachment of letter.attachments) {
    text += foldText(attachment.name) + SEPARATOR + foldText(attachment.text) + SEPARATOR;
  }
  return { text, elementsAt, elements, bodyAt, attachmentsAt };
}

/** A number that changes with anything in the letter that the index holds; for the check against the archive. */
export function lettersHash(letter: IndexedLetter, units: LetterUnits): number {
  const { issued_on, issuer, result_code, openness, reply_kind } = letter.elements;
  return crc32(JSON.stringify([issued_on, issuer, result_code, openness, reply_kind]), crc32(units.text));
}
