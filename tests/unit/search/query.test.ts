/** The query grammar: operators, fields, and everything that is neither. */
import { describe, expect, it } from 'vitest';
import { ArchiveError } from '../../../shared/errors.ts';
import { ELEMENT_NAMES, elementSpec } from '../../../shared/model/elements.ts';
import { QUERY_FIELDS, fieldPrefix, parseQuery, readDateRange } from '../../../shared/text/query.ts';

/** A query as short words: `-` for not, `|` for or, scope before the folded term. */
function understood(text: string): string[] {
  return parseQuery(text).clauses.map(
    ({ negated, any }) =>
      (negated ? '-' : '') +
      any
        .map((atom) => {
          if (atom.kind === 'text') return `${atom.scope}:${atom.term}`;
          if (atom.kind === 'date') return `${atom.from}..${atom.to}`;
          if (atom.kind === 'ref_code') return `档号:${atom.key}`;
          return atom.kind === 'value' ? `${atom.column}=${atom.values.join(',')}` : atom.state;
        })
        .join('|'),
  );
}

function codeOf(text: string): string {
  try {
    parseQuery(text);
  } catch (error) {
    if (error instanceof ArchiveError) return error.code;
    throw error;
  }
  return 'none';
}

describe('the query grammar', () => {
  it.each([
    ['社区 养老', ['all:社区', 'all:养老']],
    ['“社区 服务”', ['all:社区服务']],
    ['社区 -白石桥', ['all:社区', '-all:白石桥']],
    ['社区 －白石桥', ['all:社区', '-all:白石桥']],
    ['社区|养老', ['all:社区|all:养老']],
    ['社区 ｜ 养老 学校', ['all:社区|all:养老', 'all:学校']],
    ['标题：社区', ['title:社区']],
    ['标题:社区|养老', ['title:社区|title:养老']],
    ['-标题:"社区 服务"', ['-title:社区服务']],
    ['文号:清民函[2022]58号', ['doc_number:清民函(2022)58号']],
    ['年:2022', ['20220101..20221231']],
    ['年:2020..2022', ['20200101..20221231']],
    ['日期:2022-06-27', ['20220627..20220627']],
    ['日期：2022年6月', ['20220601..20220630']],
    ['日期:..2020', ['0..20201231']],
    ['类别:A类', ['result_code=A']],
    ['类别:提案', ['reply_kind=政协提案']],
    ['公开:不公开', ['openness=不予公开']],
    ['状态:缺文号', ['缺文号']],
    ['发文字号:清民函[2022]58号', ['doc_number:清民函(2022)58号']],
    ['承办单位：民政局|责任者:财政局', ['office:民政局|office:财政局']],
    ['成文日期:2022-06-27', ['20220627..20220627']],
    ['答复日期:2022..', ['20220101..99991231']],
    ['题名:社区', ['title:社区']],
    ['联系人:陈 联系电话:6721', ['contact:陈', 'phones:6721']],
    ['案由:养老 届次:第一次', ['case_title:养老', 'session:第一次']],
    ['联系地址:文庙巷 抄送:办公室', ['address:文庙巷', 'cc:办公室']],
    ['引用文件:条例', ['cited:条例']],
    ['办理结果:a类', ['result_code=A']],
    ['文书类别:提案', ['reply_kind=政协提案']],
    ['公开属性:主动', ['openness=主动公开']],
    ['提案人:周砚清 代表:李', ['addressee:周砚清', 'addressee:李']],
    ['时间：上午', ['all:时间:上午']],
  ])('%s', (text, expected) => {
    expect(understood(text)).toEqual(expected);
  });

  it.each([
    ['46个“村改居”社区', ['all:46个"村改居"社区']],
    ['“村改居”社区', ['all:"村改居"社区']],
    ['“社区 服', ['all:社区服']],
    ['建议：加强', ['all:建议:加强']],
    ['联系单位：民政局', ['all:联系单位:民政局']],
    ['文号:', ['all:文号:']],
    ['0871-67210221', ['all:0871-67210221']],
    ['(a+)*[b', ['all:(a+)*(b']],
    ['|', ['all:|']],
    ['""', ['all:""']],
    ['-', ['all:-']],
    ['，。', ['all:,。']],
    ['😀', ['all:😀']],
    ['\ud800', ['all:\ud800']],
    ['社\u0007区', ['all:社区']],
  ])('%j is text to be found', (text, expected) => {
    expect(understood(text)).toEqual(expected);
  });

  it.each([
    ['', 'QUERY_EMPTY'],
    [' \u3000\n', 'QUERY_EMPTY'],
    ['\u200b\u0000', 'QUERY_EMPTY'],
    ['字'.repeat(2001), 'QUERY_TOO_LONG'],
    ['字'.repeat(2000), 'none'],
    ['公开:大概', 'QUERY_BAD_FIELD'],
    ['状态:好', 'QUERY_BAD_FIELD'],
    ['年:去年', 'QUERY_BAD_FIELD'],
    ['日期:2022-02-30', 'QUERY_BAD_DATE'],
    ['日期:2022-13', 'QUERY_BAD_DATE'],
    ['日期:2022..2020', 'QUERY_BAD_DATE'],
    ['日期:昨天', 'QUERY_BAD_DATE'],
  ])('%j answers %s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it('words typed with blanks are also tried joined', () => {
    expect(parseQuery('8 个街道 -白石桥 社区 服务').joined.map(({ term }) => term)).toEqual(['8个街道', '社区服务']);
    expect(parseQuery('"8" 个街道').joined).toEqual([]);
  });

  it('says in Chinese what was understood', () => {
    expect(parseQuery('社区 标题:养老 -白石桥 日期:2022').explained).toBe(
      '含“社区”，并且标题含“养老”，并且不要：含“白石桥”，并且成文日期从 2022-01-01 至 2022-12-31',
    );
    expect(parseQuery('建议：加强').explained).toContain('不是检索字段，按原文查找');
  });

  it('reads a thousand alternatives', () => {
    const letters = Array.from({ length: 1000 }, (_, i) => String.fromCharCode(0x4e00 + i));
    expect(parseQuery(letters.join('|')).clauses[0]?.any).toHaveLength(1000);
  });

  it('reads leap days', () => {
    expect(readDateRange('2024-02')).toMatchObject({ from: 20240201, to: 20240229 });
    expect(() => readDateRange('2023-02-29')).toThrow(ArchiveError);
  });
});

describe('a range of dates', () => {
  it.each([
    ['2020..2022', 20200101, 20221231],
    ['2020…2022', 20200101, 20221231],
    ['2020~2022', 20200101, 20221231],
    ['2020至2022', 20200101, 20221231],
    ['2020...2022-02', 20200101, 20220229 - 1],
    ['2021-05..2021-05', 20210501, 20210531],
    ['2024年2月3日', 20240203, 20240203],
    ['20240203', 20240203, 20240203],
  ])('%s', (words, from, to) => {
    expect(readDateRange(words)).toMatchObject({ from, to });
  });

  it.each(['', '..', '2020..2021..2022', '2022..2020', '2022-13', '2022-0', '2022-06-31', '2022-06-00', '年'])(
    'refuses %j',
    (words) => {
      expect(() => readDateRange(words)).toThrow(expect.objectContaining({ code: 'QUERY_BAD_DATE' }));
    },
  );

  it('takes the first and the last day of a month and of a year, and no more', () => {
    expect(readDateRange('2022-06-30')).toMatchObject({ from: 20220630, to: 20220630 });
    expect(readDateRange('2022-01-01')).toMatchObject({ from: 20220101, to: 20220101 });
    expect(readDateRange('2022-12')).toMatchObject({ from: 20221201, to: 20221231 });
  });
});

it('every element that is searched is known by its label and its longer headings', () => {
  for (const name of ELEMENT_NAMES) {
    const { label, headings, search, facet } = elementSpec(name);
    const isSearched = search !== undefined || facet !== undefined || name === 'title' || name === 'issued_on';
    const names = [label, ...headings.filter((heading) => heading.length >= 3)];
    expect(names.map((one) => QUERY_FIELDS.includes(one))).toEqual(names.map(() => isSearched));
  }
});

describe('what stands before a term that is looked for in one part', () => {
  it.each([
    ['all', ''],
    ['title', '标题:'],
    ['doc_number', '文号:'],
    ['case_number', '案号:'],
  ] as const)('%s', (scope, prefix) => {
    expect(fieldPrefix(scope)).toBe(prefix);
  });
});
