/** Makes letters over all forms that archivists meet, with their truth. People and offices are invented. */
import { emptyElements, type Elements } from '../../../shared/model/elements.ts';
import type { KnownLetter, Paragraph } from './letter.ts';
import { Random } from './random.ts';
import * as words from './words.ts';

interface Draft {
  random: Random;
  truth: Elements;
  forms: Record<string, string>;
  head: Paragraph[];
  body: Paragraph[];
  tail: Paragraph[];
}

const CN = '〇一二三四五六七八九';

/** One letter. The same seed makes the same letter. */
export function makeLetter(seed: number): KnownLetter {
  const random = new Random(seed);
  const draft: Draft = { random, truth: emptyElements(), forms: {}, head: [], body: [], tail: [] };
  const family = random.pick([
    'case',
    'case',
    'case',
    'case',
    'case',
    'case',
    'co-opinion',
    'message',
    'foi',
    'petition',
  ] as const);
  draft.forms['family'] = family;
  if (family === 'message') makeMessage(draft);
  else makeOfficial(draft, family);
  return { paragraphs: [...draft.head, ...draft.body, ...draft.tail], truth: draft.truth, forms: draft.forms };
}

type Family = 'case' | 'co-opinion' | 'foi' | 'petition';

function makeOfficial(draft: Draft, family: Family): void {
  const { random, truth, forms } = draft;
  const place = random.pick(words.PLACES);
  const unit = random.pick(words.OFFICES);
  const office = `${place}${unit}`;
  const short = unit;
  const year = random.int(2012, 2025);
  const date = { year, month: random.int(1, 12), day: random.int(1, 28) };

  const withLetterhead = random.chance(0.7);
  if (withLetterhead) {
    truth.letterhead = office;
    draft.head.push({ role: 'letterhead', text: random.chance(0.3) ? `${office}文件` : office });
  }
  const result = family === 'case' && random.chance(0.75) ? chooseResult(draft) : null;
  const openness = random.chance(0.7) ? chooseOpenness(draft) : null;
  if (result?.place === 'head') draft.head.push({ role: 'mark', text: result.text });
  if (openness?.place === 'head') draft.head.push({ role: 'mark', text: openness.text });
  const numberInTitle = placeNumber(draft, place, unit, year, result, family);
  const matter = makeMatter(random);
  const kase = family === 'case' || family === 'co-opinion' ? makeCase(draft, place, family) : null;
  placeTitle(draft, family, office, matter, kase, numberInTitle, result);
  placeAddressees(draft, family, kase);
  placeOpening(draft, family, matter, kase);
  placeBody(draft);
  draft.body.push({ role: 'body', text: random.pick(words.THANKS) });
  placeTail(draft, { office, short, place, date, openness, result, withLetterhead });
  forms['layout'] = withLetterhead ? 'letterhead' : 'no letterhead';
}

interface Mark {
  place: 'head' | 'number' | 'title' | 'end';
  text: string;
}

function chooseResult(draft: Draft): Mark {
  const { random, truth, forms } = draft;
  const jia = random.chance(0.08);
  const code = jia ? random.pick(['甲', '乙', '丙'] as const) : random.pick(['A', 'A', 'B', 'C', 'D'] as const);
  truth.result_code = code;
  const form = random.pick([
    '〔A类〕',
    '（A）',
    'A类',
    '【A类】',
    '[A类]',
    'lost bracket',
    'wide letter',
    'number line',
    'number line spaced',
    'after title',
    'label end',
    'label end bracket',
    'label head',
  ] as const);
  forms['result'] = form;
  switch (form) {
    case '〔A类〕':
      return { place: 'head', text: `〔${code}类〕` };
    case '（A）':
      return { place: 'head', text: `（${code}）` };
    case 'A类':
      return { place: 'head', text: `${code}类` };
    case '【A类】':
      return { place: 'head', text: `【${code}类】` };
    case '[A类]':
      return { place: 'head', text: `[${code}类]` };
    case 'lost bracket':
      return { place: 'head', text: random.chance(0.5) ? `〔${code}类` : `${code}类〕` };
    case 'wide letter':
      return { place: 'head', text: `〔${jia ? code : String.fromCharCode(code.charCodeAt(0) + 0xfee0)}类〕` };
    case 'number line':
      return { place: 'number', text: `〔${code}类〕` };
    case 'number line spaced':
      return { place: 'number', text: `      ${code}类` };
    case 'after title':
      return { place: 'title', text: `（${code}类）` };
    case 'label end':
      return { place: 'end', text: `${random.pick(['办复类别', '办理结果', '答复类别', '办理类别'])}：${code}类` };
    case 'label end bracket':
      return { place: 'end', text: `（办理结果：${code}）` };
    case 'label head':
      return { place: 'head', text: `类别：${code}类` };
  }
}

function chooseOpenness(draft: Draft): Mark {
  const { random, truth, forms } = draft;
  const value = random.pick(['主动公开', '主动公开', '依申请公开', '不予公开'] as const);
  truth.openness = value;
  const form = random.pick(['head mark', 'head label', 'note', 'note released', 'end label', 'consent'] as const);
  forms['openness'] = form;
  switch (form) {
    case 'head mark':
      return { place: 'head', text: `〔${value}〕` };
    case 'head label':
      return { place: 'head', text: `公开属性：${value}` };
    case 'note':
      return { place: 'end', text: `（此件${value === '不予公开' ? random.pick(['不予公开', '不公开']) : value}）` };
    case 'note released':
      return { place: 'end', text: value === '主动公开' ? '（此件公开发布）' : `（此件${value}）` };
    case 'end label':
      return { place: 'end', text: `${random.pick(['公开方式', '公开属性', '信息公开选项'])}：${value}` };
    case 'consent':
      return {
        place: 'end',
        text:
          value === '主动公开' ? '是否公开：同意公开' : value === '不予公开' ? '是否公开：不同意公开' : `（${value}）`,
      };
  }
}

/** Puts the number into the head; returns it where the title's brackets take it. */
function placeNumber(
  draft: Draft,
  place: string,
  unit: string,
  year: number,
  result: Mark | null,
  family: Family,
): string | null {
  const { random, truth, forms } = draft;
  if (random.chance(0.12)) {
    forms['number'] = 'none';
    if (result?.place === 'number') draft.head.push({ role: 'mark', text: result.text.trim() });
    return null;
  }
  const code = `${place.charAt(0)}${words.CODES[unit] ?? '综'}${family === 'foi' ? '公开' : family === 'petition' ? '信复' : random.pick(words.CODE_ENDINGS)}`;
  const serial = random.int(1, 420);
  truth.doc_number = `${code}〔${year}〕${serial}号`;
  const form = random.pick([
    '〔〕',
    '〔〕',
    '[]',
    '（）',
    '﹝﹞',
    '【】',
    '［］',
    '第',
    'zeros',
    'blanks',
    'label',
    'signer',
    'in title',
    'lost bracket',
    'scan t',
  ] as const);
  forms['number'] = form;
  const tail = result?.place === 'number' ? result.text : '';
  const shapes: Record<typeof form, string> = {
    '〔〕': `${code}〔${year}〕${serial}号`,
    '[]': `${code}[${year}]${serial}号`,
    '（）': `${code}（${year}）${serial}号`,
    '﹝﹞': `${code}﹝${year}﹞${serial}号`,
    '【】': `${code}【${year}】${serial}号`,
    '［］': `${code}［${year}］${serial}号`,
    第: `${code}〔${year}〕第${serial}号`,
    zeros: `${code}〔${year}〕${String(serial).padStart(3, '0')}号`,
    blanks: `${code} 〔${year}〕 ${serial} 号`,
    label: `文号：${code}〔${year}〕${serial}号`,
    signer: `${code}〔${year}〕${serial}号      签发人：${name(random)}`,
    'in title': `（${code}〔${year}〕${serial}号）`,
    'lost bracket': `${code}${year}〕${serial}号`,
    'scan t': `${code}t${year}〕${serial}号`,
  };
  if (form === 'in title') {
    if (tail !== '') draft.head.push({ role: 'mark', text: tail.trim() });
    return shapes[form];
  }
  draft.head.push({ role: 'number', text: shapes[form] + tail });
  return null;
}

interface Case {
  cppcc: boolean;
  noun: string;
  session: string;
  number: string;
  /** 第101037号（医疗卫生类173号）. */
  written: string;
  body: string;
}

function makeCase(draft: Draft, place: string, family: Family): Case {
  const { random, truth, forms } = draft;
  const cppcc = random.chance(0.55);
  const national = random.chance(0.12);
  const term = random.pick(['五', '七', '九', '十', '十一', '十三', '十四', '十五']);
  const meeting = random.pick(['一', '二', '三', '四', '五', '六']);
  const sessionForms = cppcc
    ? national
      ? [`十四届全国委员会第${meeting}次会议`, `第十四届全国委员会第${meeting}次会议`]
      : [
          `${term}届${meeting}次会议`,
          `第${term}届${meeting}次会议`,
          `第${term}届委员会第${meeting}次会议`,
          `${term}届委员会第${meeting}次会议`,
        ]
    : national
      ? [`十四届全国人大${meeting}次会议`, `第十四届全国人民代表大会第${meeting}次会议`]
      : [
          `${term}届人大${meeting}次会议`,
          `第${term}届人民代表大会第${meeting}次会议`,
          `${term}届人大第${meeting}次会议`,
        ];
  const session = random.pick(sessionForms);
  const level = national ? '' : random.pick([place.slice(-1), place]);
  const bodyName = cppcc
    ? national
      ? '政协'
      : random.pick([`政协${level === place ? place : ''}`, `${level}政协`])
    : level;
  const numberForm = random.pick([
    'plain',
    'plain',
    'six digits',
    'zeros',
    'letters',
    'year',
    'dash',
    'class',
    'quotes',
  ] as const);
  forms['case number'] = numberForm;
  forms['session'] = session.replace(/[五七九十一二三四六]{1,2}(?=届)/, 'N').replace(/[一二三四五六](?=次)/, 'n');
  const serial = random.int(1, 900);
  const number =
    numberForm === 'six digits'
      ? `10${random.int(1, 6)}${String(serial).padStart(3, '0')}`
      : numberForm === 'zeros'
        ? String(serial).padStart(random.pick([4, 5]), '0')
        : numberForm === 'letters'
          ? `${random.pick(['BH', 'B', 'A', 'L'])}${String(serial).padStart(3, '0')}`
          : numberForm === 'year'
            ? `20${random.int(18, 25)}${String(serial).padStart(4, '0')}`
            : numberForm === 'dash'
              ? `20${random.int(18, 25)}-${serial}`
              : String(serial);
  const written =
    numberForm === 'class'
      ? `第${number}号（${random.pick(['医疗卫生', '财税金融', '社会管理', '教育'])}类${random.int(10, 400)}号）`
      : numberForm === 'quotes'
        ? `第“${number}”号`
        : `第${number}号`;
  const noun = cppcc ? (random.chance(0.15) ? '建议' : '提案') : random.pick(['建议', '建议', '建议', '议案']);
  truth.session = session;
  truth.case_number = number;
  truth.reply_kind = family === 'co-opinion' ? '会办意见' : cppcc ? '政协提案' : '人大建议';
  return { cppcc, noun, session, number, written, body: `${bodyName}${session}` };
}

function makeMatter(random: Random): string {
  return random.pick(words.MATTER_FORMS).replace('#', random.pick(words.MATTERS));
}

function placeTitle(
  draft: Draft,
  family: Family,
  office: string,
  matter: string,
  kase: Case | null,
  numberInTitle: string | null,
  result: Mark | null,
): void {
  const { random, truth, forms } = draft;
  const opener = random.pick(['关于', '关于', '对', '关于对']);
  let title: string;
  if (kase && family === 'co-opinion') {
    forms['title'] = '会办意见';
    title = `关于${kase.body}${kase.written}${kase.noun}${random.pick(['的会办意见', '的会办意见函', '会办意见的函'])}`;
  } else if (kase) {
    const form = random.pick([
      '答复的函',
      '的答复',
      '的答复函',
      '的复函',
      '办理情况的答复',
      '答复',
      '的答复意见',
      '办理情况的报告',
      '办理答复意见的函',
      '的答复意见函',
      '的回复',
      'office first',
      'with matter',
      'none',
      'without session',
    ] as const);
    forms['title'] = form;
    const core = `${kase.body}${kase.written}${kase.noun}`;
    switch (form) {
      case 'none':
        title = '';
        break;
      case 'office first':
        title = `${office}${random.pick(['关于', '关于对', '对'])}${core}${random.pick(['的答复', '答复的函', '的复函'])}`;
        break;
      case 'with matter':
        title = `${opener}${core}《${matter}》的答复`;
        break;
      case 'without session':
        title = `${opener}${kase.cppcc ? '政协' : '人大'}${kase.written}${kase.noun}的答复`;
        break;
      default:
        title = `${opener}${core}${form}`;
    }
  } else if (family === 'foi') {
    forms['title'] = '依申请公开';
    title = random.pick([
      '政府信息公开申请答复书',
      '关于政府信息公开申请的答复',
      `关于${name(random)}政府信息公开申请的答复书`,
      '政府信息公开告知书',
    ]);
    truth.reply_kind = '依申请公开';
  } else {
    forms['title'] = '信访';
    title = random.pick([
      '信访事项处理意见书',
      `关于${name(random)}信访事项的答复意见书`,
      `关于${name(random)}反映问题的信访答复意见`,
      '信访事项答复意见书',
    ]);
    truth.reply_kind = '信访';
  }
  if (title === '') {
    if (numberInTitle !== null) draft.head.push({ role: 'number', text: numberInTitle });
    if (result?.place === 'title') draft.head.push({ role: 'mark', text: result.text });
    return;
  }
  const after = result?.place === 'title' ? result.text : '';
  if (numberInTitle !== null) {
    // A number in brackets stands on a line of its own under the title.
    truth.title = title;
    draft.head.push({ role: 'title', text: title + after }, { role: 'number', text: numberInTitle });
    return;
  }
  truth.title = title;
  draft.head.push({ role: 'title', text: title + after });
}

function name(random: Random): string {
  const family = random.chance(0.04)
    ? random.pick(words.COMPOUND)
    : words.surname(random.int(0, words.SURNAME_COUNT - 1));
  const count = random.chance(0.65) ? 2 : 1;
  let given = '';
  for (let i = 0; i < count; i += 1) given += words.GIVEN_NAMES.charAt(random.int(0, words.GIVEN_NAMES.length - 1));
  return family + given;
}

function placeAddressees(draft: Draft, family: Family, kase: Case | null): void {
  const { random, truth, forms } = draft;
  if (family === 'co-opinion') {
    const office = `${random.pick(['市', '区', '县'])}${random.pick(words.OFFICES.slice(0, 20))}`;
    truth.addressees = [office];
    forms['addressee'] = 'office';
    draft.head.push({ role: 'addressee', text: `${office}：` });
    return;
  }
  if (!kase) {
    const person = name(random);
    const form = random.pick(['同志', '先生', '申请人', 'plain'] as const);
    forms['addressee'] = form;
    truth.addressees = [person];
    const text = form === 'plain' ? person : form === '申请人' ? `申请人${person}` : `${person}${form}`;
    draft.head.push({ role: 'addressee', text: `${text}：` });
    return;
  }
  const honorific = kase.cppcc ? '委员' : '代表';
  const form = random.pick([
    'one',
    'one',
    'two',
    'many',
    'each',
    'spaced',
    'dear',
    '等',
    '等N位',
    'bracket',
    'party',
    'no colon',
    'greeting',
    'blanks',
    'role first',
    '等N人 behind',
  ] as const);
  forms['addressee'] = form;
  const people = (count: number): string[] => [...new Set(Array.from({ length: count }, () => name(random)))];
  const text = ((): string => {
    switch (form) {
      case 'one':
        truth.addressees = people(1);
        return `${truth.addressees[0] ?? ''}${honorific}：`;
      case 'two':
        truth.addressees = people(2);
        return `${truth.addressees.join('、')}${honorific}：`;
      case 'many':
        truth.addressees = people(random.int(4, 10));
        return `${truth.addressees.join('、')}${honorific}：`;
      case 'each':
        truth.addressees = people(2);
        return `${truth.addressees.map((one) => one + honorific).join('、')}：`;
      case 'spaced': {
        const one = words.surname(random.int(0, words.SURNAME_COUNT - 1)) + words.GIVEN_NAMES.charAt(random.int(0, 40));
        truth.addressees = [one];
        return `${one.charAt(0)}${random.pick(['　', ' '])}${one.charAt(1)}${honorific}：`;
      }
      case 'dear':
        truth.addressees = people(1);
        return `尊敬的${truth.addressees[0] ?? ''}${honorific}：`;
      case '等':
        truth.addressees = people(2);
        return `${truth.addressees.join('、')}等${honorific}：`;
      case '等N位':
        truth.addressees = people(1);
        return `${truth.addressees[0] ?? ''}等${random.pick(['3', '5', '三', '8'])}${random.pick(['位', '名'])}${honorific}：`;
      case 'bracket':
        truth.addressees = people(1);
        return `${truth.addressees[0] ?? ''}${honorific}（${random.pick(['领衔', '第一提案人', '教育界别'])}）：`;
      case 'party':
        truth.addressees = [
          random.pick([
            '民盟云溪区委员会',
            '九三学社青岚市委员会',
            '民进澄湖市委',
            '致公党云溪区支部',
            '区工商联',
            '政协云溪区委员会提案委员会',
          ]),
        ];
        return `${truth.addressees[0] ?? ''}：`;
      case 'no colon':
        truth.addressees = people(1);
        return `${truth.addressees[0] ?? ''}${honorific}`;
      case 'greeting':
        truth.addressees = people(1);
        return `${truth.addressees[0] ?? ''}${honorific}，您好：`;
      case 'role first':
        truth.addressees = people(1);
        return `${kase.cppcc ? '区政协委员' : '市人大代表'}${truth.addressees[0] ?? ''}：`;
      case '等N人 behind':
        truth.addressees = people(1);
        return `${truth.addressees[0] ?? ''}${honorific}等6人：`;
      case 'blanks':
        truth.addressees = people(2);
        return `${truth.addressees.join('　')}${honorific}：`;
    }
  })();
  draft.head.push({ role: 'addressee', text });
}

function placeOpening(draft: Draft, family: Family, matter: string, kase: Case | null): void {
  const { random, truth, forms } = draft;
  if (family === 'foi') {
    draft.body.push({
      role: 'body',
      text: `您于${random.int(2019, 2025)}年${random.int(1, 12)}月${random.int(1, 28)}日提交的政府信息公开申请收悉。经审查，现答复如下：`,
    });
    return;
  }
  if (family === 'petition') {
    draft.body.push({ role: 'body', text: '您反映的信访事项，我局依法受理。经调查核实，现将处理意见答复如下：' });
    return;
  }
  if (!kase) return;
  if (family === 'co-opinion') {
    truth.case_title = matter;
    draft.body.push({
      role: 'body',
      text: `${name(random)}委员提出的《${matter}》收悉，结合我单位职能，现将会办意见函告如下：`,
    });
    return;
  }
  const noTitle = truth.title === null || forms['title'] === 'without session';
  const forward = noTitle
    ? 'session and number'
    : random.pick(['plain', 'plain', 'session and number', 'number behind', 'unquoted', 'no matter'] as const);
  forms['opening'] = forward;
  const noun = kase.noun;
  if (forms['title'] === 'without session') truth.session = kase.session;
  const text = ((): string => {
    switch (forward) {
      case 'plain':
        truth.case_title = matter;
        return `您提出的《${matter}》${noun}收悉，现答复如下：`;
      case 'session and number':
        truth.case_title = matter;
        return `您在${kase.body}上提出的${kase.written}${noun}《${matter}》收悉。经研究，现答复如下：`;
      case 'number behind':
        truth.case_title = matter;
        return `您提出的《${matter}》（第${kase.number}号）${noun}已收悉，现就有关问题答复如下：`;
      case 'unquoted': {
        const plain = matter.startsWith('关于') ? matter : `关于${matter}`;
        truth.case_title = plain;
        return `您提出的${plain}收悉，现将办理情况答复如下：`;
      }
      case 'no matter':
        truth.case_title = forms['title'] === 'with matter' ? matter : null;
        return `您提出的${noun}收悉。我局高度重视，及时研究办理，现答复如下：`;
    }
  })();
  draft.body.push({ role: 'body', text });
}

function fill(random: Random, sentence: string): string {
  return sentence
    .replace(/#(?=年)/g, () => String(random.int(2019, 2026)))
    .replace(/#/g, () => String(random.int(2, 3000)));
}

function placeBody(draft: Draft): void {
  const { random, truth } = draft;
  const cited = new Set<string>();
  const headings = random.some(words.HEADINGS, random.int(1, 3));
  headings.forEach((heading, at) => {
    draft.body.push({ role: 'body', text: `${['一', '二', '三'][at] ?? '四'}、${heading}` });
    const count = random.int(1, 3);
    for (let i = 0; i < count; i += 1) {
      let text = random
        .some(words.SENTENCES, random.int(2, 4))
        .map((sentence) => fill(random, sentence))
        .join('');
      if (random.chance(0.35)) {
        const code = random.pick(words.CITED_CODES);
        const year = random.int(2008, 2024);
        const serial = random.int(1, 120);
        const [open, close] = random.pick([
          ['〔', '〕'],
          ['〔', '〕'],
          ['[', ']'],
          ['﹝', '﹞'],
          ['（', '）'],
        ] as const);
        const number = `${code}${open}${year}${close}${serial}号`;
        const document = random.pick(words.CITED_TITLES);
        text += random.chance(0.7)
          ? `根据《${document}》（${number}）要求，我们认真抓好落实。`
          : `严格落实${number}文件精神，细化工作举措。`;
        cited.add(`${code}〔${year}〕${serial}号`);
      }
      if (count > 1 && random.chance(0.6)) text = `（${['一', '二', '三'][i] ?? '四'}）${text}`;
      draft.body.push({ role: 'body', text });
    }
  });
  truth.cited_documents = [...cited];
}

interface TailInput {
  office: string;
  short: string;
  place: string;
  date: { year: number; month: number; day: number };
  openness: Mark | null;
  result: Mark | null;
  withLetterhead: boolean;
}

function placeTail(draft: Draft, input: TailInput): void {
  const { random, truth, forms } = draft;
  const { office, date } = input;
  const contact = random.chance(0.7) ? makeContact(draft) : null;
  const contactFirst = random.chance(0.4);
  if (contact !== null && contactFirst) draft.tail.push({ role: 'note', text: contact });
  const written = writeDate(draft, date);
  truth.issued_on = iso(date);
  const signForm = random.pick(['two lines', 'two lines', 'one line', 'glued', 'seal', 'none', 'joint'] as const);
  forms['signature'] = signForm;
  let signature: string | null = office;
  switch (signForm) {
    case 'two lines':
      draft.tail.push({ role: 'sign', text: office }, { role: 'sign', text: written });
      break;
    case 'one line':
      draft.tail.push({ role: 'sign', text: `${office}  ${written}` });
      break;
    case 'glued':
      draft.tail.push({ role: 'sign', text: `${office}${written}` });
      break;
    case 'seal':
      draft.tail.push({ role: 'sign', text: `${office}（盖章）` }, { role: 'sign', text: written });
      break;
    case 'none':
      signature = null;
      draft.tail.push({ role: 'sign', text: written });
      break;
    case 'joint': {
      const other = `${input.place}${random.pick(['财政局', '审计局', '司法局'])}`;
      if (other === office) draft.tail.push({ role: 'sign', text: office }, { role: 'sign', text: written });
      else {
        signature = `${office}、${other}`;
        draft.tail.push({ role: 'sign', text: office }, { role: 'sign', text: other }, { role: 'sign', text: written });
      }
    }
  }
  if (contact !== null && !contactFirst) draft.tail.push({ role: 'note', text: contact });
  if (input.openness?.place === 'end') draft.tail.push({ role: 'note', text: input.openness.text });
  if (input.result?.place === 'end') draft.tail.push({ role: 'note', text: input.result.text });
  if (random.chance(0.6)) {
    truth.cc = random.some(words.CC_OFFICES, random.int(1, 4));
    const joint = random.pick(['，', '、', '；']);
    forms['cc'] = `parted by ${joint}`;
    draft.tail.push({
      role: 'imprint',
      text: `${random.pick(['抄送', '抄送', '抄报'])}：${truth.cc.join(joint)}${random.chance(0.85) ? '。' : ''}`,
    });
  }
  if (random.chance(0.5)) {
    const printer = `${office}${random.chance(0.25) ? '办公室' : ''}`;
    truth.printed_by = printer;
    truth.printed_on = iso(date);
    draft.tail.push({ role: 'imprint', text: `${printer}  ${date.year}年${date.month}月${date.day}日印发` });
  }
  truth.issuer =
    signature ?? truth.printed_by ?? truth.letterhead ?? (forms['title'] === 'office first' ? office : null);
}

function makeContact(draft: Draft): string {
  const { random, truth, forms } = draft;
  const person = name(random);
  const land = random.pick([
    `0871-6${random.int(1000000, 9999999)}`,
    `010-8${random.int(1000000, 9999999)}`,
    `0735-8${random.int(100000, 999999)}`,
  ]);
  const mobile = `13${random.int(100000000, 999999999)}`;
  const form = random.pick([
    'both in brackets',
    'colon each',
    'lines',
    'no label for phone',
    'local',
    'with mobile',
    'telephone first',
    'two people',
    'handler',
    'with fax',
    'spaced label',
    'name for number',
    'office and name',
  ] as const);
  forms['contact'] = form;
  truth.contact = person;
  switch (form) {
    case 'both in brackets':
      truth.phones = [land];
      return `（联系人及电话：${person} ${land}）`;
    case 'colon each':
      truth.phones = [land];
      return `（联系人：${person}；联系电话：${land}）`;
    case 'lines':
      truth.phones = [land];
      return `联系人：${person}    联系电话：${land}`;
    case 'no label for phone':
      truth.phones = [land, mobile];
      return `（联系人：${person}，${land}，${mobile}）`;
    case 'local': {
      const local = `8${random.int(100000, 999999)}`;
      truth.phones = [local];
      return `联系人：${person}，电话：${local}`;
    }
    case 'with mobile':
      truth.phones = [land, mobile];
      return `联系人及联系电话：${person}  ${land}、${mobile}`;
    case 'telephone first':
      truth.phones = [land];
      return `（联系电话：${land}，联系人：${person}）`;
    case 'two people': {
      const second = name(random);
      truth.contact = `${person}、${second}`;
      truth.phones = [land];
      return `（联系人：${person}、${second}；电话：${land}）`;
    }
    case 'handler':
      truth.phones = [land];
      return `承办人：${person}  电话：${land}`;
    case 'spaced label':
      truth.phones = [land];
      return `联 系 人：${person}    电 话：${land}`;
    case 'name for number':
      truth.phones = [mobile];
      return `联系电话：${person} ${mobile}`;
    case 'office and name':
      truth.phones = [land];
      return `联系人及电话：综合科 ${person} ${land}`;
    case 'with fax':
      truth.phones = [land];
      return `联系人：${person}，电话：${land}，传真：0871-6${random.int(1000000, 9999999)}`;
  }
}

function iso(date: { year: number; month: number; day: number }): string {
  return `${date.year}-${String(date.month).padStart(2, '0')}-${String(date.day).padStart(2, '0')}`;
}

function writeDate(draft: Draft, date: { year: number; month: number; day: number }): string {
  const form = draft.random.pick([
    'arabic',
    'arabic',
    'arabic',
    'blanks',
    'zeros',
    '〇',
    '○',
    'O',
    '0',
    'dashes',
    'dots',
    'wide',
  ] as const);
  draft.forms['date'] = form;
  const { year, month, day } = date;
  const chinese = (zero: string): string =>
    `${[...String(year)].map((digit) => (digit === '0' ? zero : CN.charAt(Number(digit)))).join('')}年${cnNumber(month)}月${cnNumber(day)}日`;
  switch (form) {
    case 'arabic':
      return `${year}年${month}月${day}日`;
    case 'blanks':
      return `${year} 年 ${month} 月 ${day} 日`;
    case 'zeros':
      return `${year}年${String(month).padStart(2, '0')}月${String(day).padStart(2, '0')}日`;
    case '〇':
      return chinese('〇');
    case '○':
      return chinese('○');
    case 'O':
      return chinese('O');
    case '0':
      return chinese('0');
    case 'dashes':
      return iso(date);
    case 'dots':
      return `${year}.${month}.${day}`;
    case 'wide':
      return `${year}年${month}月${day}日`.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  }
}

function cnNumber(n: number): string {
  if (n < 10) return CN.charAt(n);
  const tens = Math.floor(n / 10);
  return `${tens === 1 ? '' : CN.charAt(tens)}十${n % 10 === 0 ? '' : CN.charAt(n % 10)}`;
}

function makeMessage(draft: Draft): void {
  const { random, truth, forms } = draft;
  const place = random.pick(words.PLACES);
  const office = `${place}${random.pick(words.OFFICES)}`;
  truth.reply_kind = '其他';
  const id = random.pick([
    `UU00${random.int(10000, 99999)}`,
    `A000${random.int(100000, 999999)}`,
    `user${random.int(100, 999)}`,
  ]);
  const matter = random.pick(words.MATTERS).replace(/[“”]/g, '');
  truth.case_title = matter;
  const form = random.pick(['quoted id', 'net friend', 'bare id', 'letter writer', 'id behind'] as const);
  forms['addressee'] = `message ${form}`;
  truth.addressees = form === 'letter writer' ? [] : [id];
  const greeting = {
    'quoted id': `“${id}”：`,
    'net friend': `网友“${id}”：`,
    'bare id': `${id}：`,
    'letter writer': '来信人：',
    'id behind': `“${id}”网友：`,
  }[form];
  if (random.chance(0.25)) {
    truth.title = `关于“${matter}”的回复`;
    draft.head.push({ role: 'title', text: truth.title });
  }
  draft.head.push({ role: 'addressee', text: greeting });
  draft.body.push({
    role: 'body',
    text: random.pick([
      `您好！您反映的“${matter}”的问题已收悉，现回复如下：`,
      `您好！关于《${matter}》的留言收悉。现将有关情况回复如下：`,
      `您好，您咨询的“${matter}”一事我局高度重视，现答复如下：`,
    ]),
  });
  placeBody(draft);
  if (random.chance(0.5)) {
    const local = `3${random.int(100000, 999999)}`;
    truth.phones = [local];
    forms['contact'] = 'phone in sentence';
    draft.body.push({ role: 'body', text: `如有疑问，请拨打电话${local}咨询。` });
  }
  draft.body.push({ role: 'body', text: '感谢您对我们工作的关心与支持！' });
  const date = { year: random.int(2012, 2025), month: random.int(1, 12), day: random.int(1, 28) };
  truth.issued_on = iso(date);
  truth.issuer = office;
  const written = writeDate(draft, date);
  if (/^\d/.test(written) && /[-.]/.test(written))
    draft.tail.push({ role: 'sign', text: office }, { role: 'sign', text: written });
  else draft.tail.push({ role: 'sign', text: random.chance(0.5) ? `${office}${written}` : `${office} ${written}` });
  forms['signature'] = 'message';
}
