/** How the columns of a report's table share the page where some of them must not break their values: numbers, archive numbers. Pure. */

/** An A4 page between its margins, and what a cell has beside its words, in points: as report.typ sets them. */
const TABLE_WIDTH = 481.9;
const CELL_PADDING = 8;
const TYPE_SIZE = 10.5;
/** Of Latin letters and digits, in parts of a full character: a little more than the widest face has on average. */
const LATIN = 0.6;
/** Widths are rounded: a little more than the words. */
const SLACK = 1;
/** Of the page; a longer value is broken as any other. */
const MOST = 0.4;
/** A heading of two characters stays on one line. */
const LEAST = 2;

/** Width of a value in a cell, in points. */
function widthIn(value: string, size: number): number {
  let width = 0;
  for (const character of value) width += (character.codePointAt(0) ?? 0) < 0x2000 ? LATIN : 1;
  return width * size + CELL_PADDING + SLACK;
}

/**
 * @param shares of the columns, in any measure
 * @param kept columns that are as wide as their longest value, within reason; the others share what is left
 * @param size of the type, in points
 * @returns widths in points, and the columns whose values all fit: those are not to be broken
 */
export function widthsWithWhole(
  shares: readonly number[],
  kept: readonly number[],
  rows: readonly (readonly string[])[],
  size = TYPE_SIZE,
): { widths: number[]; whole: number[] } {
  const most = TABLE_WIDTH * MOST;
  const own = new Map<number, number>();
  const whole: number[] = [];
  for (const at of kept) {
    const least = LEAST * size + CELL_PADDING + SLACK;
    const wanted = rows.reduce((width, row) => Math.max(width, widthIn(row[at] ?? '', size)), least);
    own.set(at, Math.min(wanted, most));
    if (wanted <= most) whole.push(at);
  }
  const left = TABLE_WIDTH - [...own.values()].reduce((sum, one) => sum + one, 0);
  const all = shares.reduce((sum, share, at) => (own.has(at) ? sum : sum + share), 0);
  return { widths: shares.map((share, at) => own.get(at) ?? (share * left) / all), whole };
}
