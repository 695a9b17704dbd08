/** What is recorded of reading and searching, and when. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ReadingLog, SAME_LOOK_MS, SETTLED_MS, type ReadingEntry } from '../../../main/archive/trust/reading-log.ts';

let rows: ReadingEntry[];
let log: ReadingLog;
beforeEach(() => {
  vi.useFakeTimers();
  rows = [];
  log = new ReadingLog(
    (entry) => rows.push(entry),
    () => Date.now(),
  );
});
afterEach(() => {
  vi.useRealTimers();
});

const queries = (): unknown[] =>
  rows.filter(({ action }) => action === 'search.query').map(({ detail }) => (detail as { query: string }).query);

test('a line that is typed is one search, written when two seconds have passed', () => {
  for (const query of ['社', '社区', '社区养', '社区养老']) {
    log.searched('王档案', query, {}, 9);
    vi.advanceTimersByTime(SETTLED_MS - 1);
  }
  expect(rows).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(rows).toEqual([
    { actor: '王档案', action: 'search.query', subject: null, detail: { query: '社区养老', total: 9 } },
  ]);
});

test('opening a result settles the search first', () => {
  log.searched('王档案', '公交', { year: [2024] }, 2);
  log.opened('王档案', 'L1', 3);
  expect(rows.map(({ action }) => action)).toEqual(['search.query', 'letter.view']);
  expect(rows[0]?.detail).toEqual({ query: '公交', total: 2, filters: { year: [2024] } });
  expect(rows[1]).toMatchObject({ subject: 'L1', detail: { version: 3 } });
});

test('turning pages is the same search; another person or other filters are not', () => {
  for (let page = 0; page < 3; page++) {
    log.searched('王档案', '公交', {}, 2);
    log.settle();
  }
  expect(rows).toHaveLength(1);
  log.searched('李文书', '公交', {}, 2);
  log.settle();
  log.searched('李文书', '公交', { year: [2024] }, 1);
  log.settle();
  expect(rows).toHaveLength(3);
});

test('the same letter opened again at once is the same look, later it is another', () => {
  log.opened('王档案', 'L1', 1);
  log.opened('王档案', 'L1', 1);
  log.opened('王档案', 'L1', 2);
  log.opened('李文书', 'L1', 1);
  expect(rows).toHaveLength(3);
  vi.advanceTimersByTime(SAME_LOOK_MS);
  log.opened('王档案', 'L1', 1);
  expect(rows).toHaveLength(4);
});

test('an empty line is no search, and what is pending at the end is written', () => {
  log.searched('王档案', '  ', {}, 100);
  log.close();
  expect(rows).toEqual([]);
  log.searched('王档案', '养老', {}, 1);
  log.close();
  expect(queries()).toEqual(['养老']);
  vi.advanceTimersByTime(10 * SETTLED_MS);
  expect(rows).toHaveLength(1);
});

test('a search that the disk refused is written with the next act', () => {
  let full = true;
  const patient = new ReadingLog((entry) => {
    if (full) throw new Error('full');
    rows.push(entry);
  });
  patient.searched('王档案', '养老', {}, 1);
  vi.advanceTimersByTime(SETTLED_MS);
  full = false;
  patient.opened('王档案', 'L1', 1);
  expect(rows.map(({ action }) => action)).toEqual(['search.query', 'letter.view']);
});
