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

describe('what an application asks for is its case title, where it stands in quotation marks', () => {
  const title = '政府信息公开申请答复书';
  const to = '常明远：';
  const caseTitle = (opening: string): string | null => get('case_title', { title, to, opening });
  it.each([
    ['你于2022年6月1日提交的政府信息公开申请收悉，申请公开“城东污水处理厂环评批复”。', '城东污水处理厂环评批复'],
    ['本机关收到你的申请，要求获取的信息内容为：“2019年民办园评估打分表”。', '2019年民办园评估打分表'],
    ['本机关收到你提交的关于“3号楼加装电梯审批材料”的政府信息公开申请。', '3号楼加装电梯审批材料'],
    [
      '你申请公开《云岭县人民政府关于北岸片区土地征收的通告》，经审查，现答复如下。',
      '云岭县人民政府关于北岸片区土地征收的通告',
    ],
    ['根据《中华人民共和国政府信息公开条例》，你的申请收悉，现答复如下。', null],
    ['你的申请收悉。相关信息请登录“征地信息公开”专栏查询。', null],
  ])('%s', (opening, value) => {
    expect(caseTitle(opening)).toBe(value);
  });

  it('and is never sure', () => {
    const opening = '你于2022年6月1日提交的政府信息公开申请收悉，申请公开“城东污水处理厂环评批复”。';
    expect(sureness('case_title', { title, to, opening })).toBeLessThan(0.9);
  });
});

describe('the subject of a case', () => {
  it.each([
    ['<<关于加快修路的建议>>已收悉,现答复如下。', '关于加快修路的建议'],
    ['您提出的“关于加快修路的建议"收悉,现答复如下。', '关于加快修路的建议'],
    ['您提出的〈关于加快修路的建议〉收悉,现答复如下。', '关于加快修路的建议'],
    ['您提出的『关于加快修路的建议』收悉,现答复如下。', '关于加快修路的建议'],
    ['您在大会期间关于改善夜市照明的建议收到了，答复如下。', '关于改善夜市照明的建议'],
    ['你们分别提出了关于水库除险加固的建议（第12号、13号），因内容相近，一并答复如下。', '关于水库除险加固的建议'],
    ['你提的关于给院子装路灯的建议，乡政府研究了，现在答复你。', '关于给院子装路灯的建议'],
    ['你在乡人代会上关于修后墙的建议，乡人大交我村办。', '关于修后墙的建议'],
    ['你在会议上说的，关于把路修好的意见，我们讨论过了。', '关于把路修好的意见'],
    ['关于恢复综合服务社的建议收阅。', '关于恢复综合服务社的建议'],
    ['你提出的第12号建议收悉。关于整治水库病害的建议，情况如下。', '关于整治水库病害的建议'],
    ['县十六届人大二次会议第12号建议（关于规划养老设施的建议）你局主办，我局意见如下。', '关于规划养老设施的建议'],
  ])('%s', (opening, value) => {
    expect(get('case_title', { opening })).toBe(value);
  });

  it.each([
    '您的建议收悉。关于经费，我局已安排，关于落实建议的措施见下。',
    '您的建议收悉。会上关于此事无人异议，已答复。',
  ])('is not told by %s', (opening) => {
    expect(get('case_title', { opening })).toBeNull();
  });
});

describe('the number under which a matter came in', () => {
  const number = (head: string[], title: string, opening: string): string | null =>
    get('case_number', { head, title, to: '王女士：', opening });
  const opening = '您反映的楼道堆满杂物一事收悉，现回复如下：已清理。';
  it.each([
    [['工单编号：GD202408150932　　承办单位：云岭县城管局'], '12345热线工单回复函', opening, 'GD202408150932'],
    [['【领导信箱】信件编号：2019-1127　　信件类型：咨询'], '关于杂物清理的回复', opening, '2019-1127'],
    [[], '关于12345热线20230718-3391号工单的答复', opening, '20230718-3391'],
    [
      [],
      '关于网上留言的回复',
      '您的留言《楼道堆满杂物》（编号HJ20230219047）已收到，现回复如下：已清理。',
      'HJ20230219047',
    ],
    [['申请编号：20220418001'], '政府信息不予公开告知书', '你的政府信息公开申请收悉。', '20220418001'],
  ])('%j %s %s', (head, title, words, value) => {
    expect(number(head, title, words)).toBe(value);
  });

  it.each([
    '您通过邮政特快专递（邮件号1090412287733）寄来的信收悉，现回复如下：已清理。',
    '您反映的事收悉。我局已下达责令改正通知书（云城改字〔2022〕15号），编号为5的井盖已换。',
  ])('is not %s', (words) => {
    expect(number([], '关于来信的回复', words)).toBeNull();
  });
});

describe('several cases', () => {
  it.each([
    ['关于市人大三届六次会议第7、第18号建议和市政协三届五次会议第111号提案的复函', ['7', '18', '111']],
    ['关于市政协第9号提案、市人大第21号建议的合并答复', ['9', '21']],
    ['关于第ZX-17-0081提案、RD-17-022号建议协办情况的函', ['ZX-17-0081', 'RD-17-022']],
    ['关于县十六届人大二次会议第12号建议的答复', []],
    ['关于县十六届人大二次会议第一提案人第12号建议的答复', []],
  ])('%s', (title, numbers) => {
    expect(get('case_numbers', { title })).toEqual(numbers);
  });
});

it('an assembly of residents has a session without its meetings', () => {
  expect(get('session', { title: '关于北环街道第三届居民代表会议第11号提案的回复' })).toBe('第三届居民代表会议');
  expect(get('session', { title: '关于北环街道居民代表会议第11号提案的回复' })).toBeNull();
});

describe('document numbers', () => {
  it.each([
    ['云医函[2017]附1号', '云医函〔2017〕附1号'],
    ['云政办公开〔2021〕延06号', '云政办公开〔2021〕延6号'],
    ['等级 特急·明电 云火电〔2006〕12号', '云火电〔2006〕12号'],
    ['急件 云交函〔2022〕7号', '云交函〔2022〕7号'],
  ])('%s', (line, number) => {
    expect(get('doc_number', { head: [OFFICE, line] })).toBe(number);
  });
});

describe('marks before the title', () => {
  it('are none of its words', () => {
    const { elements } = read({ head: [], title: '【A】【公开】对县十六届人大二次会议第12号建议的答复' });
    expect([elements.title, elements.result_code, elements.openness]).toEqual([
      '对县十六届人大二次会议第12号建议的答复',
      'A',
      '主动公开',
    ]);
  });

  it('同意对外公开 is one', () => {
    expect(get('openness', { head: [OFFICE, '〔同意对外公开〕', '云交函〔2022〕7号'] })).toBe('主动公开');
  });
});

describe('what a page for letters says of one', () => {
  it('gives the title where the letter has none', () => {
    const page = { to: '', opening: '您好：您反映的事已核实，现已修好。' };
    expect(get('title', { ...page, head: ['标题：路灯不亮怎么办'], title: '' })).toBe('路灯不亮怎么办');
    expect(get('title', { ...page, head: ['标题：路灯不亮怎么办'], title: '关于路灯问题的回复' })).toBe(
      '关于路灯问题的回复',
    );
  });

  it('gives the office that published it where nobody signs, and then a person looks', () => {
    const head = ['索引号：HS-0407　　发布机构：云岭县水利局　　发布日期：2021-09-10'];
    expect(get('issuer', { head, foot: [DATE] })).toBe('云岭县水利局');
    expect(sureness('issuer', { head, foot: [DATE] })).toBeLessThan(0.9);
    expect(get('issuer', { head })).toBe(OFFICE);
  });
});

describe('what a typist puts under the copies is none of them', () => {
  it.each([
    [
      ['抄送：县人大办公室、县政府办公室', '打字：小吴　　校对：姚秉文　　共印十份'],
      ['县人大办公室', '县政府办公室'],
    ],
    [
      ['抄送：县人大办公室，县政府督查室', '共印8份'],
      ['县人大办公室', '县政府督查室'],
    ],
    [['主送：常明远代表　　抄送：县人大代表联络办'], ['县人大代表联络办']],
    [
      ['抄送：县人大办公室，县政府督查室，', '县财政局'],
      ['县人大办公室', '县政府督查室', '县财政局'],
    ],
  ])('%j', (lines, cc) => {
    expect(get('cc', { foot: [OFFICE, DATE, ...lines] })).toEqual(cc);
  });

  it('printed, with how many behind it', () => {
    const { elements } = read({ foot: [OFFICE, DATE, '抄送：县人大办公室', '一九九八年六月五日印　　共印八份'] });
    expect([elements.cc, elements.printed_on]).toEqual([['县人大办公室'], '1998-06-05']);
  });
});

describe('contacts', () => {
  it.each([
    ['站里电话：0774-5283360，联系人陶益民', '陶益民', ['0774-5283360']],
    ['【联系人】武海燕　【电话】0349-2088190', '武海燕', ['0349-2088190']],
    ['信访电话：6623081（刘玉成）', '刘玉成', ['6623081']],
    ['驻村烟技员：孔令有，电话：13578000000', '孔令有', ['13578000000']],
    ['（联系人：立法二处，杨再兴，0851-85829337）', '杨再兴', ['0851-85829337']],
    ['联系人：闫波（管委会）63710288；田俊（公司）63715190', '闫波、田俊', ['63710288', '63715190']],
    [
      '联系人：县交通局 申玉良 0994-5861707\n地区交通局 艾尔肯 0994-2361544',
      '申玉良、艾尔肯',
      ['0994-5861707', '0994-2361544'],
    ],
    ['联系人：贺秀 电话：2417', '贺秀', ['2417']],
    ['联系电话：0871-2345678（工作日）', null, ['0871-2345678']],
    ['经办科室：法规科，电话：0871-2345678', null, ['0871-2345678']],
  ])('%s', (line, contact, phones) => {
    const { elements } = read({ foot: [OFFICE, DATE, line] });
    expect([elements.contact, elements.phones]).toEqual([contact, phones]);
  });

  it.each([
    ['今后联合执法每月不少于8次，并设立举报电话12328，经查实的每件奖励200元。', []],
    ['2023年“96510”热线相关投诉1214件。', []],
    ['如有问题请拨打12328。', ['12328']],
    ['我们已设立举报电话12328，欢迎拨打。', ['12328']],
    ['全市装机电话2417部。', []],
  ])('%s', (sentence, phones) => {
    expect(get('phones', { body: [sentence] })).toEqual(phones);
  });

  it('the number of a work order is no telephone', () => {
    expect(get('phones', { title: '关于12345热线20230718-3391号工单的答复' })).toEqual([]);
  });

  it('the address of who is to be asked is one', () => {
    const foot = [OFFICE, DATE, '联系人地址：云岭县景德路201号　　邮政编码：200871'];
    expect(get('contact_address', { foot })).toBe('云岭县景德路201号');
  });
});

it('a date in which O stands for 0 is read', () => {
  expect(get('issued_on', { foot: [OFFICE, '2O11年6月 8 日'] })).toBe('2011-06-08');
});

describe('a form of lines', () => {
  const lines = [
    '云岭县政协提案办理情况答复表',
    '承办单位：云岭县文化和旅游局　　　　　　填表日期：2014年6月3日',
    '提案编号：第00142号　　　届次：四届三次　　　办理结果：B',
    '案　　由：关于加强停车场建设的提案',
    '提 案 人：罗友琼',
    '工作单位：云岭县旅行社协会　　　　　　　　界别：经济界',
    '办理答复意见：',
    '一、我县停车场已建成三处。',
  ];
  const form = (more: string[]): Elements =>
    recognise(cleanText({ text: [...lines, ...more].join('\n'), layout: 'paragraphs', pages: [] })).elements;

  it('with labels set to one width and wide blanks between them', () => {
    expect(form([])).toMatchObject({
      title: '云岭县政协提案办理情况答复表',
      issuer: '云岭县文化和旅游局',
      addressees: ['罗友琼'],
      session: '四届三次',
      case_number: '00142',
      case_title: '关于加强停车场建设的提案',
      result_code: 'B',
      issued_on: '2014-06-03',
    });
  });

  it('an office that signs under it says its name better than its rows', () => {
    expect(form(['云岭县文化和旅游体育局', DATE]).issuer).toBe('云岭县文化和旅游体育局');
  });

  it('a section before the name is no contact', () => {
    expect(form(['联系人：基层科 顾长风', '电话：0871-66210357']).contact).toBe('顾长风');
  });
});
