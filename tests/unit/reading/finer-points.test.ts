/** Words that look like values and are none, values that look like none, and what only a person can tell: each with what it is not. */
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../main/archive/reading/dewrap.ts';
import { recognise, type Recognition } from '../../../main/archive/reading/recognise.ts';
import { SURE, type ElementName, type Elements } from '../../../shared/model/elements.ts';

interface Letter {
  head?: string[];
  title?: string;
  to?: string;
  opening?: string;
  body?: string[];
  foot?: string[];
}

const OFFICE = '云岭县民政局';
const DATE = '2022年6月27日';

function read({
  head = [OFFICE, '云民函〔2022〕7号'],
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

describe('addressees', () => {
  it.each([
    ['县十六届人大代表　常明远：', ['常明远']],
    ['尊敬的州人大代表、云岭村党支部书记常明远先生：', ['常明远']],
    ['县政协常明远委员：', ['常明远']],
    ['县人大常明远代表：', ['常明远']],
    ['五队王有田同志：', ['王有田']],
    ['常乐同学家长：', ['常乐同学家长']],
    ['常乐同学：', ['常乐']],
    ['县人大常委会：', ['县人大常委会']],
    ['县政协常委常明远：', ['常明远']],
  ])('%s', (to, names) => {
    expect(get('addressees', { to })).toEqual(names);
  });

  it('the very first line addresses where none below does, and is not sure', () => {
    const above = { head: ['常明远代表：', '云民函〔2022〕7号'], to: '' };
    expect(get('addressees', above)).toEqual(['常明远']);
    expect(sureness('addressees', above)).toBeLessThan(SURE);
    expect(get('addressees', { ...above, to: '王有田代表：' })).toEqual(['王有田']);
  });
});

describe('kinds', () => {
  const kind = (letter: Letter): unknown => get('reply_kind', letter);

  it('what a 人大代表 proposed, told by the words before the name', () => {
    const letter = { title: '', opening: '您来校视察时提出的关于调整放学时间的建议收悉，现答复如下：已调整。' };
    expect(kind({ ...letter, to: '区人大代表常明远：' })).toBe('人大建议');
    expect(kind({ ...letter, to: '家长常明远：' })).toBe('其他');
  });

  it('an opinion to the office that leads, and none of a government’s own desk', () => {
    const title = '关于县十六届人大二次会议第12号建议的复函';
    const matter = '县十六届人大二次会议第12号建议《关于加快修路的建议》';
    expect(kind({ title, to: '县水利局：', opening: `关于贵局主办的${matter}，现将我公司意见复告如下：同意。` })).toBe(
      '会办意见',
    );
    expect(kind({ title, to: '省水利厅：', opening: `现就${matter}，将我市办理意见函告如下：同意。` })).toBe(
      '会办意见',
    );
    expect(kind({ title, to: '县水利局：', opening: `你局转来的${matter}收悉，函复如下：同意。` })).toBe('会办意见');
    expect(kind({ title, to: '云岭县人民政府办公室：', opening: `你办转来${matter}，函复如下：同意。` })).toBe(
      '人大建议',
    );
  });

  it.each(['政府信息部分公开告知书', '不予公开政府信息决定书', '政府信息不存在告知书'])('%s', (title) => {
    expect(kind({ title, to: '常明远：', opening: '你提交的申请收悉，现告知如下：见附件。' })).toBe('依申请公开');
  });

  it('who wrote in person petitions, never sure; a message on a page does not', () => {
    const letter = { title: '关于常明远反映问题的答复', to: '常明远：' };
    const wrote = { ...letter, opening: '你于2018年3月12日来信反映欠薪一事，经核查，答复如下：已付清。' };
    expect(kind(wrote)).toBe('信访');
    expect(sureness('reply_kind', wrote)).toBeLessThan(SURE);
    expect(kind({ ...letter, opening: '您好！您来信反映的班车问题收悉，答复如下：已加开。' })).toBe('其他');
    expect(kind({ ...letter, opening: '您在县长信箱来信反映的班车问题，答复如下：已加开。' })).toBe('其他');
  });

  it('a petition office answers petitions, and a message is one where the office took it as such', () => {
    const opening = '您6月2日的来信（来信登记第05-119号）收到了，现答复如下：已补发。';
    const office = {
      head: ['云岭煤矿信访办公室'],
      title: '',
      to: '常师傅：',
      opening,
      foot: ['云岭煤矿信访办公室', DATE],
    };
    expect(kind(office)).toBe('信访');
    expect(get('case_number', office)).toBe('05-119');
    const message = { title: '留言答复：关于营养餐的问题', to: '常女士：' };
    expect(kind({ ...message, opening: '您的留言收悉，系统已按信访事项登记，答复如下：已改善。' })).toBe('信访');
    expect(kind({ ...message, opening: '您的留言收悉，答复如下：已改善。' })).toBe('其他');
  });
});

describe('numbers, sessions, case titles', () => {
  it.each([
    ['关于市政协平时提案第2021P009号的答复', '2021P009'],
    ['关于市政协平时提案第2021009号的答复', '2021009'],
  ])('%s', (title, number) => {
    expect(get('case_number', { title })).toBe(number);
  });

  it('the number of a piece of 社情民意, and not the issue that holds it', () => {
    const letter = (words: string): Letter => ({
      title: '关于社情民意信息的办理反馈',
      to: '县政协研究室：',
      opening: `贵室转来的${words}《气价偏高》收悉，现反馈如下：已降价。`,
    });
    expect(get('case_number', letter('社情民意信息第117号'))).toBe('117');
    expect(get('case_number', letter('《社情民意信息》第57期'))).toBeNull();
    expect(get('title', letter('社情民意信息第117号'))).toBe('关于社情民意信息的办理反馈');
  });

  it('the assembly that only the opening names', () => {
    const opening = '您在学院第四届教代会暨工代会第一次会议上提出的《关于安装饮水机的提案》收悉，答复如下：已安装。';
    const letter = { title: '关于学院第四届“双代会”一次会议第009号提案的答复', to: '常明远老师：', opening };
    expect(get('session', letter)).toBe('第四届教代会暨工代会第一次会议');
    expect(get('case_number', letter)).toBe('009');
  });

  it('the case in brackets under the title ends it', () => {
    const head = [OFFICE, '云民字〔2005〕14号', '关于露天储粮问题的答复'];
    const letter = {
      head,
      title: '（县政协九届三次会议第0065号提案）',
      to: '常明远委员：',
      opening: '您的提案收悉，答复如下：已建仓。',
    };
    expect(get('title', letter)).toBe('关于露天储粮问题的答复（县政协九届三次会议第0065号提案）');
    expect([get('session', letter), get('case_number', letter)]).toEqual(['九届三次会议', '0065']);
    const office = { ...letter, title: '（云岭县水务站）' };
    expect(get('title', office)).toBe('关于露天储粮问题的答复');
    expect(sureness('title', office)).toBeLessThan(SURE);
  });

  it('joint offices whose line broke inside a name open the title, never sure', () => {
    const head = ['云民联函〔2021〕5号', '云岭县民政局　云岭县财政局　云岭县卫生健', '康委员会'];
    const letter = { head, title: '关于县政协十届一次会议第77号提案的答复' };
    expect(get('title', letter)).toBe(
      '云岭县民政局云岭县财政局云岭县卫生健康委员会关于县政协十届一次会议第77号提案的答复',
    );
    expect(sureness('title', letter)).toBeLessThan(SURE);
    const whole = { ...letter, head: ['云民联函〔2021〕5号', '云岭县民政局'] };
    expect(get('title', whole)).toBe('云岭县民政局关于县政协十届一次会议第77号提案的答复');
  });

  it.each([
    ['关于加强海岛垃圾清运管理的提案的答复', '关于加强海岛垃圾清运管理的提案'],
    ['关于县政协十届一次会议第77号提案的答复', null],
    ['关于常明远代表提出的建议的答复', null],
  ])('a title that itself says what the case asks for: %s', (title, matter) => {
    expect(get('case_title', { title, to: '常明远委员：', opening: '您的提案收悉，现答复如下：已清运。' })).toBe(
      matter,
    );
  });

  it('behind the lead office’s own paper, and what an application describes', () => {
    const opening =
      '贵局《关于征求会办意见的函》（云农〔2012〕87号）收悉。对《关于建设友好型稻田的提案》，提出意见如下：同意。';
    expect(get('case_title', { title: '关于县政协五次会议第36号提案会办意见的复函', to: '县农业局：', opening })).toBe(
      '关于建设友好型稻田的提案',
    );
    const asked = '你提交的信息公开申请收到，所需信息内容描述为“1996年征地补偿明细”。经检索，未查到。';
    expect(get('case_title', { title: '政府信息公开告知书', to: '常明远：', opening: asked })).toBe(
      '1996年征地补偿明细',
    );
  });

  it('a case title with wide gaps is doubtful', () => {
    const opening = (words: string): string => `您提出的《${words}》收悉，现答复如下：已办。`;
    expect(sureness('case_title', { opening: opening('关于  保护双语教学  的建议') })).toBeLessThan(SURE);
    expect(sureness('case_title', { opening: opening('关于保护双语教学的建议') })).toBeGreaterThanOrEqual(SURE);
  });

  it('a number beside other labels of its line', () => {
    const head = [OFFICE, '云民函〔2019〕第16号　　签发：常明远　　会签：县气象局'];
    expect(get('doc_number', { head })).toBe('云民函〔2019〕16号');
    expect(get('cited_documents', { head })).toEqual([]);
  });
});

describe('marks', () => {
  it('behind the result on its row, behind the number, and both in one pair of brackets', () => {
    expect(get('openness', { head: [OFFICE, '办理结果：B类　　　　主动公开'] })).toBe('主动公开');
    expect(get('result_code', { head: ['云民函〔2003〕11号                B', OFFICE] })).toBe('B');
    const title = '关于县政协二届三次会议第14号提案的答复（A类、公开）';
    const { elements } = read({ title });
    expect([elements.title, elements.result_code, elements.openness]).toEqual([
      '关于县政协二届三次会议第14号提案的答复',
      'A',
      '主动公开',
    ]);
  });

  it('the name of a page is neither a mark nor a letterhead', () => {
    const { elements } = read({ head: ['云岭县人民政府门户网站', '云岭政务信息公开网　公开目录'] });
    expect([elements.openness, elements.letterhead]).toEqual([null, null]);
  });
});

describe('who signs, who is told', () => {
  it('the letterhead’s name set over two lines signs once', () => {
    const { elements } = read({ head: ['云岭林业局医院'], foot: ['云岭林业局', '医　　院', DATE] });
    expect([elements.issuer, elements.signers]).toEqual(['云岭林业局医院', []]);
    const joint = read({ head: [OFFICE], foot: [OFFICE, '云岭县财政局', DATE] }).elements;
    expect(joint.signers).toEqual([OFFICE, '云岭县财政局']);
  });

  it('an office’s desk that prints is no issuer, also where nothing else names the office', () => {
    const foot = ['抄送：县人大', `${OFFICE}办公室　　2016年6月17日印`];
    const letter = { head: [], foot };
    expect(get('issuer', letter)).toBe(OFFICE);
    expect(sureness('issuer', letter)).toBeLessThan(SURE);
    expect(get('issuer', { head: [], foot: ['抄送：县人大', `${OFFICE}　　2016年6月17日印`] })).toBe(OFFICE);
  });

  it('copies in the head end above the title', () => {
    const head = [OFFICE, '云民函〔2013〕2号', '抄送：县人大办、县政府督查室'];
    expect(get('cc', { head })).toEqual(['县人大办', '县政府督查室']);
  });

  it('two offices in one name of the copies are doubtful', () => {
    const foot = (copies: string): string[] => [OFFICE, DATE, `抄送：${copies}`];
    expect(sureness('cc', { foot: foot('县人大选任工委县卫生健康委，县财政局') })).toBeLessThan(SURE);
    expect(sureness('cc', { foot: foot('县委县政府督查室，县财政局') })).toBeGreaterThanOrEqual(SURE);
  });
});

describe('contacts and telephones', () => {
  const foot = (...lines: string[]): Letter => ({ foot: [OFFICE, DATE, ...lines] });

  it.each([
    ['（联系人及电话：常一凡，0771—2801463；甘露，0771—2801465）', '常一凡、甘露'],
    ['经办：关丽　TEL：（0436）3299108', '关丽'],
    ['联系人：网络部 石林；监督电话：13985800012', '石林'],
    ['联系人;常 红 电话:0937-6422813', '常红'],
    ['联系：建管科 格桑多吉　0887-8225713', '格桑多吉'],
    ['联系：镇信访办 7780112', null],
  ])('%s', (line, contact) => {
    expect(get('contact', foot(line))).toBe(contact);
  });

  it.each([
    ['联系人：常老师　8215', ['8215'], false],
    ['联系人：常强（电话：2268 113）', ['2268113'], true],
    ['民政科 3326047', ['3326047'], false],
    ['2022年云岭3326047', [], false],
  ])('%s', (line, phones, isSure) => {
    expect(get('phones', foot(line))).toEqual(phones);
    if (phones.length > 0) expect(sureness('phones', foot(line)) >= SURE).toBe(isSure);
  });

  it('numbers of others are no contact’s, or not sure', () => {
    const body = (line: string): Letter => ({ body: [line] });
    expect(get('phones', body('如再发生，请拨打110报警。'))).toEqual([]);
    for (const line of [
      '请市民拨打12315投诉，我局两日内回访。',
      '如仍有问题，请拨打供热服务电话0452-2710066。',
      '档案已移交县档案馆，你可向其查询，联系电话0898-83530027。',
    ])
      expect(sureness('phones', body(line)), line).toBeLessThan(SURE);
    expect(sureness('phones', body('如有问题，请拨打我局服务电话0452-2710066。'))).toBeGreaterThanOrEqual(SURE);
  });
});

it('a form by who proposed it', () => {
  const rows = ['县人大代表建议承办答复表', '建议编号：26　　届次：县十六届人大三次会议　　承办单位：云岭县畜牧局'];
  const { elements } = read({
    head: rows,
    title: '提出人：常明远',
    to: '建议标题：关于设立牛羊市场的建议',
    opening: '一、接到建议后的情况。我局派人到村踏勘两次，走访养殖户六十四户，都说路远不便。',
    foot: [DATE, '经办：常青　　电话：0475-6133078'],
  });
  expect([elements.title, elements.issuer, elements.addressees, elements.case_number]).toEqual([
    '县人大代表建议承办答复表',
    '云岭县畜牧局',
    ['常明远'],
    '26',
  ]);
});
