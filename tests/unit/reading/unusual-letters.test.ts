/** Kinds of letters that write like nobody else, each with what a rule is for and what it is not. */
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../main/archive/reading/dewrap.ts';
import { recognise, type Recognition } from '../../../main/archive/reading/recognise.ts';
import type { ElementName, Elements } from '../../../shared/model/elements.ts';

interface Letter {
  head?: string[];
  title?: string;
  to?: string;
  opening?: string;
  body?: string[];
  foot?: string[];
}

const OFFICE = '云岭县交通运输局';
const DATE = '2022年6月27日';

function read({
  head = [OFFICE, '云交函〔2022〕7号'],
  title = '关于县十六届人大二次会议第12号建议的答复',
  to = '常明远代表：',
  opening = '您提出的《关于加快修路的建议》收悉，现答复如下：已修好。',
  body = [],
  foot = [OFFICE, DATE],
}: Letter): Recognition {
  const text = [...head, title, to, opening, ...body, ...foot].filter((line) => line !== '').join('\n');
  return recognise(cleanText({ text, layout: 'paragraphs', pages: [] }), { today: '2026-01-01' });
}

const get = <N extends ElementName>(name: N, letter: Letter): Elements[N] => read(letter).elements[name];
const sureness = (name: ElementName, letter: Letter): number => read(letter).evidence[name]?.confidence ?? 0;

describe('the office on the line above 关于', () => {
  const title = '关于县十六届人大二次会议第12号建议的联合答复';
  const heads = (...head: string[]): unknown[] => {
    const { elements } = read({ head, title });
    return [elements.title, elements.letterhead];
  };

  it('two side by side open the title, two one over the other are letterheads; neither is sure', () => {
    expect(heads('云岭县教育局 云岭县财政局')).toEqual([`云岭县教育局云岭县财政局${title}`, null]);
    expect(heads('云岭县教育局', '云岭县财政局')).toEqual([title, '云岭县教育局']);
    expect(sureness('title', { head: ['云岭县教育局 云岭县财政局'], title })).toBeLessThan(0.9);
    expect(sureness('title', { head: ['云岭县教育局', '云岭县财政局'], title })).toBeLessThan(0.9);
  });

  it('under a stamp of receipt it is the letterhead, under a mark it opens the title', () => {
    expect(heads('收文：2005年7月1日　第438号', OFFICE)).toEqual([title, OFFICE]);
    expect(heads('传真电报　共2页　第1页', '收文：2005年7月1日', OFFICE)).toEqual([title, OFFICE]);
    expect(heads('办理结果：A', OFFICE)).toEqual([`${OFFICE}${title}`, null]);
  });
});

describe('a letterhead', () => {
  it.each(['发文稿纸', '便笺', '文件', '（稿纸）'])('of a sheet called %s is the office', (sheet) => {
    expect(get('letterhead', { head: [`${OFFICE}${sheet}`, '云交函〔2022〕7号'] })).toBe(OFFICE);
  });
});

describe('a title without 关于', () => {
  it.each([
    '给初二年级家长委员会的复信',
    '复青龙箐村民小组的信',
    '给乌日图代表的回话',
    '来信答复函',
    '云岭社区居民委员会答复居民代表意见',
  ])('%s', (title) => {
    expect(get('title', { head: [], title })).toBe(title);
  });

  it.each(['学校答复居民代表意见，见下', '给您写的信', '我们已看了给学校的信'])('is not %s', (title) => {
    expect(get('title', { head: [], title })).toBeNull();
  });
});

describe('who signs for an office is no part of its name', () => {
  it.each([
    ['云岭县第九中学 校长 常明远'],
    ['云岭县第九中学　　校长：常明远'],
    ['云岭县第九中学校长 常明远（签字）'],
    ['云岭县第九中学　常'],
  ])('%s', (line) => {
    expect(get('issuer', { head: [], foot: [line, DATE] })).toBe('云岭县第九中学');
  });

  it('alone on a line between office and date', () => {
    expect(get('issuer', { head: [], foot: ['云岭苏木乌兰嘎查委员会', '嘎查达 青格勒', DATE] })).toBe(
      '云岭苏木乌兰嘎查委员会',
    );
  });

  it('for two offices, each behind its own', () => {
    const foot = ['云岭县农业农村局　　局长：上官云', '云岭县财政局　　　　局长：尤军', DATE];
    expect(get('signers', { foot })).toEqual(['云岭县农业农村局', '云岭县财政局']);
  });

  it('without a date, or with one above the letter', () => {
    expect(get('issuer', { head: [DATE], title: '', foot: ['云岭县文化局局长 常明远'] })).toBe('云岭县文化局');
    expect(get('issuer', { foot: ['云岭县文化局　崔', '5月9日'] })).toBe('云岭县文化局');
  });

  it('a sentence that ends with a head’s name signs nothing', () => {
    expect(get('issuer', { head: [], foot: ['请转告学校校长常明远。', DATE] })).toBeNull();
  });
});

describe('an office that signs by its short name, or a court’s own bench', () => {
  it.each(['云岭县残联', '云岭县妇联', '云岭县工商联', '云岭县中级人民法院立案二庭'])('%s', (office) => {
    expect(get('issuer', { foot: [office, DATE] })).toBe(office);
  });
});
