/** What is looked for on pages and in cells: the page that is turned to, the cells that are marked. */
import { describe, expect, test } from 'vitest';
import { cellKey, hitsInCells } from '../../../renderer/features/preview/cell-hits.ts';
import { nextPage, placedHits, type Hits } from '../../../renderer/features/preview/hits.ts';

const PAGES = ['第一页说明社区概况和来由，各街道情况不同。', '第二页列明经费，社区自筹三成。', '第三页为附则。'];
const TEXT = PAGES.join('\n');
const starts = PAGES.map((_, at) => PAGES.slice(0, at).join('\n').length + (at === 0 ? 0 : 1));
const marks = [...TEXT.matchAll(/社区/g)].map(({ index }): [number, number] => [index, index + 2]);
const hits = (more: Partial<Hits> = {}): Hits => ({ text: TEXT, marks, now: 1, pages: [], ...more });
const spans = PAGES.map((page, at): [number, number] => [starts[at] ?? 0, (starts[at] ?? 0) + page.length]);

describe('the page of a mark', () => {
  test('is known where the text tells its pages', () => {
    expect(nextPage(hits({ pages: spans }), { page: 1, pages: 3 }, 0, new Set([1]))).toBe(2);
    expect(nextPage(hits({ pages: spans }), { page: 2, pages: 3 }, starts[1], new Set([2]))).toBeUndefined();
  });

  test('else is guessed, then looked for on that side, and at last given up', () => {
    expect(nextPage(hits(), { page: 1, pages: 3 }, 0, new Set([1]))).toBe(3);
    expect(nextPage(hits(), { page: 3, pages: 3 }, starts[2], new Set([1, 3]))).toBe(2);
    // A page without words says nothing of where one is.
    expect(nextPage(hits({ now: 0 }), { page: 3, pages: 9 }, undefined, new Set([1, 2, 3]))).toBe(4);
    expect(nextPage(hits(), { page: 3, pages: 3 }, starts[2], new Set([1, 2, 3]))).toBeUndefined();
  });

  test('shows the marks of its own part of the text alone', () => {
    const second = placedHits(hits({ pages: spans }), { page: 2, pages: 3 }, '第二页列明经费社区自筹三成');
    expect([...second.places]).toEqual([[1, [[7, 9]]]]);
    const unknown = placedHits(hits(), { page: 2, pages: 3 }, '第二页列明经费社区自筹三成');
    expect([...unknown.places.keys()]).toEqual([1]);
  });
});

test('cells are marked at their letters, the sheet and line of each mark known', () => {
  const shown = {
    kind: 'sheets' as const,
    name: '表.xlsx',
    cut: false,
    sheets: [
      {
        name: '甲',
        rows: [
          ['社区', '数量'],
          ['（社）区名称', ''],
        ],
      },
      { name: '乙', rows: [['无', '本社区三处']] },
    ],
  };
  const text = '社区\t数量\n（社）区名称\t\n无\t本社区三处';
  const found = hitsInCells(shown, {
    text,
    marks: [
      [0, 2],
      [text.indexOf('本社') + 1, text.indexOf('本社') + 3],
    ],
    now: 0,
    pages: [],
  });
  expect([...found.cells]).toEqual([
    [cellKey({ sheet: 0, row: 0, column: 0 }), [{ start: 0, end: 2, tag: 0 }]],
    [cellKey({ sheet: 1, row: 0, column: 1 }), [{ start: 1, end: 3, tag: 1 }]],
  ]);
  expect(found.placeOf(1)).toEqual({ sheet: 1, row: 0, column: 1 });
  expect(hitsInCells(shown, undefined).cells.size).toBe(0);
});
