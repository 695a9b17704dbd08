/** Who is addressed through another or on a page's fields, numbers with a word before their figures, seals, copied markup. */
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../main/archive/reading/dewrap.ts';
import { recognise, type Recognition } from '../../../main/archive/reading/recognise.ts';
import { SURE } from '../../../shared/model/elements.ts';

function read(...lines: string[]): Recognition {
  return recognise(cleanText({ text: lines.join('\n'), layout: 'paragraphs', pages: [] }), { today: '2026-01-01' });
}
const elementsOf = (...lines: string[]): Recognition['elements'] => read(...lines).elements;

const TITLE = '关于修桥一事的答复';
const ANSWER = ['来信收悉，现答复如下：', '桥已修好，感谢您的关心。'];
const END = ['云岭县交通局', '2019年7月2日'];
const addressed = (...lines: string[]): string[] => elementsOf(...lines, ...ANSWER, ...END).addressees;

describe('addressees', () => {
  it.each([
    ['县革命委员会办公室转常有根同志：', ['县革命委员会办公室', '常有根']],
    ['云岭县人大常委会转常明远代表：', ['云岭县人大常委会', '常明远']],
    ['常奶奶：', ['常奶奶']],
    ['张委员：', ['张委员']],
    ['青石小区业主李先生：', ['李先生']],
    ['县12345政务服务便民热线：', ['县12345政务服务便民热线']],
  ])('%s', (line, names) => {
    expect(addressed(TITLE, line)).toEqual(names);
  });

  it.each([
    ['云岭县企业改制转制办公室：', ['云岭县企业改制转制办公室']],
    ['常明远委员：', ['常明远']],
    ['五连职工代表组：', ['五连职工代表组']],
  ])('%s is one and whole', (line, names) => {
    expect(addressed(TITLE, line)).toEqual(names);
  });

  it('of a page are those of the answer, not of the field of who wrote', () => {
    const page = [
      '来信人：常**　　来信时间：2021-04-13 09:46',
      '来信内容：桥坏了，请问什么时候能修？',
      '回复单位：云岭县交通局',
      '回复内容：',
    ];
    expect(addressed(...page, '常先生：')).toEqual(['常先生']);
    expect(addressed('来电人：常先生', '诉求内容：桥坏了，请问什么时候能修？')).toEqual(['常先生']);
  });
});

describe('a number with a word before its figures', () => {
  it.each([
    ['云政公开〔2023〕答18号', '云政公开〔2023〕答18号'],
    ['云市监〔2023〕闭3号', '云市监〔2023〕闭3号'],
    ['云校公开〔2018〕告字第03号', '云校公开〔2018〕告字3号'],
    ['（８８）云办字第１７号', '〔88〕云办字17号'],
    ['云函〔2019〕012号', '云函〔2019〕12号'],
  ])('%s', (line, number) => {
    expect(elementsOf('云岭县人民政府', line, TITLE, '常明远先生：', ...ANSWER, ...END).doc_number).toBe(number);
  });

  it.each(['云函〔2019〕某某号', '云岭桥〔2019〕修好了12号'])('but not %s', (line) => {
    expect(elementsOf('云岭县人民政府', line, TITLE, '常明远先生：', ...ANSWER, ...END).doc_number).toBeNull();
  });
});

describe('seals and days', () => {
  it.each(['云岭县人民法院（院印）', '云岭县人民法院（章）'])('%s is signed by the court', (line) => {
    expect(elementsOf(TITLE, '常明远先生：', ...ANSWER, line, '2019年7月2日').issuer).toBe('云岭县人民法院');
  });

  it.each(['二〇一九年七月二日（印章）', '2019年7月2日（院印）', '2019年7月2日　2019年7月2日'])('%s', (day) => {
    expect(elementsOf(TITLE, '常明远先生：', ...ANSWER, '云岭县交通局', day).issued_on).toBe('2019-07-02');
  });

  it('two days that differ are not one', () => {
    const { elements, evidence } = read(TITLE, '常明远先生：', ...ANSWER, '云岭县交通局', '2019年7月2日　2019年8月5日');
    expect(elements.issued_on === null || (evidence.issued_on?.confidence ?? 0) < SURE).toBe(true);
  });
});

it('blanks and line breaks that were copied with a page are no part of the words', () => {
  const { addressees, issuer, issued_on } = elementsOf(
    TITLE,
    '常明远&nbsp;委员：',
    '&nbsp;&nbsp;来信收悉，现答复如下：<br/>',
    ...ANSWER,
    '&nbsp;云岭县交通局',
    '2019年7月2日&nbsp;',
  );
  expect([addressees, issuer, issued_on]).toEqual([['常明远'], '云岭县交通局', '2019-07-02']);
});

it.each([
  ['根据省政府云政〔2006〕48号文件', '云政〔2006〕48号'],
  ['根据县政府办〔2006〕48号文件', '县政府办〔2006〕48号'],
])('%s cites %s', (words, number) => {
  const { cited_documents } = elementsOf(TITLE, '常明远先生：', ...ANSWER, `${words}，桥归县里管。`, ...END);
  expect(cited_documents).toEqual([number]);
});

it('an office over the title opens it where a day in brackets and the number stand below', () => {
  const lines = ['云岭县民政局', '对县政协六届三次会议第3号提案的答复', '（2024年6月3日）'];
  expect(elementsOf(...lines, '云民函〔2024〕19号', '常明远委员：', ...ANSWER, ...END).title).toBe(
    '云岭县民政局对县政协六届三次会议第3号提案的答复',
  );
});
