import { describe, expect, it } from 'vitest';
import { type ElementName } from '../../../shared/model/elements.ts';
import { cleanText } from '../../../main/archive/reading/dewrap.ts';
import { recognise } from '../../../main/archive/reading/recognise.ts';
import { SAMPLE_LETTERS } from './letters.ts';
import { codes, letter, read } from './recognise-steps.ts';

describe('a letter is recognised whatever its office’s habits', () => {
  it.each(SAMPLE_LETTERS.map((sample) => [sample.habit, sample] as const))('%s', (_habit, sample) => {
    const { elements } = read(sample.text);
    const got = Object.fromEntries(Object.keys(sample.expected).map((name) => [name, elements[name as ElementName]]));
    expect(got).toEqual(sample.expected);
  });
});

describe('the evidence says where an element was read', () => {
  it('in the clean text, and in the raw text through the map', () => {
    const raw =
      '青 岚 市 民 政 局\n关于市政协十届一次会议第 101037 号\n提案答复的函\n李晓青委员：\n您提出的提案收悉。\n2022年 6月 27日';
    const clean = cleanText({ text: raw, layout: 'wrapped', pages: [] });
    const { evidence } = recognise(clean);
    const written = (name: ElementName): [string, string] => {
      const found = evidence[name];
      if (!found?.original) throw new Error(`no evidence for ${name}`);
      return [clean.text.slice(found.start, found.end), raw.slice(found.original.start, found.original.end)];
    };
    expect(written('title')).toEqual([
      '关于市政协十届一次会议第101037号提案答复的函',
      '关于市政协十届一次会议第 101037 号\n提案答复的函',
    ]);
    expect(written('letterhead')).toEqual(['青岚市民政局', '青 岚 市 民 政 局']);
    expect(written('issued_on')).toEqual(['2022年6月27日', '2022年 6月 27日']);
    expect(written('case_number')).toEqual(['101037', '101037']);
  });

  it('and nothing read off an image is called sure', () => {
    const { evidence } = recognise(cleanText({ text: letter(), layout: 'unknown', pages: [] }), { scanned: true });
    expect(Object.values(evidence).every((found) => found.confidence < 0.9)).toBe(true);
  });
});

describe('numbers', () => {
  it.each([
    ['青民函[2022]8号', '青民函〔2022〕8号'],
    ['青民函（2022）8号', '青民函〔2022〕8号'],
    ['青民函﹝2022﹞8号', '青民函〔2022〕8号'],
    ['青民函【2022】第008号', '青民函〔2022〕8号'],
    ['文号：青民函〔２０２２〕８号', '青民函〔2022〕8号'],
    ['青民函 〔2022〕 8 号   〔A类〕', '青民函〔2022〕8号'],
  ])('%s is %s', (written, canonical) => {
    expect(read(letter({ head: `青岚市民政局\n${written}` })).elements.doc_number).toBe(canonical);
  });

  it('a damaged one is read with a warning and without certainty', () => {
    const reading = read(letter({ head: '青岚市民政局\n青民函2022〕8号' }));
    expect(reading.elements.doc_number).toBe('青民函〔2022〕8号');
    expect(reading.evidence.doc_number?.confidence).toBeLessThan(0.9);
    expect(codes(reading)).toContain('DOC_NUMBER_DAMAGED');
  });

  it('a cited one is never the letter’s own', () => {
    const reading = read(
      letter({ head: '青岚市民政局', body: '根据岚政发〔2020〕5号和《办法》（民发[2019]12号）要求，抓好落实。' }),
    );
    expect(reading.elements.doc_number).toBeNull();
    expect(reading.elements.cited_documents).toEqual(['岚政发〔2020〕5号', '民发〔2019〕12号']);
  });

  it.each([
    ['我局已通过岚民发〔2018〕05号文件下达', '岚民发〔2018〕5号'],
    ['同时废止岚民〔2009〕第115号文件', '岚民〔2009〕115号'],
    ['依据为岚政办〔2019〕45号文件', '岚政办〔2019〕45号'],
    ['并经市政府岚信复查字〔2017〕第9号意见维持', '岚信复查字〔2017〕9号'],
    ['见岚经信发〔2020〕3号', '岚经信发〔2020〕3号'],
    ['指导各县对照国函〔2020〕47号', '国函〔2020〕47号'],
    ['资金已列入岚财教〔2022〕41号年度预算', '岚财教〔2022〕41号'],
    ['对标岚府办规〔2021〕15号文件的要求', '岚府办规〔2021〕15号'],
    ['落实最高人民法院法发〔2020〕16号意见', '法发〔2020〕16号'],
    ['依据是岚发改商价〔2015〕966号文件', '岚发改商价〔2015〕966号'],
    ['按岚文发[2015] 7 号规定的条件', '岚文发〔2015〕7号'],
  ])('words before a cited number are not its code: %s', (body, number) => {
    expect(read(letter({ body: `${body}。` })).elements.cited_documents).toEqual([number]);
  });

  it('a paper quoted with its own number is not the case, the proposal quoted behind it is', () => {
    const { elements } = read(
      letter({
        title: '关于市政协十届二次会议第13020417号提案的会办意见',
        to: '市生态环境局：',
        opening:
          '贵局《关于征求第13020417号提案会办意见的函》（青环函〔2023〕94号）收悉。陆羽委员提出的《关于利用建筑垃圾的提案》涉及我局部分，会办意见如下：',
      }),
    );
    expect(elements).toMatchObject({ case_title: '关于利用建筑垃圾的提案', cited_documents: ['青环函〔2023〕94号'] });
  });

  it('a certificate’s number is no document', () => {
    const body = '土地使用证（岚国用（2006）第0231号）已收回。见岚政发〔2011〕19号。';
    expect(read(letter({ body })).elements.cited_documents).toEqual(['岚政发〔2011〕19号']);
  });

  it('in a page’s own table other labels may follow the number', () => {
    const head = '信息分类：建议提案        发布日期：2022-07-29\n文号：岚民函〔2022〕76号        是否有效：是';
    expect(read(letter({ head })).elements.doc_number).toBe('岚民函〔2022〕76号');
  });

  it('a class before the number is a mark, not its code', () => {
    const { elements } = read(letter({ head: 'B类                  枳建函（2013）21号' }));
    expect(elements).toMatchObject({ doc_number: '枳建函〔2013〕21号', result_code: 'B' });
  });

  it('a case number in brackets behind the quoted title is read', () => {
    const parts = {
      title: '关于对加快无障碍设施建设提案的答复',
      opening: '您在县政协十一届五次会议上提出的《关于加快无障碍设施建设的提案》（第39号）收悉。现答复如下：',
    };
    expect(read(letter(parts)).elements).toMatchObject({ case_number: '39', session: '十一届五次会议' });
  });

  it('the class beside a number that stands under the title is read', () => {
    const title = '关于市政协十届一次会议第387号提案的答复\n岚市监提〔2021〕19号        B类';
    expect(read(letter({ head: '青岚市民政局', title })).elements).toMatchObject({
      doc_number: '岚市监提〔2021〕19号',
      result_code: 'B',
    });
  });

  it.each(['BH035', '0487', '20250688', '02403', '2024-15'])('case number %s keeps its letters and zeros', (number) => {
    expect(read(letter({ title: `关于省十四届人大二次会议第${number}号建议的答复` })).elements.case_number).toBe(
      number,
    );
  });

  it('a class number behind the case number is not the case number', () => {
    const { elements } = read(
      letter({ title: '关于政协第十四届全国委员会第二次会议第02403号（医疗卫生类173号）提案答复的函' }),
    );
    expect(elements).toMatchObject({
      case_number: '02403',
      session: '第十四届全国委员会第二次会议',
      reply_kind: '政协提案',
    });
  });
});

describe('offices whose names begin like a sentence', () => {
  it.each([
    '贵州省民族宗教事务委员会',
    '和平区教育局',
    '经开区管理委员会',
    '就业服务中心',
    '如皋市民政局',
    '将乐县人民政府',
    '和宁市城市管理局',
    '如溪县人民政府',
    '从岭县人民政府办公室',
  ])('%s signs', (office) => {
    expect(read(letter({ tail: `感谢您的关心。\n${office}\n2022年6月27日` })).elements.issuer).toBe(office);
  });

  it('a farm signs, too', () => {
    expect(read(letter({ tail: '感谢。\n青岚车务段\n2014年6月16日' })).elements.issuer).toBe('青岚车务段');
    expect(read(letter({ tail: '感谢。\n青岚区国有鹰嘴崖林场\n2014年6月16日' })).elements.issuer).toBe(
      '青岚区国有鹰嘴崖林场',
    );
  });
});

describe('an office above the title', () => {
  const title = '青岚县人民医院\n对县十六届人大五次会议第44号建议的答复';

  it('opens it where a mark stands above, since no letterhead stands under a mark', () => {
    const { elements, evidence } = read(letter({ head: 'A类', title }));
    expect(elements).toMatchObject({
      title: '青岚县人民医院对县十六届人大五次会议第44号建议的答复',
      letterhead: null,
    });
    expect(evidence.title?.confidence).toBeLessThan(0.9);
  });

  it('opens a plain one where the number stands above', () => {
    const { elements } = read(
      letter({ head: '雁街办复〔2024〕2号', title: '青岚区雁堤街道办事处\n信息公开申请告知书', to: '索南扎西：' }),
    );
    expect(elements).toMatchObject({ title: '青岚区雁堤街道办事处信息公开申请告知书', letterhead: null });
  });
});

describe('whom a letter addresses', () => {
  it.each([
    ['县疾病预防控制中心副主任覃守田代表：', ['覃守田']],
    ['县残疾人福利基金会理事长麦青禾等5位委员：', ['麦青禾']],
    ['简素秋委员并转联名各位委员：', ['简素秋']],
    ['丹岭乡闵求知、宓子贱代表：', ['闵求知', '宓子贱']],
    ['枳川代表团墨子渊等7位代表：', ['墨子渊']],
    ['领衔代表桑伯言，联名代表卓琳、费明远：', ['桑伯言', '卓琳', '费明远']],
    ['尊 敬的池映川委 员：', ['池映川']],
    ['市第三人民医院副院长  司徒静委员：', ['司徒静']],
    ['从岭镇代表团：', ['从岭镇代表团']],
    ['贵永祥委员：', ['贵永祥']],
    ['答复对象：岑　岚委员', ['岑岚']],
    ['市八届人大代表同锦绣、马生福：', ['同锦绣', '马生福']],
    ['农业和农村界别：', ['农业和农村界别']],
    ['贵州省商务厅：', ['贵州省商务厅']],
  ])('%s', (to, names) => {
    expect(read(letter({ to })).elements.addressees).toEqual(names);
  });
});

describe('marks', () => {
  it('beside the signature, and without brackets behind the title', () => {
    const tail = '感谢。\n青岚市民政局（盖章）          〔A类〕\n2022年6月27日';
    expect(read(letter({ tail })).elements).toMatchObject({ result_code: 'A', issuer: '青岚市民政局' });
    const title = '关于县十五届人大一次会议第6号、第77号建议的答复      B类';
    expect(read(letter({ title, to: '牧野代表：' })).elements).toMatchObject({
      title: '关于县十五届人大一次会议第6号、第77号建议的答复',
      case_number: '6',
      case_numbers: ['6', '77'],
      result_code: 'B',
    });
  });

  it('of boxes the ticked one counts, and the mark beside it', () => {
    const head = '枳川县民政局\n枳民函〔2017〕45号\n办理结果：□A  ☑B  □C        是否公开：是';
    expect(read(letter({ head })).elements).toMatchObject({ result_code: 'B', openness: '主动公开' });
  });

  it('a class said in a sentence near the end counts', () => {
    const body =
      '根据分类，本件属A类，即所提问题已经解决或基本解决，我们将继续跟进，巩固办理成果，也请您继续监督和支持我们的工作。';
    expect(read(letter({ body })).elements.result_code).toBe('A');
  });
});

describe('a letter set as a form', () => {
  const form = [
    '政协芷阳区四届二次会议提案办理答复表',
    '提案编号\t第0204号\t办理结果\tB',
    '案由\t关于规范食品小摊点的提案',
    '第一提案人\t俞飞鸿\t界别\t工商联',
    '承办单位\t芷阳区市场监督管理局\t承办方式\t独办',
    '答复内容\t您的提案收悉。我局作了排查，已经取缔12个。',
    '公开属性\t主动公开',
    '联系人\t白玉洁\t联系电话\t0739-5551208',
    '承办单位（盖章）\t芷阳区市场监督管理局\t答复日期\t2023年8月14日',
  ];

  it('is read by its labels, and no value is called sure', () => {
    const { elements, evidence } = recognise(cleanText({ text: form.join('\n'), layout: 'paragraphs', pages: [] }));
    expect(elements).toMatchObject({
      title: form[0],
      case_number: '0204',
      result_code: 'B',
      case_title: '关于规范食品小摊点的提案',
      addressees: ['俞飞鸿'],
      issuer: '芷阳区市场监督管理局',
      letterhead: null,
      openness: '主动公开',
      contact: '白玉洁',
      phones: ['0739-5551208'],
      issued_on: '2023-08-14',
    });
    expect(evidence.case_title?.confidence).toBeLessThan(0.9);
  });

  it('a table in the body is no form', () => {
    const body = '进度如下：\n村名\t户数\n锁家坪\t173';
    expect(read(letter({ body })).elements).toMatchObject({ issuer: '青岚市民政局', addressees: ['李晓青'] });
  });
});

it('a number alone under the date, at the very end, is the letter’s own', () => {
  const tail = '感谢。\n葭阳县自来水公司\n二00四年四月二十六日\n葭水司字［2004］7号';
  const { elements, evidence } = read(letter({ head: 'A类', tail }));
  expect(elements).toMatchObject({ doc_number: '葭水司字〔2004〕7号', cited_documents: [] });
  expect(evidence.doc_number?.confidence).toBeLessThan(0.9);
});

it('the office that signs is none of those to which copies go, where these are named above it', () => {
  const tail = '感谢。\n抄送：市政协提案委\n青岚市民政局\n2022年6月27日';
  expect(read(letter({ tail })).elements).toMatchObject({ cc: ['市政协提案委'], issuer: '青岚市民政局' });
});

it('a date behind a list of annexes is the letter’s, one before it in the text is not', () => {
  const body = '方案已印发。青岚市人民政府2021年3月5日';
  const tail = '附件：\n1. 方案\n青岚市民政局\n2022年6月27日';
  expect(read(letter({ body, tail })).elements).toMatchObject({ issued_on: '2022-06-27', issuer: '青岚市民政局' });
});

it('laws that a preamble cites are no case title', () => {
  const opening =
    '《中华人民共和国民法典》第二百八十一条规定，维修资金属于业主共有。贵会在《关于简化维修资金使用程序的提案》中提出的意见，答复如下：';
  expect(read(letter({ opening })).elements.case_title).toBe('关于简化维修资金使用程序的提案');
});

describe('contacts', () => {
  it.each([
    ['联系人：运行管理部  凌  云  志\n联系电话：(0836）2251147', '凌云志', ['0836-2251147']],
    ['经办人：推广站时　雨，电话8812096', '时雨', ['8812096']],
    ['联系人：普及部　敖登格日勒', '敖登格日勒', []],
    ['联 系 人：关山月　工程部    联系电话：（０８６２）６１７７３０２', '关山月', ['0862-6177302']],
    [
      '联系人：住建局 蓝田玉   4310226/4310227\n        财政局 支  越   4318801',
      '蓝田玉、支越',
      ['4310226', '4310227', '4318801'],
    ],
    ['承 办 人：艾青禾\n联系方式：0847-8166024', '艾青禾', ['0847-8166024']],
    ['（联系电话：0847-6211236，预算股 邬晓棠）', '邬晓棠', ['0847-6211236']],
    ['请与客户经理宋致远联系（0512-58203317）。', '宋致远', ['0512-58203317']],
    [
      '（分管领导：副局长 时雨晴，0847-6288001；经办人：卜算子，0847-6288016）',
      '卜算子',
      ['0847-6288001', '0847-6288016'],
    ],
    ['（联系人：陈远，电话/传真：0735-2233445）', '陈远', ['0735-2233445']],
    ['（联系人：陈远，电话：0735-2233445，传真：0735-2233446）', '陈远', ['0735-2233445']],
  ])('%s', (line, contact, phones) => {
    const tail = `感谢。\n青岚市民政局\n2022年6月27日\n${line}`;
    expect(read(letter({ tail })).elements).toMatchObject({ contact, phones });
  });

  it('those of an annex are not the letter’s', () => {
    const own = '感谢。\n联系人：宋晓  电话：0871-67112233\n青岚市民政局\n2022年6月27日';
    const annex = '附件\n实施方案\n联系人：李晓青\n办理结果：C类';
    const { elements } = read(letter({ head: '青岚市民政局\n〔A类〕', tail: `${own}\n${annex}` }));
    expect(elements).toMatchObject({ contact: '宋晓', result_code: 'A' });
    expect(read(letter({ tail: `${own}\n${annex}` })).elements.result_code).toBeNull();
  });

  it('an emergency number that one is told to dial is a telephone number', () => {
    expect(read(letter({ body: '发生火情请拨打119，举报隐患请拨打96119。' })).elements.phones).toEqual([
      '119',
      '96119',
    ]);
  });
});

describe('what is not plainly a name is never sure', () => {
  it.each([
    ['才让卓玛', true],
    ['阿依古丽·买买提', true],
    ['司马文静', true],
    ['李明', true],
    ['丹岭公社闵求知', false],
    ['县剧团团长秦少游子', false],
  ])('%s: %s', (name, sure) => {
    const { elements, evidence } = read(letter({ to: `${name}委员：` }));
    expect(elements.addressees).toHaveLength(1);
    expect((evidence.addressees?.confidence ?? 0) >= 0.9).toBe(sure);
  });
});

describe('the matter of a letter that is no proposal', () => {
  it.each([
    ['霁州市粮食局：', '贵局《关于商请查询档案的函》（霁粮函〔2017〕33号）收悉。现函复如下：', '关于商请查询档案的函'],
    ['谌默言同志：', '您邮寄的《关于落实教龄补助的申诉信》收悉。经信访受理，现答复如下：', '关于落实教龄补助的申诉信'],
  ])('%s: the paper received', (to, opening, matter) => {
    const title = '关于有关事项的复函';
    expect(read(letter({ title, to, opening })).elements.case_title).toBe(matter);
  });
});

describe('dates', () => {
  it.each([
    ['2022年6月27日', '2022-06-27'],
    ['2022 年 06 月 27 日', '2022-06-27'],
    ['二〇二二年六月二十七日', '2022-06-27'],
    ['二○二二年六月二十七日', '2022-06-27'],
    ['二0二二年六月廿七日', '2022-06-27'],
    ['二O二二年六月二十七日', '2022-06-27'],
    ['2022-06-27', '2022-06-27'],
    ['2022.6.27', '2022-06-27'],
    ['20220627', '2022-06-27'],
  ])('%s', (written, iso) => {
    expect(read(letter({ tail: `感谢您的关心。\n青岚市民政局\n${written}` })).elements.issued_on).toBe(iso);
    if (!/^\d{8}$/.test(written))
      expect(read(letter({ tail: `感谢您的关心。青岚市民政局${written}` })).elements).toMatchObject({
        issued_on: iso,
        issuer: '青岚市民政局',
      });
  });

  it('one that does not exist is told and not taken', () => {
    const reading = read(letter({ tail: '感谢您的关心。\n青岚市民政局\n2022年2月30日' }));
    expect(reading.elements.issued_on).toBeNull();
    expect(codes(reading)).toContain('DATE_IMPOSSIBLE');
  });

  it('and is doubtful where it stands, whatever years and digits stand before and behind it', () => {
    const text = letter({
      tail: '2022年5月已发放，感谢您的关心。\n联系人：孙立人，电话：0532-20220230\n青岚市民政局\n2022年2月30日\n抄送：2022年市政协办',
    });
    const { evidence } = read(text);
    expect(text.slice(evidence.issued_on?.start, evidence.issued_on?.end)).toBe('2022年2月30日');
    expect(evidence.issued_on?.confidence).toBeLessThan(0.9);
  });
});

describe('cross-checks tell, and change nothing', () => {
  it.each([
    ['CASE_NUMBER_DIFFERS', { opening: '您提出的第101038号提案《关于发展社区养老的提案》收悉，现答复如下：' }],
    ['SESSION_DIFFERS', { opening: '您在市政协十届二次会议上提出的第101037号提案收悉，现答复如下：' }],
    ['DATES_DIFFER', { tail: '青岚市民政局\n2022年6月27日\n青岚市民政局 2022年6月29日印发' }],
    ['DATE_IN_FUTURE', { tail: '青岚市民政局\n2031年6月27日' }],
    ['DOC_NUMBER_YEAR_DIFFERS', { tail: '青岚市民政局\n2023年6月27日' }],
    ['RESULT_SCHEME_UNKNOWN', { head: '青岚市民政局\n青民函〔2022〕8号\n〔A类〕' }],
    ['SUM_DIFFERS', { body: '全市共有99个社区，其中52个城市社区，46个“村改居”社区。' }],
    ['DOUBTFUL', { head: '青岚市民政局\n青民函2022〕8号' }],
  ])('%s', (code, parts) => {
    expect(codes(read(letter()))).not.toContain(code);
    expect(codes(read(letter(parts)))).toContain(code);
  });

  it('a code outside the office’s scheme is told', () => {
    const reading = read(
      letter({ head: '昆明市石桥区民政局\n青民函〔2022〕8号\n〔D类〕', tail: '昆明市石桥区民政局\n2022年6月27日' }),
    );
    expect(reading.elements.result_code).toBe('D');
    expect(codes(reading)).toContain('RESULT_CODE_UNKNOWN');
  });

  it('parts that come out, or are not all of the whole, are not questioned', () => {
    const body = '全市共有99个社区，其中53个城市社区，46个“村改居”社区。培训120人，其中女性60人，党员30人。';
    expect(codes(read(letter({ body })))).not.toContain('SUM_DIFFERS');
  });

  it('a letter without a title gets a proposed one in 〔 〕, and its element stays empty', () => {
    const reading = read(
      letter({ title: '', opening: '您在市政协十届一次会议上提出的第101037号提案收悉，现答复如下：' }),
    );
    expect(reading.elements.title).toBeNull();
    const missing = reading.warnings.find((warning) => warning.code === 'TITLE_MISSING');
    expect(missing?.message).toContain('〔青岚市民政局关于十届一次会议第101037号提案的答复〕');
  });
});

describe('marks', () => {
  it.each([
    ['〔A类〕', 'A'],
    ['〔A类', 'A'],
    ['（Ｂ）', 'B'],
    ['C 类', 'C'],
    ['办复类别：B类', 'B'],
    ['乙类', '乙'],
  ])('%s in the head', (mark, code) => {
    expect(read(letter({ head: `青岚市民政局\n${mark}\n青民函〔2022〕8号` })).elements.result_code).toBe(code);
  });

  it.each([
    ['（此件公开发布）', '主动公开'],
    ['（此件依申请公开）', '依申请公开'],
    ['（此件不公开）', '不予公开'],
    ['公开方式：不予公开', '不予公开'],
    ['是否公开：同意公开', '主动公开'],
  ])('%s behind the date', (note, openness) => {
    expect(read(letter({ tail: `青岚市民政局\n2022年6月27日\n${note}` })).elements.openness).toBe(openness);
  });

  it('words of the body are no marks', () => {
    const body = '对于A类企业（B类除外），依申请公开目录已更新，（C）方案已主动公开。办理情况总体良好。';
    expect(read(letter({ body })).elements).toMatchObject({ result_code: null, openness: null });
  });
});
