/** Boxes stand where an element was read, and nowhere else. */
import { describe, expect, test } from 'vitest';
import { evidenceBoxes, evidenceShown } from '../../../renderer/components/evidence-boxes.tsx';
import { boxesAt, pageLetters } from '../../../renderer/components/page-boxes.ts';
import type { ElementName, Evidence } from '../../../shared/model/elements.ts';
import type { PagePlace } from '../../../shared/model/page.ts';

const FIRST = [
  '云溪市民政局',
  '云民函〔2022〕117号',
  '关于第5号提案答复的函',
  '周若兰委员：',
  '您于2022年2月30日来信收悉。',
];
const SECOND = ['联系人：孙立人，电话：0830-20220230', '云溪市民政局', '2022年2月30日'];
const TEXT = [...FIRST, ...SECOND].join('\n');

/** A line a tenth of the page below the one before. */
const page = (lines: readonly string[]): PagePlace[] =>
  lines.map((text, line) => ({ text, x: 0.1, y: 0.1 * (line + 1), width: 0.5, height: 0.02 }));

/** The last place of words in the text, as evidence. */
function readAt(found: Partial<Record<ElementName, string>>, confidence = 0.5): Evidence {
  return Object.fromEntries(
    Object.entries(found).map(([name, words]) => {
      const start = TEXT.lastIndexOf(words);
      return [name, { start, end: start + words.length, confidence }];
    }),
  );
}

/** The line on which each box stands, from 0. */
function linesOf(places: PagePlace[], evidence: Evidence, pages: number): [ElementName, number][] {
  const letters = pageLetters(places);
  const boxes = evidenceBoxes(evidenceShown(evidence, TEXT, letters.text, pages), (stretch) =>
    boxesAt(places, letters, stretch).map(({ y }) => ({ top: y })),
  );
  return boxes.map(({ name, style }) => [name, Math.round(Number(style.top) * 10) - 1]);
}

describe('an element that is told more than once', () => {
  const evidence = readAt({ issued_on: '2022年2月30日', issuer: '云溪市民政局' });

  test('is boxed on the page where it was read, not on another that has the same words', () => {
    expect(linesOf(page(FIRST), evidence, 2)).toEqual([]);
    expect(linesOf(page(SECOND), evidence, 2)).toEqual([
      ['issued_on', 2],
      ['issuer', 1],
    ]);
  });

  test('is boxed once where the whole file is shown', () => {
    expect(linesOf(page([...FIRST, ...SECOND]), evidence, 1)).toEqual([
      ['issued_on', 7],
      ['issuer', 6],
    ]);
  });

  test('has no box where the page is another’s, though it has the same words', () => {
    expect(linesOf(page(['附件二', '发放记录', '2022年2月30日']), evidence, 3)).toEqual([]);
  });
});

describe('a box', () => {
  test('takes its share of a piece of a line, and one for each piece', () => {
    const places = [
      { text: '云民函〔2022〕', x: 0.5, y: 0.1, width: 0.2, height: 0.02 },
      { text: '117号关于第5号提案答复的函', x: 0.7, y: 0.1, width: 0.2, height: 0.02 },
    ];
    const letters = pageLetters(places);
    const shown = evidenceShown(readAt({ doc_number: '云民函〔2022〕117号' }), TEXT, letters.text, 1);
    const boxes = evidenceBoxes(shown, (stretch) =>
      boxesAt(places, letters, stretch).map(({ x, width }) => ({ left: x, width })),
    );
    expect(boxes.map(({ style }) => style.left)).toEqual([0.5, 0.7]);
    expect(Number(boxes[1]?.style.width)).toBeLessThan(0.06);
  });

  test('says whether its element is doubtful; the shorter of two lies above', () => {
    const letters = pageLetters(page(FIRST));
    const evidence = {
      ...readAt({ case_number: '5' }, 0.97),
      ...readAt({ title: '关于第5号提案答复的函' }, 0.6),
    };
    expect(evidenceShown(evidence, TEXT, letters.text, 1).map(({ name, doubtful }) => [name, doubtful])).toEqual([
      ['title', true],
      ['case_number', false],
    ]);
  });
});
