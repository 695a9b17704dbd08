/** Marks of a text in another telling of it: all that are shown, and nothing else. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { marksShown, plainOf } from '../../../renderer/components/hit-places.ts';
import { boxesAt, pageLetters } from '../../../renderer/components/page-boxes.ts';

const TEXT = [
  '关于推进社区养老服务的提案收悉，现答复如下：',
  '一、社区养老服务设施已建成十二处，社区食堂三处。',
  '二、养老服务补贴按月发放，由社区公示。',
  '联系人：赵青　社区服务科',
].join('\n');

const marksOf = (text: string, words: string): [number, number][] =>
  [...text.matchAll(new RegExp(words, 'g'))].map(({ index }) => [index, index + words.length]);

/** The words that are marked in what is shown, in their order. */
function shownWords(text: string, marks: [number, number][], shown: string, isPart = false): string[] {
  const plain = plainOf(shown);
  const { places } = marksShown(text, marks, plain.text, isPart);
  return [...places.values()].map((parts) => parts.map(([from, to]) => plain.text.slice(from, to)).join('|'));
}

/** Where in what is shown the marks begin. */
function begins(text: string, marks: [number, number][], shown: string, isPart = false): number[] {
  const plain = plainOf(shown);
  return [...marksShown(text, marks, plain.text, isPart).places.values()].map(
    ([first]) => plain.from[first?.[0] ?? -1] ?? -1,
  );
}

describe('marks in another telling of a text', () => {
  test('every mark has its place, also over ends of lines and with other blanks and signs', () => {
    const shown = TEXT.replaceAll('\n', ' \n\n ').replaceAll('社区', '社\n 区').replaceAll('，', ',  ');
    const marks = marksOf(TEXT, '社区');
    expect(marks).toHaveLength(5);
    expect(shownWords(TEXT, marks, shown)).toEqual(['社区', '社区', '社区', '社区', '社区']);
    expect(begins(TEXT, marks, shown)).toEqual([...shown.matchAll(/社\n 区/g)].map(({ index }) => index));
  });

  test('the same words that are no mark are not marked', () => {
    const [, , third] = marksOf(TEXT, '社区');
    if (third === undefined) throw new Error('no third');
    expect(begins(TEXT, [third], TEXT)).toEqual([third[0]]);
  });

  test('what is told in another order is found where it stands', () => {
    const [one, two, three, four] = TEXT.split('\n');
    const shown = [four, two, one, three].join('\n');
    const marks = marksOf(TEXT, '养老服务');
    // With what follows it each stands once.
    const expected = marks.map(([start]) => shown.indexOf(TEXT.slice(start, start + 6)));
    expect(expected).not.toContain(-1);
    expect(begins(TEXT, marks, shown)).toEqual(expected);
  });

  test('a mark that something stands in the middle of has a place on both sides of it', () => {
    const at = TEXT.indexOf('服务设施');
    const shown = `${TEXT.slice(0, at + 2)}\n— 7 —\n${TEXT.slice(at + 2)}`;
    expect(shownWords(TEXT, [[at, at + 4]], shown)).toEqual(['服务|设施']);
  });

  test('of a page only the marks that stand on it are shown, and of one over its end the part', () => {
    const cut = TEXT.indexOf('补贴');
    const marks = marksOf(TEXT, '社区');
    expect(shownWords(TEXT, marks, TEXT.slice(cut), true)).toEqual(['社区', '社区']);
    expect(shownWords(TEXT, [[cut - 2, cut + 2]], TEXT.slice(cut), true)).toEqual(['补贴']);
    expect(shownWords(TEXT, [[cut - 2, cut + 2]], TEXT.slice(0, cut), true)).toEqual(['服务']);
    expect(marksShown(TEXT, marks, plainOf(TEXT.slice(cut)).text, true).around).toBe(cut);
  });

  test('a page that shares nothing with the text shows no mark, although it has the words', () => {
    expect(shownWords(TEXT, marksOf(TEXT, '社区'), '另一份社区名单', true)).toEqual([]);
  });

  test('short cells that stand apart are found each once', () => {
    const text = '社区\t甲\n社区\t乙';
    expect(begins(text, marksOf(text, '社区'), '社区 乙 社区 甲')).toEqual([0, 5]);
    expect(begins(text, [[0, 2]], '无此词')).toEqual([]);
  });

  test('whatever blanks and signs stand between, each mark is found at its own letters', () => {
    const signs = fc.array(fc.constantFrom(...'社区养老服务答复函一二三12年月日，。\n '), {
      minLength: 1,
      maxLength: 120,
    });
    fc.assert(
      fc.property(signs, fc.nat(), fc.integer({ min: 1, max: 6 }), (letters, seed, length) => {
        const text = letters.join('');
        const shown = letters.map((sign, at) => ((seed >> (at % 24)) & 1 ? `${sign} \n` : sign)).join('');
        const start = seed % text.length;
        const mark: [number, number] = [start, Math.min(text.length, start + length)];
        const words = plainOf(text.slice(...mark)).text;
        const before = plainOf(text.slice(0, start)).text.length;
        const { places } = marksShown(text, [mark], plainOf(shown).text);
        const expected = words === '' ? undefined : [[before, before + words.length]];
        expect(places.get(0)).toEqual(expected);
      }),
    );
  });

  test('a line without letters and a mark of signs alone have no place', () => {
    expect(begins('甲——乙', [[1, 3]], '甲——乙')).toEqual([]);
    expect(begins('', [], '')).toEqual([]);
  });
});

test('letters and digits take half the width of Chinese signs on a page', () => {
  const places = [{ text: '第12号答复', x: 0, y: 0, width: 0.5, height: 0.02 }];
  const page = pageLetters(places);
  const at = page.text.indexOf('答复');
  const [box] = boxesAt(places, page, [at, at + 2]);
  expect(box?.x).toBeCloseTo(0.3);
  expect(box?.width).toBeCloseTo(0.2);
});
