/** Sheets of a workbook (docs/spec/export.md, `export register`). */
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { writeWorkbook } from '../../../main/archive/print/workbook.ts';

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
