import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changedElements,
  listToText,
  parseDate,
  textToList,
  valueToText,
} from '../../../renderer/components/element-text.ts';
import { ELEMENT_NAMES, emptyElements, isList } from '../../../shared/model/elements.ts';

const entry = fc
  .string({ minLength: 1, maxLength: 10, unit: fc.constantFrom('周', '王', '局', '、', '，', ';', ' ', '1') })
  .map((text) => text.trim())
  .filter((text) => text !== '');

describe('lists as text', () => {
  test('what a box shows means the same list again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ELEMENT_NAMES.filter(isList)), fc.array(entry, { maxLength: 5 }), (name, list) => {
        expect(textToList(name, listToText(name, list))).toEqual(list);
      }),
    );
  });

  test('names may be parted by any of the usual marks', () => {
    expect(textToList('addressees', '周砚清、 王建国，李晓青；')).toEqual(['周砚清', '王建国', '李晓青']);
  });

  test('a cited document keeps the marks inside its title', () => {
    expect(textToList('cited_documents', '关于教育、卫生工作的意见\n云政发〔2022〕18号')).toEqual([
      '关于教育、卫生工作的意见',
      '云政发〔2022〕18号',
    ]);
  });
});

describe('dates as typed', () => {
  test.each([
    ['2022-06-27', '2022-06-27'],
    ['2022.6.27', '2022-06-27'],
    ['2022/6/27', '2022-06-27'],
    ['2022年6月27日', '2022-06-27'],
    ['２０２２年６月２７日', '2022-06-27'],
    ['20220627', '2022-06-27'],
    [' 2024-02-29 ', '2024-02-29'],
  ])('%s is read', (typed, iso) => expect(parseDate(typed)).toBe(iso));

  test.each(['2023-02-29', '2022-13-01', '2022-06', '六月', '', '2022-06-27x'])('%s is no day', (typed) =>
    expect(parseDate(typed)).toBeNull(),
  );
});

describe('values', () => {
  test('a missing value is an empty text, a list is joined', () => {
    expect([valueToText(null), valueToText([]), valueToText(['甲', '乙']), valueToText('丙')]).toEqual([
      '',
      '',
      '甲、乙',
      '丙',
    ]);
  });

  test('an edit sends only what differs', () => {
    const before = { ...emptyElements(), title: '函', cc: ['甲'] };
    expect(changedElements(before, { ...before, cc: ['甲'], contact: '何书宁', title: null })).toEqual({
      title: null,
      contact: '何书宁',
    });
  });
});
