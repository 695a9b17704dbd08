/** A letter's clean text as the recognisers look at it: lines, and lines without blanks with the way back. Pure. */

/** A value and where it was read; positions are UTF-16 units of the clean text, end exclusive. */
export interface Found<T> {
  value: T;
  start: number;
  end: number;
  /** 0..1; below 0.9 a person should look. */
  confidence: number;
}

export interface Line {
  start: number;
  end: number;
  text: string;
}

/** Text without blanks; `at[i]` is where its character i stands in the clean text. */
export interface Squeezed {
  text: string;
  at: number[];
}

/** Longer than any element with the blanks that may be strewn in it. */
const LONGEST_LOOKED_AT = 1000;

const BLANK = /[\s\u200b-\u200d\u2060\ufeff]/;

/** The lines of a text that hold anything, without blanks around them. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start <= text.length) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const whole = text.slice(start, end);
    const trimmed = whole.trim();
    if (trimmed !== '') {
      const lead = whole.length - whole.trimStart().length;
      lines.push({ start: start + lead, end: start + lead + trimmed.length, text: trimmed });
    }
    start = end + 1;
  }
  return lines;
}

/** [from, to) of `text` without blanks. */
export function squeeze(text: string, from: number, to: number): Squeezed {
  const at: number[] = [];
  let out = '';
  for (let i = from; i < to; i += 1) {
    const character = text.charAt(i);
    if (BLANK.test(character)) continue;
    out += character;
    at.push(i);
  }
  return { text: out, at };
}

/** The start of a line without blanks: what is longer is running text, where no element stands alone. */
export function squeezeLine(text: string, line: Line): Squeezed {
  return squeeze(text, line.start, Math.min(line.end, line.start + LONGEST_LOOKED_AT));
}

/** The span in the clean text of characters [from, to) of a squeezed text. */
export function spanOf(squeezed: Squeezed, from: number, to: number): { start: number; end: number } {
  const start = squeezed.at[from] ?? 0;
  const last = squeezed.at[to - 1];
  return { start, end: last === undefined ? start : last + 1 };
}

/** One capture group of a match on a squeezed text, as a finding. */
export function foundGroup(
  squeezed: Squeezed,
  match: RegExpMatchArray,
  group: number,
  confidence: number,
): Found<string> | null {
  const value = match[group];
  if (value === undefined || value === '') return null;
  const indices = match.indices?.[group];
  const from = indices ? indices[0] : (match.index ?? 0) + match[0].indexOf(value);
  return { value, ...spanOf(squeezed, from, from + value.length), confidence };
}
