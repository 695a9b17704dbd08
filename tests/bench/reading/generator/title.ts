/** What a generated letter answers (session, number, matter) and the title that says so. */
import type { Random } from '../../random.ts';
import { name, type Case, type Draft, type Family, type Mark } from './draft.ts';
import * as words from './words.ts';

export function makeCase(draft: Draft, place: string, family: Family): Case {
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

export function makeMatter(random: Random): string {
  return random.pick(words.MATTER_FORMS).replace('#', random.pick(words.MATTERS));
}

export function placeTitle(
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
