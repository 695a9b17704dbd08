/** What is known of a letter beside its text: a person may have corrected it, so it goes before what the words seem to say. */
import type { Elements } from '../../model/elements.ts';
import { simplifiedKey } from '../simplified.ts';

/** The elements whose places in the text are looked for by their values. */
export type KnownElements = Pick<Elements, 'title' | 'doc_number' | 'letterhead' | 'issuer' | 'addressees'>;

export const NOTHING_KNOWN: KnownElements = {
  title: null,
  doc_number: null,
  letterhead: null,
  issuer: null,
  addressees: [],
};

/** The same in simplified characters, as the rules look at a text. */
export function simplifiedElements(known: KnownElements): KnownElements {
  if (known === NOTHING_KNOWN) return known;
  const key = (value: string | null): string | null => (value === null ? null : simplifiedKey(value));
  return {
    title: key(known.title),
    doc_number: key(known.doc_number),
    letterhead: key(known.letterhead),
    issuer: key(known.issuer),
    addressees: known.addressees.map(simplifiedKey),
  };
}

export interface Bare {
  text: string;
  /** Where each character of `text` comes from. */
  at: number[];
}

/** A text in the form in which values are compared: without blanks, in one width, with one form of bracket. */
export function bareOf(text: string): Bare {
  const at: number[] = [];
  let written = '';
  let index = 0;
  for (const character of text) {
    const plain = bare(character);
    written += plain;
    for (let count = 0; count < plain.length; count += 1) at.push(index);
    index += character.length;
  }
  return { text: written, at };
}

/** The same without the way back. */
export function bare(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(/[﹝[【]/g, '〔')
    .replace(/[﹞\]】]/g, '〕');
}
