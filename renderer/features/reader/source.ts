/** A letter's text with where it comes from, for what quotes it. Pure. */
import type { Letter } from '../../../shared/model/letter.ts';
import { words } from './words.ts';

/** Office, number, title and day, and the archive's own number, as a note at the end. */
export function sourceOf({ elements, ref_code, name }: Pick<Letter, 'elements' | 'ref_code' | 'name'>): string {
  const { issuer, doc_number, title, issued_on } = elements;
  const parts = [
    issuer,
    `《${title ?? name}》`,
    doc_number,
    issued_on,
    ref_code === null ? null : `档号 ${ref_code}`,
  ].filter((part) => part !== null);
  return words.source(parts.join('，'));
}

export function copyWithSource(letter: Letter, text: string = letter.text): string {
  return `${text.trimEnd()}\n${sourceOf(letter)}`;
}
