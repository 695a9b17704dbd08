/** Marks of secrecy inside what programs run: formulas, field codes, style sheets, scripts. There they stand in quotation marks. */
import { mayBeCertain } from '../secrecy.ts';

/** A sentence sets quotation marks beside its own characters, and only speaks of what stands in them. */
const QUOTED =
  /(?<![\p{sc=Han}，、：；])(?:"((?:[^"\\]|\\[^])*)"|'((?:[^'\\]|\\[^])*)'|`((?:[^`\\]|\\[^])*)`)(?![\p{sc=Han}，、；])/gu;
/** \u79d8, \u{79d8}, \xb7 of scripts; \79d8 of style sheets. */
const ESCAPED = /\\(?:u\{?([0-9a-f]{4,6})\}?|x([0-9a-f]{2})|([0-9a-f]{4,6})[ \t]?)/gi;
/** Of one piece of code. */
const MOST = 1000;

/** @returns the quoted words of a piece of code in which a mark may stand that can be nothing else */
export function quotedMarks(code: string): string[] {
  const plain = unescaped(code);
  if (!/["'`]/.test(plain) || !mayBeCertain(plain)) return [];
  const found: string[] = [];
  for (const [, double, single, back] of plain.matchAll(QUOTED)) {
    const words = double ?? single ?? back ?? '';
    if (mayBeCertain(words)) found.push(words);
    if (found.length >= MOST) break;
  }
  return found;
}

/** Code with its numbered characters written out. */
export function unescaped(code: string): string {
  if (!code.includes('\\')) return code;
  return code.replaceAll(ESCAPED, (whole, script?: string, byte?: string, style?: string) => {
    const point = Number.parseInt(script ?? byte ?? style ?? '', 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
