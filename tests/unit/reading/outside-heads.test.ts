/** Heads, forms and pages of letters by outside authors: whom they address, what they are called, who answers; each with what a rule is not for. */
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../main/archive/reading/dewrap.ts';
import { isDoubtful } from '../../../main/archive/reading/doubt.ts';
import { recognise } from '../../../main/archive/reading/recognise.ts';
import type { Elements, Evidence } from '../../../shared/model/elements.ts';

function read(...lines: string[]): Elements & { evidence: Evidence } {
  const { elements, evidence } = recognise(cleanText({ text: lines.join('\n'), layout: 'paragraphs', pages: [] }), {
    today: '2026-01-01',
  });
  return { ...elements, evidence };
}

const OPENING = '您提出的《关于加快修路的建议》收悉，现答复如下：已修好。';
const FOOT = ['云岭县交通运输局', '2022年6月27日'];

describe('addressees', () => {
  const to = (...lines: string[]): string[] =>
    read('关于县十六届人大二次会议第12号建议的答复', ...lines, OPENING, ...FOOT).addressees;

  it.each([
    ['数学组茹亚平老师：', ['茹亚平']],
    ['修船车间胡广才：', ['胡广才']],
    ['才让班玛措代表：', ['才让班玛措']],
    ['第三生产队代表组：', ['第三生产队代表组']],
    ['红星农业生产合作社全体社员：', ['红星农业生产合作社全体社员']],
    ['原南岸码头搬运社二十三名老工人：', ['原南岸码头搬运社二十三名老工人']],
    ['常明远等3名代表：', ['常明远']],
    ['省人大常委会办公厅并转钟瑞麟代表：', ['省人大常委会办公厅', '钟瑞麟']],
    ['常明远代表并转各位联名代表：', ['常明远']],
    ['提案人梅广仁、农工党香泽市委员会、市政协医药卫生界：', ['梅广仁', '农工党香泽市委员会', '市政协医药卫生界']],
    ['茹梦委员、区政协文化文史和学习委：', ['茹梦', '区政协文化文史和学习委']],
    ['何世宽代表,', ['何世宽']],
  ])('%s', (line, names) => {
    expect(to(line)).toEqual(names);
  });

  it('run on over the next line behind a comma', () => {
    expect(to('吴世芳、金碧莲、姜长海、', '欧振邦、邵凤英等27位同志：')).toEqual([
      '吴世芳',
      '金碧莲',
      '姜长海',
      '欧振邦',
      '邵凤英',
    ]);
    expect(to('吴世芳、金碧莲代表：')).toEqual(['吴世芳', '金碧莲']);
  });
});

describe('titles', () => {
  const titled = (...head: string[]): string | null => read(...head, '常明远委员：', OPENING, ...FOOT).title;

  it('joint offices open them, side by side or on two lines under the number', () => {
    expect(titled('云岭县财政局、云岭县民政局关于县政协', '八届一次会议第18、63号提案的答复')).toBe(
      '云岭县财政局、云岭县民政局关于县政协八届一次会议第18、63号提案的答复',
    );
    const lines = [
      '云教联发〔2013〕9号',
      '云岭县教育局  云岭县公安局',
      '云岭县交通运输局',
      '关于县政协第35号提案的答复',
    ];
    expect(titled(...lines)).toBe('云岭县教育局云岭县公安局云岭县交通运输局关于县政协第35号提案的答复');
    // Without a number above them they are letterheads.
    expect(titled('云岭县教育局', '云岭县公安局', '关于县政协第35号提案的答复')).toBe('关于县政协第35号提案的答复');
  });

  it.each([
    ['答 复', '答复'],
    ['县政协八届三次会议第93号提案面复记录', '县政协八届三次会议第93号提案面复记录'],
    ['云岭县文旅局答复：让旧船厂变身滨海书院', '云岭县文旅局答复：让旧船厂变身滨海书院'],
    ['云岭县农业局关于 县十二届人大四次会议第56号 建议的答覆', '云岭县农业局关于县十二届人大四次会议第56号建议的答覆'],
    ['关于县政协第35号提案的答复（B类）', '关于县政协第35号提案的答复'],
    ['答复时间', null],
  ])('%s', (line, title) => {
    expect(titled('云岭县文旅局', '云文旅函〔2022〕7号', line)).toBe(title);
  });
});

describe('a form whose rows are lines', () => {
  const rows = [
    '清沔县政协提案办理答复表',
    '会议届次：十届四次会议',
    '提案编号：2020-018',
    '案由：《关于加强改厕管护的提案》',
    '提案人：严国平',
    '承办单位：清沔县农业农村局',
    '办理结果：A（已经解决）',
    '是否公开：是',
    '答复内容：已建管护队伍23支。',
    '填表日期：2020年7月9日',
  ];

  it('is read by its labels, and nothing of it is sure', () => {
    const found = read(...rows);
    expect(found).toMatchObject({
      title: '清沔县政协提案办理答复表',
      addressees: ['严国平'],
      issuer: '清沔县农业农村局',
      case_number: '2020-018',
      case_title: '关于加强改厕管护的提案',
      session: '十届四次会议',
      result_code: 'A',
      openness: '主动公开',
      issued_on: '2020-07-09',
      reply_kind: '政协提案',
    });
    expect(found.evidence.case_number?.confidence).toBeLessThan(0.9);
  });

  it('or cells between bars, of which the office that answers goes first', () => {
    const bars = ['办理答复登记表', '建议编号 | 90418', '建议标题 | 关于修祠堂的建议', '建议人 | 冼少娟'];
    const found = read(...bars, '承办单位 | 区文旅局', '答复单位 | 沧澜区文旅局', '联系人及电话 | 江嘉仪 020-34567719');
    expect(found).toMatchObject({
      issuer: '沧澜区文旅局',
      addressees: ['冼少娟'],
      contact: '江嘉仪',
      letterhead: null,
    });
  });

  it('addresses the office that leads, where it is for 会办意见', () => {
    const found = read(
      '汐城市文旅局',
      '人大代表建议会办意见单',
      '建议编号：第201号',
      '建议题目：《关于办灯会的建议》',
      '领衔代表：武映雪',
      '主办单位：汐城市商务局',
      '会办单位（盖章）：汐城市文旅局',
    );
    expect(found).toMatchObject({ reply_kind: '会办意见', addressees: ['汐城市商务局'], issuer: '汐城市文旅局' });
  });

  it('is no letter that ends with rows of labels', () => {
    const tail = ['办理结果：A', '是否公开：是', '联系人：贺知秋', '联系电话：0871-67210221'];
    const found = read('关于县政协第35号提案的答复', '常明远委员：', OPENING, ...FOOT, ...tail);
    expect(found).toMatchObject({ addressees: ['常明远'], contact: '贺知秋', issuer: '云岭县交通运输局' });
    expect(found.evidence.contact?.confidence).toBeGreaterThan(0.9);
  });
});

describe('contacts', () => {
  const contact = (line: string): string | null =>
    read('关于县政协第35号提案的答复', '常明远委员：', OPENING, ...FOOT, line).contact;

  it.each([
    ['石英　电话：0857-2291307', '石英'],
    ['办公　电话：0857-2291307', null],
    ['（联系单位及电话：规划计划司　柴捷，010-63203377）', '柴捷'],
    ['联系单位及电话：畜牧兽医局　010-59192890', null],
    ['业务联系：农业科麻志东，0996-5310482', '麻志东'],
    ['联系人：主任宋小燕   电话：025-84197736', '宋小燕'],
    ['主办：云岭县人民政府办公室　承办：云岭县大数据中心　滇ICP备00000000号', null],
  ])('%s', (line, name) => {
    expect(contact(line)).toBe(name);
  });
});

describe('several cases, and cases told elsewhere', () => {
  it('stand one a line, or with a class behind each number', () => {
    const list = ['第021号（娄建勋）：关于推进诉前调解的提案', '第066号（安秀兰）：关于妥善审理家事案件的提案'];
    const title = '关于市政协九届二次会议涉法院工作提案的合并答复';
    const found = read(
      title,
      '娄建勋委员：',
      '你们提出的提案，案号及案由如下：',
      ...list,
      '现答复如下：已办。',
      ...FOOT,
    );
    expect(found.case_numbers).toEqual(['021', '066']);
    const classed = '关于政协第五次会议第02271号（工交邮电类312号）、第03510号（工交邮电类447号）提案答复的函';
    expect(read(classed, '祝冬梅委员：', OPENING, ...FOOT).case_numbers).toEqual(['02271', '03510']);
    expect(read(title, '娄建勋委员：', '第1号机井：关于水位的说明。', ...FOOT).case_numbers).toEqual([]);
  });

  it('of half a letter are told by its text, never sure', () => {
    const found = read(
      '（前缺）三、关于开放时间，已改为6时。',
      '感谢您在市政协六届五次会议上提出第187号提案。',
      ...FOOT,
    );
    expect(found).toMatchObject({ reply_kind: '政协提案', session: '六届五次会议', case_number: '187' });
    expect(found.evidence.case_number?.confidence).toBeLessThan(0.9);
    expect(found.evidence.session?.confidence).toBeLessThan(0.9);
    const { evidence, ...elements } = found;
    expect(isDoubtful(elements, evidence, [])).toBe(true);
  });

  it('of a letter that came in have its number', () => {
    const page = (head: string): Elements =>
      read(head, '刘先生：', '您反映的问题已收悉，现回复如下：已修好。', ...FOOT);
    expect(page('关于“县长信箱”第20190917号来信的回复').case_number).toBe('20190917');
    expect(page('关于第3号楼电梯停运问题的回复').case_number).toBeNull();
  });
});

it('a page’s own rows name who answered when, where nobody signs', () => {
  const rows = [
    '关于咨询三轮车挂牌问题的回复',
    '答复单位：冕山县公安局',
    '答复时间：2024-03-19 09:40:12',
    '发布日期：2024-03-20',
  ];
  const found = read(...rows, '网友您好！您的来信收悉，现答复如下：可以办理。');
  expect(found).toMatchObject({ issuer: '冕山县公安局', issued_on: '2024-03-19' });
  const signed = read(...rows, '网友您好！您的来信收悉，现答复如下：可以办理。', '冕山县车管所', '2024年3月18日');
  expect(signed).toMatchObject({ issuer: '冕山县车管所', issued_on: '2024-03-18' });
});
