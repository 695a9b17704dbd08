/**
 * A letter as the index sees it: all its fields folded, one after the other, parted by a unit that no folded text
 * holds. Title first, then the elements, the body, and the attachments (name, text).
 */
import { crc32 } from 'node:zlib';
import { foldUnits } from '../../../shared/text/fold.ts';
import {
  ELEMENT_NAMES,
  FACET_ELEMENTS,
  elementSpec,
  type ElementName,
  type Elements,
} from '../../../shared/model/elements.ts';
import type { IndexedLetter } from './types.ts';

export const SEPARATOR = 0;

/** The elements that are searched, by the number under which the index keeps them. */
export const SEARCHED_ELEMENTS: readonly ElementName[] = ELEMENT_NAMES.filter(
  (name) => elementSpec(name).search !== undefined,
).sort((a, b) => numberOf(a) - numberOf(b));

/** Under which number the index keeps an element; 0 for one that is not searched. */
export function numberOf(name: ElementName): number {
  return elementSpec(name).search?.number ?? 0;
}

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
export function elementValues(elements: Elements, name: ElementName): string[] {
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
      elements.push({ at: desk.length, kind: numberOf(name) });
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
  const { elements } = letter;
  const bytes = new Uint8Array(units.buffer, units.byteOffset, units.byteLength);
  return crc32(JSON.stringify([elements.issued_on, ...FACET_ELEMENTS.map((name) => elements[name])]), crc32(bytes));
}
