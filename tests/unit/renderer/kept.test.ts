/** What an earlier version of the window kept (docs/spec/window-use.md, «What is kept»). */
import { expect, test } from 'vitest';
import { emptyElements } from '../../../shared/model/elements.ts';
import { fromBefore, useKept, type Kept } from '../../../renderer/app/kept.ts';

const START = useKept.getInitialState();
const DRAFT = {
  base: 2,
  elements: { ...emptyElements(), title: '关于道路的复函' },
  text: '复函',
  reason: '',
  at: '2026-03-01T08:00:00.000Z',
};
const before = (columns: readonly string[] | null): Kept => ({
  ...START,
  ...{ place: 'all', listView: 'table', edits: { a: DRAFT }, columns },
});

test('columns that nobody chose become the usual ones, as many as fit; all else stays', () => {
  const kept = before(['doc_number', 'issuer', 'issued_on', 'result_code', 'addressees']);
  expect(fromBefore(kept, 1)).toEqual({ ...kept, columns: null });
});

test('columns that a person chose stay, however many', () => {
  for (const columns of [['doc_number'], [], ['addressees', 'doc_number', 'issuer', 'issued_on', 'result_code']])
    expect(fromBefore(before(columns), 1)).toEqual(before(columns));
});

test('what is no state, or of another version, is begun anew', () => {
  for (const kept of [null, undefined, 'x', 7]) expect(fromBefore(kept, 1)).toBe(START);
  expect(fromBefore(before(['doc_number']), 0)).toBe(START);
  expect(fromBefore(before(['doc_number']), 3)).toBe(START);
});
