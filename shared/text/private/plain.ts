/**
 * A text as the finders of private data read it: digits of any writing and letters and signs of one width, dashes and blanks of one kind, simplified
 * characters, nothing invisible and no marks over or round a character. Every unit knows where it stood. Blanks and line ends stay: they part words. Pure.
 */
import { simplifiedKey } from '../simplified.ts';

export interface PlainText {
  text: string;
  /** Where each unit of `text` begins in the text as written, in UTF-16 units. */
  starts: readonly number[];
  /** Where it ends there, exclusive. */
  ends: readonly number[];
}

const INVISIBLE = /[\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}]/u;
const BLANK = /[\s\p{Z}]/u;
const DASH = /[\u2010-\u2015\u2212\u2500\u2501\ufe58\ufe63\uff0d\u30fc]/u;

const DIGIT = /\p{Nd}/u;
/** Digits in circles and of merchants (苏州码子) that no normalisation knows: the first of each row, and what it is worth. */
const ROWS = [
  [0x2776, 1],
  [0x2780, 1],
  [0x278a, 1],
  [0x24f5, 1],
  [0x3021, 1],
] as const;

/** A digit of any writing as 0..9; undefined for what is none. */
function digitOf(character: string): string | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (character === '⓿' || character === '🄋' || character === '🄌') return '0';
  const row = ROWS.find(([first]) => code >= first && code < first + 9);
  if (row !== undefined) return String(code - row[0] + row[1]);
  if (!DIGIT.test(character)) return undefined;
  // Each writing has its ten digits in one run.
  let zero = code;
  while (code - zero < 9 && DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

function plainOf(character: string): string {
  if (character === '\n' || character === '\t') return character;
  if (character === '\r') return '\n';
  if (INVISIBLE.test(character)) return '';
  if (BLANK.test(character)) return ' ';
  if (DASH.test(character)) return '-';
  const normal = character.normalize('NFKC');
  return /^[\x20-\x7e]+$/.test(normal) ? normal : (digitOf(character) ?? normal);
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
