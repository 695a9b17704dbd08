/**
 * The words in strings of pdf syntax: outlines, labels of pages, names of fields and layers, values, captions, choices, tips, other
 * words for figures, scripts. Chinese there begins with a mark of its encoding (ISO 32000-1, 7.9.2.2), so that only such strings are
 * taken apart.
 */
import { mayBeCertain, mentionsSecrecy } from '../secrecy.ts';
import { quotedMarks, unescaped } from './quoted-marks.ts';

const NEXT = String.raw`(?:\\\r?\n)*`;
const byte = (char: string, octal: string): string => `(?:${char}|\\\\${octal})${NEXT}`;
/** A literal or hexadecimal string that begins with a mark of UTF-16 or UTF-8. */
const MARKED = new RegExp(
  String.raw`\(${NEXT}(?:${byte('\\xfe', '376')}${byte('\\xff', '377')}|${byte('\\xff', '377')}${byte('\\xfe', '376')}|${byte('\\xef', '357')}${byte('\\xbb', '273')}${byte('\\xbf', '277')})` +
    String.raw`|<\s*(?:f\s*e\s*f\s*f|f\s*f\s*f\s*e|e\s*f\s*b\s*b\s*b\s*f)`,
  'gi',
);
/** Other words for what the page draws: often a piece of a sentence, so that only a mark that is sure counts. */
const PIECE_OF_TEXT = /\/(?:ActualText|E)\s*$/;
/** Of one file. */
export const MOST_STRINGS = 20_000;

interface Found {
  text: string;
  start: number;
  end: number;
}

/**
 * @param syntax latin1: objects, or a page's orders
 * @returns the strings in which a mark may stand, with what is quoted in scripts
 */
export function markedStrings(syntax: string): string[] {
  const found: Found[] = [];
  for (const match of syntax.matchAll(MARKED)) {
    const start = match.index;
    if (start < (found.at(-1)?.end ?? 0)) continue;
    const { bytes, end } = syntax[start] === '(' ? literal(syntax, start + 1) : hexadecimal(syntax, start + 1);
    found.push({ text: decodeMarked(bytes) ?? '', start, end });
    if (found.length >= MOST_STRINGS) break;
  }
  return found.flatMap(({ text, start, end }, at) => {
    const inList =
      isGap(syntax, found[at - 1]?.end, start) ||
      isGap(syntax, end, found[at + 1]?.start) ||
      PIECE_OF_TEXT.test(syntax.slice(Math.max(0, start - 16), start));
    return textPieces(text, inList);
  });
}

/** Strings with nothing but brackets between are items of a list, such as the choices of a field. */
function isGap(syntax: string, start: number | undefined, end: number | undefined): boolean {
  return start !== undefined && end !== undefined && end - start < 100 && /^[\s[\]]*$/.test(syntax.slice(start, end));
}

/** What of a text is asked, and what is quoted in it. @param inList only a mark that is sure counts */
export function textPieces(text: string, inList = false): string[] {
  const plain = unescaped(text);
  if (!mentionsSecrecy(plain)) return [];
  return [...(!inList || mayBeCertain(plain) ? [plain] : []), ...quotedMarks(plain)];
}

/** Text that begins with a mark of its encoding; null where it does not. */
export function decodeMarked(bytes: Buffer): string | null {
  const [first, second, third] = bytes;
  const encoding =
    first === 0xfe && second === 0xff
      ? 'utf-16be'
      : first === 0xff && second === 0xfe
        ? 'utf-16le'
        : first === 0xef && second === 0xbb && third === 0xbf
          ? 'utf-8'
          : null;
  // An escape in between names a language.
  return encoding === null ? null : new TextDecoder(encoding).decode(bytes).replaceAll(/\x1b[^\x1b]{0,20}\x1b/g, '');
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function literal(syntax: string, start: number): { bytes: Buffer; end: number } {
  let depth = 1;
  let at = start;
  let out = '';
  let plain = start;
  for (; at < syntax.length; at++) {
    const char = syntax[at];
    if (char === '\\') {
      out += syntax.slice(plain, at);
      const octal = /^[0-7]{1,3}/.exec(syntax.slice(at + 1, at + 4))?.[0];
      const next = syntax[at + 1] ?? '';
      if (octal !== undefined) {
        out += String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
        at += octal.length;
      } else {
        const lineEnd = /^(?:\r\n?|\n)/.exec(syntax.slice(at + 1, at + 3))?.[0];
        out += lineEnd === undefined ? (ESCAPES[next] ?? next) : '';
        at += lineEnd?.length ?? 1;
      }
      plain = at + 1;
    } else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) break;
  }
  return { bytes: Buffer.from(out + syntax.slice(plain, at), 'latin1'), end: at + 1 };
}

function hexadecimal(syntax: string, start: number): { bytes: Buffer; end: number } {
  const close = syntax.indexOf('>', start);
  const end = close < 0 ? syntax.length : close;
  const digits = syntax.slice(start, end).replaceAll(/[^0-9a-f]/gi, '');
  return { bytes: Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex'), end: end + 1 };
}
