/** How the columns of a register share the page: in the measure of their widths, but none is narrower than its heading. Pure. */
import { widthOf } from './title-lines.ts';

/** An A4 page across, between its margins, and what a cell has beside its words, in points: as register.typ sets them. */
const TABLE_WIDTH = 773.8;
const CELL_PADDING = 6;
const TYPE_SIZE = 9;
/** Widths are rounded: a little more than the words. */
const SLACK = 1;

/**
 * @param columns with their widths in any measure
 * @returns widths in points, which fill the page
 */
export function registerWidths(columns: readonly { label: string; width: number }[]): number[] {
  const least = columns.map(({ label }) => widthOf(label) * TYPE_SIZE + CELL_PADDING + SLACK);
  const held = new Set<number>();
  for (;;) {
    const taken = [...held].reduce((sum, at) => sum + (least[at] ?? 0), 0);
    const open = columns.reduce((sum, { width }, at) => (held.has(at) ? sum : sum + width), 0);
    const unit = (TABLE_WIDTH - taken) / open;
    const narrow = columns.flatMap(({ width }, at) => (!held.has(at) && width * unit < (least[at] ?? 0) ? [at] : []));
    // So many columns that their headings alone do not fit: they share as they are.
    if (held.size + narrow.length === columns.length) {
      const all = columns.reduce((sum, { width }) => sum + width, 0);
      return columns.map(({ width }) => (width * TABLE_WIDTH) / all);
    }
    if (narrow.length === 0) return columns.map(({ width }, at) => (held.has(at) ? (least[at] ?? 0) : width * unit));
    for (const at of narrow) held.add(at);
  }
}
