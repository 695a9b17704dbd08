/** Where what is looked for stands in the cells of a workbook. Pure. */
import type { PreviewOf } from '../../../shared/model/preview.ts';
import { plainOf } from '../../components/hit-places.ts';
import type { Span } from '../../components/spans.ts';
import { placedHits, type Hits } from './hits.ts';

export interface CellPlace {
  sheet: number;
  row: number;
  column: number;
}

export interface CellHits {
  /** The marks of each cell, by the cell's key. */
  cells: ReadonlyMap<string, readonly Span<number>[]>;
  /** The cell that a mark begins in. */
  placeOf: (mark: number) => CellPlace | undefined;
}

export const cellKey = ({ sheet, row, column }: CellPlace): string => `${sheet} ${row} ${column}`;

/** All cells one after the other: where in what is compared each begins, and its own letters. */
function lettersOf({ sheets }: PreviewOf<'sheets'>) {
  let text = '';
  const cells: { place: CellPlace; start: number; from: readonly number[]; length: number }[] = [];
  sheets.forEach(({ rows }, sheet) =>
    rows.forEach((values, row) =>
      values.forEach((value, column) => {
        const plain = plainOf(value);
        if (plain.text === '') return;
        cells.push({ place: { sheet, row, column }, start: text.length, from: plain.from, length: value.length });
        text += plain.text;
      }),
    ),
  );
  return { text, cells };
}

export function hitsInCells(shown: PreviewOf<'sheets'>, hits: Hits | undefined): CellHits {
  const cells = new Map<string, Span<number>[]>();
  const first = new Map<number, CellPlace>();
  if (hits !== undefined && hits.marks.length > 0) {
    const letters = lettersOf(shown);
    const cellAt = (at: number): number => {
      let [low, high] = [0, letters.cells.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((letters.cells[middle]?.start ?? 0) <= at) low = middle + 1;
        else high = middle;
      }
      return low - 1;
    };
    for (const [mark, stretches] of placedHits(hits, { page: 1, pages: 1 }, letters.text).places) {
      for (const [from, to] of stretches) {
        for (let at = cellAt(from); ; at++) {
          const cell = letters.cells[at];
          if (cell === undefined || cell.start >= to) break;
          const start = cell.from[Math.max(0, from - cell.start)] ?? 0;
          const end = cell.from[to - cell.start] ?? cell.length;
          const key = cellKey(cell.place);
          cells.set(key, [...(cells.get(key) ?? []), { start, end, tag: mark }]);
          if (!first.has(mark)) first.set(mark, cell.place);
        }
      }
    }
  }
  return { cells, placeOf: (mark) => first.get(mark) };
}
