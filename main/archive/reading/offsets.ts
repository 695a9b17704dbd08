/** The map between the cleaned text and the text as the file had it. All positions are UTF-16 units. */
import type { OffsetRun } from './types.ts';

export interface Span {
  start: number;
  end: number;
}

/** Index of the last run whose `key` is not above `position`; -1 where there is none. */
function runBefore(map: readonly OffsetRun[], key: 'clean' | 'raw', position: number): number {
  let low = 0;
  let high = map.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const run = map[middle];
    if (run && run[key] <= position) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * The raw position of a boundary in the clean text. A boundary between two runs belongs to the run that ends there.
 * Positions outside the text are brought to its ends.
 */
export function toRaw(map: readonly OffsetRun[], position: number): number {
  const at = runBefore(map, 'clean', position);
  const run = map[at];
  if (!run) return map[0]?.raw ?? 0;
  const before = map[at - 1];
  if (position === run.clean && before) return before.raw + before.length;
  return run.raw + Math.min(position - run.clean, run.length);
}

/** The raw span of the characters [start, end) of the clean text: from the first one's place to behind the last one's. */
export function rawSpan(map: readonly OffsetRun[], start: number, end: number): Span {
  const run = map[runBefore(map, 'clean', start)];
  if (!run || end <= start) {
    const point = toRaw(map, start);
    return { start: point, end: point };
  }
  return { start: run.raw + Math.min(start - run.clean, run.length), end: toRaw(map, end) };
}

/** The clean position of a raw one; inside what was left out, the place where it was. */
export function toClean(map: readonly OffsetRun[], rawPosition: number): number {
  const run = map[runBefore(map, 'raw', rawPosition)];
  return run ? run.clean + Math.min(rawPosition - run.raw, run.length) : 0;
}
