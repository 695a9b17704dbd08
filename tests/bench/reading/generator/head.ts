/** The head of a generated letter: marks of result and openness, and the document number in all its shapes. */
import { name, type Draft, type Family, type Mark } from './draft.ts';
import * as words from './words.ts';

export function chooseResult(draft: Draft): Mark {
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

export function chooseOpenness(draft: Draft): Mark {
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
export function placeNumber(
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
