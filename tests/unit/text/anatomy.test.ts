/** The anatomy of letters of many makes: each part has its role, wherever the office put it. */
import { describe, expect, it } from 'vitest';
import { emptyElements, type Elements } from '../../../shared/model/elements.ts';
import { anatomyOf } from '../../../shared/text/anatomy/anatomy.ts';

const known = (elements: Partial<Elements>): Elements => ({ ...emptyElements(), ...elements });

/** The parts as `role text`, a heading with its level; one a line, as a test reads best. */
function outline(text: string, elements?: Partial<Elements>): string[] {
  const { parts } = anatomyOf(text, elements && known(elements));
  return parts.map(({ role, level, start, end }) => `${role}${level ?? ''} ${text.slice(start, end)}`);
}

describe('the head', () => {
  it('is name, marks, number, title and addressee', () => {
    expect(
      outline(`澄湖市水务局文件
特急
〔A类〕 澄水函〔2023〕41号
关于市政协六届二次会议
第062015号提案答复的函
周砚清委员：
您提出的提案收悉。`),
    ).toEqual([
      'letterhead 澄湖市水务局文件',
      'mark 特急',
      'mark 〔A类〕',
      'number 澄水函〔2023〕41号',
      'title 关于市政协六届二次会议',
      'title 第062015号提案答复的函',
      'addressee 周砚清委员：',
      'text 您提出的提案收悉。',
    ]);
  });

  it('takes 签发人 beside the number and a mark behind the title for marks', () => {
    expect(
      outline(`石桥市公安局
石公提复〔2016〕9号                签发人：辛柏
关于市五届人大二次会议第12号建议的答复（B类）
辛未代表：
您提出的建议收悉。`).slice(1, 5),
    ).toEqual([
      'number 石公提复〔2016〕9号',
      'mark 签发人：辛柏',
      'title 关于市五届人大二次会议第12号建议的答复',
      'mark （B类）',
    ]);
  });

  it('leaves label and brackets with the number, above the title or below it', () => {
    expect(outline('文号：石水复〔2021〕第09号\n关于治理内涝提案的答复\n李闻溪委员：\n您好。')[0]).toBe(
      'number 文号：石水复〔2021〕第09号',
    );
    expect(outline('关于治理内涝提案的答复\n（石水复〔2021〕9号）\n李闻溪委员：\n您好。')[1]).toBe(
      'number （石水复〔2021〕9号）',
    );
  });

  it('tells what stands between title and addressee from both: date, page fields', () => {
    expect(
      outline(`柳坪区商务局关于区政协第18号提案的答复
（2023年5月3日）
来源：区商务局  阅读：18次
苏木言委员：
您提出的提案收悉。`),
    ).toEqual([
      'title 柳坪区商务局关于区政协第18号提案的答复',
      'date （2023年5月3日）',
      'subtitle 来源：区商务局  阅读：18次',
      'addressee 苏木言委员：',
      'text 您提出的提案收悉。',
    ]);
  });

  it('parts a title whose line lost its end from the addressee and the text', () => {
    const title = '关于市政协六届二次会议第15号提案的答复';
    expect(outline(`${title}周砚清委员：您提出的提案收悉，现答复如下。`)).toEqual([
      `title ${title}`,
      'addressee 周砚清委员：',
      'text 您提出的提案收悉，现答复如下。',
    ]);
    expect(outline(`${title}您好！您反映的问题收悉。\n已办结。`)).toEqual([
      `title ${title}`,
      'text 您好！您反映的问题收悉。',
      'text 已办结。',
    ]);
  });

  it('knows an addressee without colon, a writer on a website, an office, and a greeting', () => {
    const first = (line: string): string | undefined => outline(`${line}\n您反映的问题收悉，现答复如下。`)[0];
    for (const line of [
      '尊敬的苗  雨委员',
      '网友“QL20391”',
      '市政协提案委员会：',
      '尊敬的张先生，您好！',
      '来信人，你好：',
      '各位代表：',
    ]) {
      expect(first(line)).toBe(`addressee ${line}`);
    }
  });

  it('parts the addressee from the first words only at a colon', () => {
    expect(outline('李闻溪委员：您提出的提案收悉。')).toEqual(['addressee 李闻溪委员：', 'text 您提出的提案收悉。']);
    expect(outline('张先生您好！您反映的问题收悉。')).toEqual(['text 张先生您好！您反映的问题收悉。']);
  });

  it('does not take the announcement of the answer for an addressee', () => {
    expect(outline('关于治理内涝提案的答复\n您提出的提案收悉，现答复如下：\n已办结。').slice(1)).toEqual([
      'text 您提出的提案收悉，现答复如下：',
      'text 已办结。',
    ]);
  });

  it('is empty where a letter has neither title nor addressee nor number', () => {
    expect(outline('您好！您反映的问题收悉。\n感谢您的留言。')).toEqual([
      'text 您好！您反映的问题收悉。',
      'text 感谢您的留言。',
    ]);
  });

  it('may be a number alone, or a name alone', () => {
    expect(outline('石水复〔2021〕9号\n经研究，同意该方案，请抓紧实施。')).toEqual([
      'number 石水复〔2021〕9号',
      'text 经研究，同意该方案，请抓紧实施。',
    ]);
    expect(outline('石桥市水务局\n您好！您反映的问题收悉。')[0]).toBe('letterhead 石桥市水务局');
  });
});

describe('what is known of a letter', () => {
  it('goes before what its words seem to say', () => {
    const text =
      '云溪驿站\n云民[2023]41\n夏日来信\n周砚清、何书宁（教育界）：\n您好，来信收到了。\n小驿\n2023年7月14日';
    const elements = {
      letterhead: '云溪驿站',
      issuer: '小驿',
      doc_number: '云民〔2023〕41',
      title: '夏日来信',
      addressees: ['周砚清', '何书宁'],
    };
    expect(outline(text, elements)).toEqual([
      'letterhead 云溪驿站',
      'number 云民[2023]41',
      'title 夏日来信',
      'addressee 周砚清、何书宁（教育界）：',
      'text 您好，来信收到了。',
      'signature 小驿',
      'date 2023年7月14日',
    ]);
    expect(outline(text)).not.toContain('title 夏日来信');
  });

  it('does not hide what the text plainly says where the two differ', () => {
    const text = '石水复〔2021〕第009号\n关于治理内涝提案的答复 A类\n李闻溪委员：\n您好。';
    const elements = { title: '关于治理城区内涝的答复', doc_number: '石水复〔2021〕9号', addressees: ['李某'] };
    expect(outline(text, elements)).toEqual(outline(text));
    expect(outline(text).slice(0, 4)).toEqual([
      'number 石水复〔2021〕第009号',
      'title 关于治理内涝提案的答复',
      'mark A类',
      'addressee 李闻溪委员：',
    ]);
  });
});

const OPENING = '关于治理内涝提案的答复\n李闻溪委员：\n';
const body = (text: string, elements?: Partial<Elements>): string[] => outline(OPENING + text, elements).slice(2);

describe('the body', () => {
  it('has headings of four levels, each the first sentence of its paragraph or all of it', () => {
    expect(
      body(`一、工作情况
（一）摸清底数。全市有老人12万人。
1.走访社区。逐户登记。
（1）分工
由街道负责。
二、下一步：加快建设
2、召开会议
会上明确了责任。`),
    ).toEqual([
      'heading1 一、工作情况',
      'heading2 （一）摸清底数。',
      'text 全市有老人12万人。',
      'heading3 1.走访社区。',
      'text 逐户登记。',
      'heading4 （1）分工',
      'text 由街道负责。',
      'heading1 二、下一步：加快建设',
      'heading3 2、召开会议',
      'text 会上明确了责任。',
    ]);
  });

  it('takes a whole sentence, and the items of a list, for text', () => {
    expect(
      body('（一）严格落实责任，确保取得实效。\n1.身份证\n2.户口簿；\n3.5万元已拨付\n（1）申请表；（2）照片'),
    ).toEqual([
      'text （一）严格落实责任，确保取得实效。',
      'text 1.身份证',
      'text 2.户口簿；',
      'text 3.5万元已拨付',
      'text （1）申请表；（2）照片',
    ]);
  });

  it('has rows of tables, and a list of annexes before the signature', () => {
    expect(body('甲\t乙\n1\t2\n附件：1. 情况表\n2. 名单\n石桥市水务局\n2023年7月14日')).toEqual([
      'table 甲\t乙',
      'table 1\t2',
      'annexNote 附件：1. 情况表',
      'annexNote 2. 名单',
      'signature 石桥市水务局',
      'date 2023年7月14日',
    ]);
  });

  it('leaves lines of other languages where they are', () => {
    expect(body('您来信所附的说明收悉：\nDear Sir, please find enclosed the report.\nNo. 12/2023\n已转办。')).toEqual([
      'text 您来信所附的说明收悉：',
      'text Dear Sir, please find enclosed the report.',
      'text No. 12/2023',
      'text 已转办。',
    ]);
  });

  it('of a form is rows, of whose cells none is an addressee', () => {
    expect(
      outline('提案答复表\n提案人\t李闻溪委员\t编号\t15\n答复\t李闻溪委员：您提出的提案收悉。\n承办单位\t市水务局', {
        title: '提案答复表',
        addressees: ['李闻溪'],
      }).map((part) => part.split(' ')[0]),
    ).toEqual(['title', 'table', 'table', 'table']);
  });
});

describe('the end', () => {
  it('is signature, date, note, copies and imprint', () => {
    expect(
      body(`感谢您的关心。
石桥市水务局
2023年7月14日
（联系人：何书宁，0700-6120358）
（此件公开发布）
抄报：市人大代表工委。
抄送：市政协提案委，
市政府督查室。
石桥市水务局办公室 2023年7月14日印发`),
    ).toEqual([
      'text 感谢您的关心。',
      'signature 石桥市水务局',
      'date 2023年7月14日',
      'note （联系人：何书宁，0700-6120358）',
      'note （此件公开发布）',
      'cc 抄报：市人大代表工委。',
      'cc 抄送：市政协提案委，',
      'cc 市政府督查室。',
      'imprint 石桥市水务局办公室 2023年7月14日印发',
    ]);
  });

  it('knows dates of every make: Chinese numerals, figures, full width, a lost 日', () => {
    for (const date of [
      '二○○六年十二月十八日',
      '二〇一一年元月三日',
      '2023-07-14',
      '2023.7.14',
      '２０２３年７月１４日',
      '2023年7月14',
    ]) {
      expect(body(`已办结。\n石桥市水务局\n${date}`).slice(1)).toEqual(['signature 石桥市水务局', `date ${date}`]);
    }
  });

  it('parts a name from the date on its line, and both from a last sentence', () => {
    expect(body('已办结。\n石桥市水务局（盖章）  二〇二三年七月十四日')).toEqual([
      'text 已办结。',
      'signature 石桥市水务局（盖章）',
      'date 二〇二三年七月十四日',
    ]);
    expect(body('二、已办结。感谢您的支持！ 石桥市水务局2023年7月14日')).toEqual([
      'heading1 二、已办结。',
      'text 感谢您的支持！',
      'signature 石桥市水务局',
      'date 2023年7月14日',
    ]);
    expect(body('感谢您的支持！石桥市水务局\n2023年7月14日')).toEqual([
      'text 感谢您的支持！',
      'signature 石桥市水务局',
      'date 2023年7月14日',
    ]);
  });

  it('may be signed by several offices, one below or beside the other, and marked beside the name', () => {
    expect(body('已办结。\n石桥市水务局\n石桥市财政局\n2023年7月14日').slice(1)).toEqual([
      'signature 石桥市水务局',
      'signature 石桥市财政局',
      'date 2023年7月14日',
    ]);
    expect(body('已办结。\n石桥市水务局   石桥市财政局\n2023年7月14日')[1]).toBe(
      'signature 石桥市水务局   石桥市财政局',
    );
    expect(body('已办结。\n石桥市水务局（盖章）     〔A类〕\n2023年7月14日').slice(1)).toEqual([
      'signature 石桥市水务局（盖章）',
      'mark 〔A类〕',
      'date 2023年7月14日',
    ]);
  });

  it('may be signed without a date, or dated without a name', () => {
    expect(body('已办结。\n石桥市水务局', { issuer: '石桥市水务局' })[1]).toBe('signature 石桥市水务局');
    expect(body('已办结。\n石桥市水务局')[1]).toBe('signature 石桥市水务局');
    expect(body('已办结。\n2023年7月14日')[1]).toBe('date 2023年7月14日');
  });

  it('may have contact and copies before the date', () => {
    expect(body('已办结。\n联系人：何书宁\n通讯地址：石桥市河西路8号\n2023年7月14日').slice(1)).toEqual([
      'note 联系人：何书宁',
      'note 通讯地址：石桥市河西路8号',
      'date 2023年7月14日',
    ]);
    expect(
      body('已办结。\n联系人：何书宁  电 话：6120358\n抄送：市政协提案委\n石桥市水务局\n2023年7月14日').slice(1),
    ).toEqual([
      'note 联系人：何书宁  电 话：6120358',
      'cc 抄送：市政协提案委',
      'signature 石桥市水务局',
      'date 2023年7月14日',
    ]);
  });

  it('takes whatever has a label or a telephone number for a note only right under the date', () => {
    expect(
      body(
        '值班电话：6120358\n石桥市水务局\n2023年7月14日\n分管领导：何书宁\n财政局 支越 6120359\n主题词：水务  提案\n打印：小周  共印8份',
      ).slice(2),
    ).toEqual([
      'date 2023年7月14日',
      'note 分管领导：何书宁',
      'note 财政局 支越 6120359',
      'imprint 主题词：水务  提案',
      'imprint 打印：小周  共印8份',
    ]);
    expect(body('分管领导：何书宁\n值班记录齐全。\n石桥市水务局\n2023年7月14日')[0]).toBe('text 分管领导：何书宁');
  });

  it('knows the number under the date, and the addressee that is named at the end', () => {
    expect(body('已办结。\n石桥市水务局\n2023年7月14日\n石水复〔2023〕9号\n主送：李闻溪委员').slice(3)).toEqual([
      'number 石水复〔2023〕9号',
      'cc 主送：李闻溪委员',
    ]);
  });

  it('stays the end where a web page has words of its own below it', () => {
    expect(body('已办结。\n石桥市水务局\n2023年7月14日\n扫一扫在手机打开当前页\n上一篇：关于治理扬尘的答复')).toEqual([
      'text 已办结。',
      'signature 石桥市水务局',
      'date 2023年7月14日',
      'text 扫一扫在手机打开当前页',
      'text 上一篇：关于治理扬尘的答复',
    ]);
  });
});

describe('annexes', () => {
  it('have heading, title and text of their own, before the copies at the foot', () => {
    expect(
      body(`已办结。
石桥市水务局
2023年7月14日
附件1
内涝点位表
序号\t地点
一、说明
附件2
名单
王明、李红
抄送：市政协提案委。`).slice(3),
    ).toEqual([
      'annex 附件1',
      'annexTitle 内涝点位表',
      'table 序号\t地点',
      'heading1 一、说明',
      'annex 附件2',
      'annexTitle 名单',
      'text 王明、李红',
      'cc 抄送：市政协提案委。',
    ]);
  });

  it('begin only behind the end of the letter, whose date is not the annex’s', () => {
    const text = '已办结。\n石桥市水务局\n2023年7月14日\n附件\n实施方案\n石桥市人民政府\n2020年3月5日';
    expect(body(text).slice(1)).toEqual([
      'signature 石桥市水务局',
      'date 2023年7月14日',
      'annex 附件',
      'annexTitle 实施方案',
      'text 石桥市人民政府',
      'text 2020年3月5日',
    ]);
    expect(body('附件\n已随文寄出。\n石桥市水务局\n2023年7月14日')[0]).toBe('text 附件');
  });

  it('may be listed under the date, in one line or in several', () => {
    expect(body('已办结。\n石桥市水务局\n2023年7月14日\n附件：\n1. 情况表\n2. 名单').slice(3)).toEqual([
      'annexNote 附件：',
      'annexNote 1. 情况表',
      'annexNote 2. 名单',
    ]);
  });
});
