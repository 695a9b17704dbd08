/** Rows of labels, marks in boxes, contacts without labels, dates by the act that they date. */
import { describe, expect, it } from 'vitest';
import type { Elements } from '../../../shared/model/elements.ts';
import { cleanText } from '../../../main/archive/reading/dewrap.ts';
import { recognise } from '../../../main/archive/reading/recognise.ts';

interface Parts {
  head?: string;
  tail?: string;
}

function read({ head = '云岭县民政局', tail = '云岭县民政局\n2022年6月27日' }: Parts): Elements {
  const text = `${head}\n关于县政协十届一次会议第12号提案的答复\n常明远委员：\n您提出的《关于养老的提案》收悉，现答复如下：已办理。\n${tail}`;
  return recognise(cleanText({ text, layout: 'paragraphs', pages: [] }), { today: '2026-01-01' }).elements;
}

describe('a row of labels, parted by blanks or tabs', () => {
  it.each([
    '云岭县民政局\n文号：云民函〔2022〕15号　　分类：B　　公开：是　　答复日期：2022年6月27日',
    '云岭县民政局\n分类：B\t文号：云民函〔2022〕15号\t公开：是\t答复日期：2022年6月27日',
    '云岭县民政局\n办理类别：B类  公开属性：主动公开  文号：云民函〔2022〕15号  答复时间：2022-06-27',
  ])('%s', (head) => {
    const { doc_number, result_code, openness, issued_on } = read({ head, tail: '云岭县民政局' });
    expect({ doc_number, result_code, openness, issued_on }).toEqual({
      doc_number: '云民函〔2022〕15号',
      result_code: 'B',
      openness: '主动公开',
      issued_on: '2022-06-27',
    });
  });

  it('a page’s own fields are no values of the letter', () => {
    const head = '首页>政务公开>建议提案\n发布日期：2023年1月3日　　来源：云岭县人民政府　　浏览次数：35';
    const { issued_on, issuer, letterhead } = read({ head, tail: '云岭县民政局' });
    expect({ issued_on, issuer, letterhead }).toEqual({ issued_on: null, issuer: '云岭县民政局', letterhead: null });
  });
});

describe('the result', () => {
  it.each([
    ['办理结果：由C类调整为B类', 'B'],
    ['（由B类调整为A类）', 'A'],
    ['办理结果：A类□ B类☑ C类□', 'B'],
    ['A类□　B类☑', 'B'],
    ['办理结果：□A类 ☑B类', 'B'],
    ['解决程度：B', 'B'],
    ['办理结果：A（ ）B（√）C（ ）', 'B'],
    ['办理结果：A类□ B类□', null],
  ])('%s: %s', (mark, code) => {
    expect(read({ head: `云岭县民政局\n${mark}` }).result_code).toBe(code);
  });
});

describe('a date by the act that it dates', () => {
  it.each(['答复日期：2022年6月27日', '办结时间：2022年6月27日', '落款日期：2022-06-27'])('%s', (line) => {
    expect(read({ tail: `云岭县民政局\n${line}` }).issued_on).toBe('2022-06-27');
  });
});

describe('a contact without a label', () => {
  it.each([
    ['养老服务科贺知秋 0871-67210221', '贺知秋', '0871-67210221'],
    ['贺知秋（养老服务科科长）13800001111', '贺知秋', '13800001111'],
    ['（办公室　贺知秋　67210221）', '贺知秋', '67210221'],
    ['0871-67210221 贺知秋', '贺知秋', '0871-67210221'],
    ['贺知秋主任，67210221', '贺知秋', '67210221'],
  ])('%s', (line, contact, phone) => {
    const elements = read({ tail: `云岭县民政局\n2022年6月27日\n${line}` });
    expect([elements.contact, elements.phones]).toEqual([contact, [phone]]);
  });

  it('a number alone, or an office with its number, is no person', () => {
    expect(read({ tail: '云岭县民政局\n2022年6月27日\n云岭县民政局办公室 67210221' }).contact).toBeNull();
  });
});

describe('the office that drafted the letter', () => {
  it('is an element of its own, and not the one that issued it', () => {
    const { issuer, draft_unit } = read({ head: '云岭县人民政府', tail: '代拟单位：云岭县水利局\n2022年6月27日' });
    expect([issuer, draft_unit]).toEqual(['云岭县人民政府', '云岭县水利局']);
  });

  it.each([
    ['（云岭县水利局代拟）', '云岭县水利局'],
    ['拟稿单位：云岭县水利局　　联系人：贺知秋', '云岭县水利局'],
    ['联系人：贺知秋', null],
  ])('%s: %s', (line, unit) => {
    expect(read({ tail: `云岭县人民政府\n2022年6月27日\n${line}` }).draft_unit).toBe(unit);
  });
});

describe('joint letters: the single elements keep the first, the lists hold all', () => {
  it('several offices that sign', () => {
    const { issuer, signers } = read({ tail: '云岭县水利局\n云岭县财政局\n2022年6月27日' });
    expect([issuer, signers]).toEqual(['云岭县水利局', ['云岭县水利局', '云岭县财政局']]);
  });

  it('several cases that are answered at once', () => {
    const text =
      '关于县政协十届一次会议第012号、第035号和第101号提案的并案答复\n常明远委员：\n提案收悉。\n云岭县水利局\n2022年6月27日';
    const clean = cleanText({ text, layout: 'paragraphs', pages: [] });
    const { elements, evidence } = recognise(clean, { today: '2026-01-01' });
    expect(elements.case_number).toBe('012');
    expect(elements.case_numbers).toEqual(['012', '035', '101']);
    const { start, end } = evidence.case_numbers ?? { start: 0, end: 0 };
    expect(clean.text.slice(start, end)).toBe('012号、第035号和第101');
  });

  it('one number, one signer: the lists are empty', () => {
    const { signers, case_numbers } = read({});
    expect([signers, case_numbers]).toEqual([[], []]);
  });
});
