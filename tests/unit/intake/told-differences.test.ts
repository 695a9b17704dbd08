/** What two letters of almost the same words have otherwise is told in clauses that a person can read. */
import { expect, test } from 'vitest';
import { toldDifferences } from '../../../main/archive/intake/told-differences.ts';

test.each([
  ['共投入资金1.5万元。', '共投入资金15万元。', '另一件为“共投入资金1.5万元”，本件为“共投入资金15万元”'],
  [
    '改造管网7公里，投资1,300万元。',
    '改造管网8公里，投资1,300万元。',
    '另一件为“改造管网7公里”，本件为“改造管网8公里”',
  ],
  ['此事（暂不）办理。', '此事暂不办理。', '另一件为“此事（暂不）办理”，本件为“此事暂不办理”'],
  ['分三、五年实施。', '分三五年实施。', '另一件为“分三、五年实施”，本件为“分三五年实施”'],
  ['甲。乙。', '甲。乙。另附图。', '本件多“另附图”'],
  ['甲。乙。丙。', '甲。丙。', '另一件多“乙”'],
])('%s and %s', (other, text, expected) => {
  expect(toldDifferences(other, text)).toBe(`不同之处：${expected}。`);
});

test('of a long clause the part round the place, no number cut', () => {
  const [front, back] = [
    '本年度在全市范围内统筹推进各项工作任务落实到位'.repeat(2),
    '并按季度向社会公布进展情况接受监督'.repeat(3),
  ];
  const told = toldDifferences(`${front}共123456.5万元${back}。`, `${front}共123456.7万元${back}。`);
  expect(told).toMatch(/另一件为“….*共123456\.5万元.*…”，本件为“….*共123456\.7万元.*…”/u);
  expect(told.length).toBeLessThan(200);
});

test('three places and how many there are', () => {
  const text = (sign: string): string =>
    ['一', '二', '三', '四', '五'].map((one) => `第${one}${sign}`).join('。同句。');
  expect(toldDifferences(text('甲'), text('乙'))).toMatch(/；共 5 处。$/u);
  expect(toldDifferences('甲。', '甲。')).toBe('');
});
