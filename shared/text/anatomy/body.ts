/** 正文: headings, paragraphs, rows of tables and the list of annexes (GB/T 9704-2012, 7.3.3 and 7.3.4). */
import type { Line } from './lines.ts';
import type { HeadingLevel, Part } from './parts.ts';

const LEVELS: readonly (readonly [HeadingLevel, RegExp])[] = [
  [1, /^[一二三四五六七八九十百]+、/],
  [2, /^[（(][一二三四五六七八九十百]+[）)]/],
  [3, /^\d{1,2}\s*(?:[.．](?!\d)|、)/],
  [4, /^[（(]\d{1,2}[）)]/],
];
/** A longer opening is no heading. */
const LONGEST_HEADING = 56;
const ANNEX_NOTE = /^附件\s*[：:]/;
const NEXT_ANNEX = /^\d{1,2}\s*[.．、]/;
/** So near to the end stands the list of annexes. */
const ANNEX_NOTE_REACH = 20;

/** The level of the ordinal with which a paragraph opens; null where it opens with none. */
export function levelOf(text: string): HeadingLevel | null {
  return LEVELS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

/** 附件：1. 情况表 */
export function isAnnexNote(text: string): boolean {
  return ANNEX_NOTE.test(text);
}

/** 2. 名单 on a line of its own. */
export function isNextAnnex(text: string): boolean {
  return NEXT_ANNEX.test(text);
}

/** The parts of the lines [from, to); a paragraph of the last lines before `to` may name the annexes. */
export function bodyParts(lines: readonly Line[], from: number, to: number): Part[] {
  const parts: Part[] = [];
  let inNote = false;
  for (let at = from; at < to; at += 1) {
    const line = lines[at];
    if (!line) continue;
    inNote = isAnnexNote(line.text) || (inNote && isNextAnnex(line.text));
    if (inNote && at >= to - ANNEX_NOTE_REACH)
      parts.push({ start: line.start, end: line.end, role: 'annexNote', line: at });
    else parts.push(...paragraphParts(line, at, lines[at + 1]?.text));
  }
  return parts;
}

/** A paragraph as heading and text, or either alone; a row of a table where it has cells. */
export function paragraphParts({ start, end, text }: Line, line: number, next?: string): Part[] {
  if (text.includes('\t')) return [{ start, end, role: 'table', line }];
  const level = levelOf(text);
  const length = level === null ? 0 : headingLength(text, level, next);
  if (level === null || length === 0) return [{ start, end, role: 'text', line }];
  const rest = text.slice(length);
  const heading: Part = { start, end: start + text.slice(0, length).trimEnd().length, role: 'heading', level, line };
  if (rest.trim() === '') return [heading];
  return [heading, { start: end - rest.trimStart().length, end, role: 'text', line }];
}

/**
 * How much of a paragraph is its heading: its first sentence where more follows, all of it where it does not read as a
 * sentence, or nothing. Of the lower levels, items of a list have the same ordinals: what is followed by its kin is none.
 */
function headingLength(text: string, level: HeadingLevel, next: string | undefined): number {
  const sentence = text.search(/[。！？；]/);
  const isLower = level > 2;
  if (sentence >= 0 && sentence < text.length - 1) {
    const isItem = isLower && text.charAt(sentence) === '；';
    return sentence < LONGEST_HEADING && !isItem ? sentence + 1 : 0;
  }
  const isSentence = sentence >= 0 && (text.includes('，') || text.length > 30);
  if (text.length <= LONGEST_HEADING) {
    const isItem = isLower && (sentence >= 0 || next === undefined || levelOf(next) === level);
    return isSentence || isItem ? 0 : text.length;
  }
  const colon = text.search(/[：:]/);
  return colon >= 0 && colon < LONGEST_HEADING ? colon + 1 : 0;
}
