/** Sheets of a workbook (docs/spec/export.md, `export register`). */
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { writeWorkbook, type Cell } from '../../../main/archive/print/workbook.ts';

function namesOf(...wanted: string[]): string[] {
  const files = unzipSync(writeWorkbook(wanted.map((name) => ({ name, rows: [], head: 0 }))));
  const listed = strFromU8(files['xl/workbook.xml'] ?? new Uint8Array());
  return [...listed.matchAll(/<sheet name="([^"]*)"/g)].map(([, name = '']) => name);
}

test('no two sheets have one name, however they are titled', () => {
  expect(namesOf('出处', '出处')).toEqual(['出处', '出处 (2)']);
  expect(namesOf('Abc', 'aBC', 'abc')).toEqual(['Abc', 'aBC (2)', 'abc (3)']);
  const long = '长'.repeat(40);
  expect(namesOf(long, `${long}别的`)).toEqual(['长'.repeat(31), `${'长'.repeat(27)} (2)`]);
});

test('a sheet has a name that workbooks allow', () => {
  expect(namesOf("a[b]:*?/\\'c", '', "'")).toEqual(['a b       c', '表2', '表3']);
  expect(namesOf(`${'长'.repeat(30)}𠀀`)).toEqual(['长'.repeat(30)]);
});

test('a line across the table is as high as its words need: programs do not see to it where cells are merged', () => {
  const line = (value: string): Cell[] => [
    { value, style: 'foot' },
    { value: null, style: 'foot' },
  ];
  const rows = [line('合计：1 件。'), line('销毁理由：无继续保存价值。'.repeat(20))];
  const sheet = { name: '清册', rows, head: 0, widths: [20, 20], merged: [0, 1], printed: true };
  const xml = strFromU8(unzipSync(writeWorkbook([sheet]))['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
  const heights = [...xml.matchAll(/<row r="\d" ht="(\d+)" customHeight="1">/g)].map(([, height]) => Number(height));
  expect(heights[0]).toBeLessThan(25);
  // Some 260 characters, of which 19 stand on a line.
  expect(heights[1]).toBeGreaterThan(13 * 14);
});
