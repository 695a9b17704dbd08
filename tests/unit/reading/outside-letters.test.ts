/** Kinds of what letters by outside authors were read wrong in, each with what it is for and what it is not. */
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

const OPENING = '您提出的《关于加快修路的建议》收悉，现答复如下：已修好。';

function read({
  head = ['云岭县交通运输局', '云交函〔2022〕7号'],
  title = '关于县十六届人大二次会议第12号建议的答复',
  to = '常明远代表：',
  opening = OPENING,
  body = [],
  foot = ['云岭县交通运输局', '2022年6月27日'],
}: Letter): Recognition {
  const text = [...head, title, to, opening, ...body, ...foot].filter((line) => line !== '').join('\n');
  return recognise(cleanText({ text, layout: 'paragraphs', pages: [] }), { today: '2026-01-01' });
}

const get = <N extends ElementName>(name: N, letter: Letter): Elements[N] => read(letter).elements[name];
const sureness = (name: ElementName, letter: Letter): number => read(letter).evidence[name]?.confidence ?? 0;

describe('a case number', () => {
  it.each([
    ['关于省十四届人大一次会议衢12号建议的答复', '衢12'],
    ['关于省十三届人大五次会议湖86号建议的答复', '湖86'],
    ['对第临时7号提案的答复', '临时7'],
    ['对省十届人大四次会议昂曲州代表团团-06号建议的答复', '团-06'],
    ['关于省各界人民代表会议第一届第三次会议文教十七号提案的答复', '文教十七'],
    ['关于县十六届人大二次会议第12号建议的答复', '12'],
    ['关于县十六届人大二次会议提出的第12号建议的答复', '12'],
    ['关于县十六届人大二次会议期间12号建议的答复', '12'],
  ])('of %s is %s', (title, number) => {
    expect(get('case_number', { title })).toBe(number);
  });

  it('with a word before it that nobody has listed is never sure', () => {
    expect(sureness('case_number', { title: '关于县十六届人大二次会议文教17号建议的答复' })).toBeLessThan(0.9);
    expect(sureness('case_number', { title: '关于县十六届人大二次会议第17号建议的答复' })).toBeGreaterThan(0.9);
  });

  it('stands in brackets behind what the case is called', () => {
    const title = '关于修复围墙的答复';
    expect(
      get('case_number', { title, opening: '你在乡九届人大三次会议上提出的“关于修复围墙的建议”（第7号）收悉。' }),
    ).toBe('7');
    expect(get('case_number', { title, opening: '你提出的“关于修复围墙的建议”（见附件7）收悉。' })).toBeNull();
  });
});

describe('a session', () => {
  it.each([
    ['关于五届二次教代会第18号提案的答复', '五届二次'],
    ['关于县政协九届三次第82号提案的答复', '九届三次'],
    ['关于县第十五届党代会第三次年会第33号提案的答复', '第十五届党代会第三次年会'],
    ['关于县政协九届三次会议第82号提案的答复', '九届三次会议'],
    ['关于新建一届二次设计招标的答复', null],
  ])('of %s is %s', (title, session) => {
    expect(get('session', { title })).toBe(session);
  });
});

describe('numbers of older letters', () => {
  it.each([
    ['金政办字（84）第19号', '金政办字〔84〕19号'],
    ['(62)手业字第31号', '〔62〕手业字31号'],
    ['鄂交公（1984）字第214号', '鄂交公〔1984〕字214号'],
    ['（2000）青法办字第17号', '青法办字〔2000〕17号'],
    ['教社字第0284号', '教社字284号'],
    ['云交函〔2022〕第07号', '云交函〔2022〕7号'],
    ['（A类）云交函〔2022〕7号', '云交函〔2022〕7号'],
    ['共印第84号', null],
  ])('%s is %s', (line, number) => {
    expect(get('doc_number', { head: ['云岭县交通运输局', line] })).toBe(number);
  });
});

it('of a cited number what stands before its code is no part of it', () => {
  const cited = (words: string): string[] => get('cited_documents', { body: [words] });
  expect(cited('资金明细分别载于财农〔2019〕411号文件。')).toEqual(['财农〔2019〕411号']);
  expect(cited('依瑶政发〔2009〕14号文，已增加补助。')).toEqual(['瑶政发〔2009〕14号']);
  expect(cited('按照本会秘字〔1956〕88号指示办理。')).toEqual(['秘字〔1956〕88号']);
  expect(cited('见《通知》（县会计办〔2009〕14号）。')).toEqual(['县会计办〔2009〕14号']);
});

describe('telephone numbers in sentences', () => {
  const foot = ['云岭县交通运输局', '2022年6月27日', '联系人：贺知秋，联系电话：0871-67210221'];
  const phones = (sentence: string): string[] => get('phones', { body: [sentence], foot });

  it.each([
    '开通投诉电话12315，处理投诉94宗，市场秩序好转。',
    '县妇联信访室、12338热线上半年接访83件，协调法律援助17件。',
    '如有异议，请向云岭县农业农村局提出申请，地址为文山路66号，电话0871-63532820。',
    '反映人常某（手机13800001111）称路灯不亮，我局已派人查看。',
  ])('are no contact’s: %s', (sentence) => {
    expect(phones(sentence)).toEqual(['0871-67210221']);
  });

  it.each([
    ['如有问题，请拨打12345，我局将在3日内处理。', '12345'],
    ['建议你向清源乡人民政府咨询，电话0837-7612233。', '0837-7612233'],
    ['举报电话：12313。', '12313'],
    ['欢迎通过“12369”环保热线继续监督。', '12369'],
  ])('are told to ring: %s', (sentence, phone) => {
    expect(phones(sentence)).toEqual([phone, '0871-67210221']);
  });

  it('of which the sentence does not tell whose they are, are not sure', () => {
    const doubtful = { body: ['建设远程公共法律服务，12348热线增设方言坐席。'], foot };
    expect(sureness('phones', doubtful)).toBeLessThan(0.9);
    expect(sureness('phones', { body: ['如有问题，请拨打12348热线咨询。'], foot })).toBeGreaterThan(0.9);
  });
});

describe('marks', () => {
  it.each([
    ['B1', 'B1', null],
    ['A类　　不予公开', 'A', '不予公开'],
    ['B　公开', 'B', '主动公开'],
    ['（重新办理）　A', 'A', null],
    ['特急　　内部资料　不予公开', null, '不予公开'],
    ['B5楼', null, null],
    ['特急　　内部资料', null, null],
  ])('%s', (line, result, openness) => {
    const { elements } = read({ head: ['云岭县交通运输局', '云交函〔2022〕7号', line] });
    expect([elements.result_code, elements.openness]).toEqual([result, openness]);
  });
});

describe('the office that answers, where nobody signs', () => {
  const printed = '云岭县交通运输局办公室　　2022年6月28日印发';
  it('is not its own desk for papers where the title says who answers, or where the foot is lost', () => {
    const title = '云岭县交通运输局关于县十六届人大二次会议第12号建议的答复';
    expect(get('issuer', { title, foot: ['2022年6月27日', printed] })).toBe('云岭县交通运输局');
    expect(get('issuer', { foot: [printed] })).toBe('云岭县交通运输局');
  });

  it('nor where the letter is dated; but then a person looks', () => {
    const foot = ['2022年6月27日', printed];
    expect(get('issuer', { foot })).toBe('云岭县交通运输局');
    expect(sureness('issuer', { foot })).toBeLessThan(0.9);
  });

  it('stands behind the date on its line', () => {
    const { elements } = read({ foot: ['2022年6月27日　云岭县交通运输局'] });
    expect([elements.issuer, elements.issued_on]).toEqual(['云岭县交通运输局', '2022-06-27']);
    expect(get('issued_on', { foot: ['2022年6月27日至30日停水。', '云岭县交通运输局', '2022年7月1日'] })).toBe(
      '2022-07-01',
    );
  });
});

describe('copies', () => {
  const copies = (...lines: string[]): string[] => get('cc', { foot: ['云岭县交通运输局', '2022年6月27日', ...lines] });
  it('are parted by wide blanks where each bears its rank, and by a second label on the line', () => {
    expect(copies('抄送：县政协　　县政府办')).toEqual(['县政协', '县政府办']);
    expect(copies('抄送：市人大 代表工委')).toEqual(['市人大代表工委']);
    expect(copies('抄报：省新闻出版局  抄送：省政协提案委员会')).toEqual(['省新闻出版局', '省政协提案委员会']);
    expect(copies('抄：市政协、市委统战部')).toEqual(['市政协', '市委统战部']);
  });
});

describe('the kind', () => {
  const kind = (letter: Letter): string | null => get('reply_kind', letter);
  it('is 信访 where somebody came or wrote to the office', () => {
    const title = '关于江福贵同志反映林权问题的答复意见';
    const to = '江福贵同志：';
    expect(kind({ title, to, opening: '你于8月11日来访，反映山场权属争议。现答复如下：' })).toBe('信访');
    expect(kind({ title, to, opening: '你七月三日寄给县委的来信，已转到我们这里。' })).toBe('信访');
    expect(kind({ title, to, opening: '您通过局长信箱反映的问题已收悉，现答复如下：' })).toBe('其他');
    expect(kind({ title, to, opening: '你网上反映的信访件，现将情况答复如下：' })).toBe('其他');
  });

  it('is the proposal’s own where the assembly’s office handed it on, or where its party is addressed', () => {
    const title = '关于市十六届人大二次会议第19号建议的复函';
    const opening = '贵委转来李桂香代表提出的“关于增加班次的建议”收悉，现函复如下：';
    expect(kind({ title, to: '市人大常委会代表工作委员会：', opening })).toBe('人大建议');
    expect(kind({ title, to: '市交通运输局：', opening })).toBe('会办意见');
  });
});

describe('what a case is called', () => {
  const called = (opening: string): string | null => get('case_title', { opening });
  it('is what the outer marks hold', () => {
    expect(called('您提出的“关于尽快出版《云岭县志》的提案”收悉，现汇报如下：')).toBe('关于尽快出版《云岭县志》的提案');
    expect(called('您提出的《关于推广“一号多用”的提案》收悉，现汇报如下：')).toBe('关于推广“一号多用”的提案');
  });

  it('is nothing that is merely quoted', () => {
    expect(called('您提出的有关托管服务的建议，现答复您：\n共开办“希望小课堂”公益班1136个。')).toBeNull();
    expect(called('您表示不满意，理由是“没有讲清楚怎么执行”。现答复如下：\n一、您的《关于修路的建议》我局已办。')).toBe(
      '关于修路的建议',
    );
    expect(
      get('case_title', {
        title: '关于您反映渔船“浙某渔00876”问题的答复函',
        to: '周建岳先生：',
        opening: '您的意见信收悉。',
      }),
    ).toBeNull();
  });

  it('stands in the title, or where the receipt is told late', () => {
    const title = '关于“关于规范夜市的建议”的答复';
    expect(get('case_title', { title, opening: '您在县十六届人大二次会议上提出的第12号建议收悉，现答复如下：' })).toBe(
      '关于规范夜市的建议',
    );
    expect(called('受台风影响，现以电传答复如下：\n一、您在县人大会上提出的“关于整治海堤的建议”收悉，已查验。')).toBe(
      '关于整治海堤的建议',
    );
  });
});

it('an address stands right behind a number', () => {
  const foot = ['云岭县交通运输局', '2022年6月27日', '联系人：易伟　电话：0799-6681502　地址：云岭县金山大道55号'];
  expect(get('contact_address', { foot })).toBe('云岭县金山大道55号');
  expect(get('contact_address', { body: ['项目地址：云岭县金山大道55号'] })).toBeNull();
});

it('the drafting office is named in a sentence', () => {
  const foot = ['云岭县人民政府', '2022年6月27日', '（此稿由云岭县交通运输局代拟）'];
  expect(get('draft_unit', { foot })).toBe('云岭县交通运输局');
  expect(get('draft_unit', { body: ['此稿由云岭县交通运输局审核。'] })).toBeNull();
});
