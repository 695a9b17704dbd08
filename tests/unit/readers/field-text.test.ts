import { describe, expect, test } from 'vitest';
import { fieldText, isCountingField } from '../../../main/archive/reading/readers/field-text.ts';
import { marginLines } from '../../../main/archive/reading/readers/office-text.ts';
import { symbolText, withSymbols } from '../../../main/archive/reading/readers/symbol-fonts.ts';

describe('a field without a result shows what its code says', () => {
  test.each([
    ['eq \\o\\ac(○,密)', '密'],
    ['EQ \\o\\ac(○,1)', '①'],
    ['EQ \\o\\ac(○,35)', '㉟'],
    ['EQ \\o\\ac(○,60)', '60'],
    ['EQ \\o\\ac(□,特)', '特'],
    ['EQ \\o(\\s\\up 5(甲),\\s\\do 3(乙))', '甲乙'],
    ['EQ \\f(1,2)', '1/2'],
    ['EQ \\r(3,x)', '3√x'],
    ['EQ \\a\\al\\co2(甲,乙;丙)', '甲 乙 丙'],
    ['EQ \\b\\lc\\{\\rc\\}(甲)', '{甲}'],
    ['EQ \\b\\bc\\[(甲)', '[甲]'],
    ['EQ \\x\\to(甲)\\d\\fo10()乙', '甲乙'],
    ['EQ \\l(甲,乙\\,丙)', '甲,乙,丙'],
    ['EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(shuǐ),水)', '水'],
    ['EQ \\o(((甲', '((甲'],
    ['EQ )))甲', '甲'],
    ['SYMBOL 254 \\f "Wingdings" \\s 12', '☑'],
    ['SYMBOL 0xA8 \\f Wingdings', '□'],
    ['SYMBOL 9745 \\u', '☑'],
    ['MACROBUTTON AcceptAll 点此 填写', '点此 填写'],
    ['QUOTE "引文"', '引文'],
    ['PAGE', ''],
    ['', ''],
  ])('%s', (code, text) => {
    expect(fieldText(code)).toBe(text);
  });

  test('brackets in brackets without end are done with at once', () => {
    expect(fieldText(`EQ ${'\\o('.repeat(900)}`)).toBe('');
  });

  test('some are numbers that are counted while they are shown', () => {
    expect(['AUTONUM', ' LISTNUM \\l 1', 'AUTONUMBER', 'PAGE'].map(isCountingField)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('characters of symbol fonts', () => {
  test.each([
    ['Wingdings', 0xf0fe, '☑'],
    ['Wingdings', 0xf081, '①'],
    ['Wingdings 2', 0xf052, '☑'],
    ['Symbol', 0xf0b3, '≥'],
    ['Symbol', 0xf061, 'α'],
    ['Symbol', 0xf0b7, '•'],
    ['Symbol', 0xf07e, '∼'],
    ['Symbol', 0xf0fe, '⎭'],
    ['Wingdings', 0xf0b0, '□'],
    ['宋体', 0x41, 'A'],
  ])('%s %i', (font, code, text) => {
    expect(symbolText(font, code)).toBe(text);
  });

  test('stand in text as private places, and in their font as plain letters; Han characters stay', () => {
    expect(withSymbols('\uf0fe同意', undefined)).toBe('☑同意');
    expect(withSymbols('þ 同意', 'Wingdings')).toBe('☑ 同意');
    expect(withSymbols('\uf0b4\uf0b0', 'Symbol')).toBe('×°');
  });
});

test('words that are only set in a symbol font stay words', () => {
  expect(withSymbols('add text', 'Webdings')).toBe('add text');
});

test.each([
  ['— 1 —', false],
  ['第 1 页 共 3 页', false],
  ['Page 2 of 10', false],
  ['iv', false],
  ['', false],
  ['青禾市白鹭区水务局', true],
  ['Hotline', true],
  ['0000-1234567', true],
  ['2023-05-18', true],
])('a margin of %j says more than a page number: %s', (line, says) => {
  expect(marginLines([line])).toEqual(says ? [line] : []);
});
