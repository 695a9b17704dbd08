/** No heading of a register breaks inside its words while there is room. */
import { expect, test } from 'vitest';
import { registerWidths } from '../../../main/archive/print/register-widths.ts';
import { widthOf } from '../../../main/archive/print/title-lines.ts';
import { COLUMN_KEYS, REGISTER_COLUMNS, registerColumn } from '../../../shared/model/registers.ts';

const total = (widths: readonly number[]): number => Math.round(widths.reduce((sum, one) => sum + one, 0));

test.each(Object.entries(REGISTER_COLUMNS))(
  '%s: each heading fits into its column, and all fill the page',
  (_kind, keys) => {
    const columns = keys.map(registerColumn);
    const widths = registerWidths(columns);
    expect(total(widths)).toBe(774);
    for (const [at, { label }] of columns.entries()) expect(widths[at]).toBeGreaterThan(widthOf(label) * 9 + 6);
  },
);

test('more columns than the page has room for share it as they are', () => {
  const columns = COLUMN_KEYS.map(registerColumn);
  const widths = registerWidths(columns);
  expect(total(widths)).toBe(774);
  expect((widths[0] ?? 0) / (widths[1] ?? 1)).toBeCloseTo((columns[0]?.width ?? 0) / (columns[1]?.width ?? 1));
});
