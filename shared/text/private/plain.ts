/**
 * A text as the finders of private data read it: digits, letters and signs of one width, dashes and blanks of one kind, simplified
 * characters, nothing invisible. Every unit knows where it stood. Blanks and line ends stay: they part words. Pure.
 */
import { simplifiedKey } from '../simplified.ts';

export interface PlainText {
  text: string;
  /** Where each unit of `text` begins in the text as written, in UTF-16 units. */
  starts: readonly number[];
  /** Where it ends there, exclusive. */
  ends: readonly number[];
}

const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
const BLANK = /[\s\p{Z}]/u;
const DASH = /[\u2010-\u2015\u2212\u2500\u2501\ufe58\ufe63\uff0d\u30fc]/u;

function plainOf(character: string): string {
  if (character === '\n' || character === '\t') return character;
  if (character === '\r') return '\n';
  if (INVISIBLE.test(character)) return '';
  if (BLANK.test(character)) return ' ';
  if (DASH.test(character)) return '-';
  return character.normalize('NFKC');
}

/** Plain letters, digits and Han characters, which stay as they are. */
const isPlain = (unit: number): boolean => (unit > 0x20 && unit < 0x7f) || (unit >= 0x4e00 && unit <= 0x9fff);

export function plainText(written: string): PlainText {
  const simplified = simplifiedKey(written);
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  for (let at = 0; at < simplified.length;) {
    const unit = simplified.charCodeAt(at);
    if (isPlain(unit)) {
      text += simplified[at] ?? '';
      starts.push(at);
      ends.push(at + 1);
      at += 1;
      continue;
    }
    const character = String.fromCodePoint(simplified.codePointAt(at) ?? 0);
    const plain = plainOf(character);
    for (let i = 0; i < plain.length; i += 1) {
      starts.push(at);
      ends.push(at + character.length);
    }
    text += plain;
    at += character.length;
  }
  return { text, starts, ends };
}

/** A place of the plain text as a place of the text as written. */
export function writtenPlace({ starts, ends }: PlainText, start: number, end: number): { start: number; end: number } {
  return { start: starts[start] ?? 0, end: ends[end - 1] ?? 0 };
}
