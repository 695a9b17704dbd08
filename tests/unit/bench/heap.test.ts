/** What the bench of the window counts of a heap. */
import { expect, test } from 'vitest';
import { bytesWithoutCode } from '../../bench/window/heap.ts';

test('compiled code is left out of what a page holds, everything else counts', () => {
  const meta = {
    node_fields: ['type', 'name', 'self_size'],
    node_types: [['hidden', 'string', 'code', 'native'], 'x'],
  };
  const nodes = [0, 9, 10, 1, 9, 200, 2, 9, 3000, 3, 9, 40_000];
  expect(bytesWithoutCode({ snapshot: { meta: meta as never }, nodes })).toBe(40_210);
});
