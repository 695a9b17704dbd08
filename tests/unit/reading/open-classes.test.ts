/** What no list of words can hold: names of offices, ways to address, numbers under which things came in, titles told by their form. */
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../main/archive/reading/dewrap.ts';
import { recognise, type Recognition } from '../../../main/archive/reading/recognise.ts';
import { SURE } from '../../../shared/model/elements.ts';

function read(...lines: string[]): Recognition {
  return recognise(cleanText({ text: lines.join('\n'), layout: 'paragraphs', pages: [] }), { today: '2026-01-01' });
}
const elementsOf = (...lines: string[]): Recognition['elements'] => read(...lines).elements;

const ANSWER = ['您提出的《关于修桥的建议》收悉，现答复如下：', '桥已修好，感谢您的关心。'];
const BODY = ['关于县人大五届二次会议第17号建议的答复', '常明远代表：', ...ANSWER];

describe('who signs in a name that no ending tells is known where the head names the same words', () => {
  it.each(['云岭县石灰矿', '云岭省青石监狱', '云岭市民用机场', '云岭书院驿', '云岭县种子经营部驻城关点'])(
    '%s',
    (name) => {
      const { issuer, letterhead } = elementsOf(name, '云函〔2019〕12号', ...BODY, name, '2019年7月2日');
      expect([issuer, letterhead]).toEqual([name, name]);
    },
  );

  it('also where it opens the title', () => {
    const title = '云岭驿站关于县人大五届二次会议第17号建议的答复';
    expect(elementsOf(title, '常明远代表：', ...ANSWER, '云岭驿站', '2019年7月2日').issuer).toBe('云岭驿站');
  });

  it.each(['特此函复', '顺颂时祺', '感谢您的关心', '云岭砂石经营驻点'])(
    'but not %s, which the head does not name',
    (last) => {
      expect(elementsOf(...BODY, last, '2019年7月2日').issuer).toBeNull();
    },
  );
});

describe('the letterhead', () => {
  it.each(['云岭县民政局（文件）', '云岭县民政局便函', '云岭县民政局公函', '云岭县民政局文件'])(
    '%s is 云岭县民政局',
    (head) => {
      const { letterhead } = elementsOf(head, '云民函〔2019〕12号', ...BODY, '云岭县民政局', '2019年7月2日');
      expect(letterhead).toBe('云岭县民政局');
    },
  );

  it.each(['内部文件', '党内文件'])('is not %s', (kind) => {
    const { letterhead } = elementsOf(
      kind,
      '云岭县民政局',
      '云民函〔2019〕12号',
      ...BODY,
      '云岭县民政局',
      '2019年7月2日',
    );
    expect(letterhead).toBe('云岭县民政局');
  });

  it('of two offices one over the other is the first, and not sure', () => {
    const { elements, evidence } = read('云岭县民政局', '云岭县财政局', '云民联〔2019〕2号', ...BODY);
    expect(elements.letterhead).toBe('云岭县民政局');
    expect(evidence.letterhead?.confidence).toBeLessThan(SURE);
  });
});

describe('addressees', () => {
  const title = '关于县人大五届二次会议第17号建议的答复';
  it.each([
    ['县人大常委会办公室并常明远代表：', ['县人大常委会办公室', '常明远']],
    ['地区人大工委并敖其尔代表：', ['地区人大工委', '敖其尔']],
    ['镇人大主席团暨常明远代表：', ['镇人大主席团', '常明远']],
    ['县政协提案委员会及常明远委员：', ['县政协提案委员会', '常明远']],
    ['县文化和旅游局：', ['县文化和旅游局']],
    ['镇人大主席团并常明远代表等12名领衔代表：', ['镇人大主席团', '常明远']],
    ['第四生产队常明远、第七生产队贺知秋代表：', ['常明远', '贺知秋']],
  ])('%s', (line, names) => {
    expect(elementsOf(title, line, ...ANSWER).addressees).toEqual(names);
  });

  it('above the title, where none stands below it, and never sure', () => {
    const { elements, evidence } = read('云供字〔2002〕3号', '县政协提案委并转常明远委员：', title, ...ANSWER);
    expect(elements).toMatchObject({ addressees: ['县政协提案委', '常明远'], title });
    expect(evidence.addressees?.confidence).toBeLessThan(SURE);
  });

  it('of a page with question and answer, where the answer begins', () => {
    const { addressees, title: read } = elementsOf(
      '关于末班车太早的问题',
      '信件编号：LX-2022-17　状态：已办结',
      '来信内容：末班车能不能晚一点？',
      '回复内容：',
      '汪女士：',
      '您好，来信收悉。末班车改到二十一点。',
    );
    expect([addressees, read]).toEqual([['汪女士'], '关于末班车太早的问题']);
  });
});

describe('titles told by their form', () => {
  it.each([
    '答旗政协提案第二十二号',
    '复市人大八届四次会议第97号“关于修地下通道的建议”',
    '提案办理电话沟通答复记录',
    '代表建议面商情况记录',
  ])('%s', (title) => {
    expect(elementsOf('云岭县交通局', '云交函〔2001〕3号', title, '常明远委员：', ...ANSWER).title).toBe(title);
  });

  it('a headline right above the addressee', () => {
    const title = '代表建议有回音丨污水厂臭气怎么治？云岭这样答复';
    const { elements, evidence } = read(title, '常明远代表：', ...ANSWER);
    expect(elements).toMatchObject({ title, addressees: ['常明远'] });
    expect(evidence.title?.confidence).toBeLessThan(SURE);
  });

  it.each(['答谢政协委员的一封信说了什么', '您好，您在人大会议上的建议'])('but not %s', (line) => {
    expect(elementsOf('云岭县交通局', '云交函〔2001〕3号', line, '常明远委员：', ...ANSWER).title).toBeNull();
  });
});

describe('the session', () => {
  it.each([
    ['您在区十八届人大六次会议上提的《关于楼道照明的建议》收悉，答复如下：', '十八届人大六次会议'],
    [
      '首先，感谢您对我校的关心。您在市十三届人大二次会议上提出的“关于架天桥的建议”已转来，现答复入下：',
      '十三届人大二次会议',
    ],
  ])('%s', (opening, session) => {
    expect(elementsOf('关于校门前交通问题的答复', '常明远代表：', opening, '已办。').session).toBe(session);
  });
});

describe('the number of the case', () => {
  it.each([
    ['你在县政协一届四次会议上所提《请落实房产政策》一案（第41号），答复如下：', '41'],
    ['镇五届人大二次会议第3号，即你提的“关于装路灯的建议”，答复如下：', '3'],
  ])('%s', (opening, number) => {
    expect(elementsOf('对委员提案的答复', '常明远委员：', opening, '已办。').case_number).toBe(number);
  });

  it.each([
    ['您通过“市长信箱”提交的来信（回执号：SZXX20231106052）收悉，现回复如下：', 'SZXX20231106052'],
    ['你单位提交的申请（申请编号：AH-SW-2024-0007）收悉，现答复如下：', 'AH-SW-2024-0007'],
    ['你们多次上访，信访登记号：林访2009-16。经再次核查，答复如下：', '林访2009-16'],
    ['您的来信（查询号：XF-WX-2021-00871）收悉，现回复如下：', 'XF-WX-2021-00871'],
    ['你的来信（信字第1186号）由省厅批转我处，答复如下：', '1186'],
  ])('under which it came in: %s', (opening, number) => {
    const { elements, evidence } = read('关于反映问题的答复', '常明远：', opening, '已办。');
    expect(elements.case_number).toBe(number);
    expect(evidence.case_number?.confidence).toBeLessThan(SURE);
  });

  it.each(['您的来信（邮件号：1234567890123）收悉，现回复如下：', '你的申请（云依申〔2020〕3号）收悉，现答复如下：'])(
    'but not %s',
    (opening) => {
      expect(elementsOf('关于反映问题的答复', '常明远：', opening, '已办。').case_number).toBeNull();
    },
  );
});

describe('the kind', () => {
  it.each([
    [
      '关于人民代表提案的答复',
      '常明远代表：',
      '你在县第七届人民代表大会第一次会议上提出的提案《修桥》，现答复如下：',
      '人大建议',
    ],
    ['关于第17号提案的答复', '常明远：', '你在县人大五届二次会议上提出的第17号提案收悉，现答复如下：', '人大建议'],
    [
      '关于第17号提案的答复',
      '常明远：',
      '你在政协云岭县五届二次会议上提出的提案，县人大代表也很关心，现答复如下：',
      '政协提案',
    ],
    [
      '关于协助修渠的复函',
      '县政协办公室：',
      '贵室转来常明远委员《请求部队协助修渠的提案》收悉，函复如下：',
      '政协提案',
    ],
    [
      '关于第17号提案的复函',
      '省教育厅：',
      '省政协常明远委员提出的《关于产学研的提案》收悉。我校作为会办单位，提出如下意见：',
      '会办意见',
    ],
    [
      '给五年级一班同学的回信',
      '云岭小学五年级一班全体同学：',
      '你们写来的《为小河装护栏》的信，乡长叔叔读了三遍。',
      '其他',
    ],
    ['答复', '常明远同志：', '你的来信（信字第1186号）由省厅批转我处，答复如下：', '信访'],
  ])('%s, %s', (title, to, opening, kind) => {
    expect(elementsOf(title, to, opening, '已办。').reply_kind).toBe(kind);
  });
});

describe('the case title', () => {
  const letter = (opening: string): Recognition =>
    read(
      '关于县政协五届二次会议第17号提案的答复',
      '常明远委员：',
      opening,
      '我局高度重视，逐条研究，已经把有关经费列入了明年的部门预算。',
    );

  it('keeps the one blank that parts its halves', () => {
    const { elements } = letter('您提出的《关于擦亮“戏曲之乡”名片 振兴地方戏曲的提案》收悉，现答复如下：');
    expect(elements.case_title).toBe('关于擦亮“戏曲之乡”名片 振兴地方戏曲的提案');
  });

  it('and is not sure of it where blanks lie strewn in the text', () => {
    const { elements, evidence } = letter(
      '您提出的《关于擦亮戏曲之乡 名片振兴地方戏曲的提案》收悉，我局高 度重视，组织专人认真研究办理，现答复如下：',
    );
    expect(elements.case_title).toBe('关于擦亮戏曲之乡名片振兴地方戏曲的提案');
    expect(evidence.case_title?.confidence).toBeLessThan(SURE);
  });

  it('whose mark was not closed', () => {
    expect(letter('您提出的《关于整修学校门前道路的提案收悉，现答复如下：').elements.case_title).toBe(
      '关于整修学校门前道路的提案',
    );
  });

  it('stands in a paper that appears in numbers', () => {
    const opening = '贵室转来《社情民意》第47期《安置小区外墙脱落应引起重视》已收悉，现回复如下：';
    expect(elementsOf('关于《社情民意》第47期反映问题的回复', '区政协研究室：', opening, '已办。').case_title).toBe(
      '安置小区外墙脱落应引起重视',
    );
  });
});

describe('the tail', () => {
  const tail = (...lines: string[]): Recognition['elements'] =>
    elementsOf('云岭县民政局', '云民函〔2019〕12号', ...BODY, '云岭县民政局', '2019年7月2日', ...lines);

  it.each([
    ['抄送：县政协办公室', '云岭县民政局办公室　2019年7月3日　打字：小于　校对：小金'],
    ['抄送：县政协办公室', '云岭县民政局办公室　2019年7月3日'],
    ['云岭县民政局办公室打印　2019年7月3日', '抄送：县政协办公室'],
  ])('printed without 印发: %s / %s', (...lines) => {
    expect(tail(...lines)).toMatchObject({
      cc: ['县政协办公室'],
      printed_by: '云岭县民政局办公室',
      printed_on: '2019-07-03',
      issuer: '云岭县民政局',
      issued_on: '2019-07-02',
    });
  });

  it('报 and 送 without 抄', () => {
    expect(tail('报：县委办公室 送：县直机关工委').cc).toEqual(['县委办公室', '县直机关工委']);
  });

  it('each office names its own contact', () => {
    expect(tail('（县教育局联系人：赵芳，电话：0859-5222190；县财政局联系人：伍琼，电话：0859-5223317）').contact).toBe(
      '赵芳、伍琼',
    );
  });

  it.each([
    ['联系人：常明远 电话：8571 6620', ['85716620']],
    ['联系人：常明远 电话：8290-4417', ['8290-4417']],
    ['承办人：常明远 内线：8016', ['8016']],
  ])('%s', (line, phones) => {
    expect(tail(line)).toMatchObject({ contact: '常明远', phones });
  });

  it('a contact whose label has no colon, or shares it with the office', () => {
    expect(tail('办理人 佟红霞 电话 3368012').contact).toBe('佟红霞');
    expect(tail('（联系单位及电话：农业机械化管理司 王海涛 010-59192838）').contact).toBe('王海涛');
  });

  it('a copy is to be sent to an address, another office’s is never sure', () => {
    expect(tail('请寄：云岭县城关镇文山路5号民政局办公室').contact_address).toBe('云岭县城关镇文山路5号民政局办公室');
    const elsewhere = '该信息由水利局保存，建议你向云岭县水利局咨询，地址：云岭县松江路19号，电话：0453-4962208。';
    const { evidence } = read('关于信息公开申请的答复', '常明远：', elsewhere, '云岭县交通局', '2022年3月18日');
    expect(evidence.contact_address?.confidence).toBeLessThan(SURE);
  });

  it('a date with the letter O for a nought, or with the hour behind it, is read and not sure', () => {
    for (const [written, iso] of [
      ['2019年6月3O日', '2019-06-30'],
      ['2019年1O月2日', '2019-10-02'],
      ['2019-05-28 16:40', '2019-05-28'],
    ] as const) {
      const { elements, evidence } = read('云岭县民政局', ...BODY, '云岭县民政局', written);
      expect(elements.issued_on, written).toBe(iso);
      expect(evidence.issued_on?.confidence, written).toBeLessThan(SURE);
    }
  });

  it('the number right under the date', () => {
    const { doc_number: number } = elementsOf(
      ...BODY,
      '云岭县民政局',
      '1994年7月2日',
      '云民字(1994)26号',
      '抄送：县政协',
    );
    expect(number).toBe('云民字〔1994〕26号');
  });
});

it('a grade inside the class behind its label', () => {
  expect(elementsOf('云岭县民政局', '云民函〔2019〕12号', '类别：A1', ...BODY).result_code).toBe('A1');
});

it('字 stays behind a short year, as behind a whole one', () => {
  expect(elementsOf('云岭县民政局', '云民(83)字第52号', ...BODY).doc_number).toBe('云民〔83〕字52号');
  expect(elementsOf('云岭县民政局', '云民办字（84）第19号', ...BODY).doc_number).toBe('云民办字〔84〕19号');
});
