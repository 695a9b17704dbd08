/** Two days beside each other: what counts as the same, and that a difference is seen. */
import { expect, test } from 'vitest';
import { compareDays, shapeOf } from '../../../tools/windows/compare.ts';
import type { Line } from '../../../tools/windows/inside/driver.ts';

const said = (name: string, json: unknown, code = 0): Line => ({ kind: 'said', name, code, ms: 1, json, stderr: '' });
const verdicts = (windows: Line[], other: Line[]): [string, boolean][] =>
  compareDays(windows, other).map(({ what, ok }) => [what, ok]);

test('values that differ from machine to machine are no difference, counts and texts are', () => {
  expect(shapeOf({ id: '01', at: 'x', filed: 3, hits: [{ id: '1' }, { id: '2' }] })).toEqual({
    id: 'string',
    at: 'string',
    filed: 3,
    hits: [{ id: 'string' }],
  });
  expect(verdicts([said('import', { id: 'a', filed: 3 })], [said('import', { id: 'b', filed: 3 })])).toEqual([
    ['import', true],
  ]);
  expect(verdicts([said('import', { filed: 2 })], [said('import', { filed: 3 })])).toEqual([['import', false]]);
  expect(verdicts([said('extract', { text: '' })], [said('extract', { text: '函' })])).toEqual([['extract', false]]);
});

test('another exit code, a missing name and a command that was not run are differences', () => {
  expect(verdicts([said('a', {}, 1)], [said('a', {}, 0)])).toEqual([['a', false]]);
  expect(verdicts([said('a', { x: 1 })], [said('a', { x: 1, y: 1 })])).toEqual([['a', false]]);
  expect(verdicts([], [said('a', {})])).toEqual([['a', false]]);
  expect(verdicts([said('a', {})], [])).toEqual([['a', false]]);
});
