/** Damaged files of every format: read, or refused by a code; none hangs or takes the reading process down. 10,000 by `tests/fuzz-files/run.ts`. */
import { expect, test } from 'vitest';
import { fuzzFile, fuzzFiles } from '../../fuzz-files/run.ts';

test('300 damaged files, 18 and more of each format', { timeout: 240_000 }, async () => {
  const { outcomes, faults } = await fuzzFiles(300, 1);
  expect(faults).toEqual([]);
  // Neither so little damage that all is read, nor so much that nothing is.
  expect(outcomes['read']).toBeGreaterThan(60);
  expect(outcomes['BAD_FILE']).toBeGreaterThan(30);
});

test('a seed makes the same file again', () => {
  for (const seed of [1, 5, 12, 33]) expect(fuzzFile(seed)).toEqual(fuzzFile(seed));
});
