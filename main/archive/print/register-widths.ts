/**
 * How the columns of a register share the page: numbers, days and archive numbers keep their values on one line, the others share what is
 * left in the measure of their widths, and none is narrower than its heading. Pure.
 */
import type { RegisterColumn } from '../../../shared/model/registers.ts';

/** An A4 page across, between its margins, and what a cell has beside its words, in points: as register.typ sets them. */
const TABLE_WIDTH = 773.8;
const CELL_PADDING = 6;
const TYPE_SIZE = 9;
/** Widths are rounded: a little more than the words. */
const SLACK = 1;
/** Signs that are narrower than a full character, in parts of it: a little more than the widest face has on average. */
const NARROW: readonly (readonly [RegExp, number])[] = [
  [/[-.,:;/()[\] ]/, 0.37],
  [/[A-Z@%&+=<>~]/, 0.7],
  [/[!-~]/, 0.57],
];
/** Of the page that one value may take for itself, where all of a column are to stay whole, and where most are; a longer one is broken as any other. */
const MOST = { all: 0.25, most: 0.15 };
/** Of the values of a column of which most are to stay whole: so many do, the longest need not. */
const MOSTLY = 0.9;
/** Of the page that is left for columns of words, where there are such. */
const LEFT_FOR_WORDS = 0.35;
/** Where the page may grow: what a column of words has at least, in points. */
const LEAST_WORDS = 60;
/** A unit in which spreadsheets measure columns, in points of the page. */
const SHEET_UNIT = 4.5;

export interface RegisterWidths {
  /** In points; together they fill the page. */
  widths: number[];
  /** Columns (from 0) whose values all fit on one line: these are not to be broken. */
  whole: number[];
}

/** Width of words in a cell, in points. Signs like · are as wide as a character in some faces. */
function widthIn(words: string): number {
  let width = 0;
  for (const character of words) width += NARROW.find(([signs]) => signs.test(character))?.[1] ?? 1;
  return width * TYPE_SIZE + CELL_PADDING + SLACK;
}

/** Of a value that may be several: a list may end a line behind each. */
const widestPiece = (value: string): number =>
  Math.max(...value.split(/\n|(?<=、)/).map((piece) => widthIn(piece.trimEnd())));

const isWords = ({ type, whole }: RegisterColumn): boolean => type === 'text' && whole === undefined;
/** Numbers and days first: they are short, and a broken one is misread. */
const rank = ({ type, whole }: RegisterColumn): number => (type !== 'text' ? 0 : whole === 'all' ? 1 : 2);

/** What a column needs for all its values, or for most of them, the most first; without what is beyond reason. */
function wants(
  column: RegisterColumn,
  values: readonly string[],
  pageWidth: number,
): { width: number; all: boolean }[] {
  const pieces = values.map(widestPiece).toSorted((a, b) => a - b);
  const heading = widthIn(column.label);
  const kind = column.whole ?? 'all';
  const at = (share: number): number => Math.max(heading, pieces[Math.ceil(pieces.length * share) - 1] ?? 0);
  const all = { width: at(1), all: true };
  return (kind === 'all' ? [all] : [all, { width: at(MOSTLY), all: false }]).filter(
    ({ width }) => width <= Math.max(heading, pageWidth * MOST[kind]),
  );
}

/**
 * @param columns with their widths in any measure
 * @param rows cells as they are shown
 * @param pageWidth in points
 */
export function registerWidths(
  columns: readonly RegisterColumn[],
  rows: readonly (readonly string[])[],
  pageWidth = TABLE_WIDTH,
): RegisterWidths {
  const least = columns.map(({ label }) => widthIn(label));
  const sum = (are: (column: RegisterColumn) => boolean): number =>
    columns.reduce((total, column, at) => (are(column) ? total + (least[at] ?? 0) : total), 0);
  const spent = (): number => sum((column) => !isWords(column));
  const room = pageWidth - (columns.some(isWords) ? Math.max(sum(isWords), pageWidth * LEFT_FOR_WORDS) : 0);
  const whole: number[] = [];
  const held = new Set<number>();
  const asked = columns.flatMap((column, at) => (isWords(column) ? [] : [{ column, at }]));
  for (const { column, at } of asked.toSorted((a, b) => rank(a.column) - rank(b.column))) {
    const before = least[at] ?? 0;
    const values = rows.map((row) => row[at] ?? '');
    const want = wants(column, values, pageWidth).find(({ width }) => spent() - before + width <= room);
    if (want === undefined) continue;
    least[at] = want.width;
    held.add(at);
    if (want.all) whole.push(at);
  }
  // Nothing but such columns: they share what is left over.
  if (held.size === columns.length) {
    const over = (pageWidth - spent()) / columns.length;
    return { widths: least.map((one) => one + over), whole };
  }
  for (;;) {
    const taken = [...held].reduce((total, at) => total + (least[at] ?? 0), 0);
    const open = columns.reduce((total, { width }, at) => (held.has(at) ? total : total + width), 0);
    const unit = (pageWidth - taken) / open;
    const narrow = columns.flatMap(({ width }, at) => (!held.has(at) && width * unit < (least[at] ?? 0) ? [at] : []));
    // So many columns that their headings alone do not fit: they share as they are.
    if (held.size + narrow.length === columns.length) {
      const all = columns.reduce((total, { width }) => total + width, 0);
      return { widths: columns.map(({ width }) => (width * pageWidth) / all), whole: [] };
    }
    if (narrow.length === 0) {
      return { widths: columns.map(({ width }, at) => (held.has(at) ? (least[at] ?? 0) : width * unit)), whole };
    }
    for (const at of narrow) held.add(at);
  }
}

/**
 * The same for a spreadsheet, which is printed across A4 with all its columns: many columns make it wider, and smaller on paper.
 * @returns widths in half-width characters
 */
export function sheetWidths(columns: readonly RegisterColumn[], rows: readonly (readonly string[])[]): number[] {
  const needed = columns.reduce((sum, column, at) => {
    const heading = widthIn(column.label);
    if (isWords(column)) return sum + Math.max(LEAST_WORDS, heading);
    const values = rows.map((row) => row[at] ?? '');
    return sum + (wants(column, values, TABLE_WIDTH).at(-1)?.width ?? Math.max(LEAST_WORDS, heading));
  }, 0);
  const { widths } = registerWidths(columns, rows, Math.max(TABLE_WIDTH, needed));
  return widths.map((points) => Math.round((points / SHEET_UNIT) * 10) / 10);
}
