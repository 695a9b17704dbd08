/** Makes text fit to print: characters that no font has are written as their code point, so that nothing vanishes. */
import type { FontRole, LetterFonts } from './fonts.ts';

/** ［U+2CE2A］ stands for one character that could not be printed. */
const NOTATION = /［U\+([0-9A-F]{4,6})］/g;
/** Variation selectors, joiners and marks of direction: they choose or join shapes and are nothing by themselves. */
export const INVISIBLE =
  /[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\u{e0000}-\u{e0fff}]/gu;
const BLANK = /[\t\u00a0\u1680\u2000-\u200a\u202f\u205f]/gu;
/** Latin text that offers no place to break for longer than a line is broken anyway. */
const LONG_RUN = /[!-~]{30,}/g;
const BREAK_EVERY = /[!-~]{8}(?=[!-~])/g;

/** A letter with its accents, written as several characters. */
const ACCENTED = /\P{M}\p{M}+/gu;
/** An accent by itself. Set over its neighbour it would spoil the way back from glyphs to text (ToUnicode). */
const MARK = /\p{M}/u;

function isPrivateUse(codePoint: number): boolean {
  return (codePoint >= 0xe000 && codePoint <= 0xf8ff) || codePoint >= 0xf0000;
}

export function writeCodePoint(codePoint: number): string {
  return `［U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}］`;
}

/** Text of a PDF with ［U+…］ turned back into the characters that were meant. */
export function readCodePoints(text: string): string {
  return text.replace(NOTATION, (whole, hex: string) => {
    const codePoint = Number.parseInt(hex, 16);
    return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole;
  });
}

/** Prepares the texts of one letter and remembers which characters no font had. */
export class PrintableText {
  readonly #fonts: LetterFonts;
  readonly #missing = new Set<number>();

  constructor(fonts: LetterFonts) {
    this.#fonts = fonts;
  }

  /** @returns the text with every character that the role's fonts lack (or PDF/A forbids) written as ［U+…］ */
  print(role: FontRole, text: string): string {
    let printable = '';
    const prepared = text
      .replace(INVISIBLE, '')
      .replace(BLANK, ' ')
      .replace(ACCENTED, (cluster) => cluster.normalize('NFC'));
    for (const character of prepared) {
      const codePoint = character.codePointAt(0) ?? 0;
      const isPlain = !isPrivateUse(codePoint) && !MARK.test(character);
      if (character === '\n' || (isPlain && this.#fonts.has(role, codePoint))) {
        printable += character;
      } else {
        this.#missing.add(codePoint);
        printable += writeCodePoint(codePoint);
      }
    }
    return printable.replace(LONG_RUN, (run) => run.replace(BREAK_EVERY, '$&\u200b'));
  }

  /** The characters that no font had, each with its code, in order of code. */
  missing(): string[] {
    return [...this.#missing]
      .toSorted((a, b) => a - b)
      .map((codePoint) => {
        const code = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
        const visible =
          codePoint > 0x20 &&
          !isPrivateUse(codePoint) &&
          !(codePoint >= 0x7f && codePoint < 0xa0) &&
          !(codePoint >= 0xd800 && codePoint <= 0xdfff);
        return visible ? `${String.fromCodePoint(codePoint)}（${code}）` : code;
      });
  }
}
