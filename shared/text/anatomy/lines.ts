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
  at: readonly number[];
}

/** Longer than any element with the blanks that may be strewn in it. */
const LONGEST_LOOKED_AT = 1000;

const BLANK = /[\s\u200b-\u200d\u2060\ufeff]/;
const BLANKS = new RegExp(BLANK, 'g');
/** Between these two there is no blank, and nearly all that a letter is written with. */
const [LAST_LOW, FIRST_HIGH] = [0x3000, 0xfeff];

/** Whatever ends a line in a text that a person may have changed. */
const LINE_END = /[\n\r\u2028\u2029\f\v\u0085]/g;

/** The lines of a text that hold anything, without blanks around them. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  const add = (start: number, end: number): void => {
    const whole = text.slice(start, end);
    const trimmed = whole.trim();
    if (trimmed === '') return;
    const lead = whole.length - whole.trimStart().length;
    lines.push({ start: start + lead, end: start + lead + trimmed.length, text: trimmed });
  };
  let start = 0;
  for (const { index } of text.matchAll(LINE_END)) {
    add(start, index);
    start = index + 1;
  }
  add(start, text.length);
  return lines;
}

/** [from, to) of `text` without blanks. */
export function squeeze(text: string, from: number, to: number): Squeezed {
  const part = text.slice(from, to);
  const hasBlanks = BLANK.test(part);
  const at: number[] = [];
  for (let i = 0; i < part.length; i += 1) {
    const unit = part.charCodeAt(i);
    if (!hasBlanks || (unit > LAST_LOW && unit < FIRST_HIGH) || !BLANK.test(part.charAt(i))) at.push(from + i);
  }
  return { text: hasBlanks ? part.replace(BLANKS, '') : part, at };
}

/** Every rule that looks at a line asks for it without blanks: what was made of it is kept as long as the line is. */
const squeezedLines = new WeakMap<Line, { text: string; squeezed: Squeezed }>();

/** The start of a line without blanks: what is longer is running text, where no element stands alone. */
export function squeezeLine(text: string, line: Line): Squeezed {
  const known = squeezedLines.get(line);
  if (known?.text === text) return known.squeezed;
  const squeezed = squeeze(text, line.start, Math.min(line.end, line.start + LONGEST_LOOKED_AT));
  squeezedLines.set(line, { text, squeezed });
  return squeezed;
}

/** The span in the clean text of characters [from, to) of a squeezed text. */
export function spanOf(squeezed: Squeezed, from: number, to: number): { start: number; end: number } {
  const start = squeezed.at[from] ?? 0;
  const last = squeezed.at[to - 1];
  return { start, end: last === undefined ? start : last + 1 };
}
