/** No heading of a register breaks inside its words while there is room, and no day, number or archive number does. */
import { expect, test } from 'vitest';
import { registerWidths, sheetWidths } from '../../../main/archive/print/register-widths.ts';
import { widthOf } from '../../../main/archive/print/title-lines.ts';
import { COLUMN_KEYS, REGISTER_COLUMNS, registerColumn, type ColumnKey } from '../../../shared/model/registers.ts';

const total = (widths: readonly number[]): number => Math.round(widths.reduce((sum, one) => sum + one, 0));

const VALUES: Partial<Record<ColumnKey, string>> = {
  ref_code: 'Z001-WS·2022-D30-0001',
  doc_number: '青水函〔2022〕117号',
  issued_on: '2022-06-27',
  published_on: '2022-06-28',
  day8: '20220627',
  retention: '30年',
  number: '1000',
  title: '关于市政协九届二次会议第062015号提案的答复',
};
const rowOf = (keys: readonly ColumnKey[]): string[] => keys.map((key) => VALUES[key] ?? '');

test.each(Object.entries(REGISTER_COLUMNS))(
  '%s: each heading fits into its column, days and numbers of letters stay whole, and all fill the page',
  (_kind, keys) => {
    const columns = keys.map(registerColumn);
    const row = rowOf(keys);
    const { widths, whole } = registerWidths(columns, [row]);
    expect(total(widths)).toBe(774);
    for (const [at, { label }] of columns.entries()) expect(widths[at]).toBeGreaterThan(widthOf(label) * 9 + 6);
    for (const [at, key] of keys.entries()) {
      if (!['ref_code', 'doc_number', 'issued_on', 'published_on', 'day8'].includes(key)) continue;
      expect(whole, key).toContain(at);
      expect(widths[at], key).toBeGreaterThan(widthOf((row[at] ?? '').replaceAll('-', '')) * 9 + 6);
    }
    expect(whole).not.toContain(keys.indexOf('title'));
  },
);

test('one long document number among many does not take the room of the others', () => {
  const columns = REGISTER_COLUMNS.handling.map(registerColumn);
  const at = REGISTER_COLUMNS.handling.indexOf('doc_number');
  const rows = Array.from({ length: 20 }, () => rowOf(REGISTER_COLUMNS.handling));
  const before = registerWidths(columns, rows);
  const long = rows.map((row, index) => (index === 0 ? row.with(at, '青岚市自然资源和规划局公复〔2022〕1号') : row));
  const { widths, whole } = registerWidths(columns, long);
  expect(before.whole).toContain(at);
  expect(whole).not.toContain(at);
  expect(widths[at]).toBe(before.widths[at]);
});

test('of a value that is several each may have a line of its own', () => {
  const columns = REGISTER_COLUMNS.handling.map(registerColumn);
  const at = REGISTER_COLUMNS.handling.indexOf('case_number');
  const rows = [
    rowOf(REGISTER_COLUMNS.handling).with(at, Array.from({ length: 9 }, (_, one) => `06201${one}`).join('、')),
  ];
  const { widths, whole } = registerWidths(columns, rows);
  expect(whole).toContain(at);
  expect(widths[at]).toBeLessThan(60);
});

test('more columns than the page has room for share it as they are', () => {
  const columns = COLUMN_KEYS.map(registerColumn);
  const { widths, whole } = registerWidths(columns, [rowOf(COLUMN_KEYS)]);
  expect(total(widths)).toBe(774);
  expect(whole).toEqual([]);
  expect((widths[0] ?? 0) / (widths[1] ?? 1)).toBeCloseTo((columns[0]?.width ?? 0) / (columns[1]?.width ?? 1));
});

test('a spreadsheet grows with its columns instead, so that each keeps its heading', () => {
  const columns = COLUMN_KEYS.map(registerColumn);
  const widths = sheetWidths(columns, [rowOf(COLUMN_KEYS)]);
  for (const [at, { label }] of columns.entries()) expect(widths[at]).toBeGreaterThan(widthOf(label) * 2);
  expect(widths[COLUMN_KEYS.indexOf('ref_code')]).toBeGreaterThan(21);
});
