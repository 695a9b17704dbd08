import { describe, expect, test } from 'vitest';
import { RULES, settled, withoutSpecks } from '../../../main/archive/reading/readers/ocr-context.ts';

describe('signs that OCR takes for one another are settled by their neighbours', () => {
  test.each(RULES.map(({ name, mends }) => [name, ...mends] as const))('%s: %s is %s', (_, read, meant) => {
    expect(settled(read)).toBe(meant);
  });

  test.each(RULES.flatMap(({ name, leaves }) => leaves.map((text) => [name, text] as const)))(
    '%s: %s stays',
    (_, text) => {
      expect(settled(text)).toBe(text);
    },
  );
});

describe('a copy’s specks that were read as signs', () => {
  const left = (text: string, confidence: number): string =>
    withoutSpecks([...text].map((sign, at) => ({ sign, at, confidence })))
      .map(({ sign }) => sign)
      .join('');

  test.each([
    ['科技·成果', '科技成果'],
    ['基地布局.', '基地布局'],
    ['·襄江市', '襄江市'],
    ['不予公开。·', '不予公开。'],
    ["代表：'", '代表：'],
    ['财政.补贴', '财政补贴'],
  ])('%s is %s', (read, meant) => {
    expect(left(read, 0.8)).toBe(meant);
  });

  test.each(['1.2亿元', '第3.', '2019—2021', '电话：0371', 'No.5', '一、二'])('%s stays', (text) => {
    expect(left(text, 0.8)).toBe(text);
  });

  test('a point between names stays where it is sure', () => {
    expect(left('买买提·艾力', 0.95)).toBe('买买提·艾力');
    expect(left('买买提·艾力', 0.7)).toBe('买买提艾力');
  });
});
