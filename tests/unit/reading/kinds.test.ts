/** 文书类别 by whose matter it is: the assembly that is named first, and who answers whom. */
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../main/archive/reading/dewrap.ts';
import { recognise } from '../../../main/archive/reading/recognise.ts';

function kindOf(...lines: string[]): string | null {
  const text = [...lines, '云岭县教育局', '2022年6月27日'].join('\n');
  return recognise(cleanText({ text, layout: 'paragraphs', pages: [] }), { today: '2026-01-01' }).elements.reply_kind;
}

describe('what the assembly of a school, a works or a party proposes is no 政协提案', () => {
  it.each([
    ['关于校第八届教代会第三次会议第12号提案的答复', '周明远代表：'],
    ['关于集团公司二届三次职代会第5号提案的答复', '一分厂代表团：'],
    ['关于县第十四次党代会第21号提案办理情况的答复', '周明远代表：'],
    ['对学校第六届教职工代表大会第二次会议第3号提案的答复', '周明远老师：'],
  ])('%s', (title, to) => {
    expect(kindOf(title, to, '您提出的《关于改善食堂的提案》收悉，现答复如下：已改善。')).toBe('其他');
  });

  it('told by the opening where the title says no more than 提案', () => {
    const opening = '您在校九届二次教代会上提出的《关于改善食堂的提案》收悉，现答复如下：已改善。';
    expect(kindOf('关于第12号提案的答复', '周明远代表：', opening)).toBe('其他');
  });
});

describe('the assembly that is named first decides', () => {
  it.each([
    ['关于市政协九届二次会议第33号提案（市人大代表工委转送）的答复', '政协提案'],
    ['关于市十七届人大三次会议第8号提案的答复', '人大建议'],
    ['关于市十七届人大三次会议第8号建议（市政协委员联名附议）的答复', '人大建议'],
  ])('%s: %s', (title, kind) => {
    expect(kindOf(title, '周明远：', '您提出的《关于修路的建议》收悉，现答复如下：已修好。')).toBe(kind);
  });
});

describe('an office that answers an office on a case which that one leads gives 会办意见', () => {
  it.each([
    '贵局转来的县政协十届一次会议第12号提案（协办件）收悉，经研究，提出如下意见：同意。',
    '贵局《关于征求县政协第12号提案分办意见的函》收悉，现将有关情况函复如下：同意。',
    '你局转办的县人大代表周明远提出的《关于修路的建议》收悉，现函复如下：同意。',
  ])('%s', (opening) => {
    expect(kindOf('关于县政协十届一次会议第12号提案的复函', '县交通运输局：', opening)).toBe('会办意见');
  });

  it('but not where the office that is addressed made the proposal itself', () => {
    const opening = '贵会提出的、由县政协提案委交办的《关于修路的提案》（第12号）收悉，现答复如下：已修好。';
    expect(kindOf('关于县政协十届一次会议第12号提案的答复', '县工商业联合会：', opening)).toBe('政协提案');
  });
});

describe('who wrote to a petition office, or wrote a petition together, petitions', () => {
  const end = '现答复如下：已修好。如不服本答复，可在三十日内申请复查。';
  it.each([
    `你们2015年11月2日联名信访，反映化工厂偷排废水一事，${end}`,
    `您于2019年10月21日到市信访局反映“食堂多收费”一事，${end}`,
    `你于2014年9月2日到局信访办反映的住房面积问题，${end}`,
    `你们按手印的信访信收到了，${end}`,
    `你寄给院长的信访材料收到，${end}`,
  ])('%s', (opening) => {
    expect(kindOf('关于反映问题的答复', '常明远、贺知秋：', opening)).toBe('信访');
  });

  it.each([
    '您在县长信箱的留言（已转信访局）收悉，现答复如下：已修好。',
    '您提出的关于加强信访工作的建议收悉，现答复如下：已修好。',
  ])('but not %s', (opening) => {
    expect(kindOf('关于反映问题的答复', '常明远：', opening)).not.toBe('信访');
  });
});
