/** The table of letters (docs/spec/window-use.md): as many of the usual columns as there is room for, all that a person chose. */
import { expect, test } from 'vitest';
import { lineOf, shownColumns } from '../../../renderer/features/list/columns.ts';

const ids = (chosen: readonly string[] | null, width: number, em = 14): string[] =>
  shownColumns(chosen, width, em).map(({ id }) => id);
const ALL = ['name', 'doc_number', 'issuer', 'issued_on', 'result_code', 'addressees'];

test('the usual columns go one by one where the list is narrow, the least missed first', () => {
  expect(ids(null, 1011)).toEqual(ALL);
  // The list of a window of 1366 pixels.
  expect(ids(null, 690)).toEqual(ALL.slice(0, -1));
  expect(ids(null, 610)).toEqual(['name', 'doc_number', 'issuer', 'issued_on']);
  expect(ids(null, 500)).toEqual(['name', 'doc_number', 'issued_on']);
  expect(ids(null, 400)).toEqual(['name', 'doc_number']);
  expect(ids(null, 100)).toEqual(['name']);
  expect(ids(null, 690, 18)).toEqual(['name', 'doc_number', 'issued_on']);
  // Before the list has a width nothing is left out.
  expect(ids(null, 0)).toEqual(ALL);
});

test('what is left never wants more than the list has', () => {
  for (let width = 240; width < 1400; width += 7) {
    const columns = shownColumns(null, width, 14);
    const [, ems = '', pixels = ''] = /calc\((.+)em \+ (.+)px\)/.exec(lineOf(columns).minWidth) ?? [];
    expect(Number(ems) * 14 + Number(pixels)).toBeLessThanOrEqual(width);
  }
});

test('columns that a person chose stay, however narrow the list is', () => {
  expect(ids(['files', 'addressees'], 300)).toEqual(['name', 'addressees', 'files']);
  expect(ids([], 300)).toEqual(['name']);
});
