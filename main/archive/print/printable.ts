/** Makes text fit to print: characters that no font has are written as their code point, so that nothing vanishes. */
import type { Warning } from '../../../shared/model/elements.ts';
import type { FontRole, LetterFonts } from './fonts.ts';
import { breakLongRuns } from './long-runs.ts';

/** ［U+2CE2A］ stands for one character that could not be printed. */
const NOTATION = /［U\+([0-9A-F]{4,6})］/g;
/** Variation selectors, joiners and marks of direction: they choose or join shapes and are nothing by themselves. */
export const INVISIBLE =
  /[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\u{e0000}-\u{e0fff}]/gu;
const BLANK = /[\t\u00a0\u1680\u2000-\u200a\u202f\u205f]/gu;

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
  #tooLong = 0;

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
    const { text: broken, tooLong } = breakLongRuns(printable);
    this.#tooLong += tooLong;
    return broken;
  }

  /** What a person should know of the texts that were printed. */
  warnings(): Warning[] {
    const missing = this.missing();
    const warnings: Warning[] = [];
    if (missing.length > 0) {
      warnings.push({
        code: 'PDF_NO_GLYPH',
        message: `现有字体没有以下 ${missing.length} 个字符，已按编码排印（如［U+20000］）：${missing.join(' ')}`,
      });
    }
    if (this.#tooLong > 0) {
      warnings.push({
        code: 'PDF_LONG_RUN',
        message: `有 ${this.#tooLong} 处连续符号超过一行，中间没有可以换行的地方，已拆成几行排印，一个不少。`,
      });
    }
    return warnings;
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
