/**
 * What people read on a terminal shows what is there: names of files, reasons and elements come from others, and none of their characters may
 * move the cursor, hide a line, make up another or turn the writing round. JSON is for programs and stays as it is.
 */

/** Controls (C0 but tab and line end, delete, C1), line and paragraph separators, marks that turn or join the direction of writing. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb]/gu;
const LINE_END = '⏎';

const sign = (character: string): string =>
  `［U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}］`;

/** Text of several lines, with a sign for each character that would be obeyed instead of seen. */
export const visible = (text: string): string => text.replaceAll('\r\n', '\n').replace(UNSEEN, sign);

/** The same for a value that stands in a line: its own line ends are seen too. */
export const inLine = (text: string): string => visible(text).replaceAll('\n', LINE_END);

/** What is printed as a block of its own. */
const BLOCKS = new Set(['text', 'snippet']);

/** An answer as it is put into lines: every text in it, however deep, is of one line, but for those that are blocks. */
export function forLines<T>(answer: T): T {
  return lined(answer, '') as T;
}

/** An answer that no engine gave: as it is where JSON is wanted. */
export const told = <T>(args: { flag: (name: string) => boolean }, answer: T): T =>
  args.flag('json') ? answer : forLines(answer);

function lined(value: unknown, name: string): unknown {
  if (typeof value === 'string') return BLOCKS.has(name) || !value.includes('\n') ? value : inLine(value);
  if (Array.isArray(value)) return value.map((one: unknown) => lined(one, name));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, lined(one, key)]));
}
