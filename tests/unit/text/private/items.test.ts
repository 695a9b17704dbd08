/** Values with all their places, and texts without them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyElements, type Elements } from '../../../../shared/model/elements.ts';
import { HIDDEN_MARK } from '../../../../shared/model/public-version.ts';
import { hidePlaces, hideValues, isInside, joined } from '../../../../shared/text/private/hide.ts';
import { SearchedFields, findItems, publicFields, type FoundItem } from '../../../../shared/text/private/items.ts';
import { SearchedText, valueKey } from '../../../../shared/text/private/places.ts';
import { plainText, writtenPlace } from '../../../../shared/text/private/plain.ts';
import { anyText } from '../../export/letters.ts';

function itemsOf(text: string, elements: Partial<Elements> = {}): FoundItem[] {
  const letter = { text, elements: { ...emptyElements(), ...elements } };
  return findItems(letter, new SearchedFields(publicFields(letter)));
}

describe('items', () => {
  test('a value is one item, with its places in text and title, however it is written there', () => {
    const text = '居民张小满来电。\n此后，張小滿又来函；张 小\n满一家。\n';
    const [item] = itemsOf(text, { title: '关于张小满来电的答复' }).filter(({ kind }) => kind === 'person');
    expect(item?.item).toBe('person@text:2-5');
    expect(item?.places.map(({ where, start, end }) => [where, start, end])).toEqual([
      ['text', 2, 5],
      ['text', 12, 15],
      ['text', 19, 24],
      ['title', 2, 5],
    ]);
  });

  test.each([
    ['张·小·满', '张小满'],
    ['张x小x满', '张小满'],
    ['张X小X满', '张小满'],
    ['张、小、满', '张小满'],
    ['张*小满', '张小满'],
    ['张 . 小 . 满', '张小满'],
    ['张__小__满', '张小满'],
    ['欧阳·小·满', '欧阳小满'],
    ['王-明', '王明'],
    ['王x明', '王明'],
  ])('%s is %s with signs between its characters', (written, name) => {
    const text = `居民${name}来电。后来${written}又来函。`;
    const [item] = itemsOf(text).filter(({ value }) => value === name);
    expect(item?.places.map(({ start, end }) => text.slice(start, end))).toEqual([name, written]);
    expect(hideValues(text, [valueKey(name)])).toBe(`居民${HIDDEN_MARK}来电。后来${HIDDEN_MARK}又来函。`);
  });

  test.each([
    ['王明', '请老王、明天再来。'],
    ['王明', '老王。明天再来；姓王，明日到。'],
    ['张小满', '姓张。小。满意。'],
    ['张小满', '张，小·满'],
  ])('%s is not found in %s', (name, text) => {
    expect(new SearchedText(text).places(valueKey(name))).toEqual([]);
  });

  test('the contact line is one item, and what stands in it is found too', () => {
    const text =
      '云溪市民政局\n周若兰委员：\n您的提案收悉。\n（联系人及电话：陈启明　0830-5521009）\n云溪市民政局\n2023年6月19日\n';
    const kinds = itemsOf(text, { addressees: ['周若兰'], contact: '陈启明' }).map(({ kind, value }) => [kind, value]);
    expect(kinds).toEqual([
      ['proposer', '周若兰'],
      ['contact', '（联系人及电话：陈启明　0830-5521009）'],
      ['person', '陈启明'],
      ['landline', '0830-5521009'],
    ]);
  });

  test('offices that are written to are no proposers', () => {
    expect(itemsOf('九三学社云溪市委员会：\n收悉。\n', { addressees: ['九三学社云溪市委员会', '市教育局'] })).toEqual(
      [],
    );
  });

  test('a short number does not stand inside a longer one, a long one does', () => {
    expect(new SearchedText('8岁的孩子与68岁的老人').places(valueKey('8岁'))).toEqual([{ start: 0, end: 2 }]);
    expect(new SearchedText('一十八岁、八岁').places(valueKey('八岁'))).toEqual([{ start: 5, end: 7 }]);
    expect(new SearchedText('xx13800138000123').has(valueKey('138 0013 8000'))).toBe(true);
    expect(new SearchedText('我').has(valueKey('我'))).toBe(false);
  });
});

describe('hiding', () => {
  test('places that touch become one mark, and the mark is always as wide', () => {
    expect(
      hidePlaces('甲乙丙丁戊', [
        { start: 1, end: 2 },
        { start: 2, end: 4 },
      ]),
    ).toBe(`甲${HIDDEN_MARK}戊`);
    expect(hidePlaces('甲乙丙', [{ start: 1, end: 2 }])).toBe(`甲${HIDDEN_MARK}丙`);
    expect(
      isInside({ start: 1, end: 4 }, [
        { start: 1, end: 2 },
        { start: 2, end: 5 },
      ]),
    ).toBe(true);
    expect(isInside({ start: 0, end: 4 }, [{ start: 1, end: 5 }])).toBe(false);
  });

  test('after hiding, a value is nowhere in a text, whatever the text', () => {
    fc.assert(
      fc.property(anyText(60), fc.array(fc.nat(60), { maxLength: 4 }), (rest, cuts) => {
        const secret = '13800138000';
        const pieces = cuts.toSorted((a, b) => a - b).map((cut) => rest.slice(0, cut));
        const text = [...pieces, rest].join(secret);
        const hidden = hideValues(text, [valueKey(secret)]);
        expect(new SearchedText(hidden).has(valueKey(secret))).toBe(false);
      }),
    );
  });

  test('joined places are the same places', () => {
    const place = fc
      .tuple(fc.nat(30), fc.integer({ min: 1, max: 9 }))
      .map(([start, length]) => ({ start, end: start + length }));
    fc.assert(
      fc.property(fc.array(place, { maxLength: 12 }), (places) => {
        const units = (list: readonly { start: number; end: number }[]): Set<number> =>
          new Set(list.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, at) => start + at)));
        const merged = joined(places);
        expect(units(merged)).toEqual(units(places));
        merged.forEach((one, at) => expect(one.start).toBeGreaterThan(merged[at - 1]?.end ?? -1));
      }),
    );
  });
});

test('a plain text knows where each of its units stood', () => {
  fc.assert(
    fc.property(anyText(80), (written) => {
      const plain = plainText(written);
      expect(plain.starts.length).toBe(plain.text.length);
      for (let at = 0; at < plain.text.length; at += 1) {
        const { start, end } = writtenPlace(plain, at, at + 1);
        expect(start).toBeLessThan(end);
        expect(end).toBeLessThanOrEqual(written.length);
      }
    }),
  );
});
