/** Columns of a report's table whose values must not break (docs/spec/export.md). */
import { expect, test } from 'vitest';
import { widthsWithWhole } from '../../../main/archive/print/report-widths.ts';

const sum = (widths: readonly number[]): number => Math.round(widths.reduce((all, one) => all + one, 0));

test('a column is as wide as its longest value, the others share the page by their measure', () => {
  const { widths, whole } = widthsWithWhole([1, 1, 2], [0], [['Z001-2023-D30-0001'], ['Z001-2023-Y-0002']]);
  expect(whole).toEqual([0]);
  // 18 signs of 0.6 × 10.5 points and the cell's own 9.
  expect(widths[0]).toBeCloseTo(18 * 0.6 * 10.5 + 9);
  expect(widths[2]).toBeCloseTo(2 * (widths[1] ?? 0));
  expect(sum(widths)).toBe(482);
});

test('a value beyond reason does not starve the others: its column takes two fifths and is broken', () => {
  const { widths, whole } = widthsWithWhole([1, 1], [0], [['Z001-'.repeat(20)]]);
  expect(whole).toEqual([]);
  expect(widths[0]).toBeCloseTo(481.9 * 0.4);
  expect(sum(widths)).toBe(482);
});

test('a column of one digit keeps its heading of two characters on one line, and no rows are no fault', () => {
  expect(widthsWithWhole([1, 9], [0], [['1']]).widths[0]).toBeGreaterThanOrEqual(2 * 10.5 + 8);
  // In smaller type it takes less.
  const number = [['Z001-WS·2023-D30-0001']];
  const [usual = 0, small = 0] = [undefined, 8.5].map(
    (size) => widthsWithWhole([1, 9], [0], number, size).widths[0] ?? 0,
  );
  expect(small - 9).toBeCloseTo(((usual - 9) * 8.5) / 10.5);
  expect(widthsWithWhole([1, 9], [0], [])).toMatchObject({ whole: [0] });
});
