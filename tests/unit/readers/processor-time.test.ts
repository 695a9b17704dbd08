/** «A pdf has 45 seconds of the processor, and more for each page»: counted, not waited for. */
import { expect, test } from 'vitest';
import { reportError } from '../../../shared/errors.ts';
import { ProcessorTime } from '../../../main/archive/reading/readers/processor-time.ts';

const SECOND = 1_000_000;

/** A processor that takes so many seconds before each page. @returns at which page the file was refused, from 1 */
function refusedAt(secondsAPage: number, pages: number, kind: 'text' | 'pictures'): number | null {
  let taken = 7 * SECOND;
  const time = new ProcessorTime('a.pdf', () => taken);
  for (let page = 1; page <= pages; page++) {
    try {
      time.startPage(kind);
    } catch (thrown) {
      expect(reportError(thrown).code).toBe('FILE_TOO_LARGE');
      return page;
    }
    taken += secondsAPage * SECOND;
  }
  return null;
}

test('a file of pages that take 20 seconds each is refused before the fourth', () => {
  expect(refusedAt(20, 20_000, 'text')).toBe(4);
  expect(refusedAt(20, 20_000, 'pictures')).toBe(4);
});

test('20,000 pages of ten times the ordinary time, and 500 scans that take most of a second each, are read', () => {
  expect(refusedAt(0.025, 20_000, 'text')).toBe(null);
  expect(refusedAt(0.9, 500, 'pictures')).toBe(null);
});

test('the processor of this thread is what is counted where nothing else is said', () => {
  const time = new ProcessorTime('a.pdf');
  expect(() => {
    time.startPage('text');
  }).not.toThrow();
});
