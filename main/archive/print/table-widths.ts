/** How a table's columns share the page: what is short keeps its own width, the rest is shared by what is long. Pure. */
import { widthOf } from './title-lines.ts';

/** 版心 and what a cell needs beside its words, in points. */
const BODY_WIDTH = 442.2;
const CELL_PADDING = 8;
const TYPE_SIZE = 12;
/** Widths are rounded and punctuation may not begin a line: a little more than the words. */
const SLACK = 0.7;

/**
 * @param rows cells as they are printed; a row may have fewer than the others
 * @returns a share for each column; all together they fill the page's width
 */
export function columnShares(rows: readonly (readonly string[])[]): number[] {
  const count = Math.max(...rows.map((row) => row.length));
  const wanted = Array.from({ length: count }, (_, at) => {
    const lines = rows.flatMap((row) => (row[at] ?? '').split('\n'));
    return Math.max(1, ...lines.map(widthOf)) + SLACK;
  });
  const room = (BODY_WIDTH - count * CELL_PADDING) / TYPE_SIZE;
  const shares = shareOut(wanted, room);
  return shares.map((share) => share * TYPE_SIZE + CELL_PADDING);
}

/** Gives each what it wants while that is no more than an even share of what is left; the others share by what they want. */
function shareOut(wanted: readonly number[], room: number): number[] {
  const total = wanted.reduce((sum, one) => sum + one, 0);
  if (total <= room) return wanted.map((one) => one + (room - total) / wanted.length);
  const given = new Map<number, number>();
  for (;;) {
    const open = wanted.flatMap((one, at) => (given.has(at) ? [] : [{ one, at }]));
    const left = room - [...given.values()].reduce((sum, one) => sum + one, 0);
    const short = open.filter(({ one }) => one <= left / open.length);
    if (short.length > 0) {
      for (const { one, at } of short) given.set(at, one);
      continue;
    }
    // Half evenly, half by need: a column of long texts gets more, none is starved.
    const need = open.reduce((sum, { one }) => sum + one, 0);
    for (const { one, at } of open) given.set(at, left / open.length / 2 + (left * one) / need / 2);
    return wanted.map((_, at) => given.get(at) ?? 0);
  }
}
