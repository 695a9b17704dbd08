/** A thread that rests gives back what gathered on its heap; one that works, or has gathered little, is left alone. */
import v8 from 'node:v8';
import { afterEach, expect, test, vi } from 'vitest';
import { compactAtRest } from '../../../main/archive/work/memory.ts';

const heap = (): number => v8.getHeapStatistics().total_heap_size;
afterEach(() => vi.useRealTimers());

/** Fills the heap with what nobody needs afterwards. */
function litter(): void {
  let kept: string[][] = [];
  for (let i = 0; i < 60; i++) kept.push(Array.from({ length: 20_000 }, (_, at) => `${i} ${at} ${Math.sqrt(at)}`));
  kept = [];
}

test('what gathered is given back at a rest, not while something is under way', () => {
  vi.useFakeTimers();
  let busy = true;
  const answered = compactAtRest(() => busy);
  const before = heap();
  litter();
  const littered = heap();
  expect(littered - before).toBeGreaterThan(48e6);
  answered();
  vi.runAllTimers();
  expect(heap()).toBeGreaterThan(before + 48e6);
  busy = false;
  answered();
  vi.runAllTimers();
  expect(heap()).toBeLessThan(littered - 40e6);
});
