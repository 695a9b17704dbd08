/** 答复表, 登记表: a letter set as a form, whose rows are labels and values in cells. */
import { readDate } from '../../../../shared/text/dates.ts';
import { halfWidthDigits } from '../../../../shared/text/numerals.ts';
import type { Elements } from '../../../../shared/model/elements.ts';
import type { Found, Line } from '../../../../shared/text/anatomy/lines.ts';

type FormElement = keyof Pick<
  Elements,
  | 'case_number'
  | 'result_code'
  | 'case_title'
  | 'addressees'
  | 'issuer'
  | 'session'
  | 'openness'
  | 'contact'
  | 'phones'
  | 'contact_address'
  | 'issued_on'
>;

export interface Form {
  title: Found<string> | null;
  values: Map<FormElement, Found<string>[]>;
}

const LABELS: readonly (readonly [FormElement, RegExp])[] = [
  ['case_number', /^(?:提案|建议)?(?:编号|案号)$|^(?:提案|建议)号$/],
  ['result_code', /^(?:办理结果|办复结果|结果分类|办理类别|答复类别)$/],
  ['case_title', /^(?:案由|(?:提案|建议)(?:标题|题目|名称))$/],
  ['addressees', /^(?:第一)?(?:提案|建议)(?:人|者)$|^领衔(?:代表|委员|人)$/],
  ['issuer', /^(?:承办|主办|答复)单位(?:[（(](?:盖章|公章|签章)[）)])?$/],
  ['session', /^(?:届次|会议届次)$/],
  ['openness', /^(?:公开属性|是否公开|公开方式|公开类别)$/],
  ['contact', /^(?:联系人|经办人|承办人)$/],
  ['phones', /^(?:联系)?电话$/],
  ['contact_address', /^(?:联系|通[讯信]|办公)?地址$/],
  ['issued_on', /^(?:答复|办复|复函)(?:日期|时间)$/],
];
/** So many labels make a form. */
const FEWEST = 4;
/** A form is filled in by hand or by program in ways of its own: a person looks at every value. */
const CONFIDENCE = 0.85;

/** @returns null where the lines are no form */
export function findForm(lines: readonly Line[]): Form | null {
  const values: Form['values'] = new Map();
  let labels = 0;
  for (const line of lines) {
    if (!line.text.includes('\t') || line.text.length > 400) continue;
    const cells = cellsOf(line);
    for (const [at, cell] of cells.entries()) {
      const name = LABELS.find(([, pattern]) => pattern.test(cell.value.replace(/\s/g, '')))?.[0];
      const value = cells[at + 1];
      if (name === undefined || value === undefined || value.value === '') continue;
      labels += 1;
      const read = readValue(name, value);
      if (read.length > 0 && !values.has(name)) values.set(name, read);
    }
  }
  if (labels < FEWEST) return null;
  const [first] = lines;
  const heading = first?.text.replace(/\s/g, '') ?? '';
  const isTitle = first !== undefined && /(?:答复表|登记表|答复函|反馈表)$/.test(heading);
  return {
    title: isTitle ? { value: heading, start: first.start, end: first.end, confidence: CONFIDENCE } : null,
    values,
  };
}

function cellsOf(line: Line): Found<string>[] {
  const cells: Found<string>[] = [];
  let start = line.start;
  for (const cell of line.text.split('\t')) {
    cells.push({ value: cell.trim(), start, end: start + cell.length, confidence: CONFIDENCE });
    start += cell.length + 1;
  }
  return cells;
}

function readValue(name: FormElement, cell: Found<string>): Found<string>[] {
  const plain = cell.value.replace(/\s/g, '');
  const as = (value: string | null | undefined): Found<string>[] =>
    value === null || value === undefined || value === '' ? [] : [{ ...cell, value }];
  switch (name) {
    case 'case_number':
      return as(/^第?([A-Za-z0-9-]{1,12})号?$/.exec(halfWidthDigits(plain))?.[1]);
    case 'result_code':
      return as(/^[〔（(]?([A-D甲乙丙])类?[）)〕]?$/.exec(plain.normalize('NFKC'))?.[1]);
    case 'session':
      return as(/第?[0-9一二三四五六七八九十]{1,4}届[\u3400-\u9fff]{0,10}会议/.exec(plain)?.[0]);
    case 'openness':
      if (/依申请/.test(plain)) return as('依申请公开');
      return /不|否/.test(plain) ? as('不予公开') : /公开|是|同意/.test(plain) ? as('主动公开') : [];
    case 'issued_on':
      return as(readDate(plain)?.iso);
    case 'phones':
      return as(/^[0-9（()）-]{5,16}$/.test(plain) ? plain : null);
    case 'addressees':
    case 'contact': {
      const bare = plain.replace(/(?:委员|代表|同志)$/, '');
      return as(/^[\u3400-\u9fff·]{2,8}$/.test(bare) ? bare : null);
    }
    default:
      return as(plain);
  }
}
