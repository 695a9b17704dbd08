/**
 * 答复表, 登记表, 办理单: a letter set as a form. Its rows are labels and values in cells parted by tabs or bars, or a label, a colon and its
 * value on a line; then labels that only forms have must be among them, for 联系人：, 办理结果： and such end ordinary letters too.
 */
import { readDate } from '../../../../shared/text/dates.ts';
import { halfWidthDigits } from '../../../../shared/text/numerals.ts';
import { looksLikeOffice, stripSeal } from '../../../../shared/text/anatomy/offices.ts';
import type { Sign } from '../../../../shared/text/rule.ts';
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
  /** Rows of lines or bars, whose words running text cannot be: what they say goes before it. */
  isPlain: boolean;
  title: Found<string> | null;
  values: Map<FormElement, Found<string>[]>;
}

const SEAL = '(?:[（(](?:盖章|公章|签章)[）)])?';
interface FormLabel extends Sign {
  element: FormElement;
}

const label = (element: FormElement, name: string, pattern: RegExp, example: string, not: string): FormLabel => ({
  ...{ element, name, pattern, example, not },
});

/** Of two labels of one element the upper one's value is taken: who answers, then who seals, then who was to do it. */
export const FORM_LABELS: readonly FormLabel[] = [
  label('case_number', 'the number', /^(?:提案|建议)?(?:编号|案号)$|^(?:提案|建议)号$/, '提案编号', '文件编号'),
  label('result_code', 'the result', /^(?:办理结果|办复结果|结果分类|办理类别|答复类别)$/, '办理结果', '办理情况'),
  label('case_title', 'what the case is called', /^(?:案由|(?:提案|建议)(?:标题|题目|名称))$/, '建议标题', '标题'),
  label(
    'addressees',
    'who proposed',
    /^(?:第一)?(?:提案|建议|(?:建议|提案)?提出)(?:人|者)(?:姓名)?$|^领衔(?:代表|委员|人)$|^(?:代表|委员)姓名$/,
    '提出人',
    '提出人数',
  ),
  label('issuer', 'who answers', new RegExp(`^答复单位${SEAL}$`), '答复单位（盖章）', '答复单位意见'),
  label('issuer', 'who seals', /^(?:承办|主办|填报)单位[（(](?:盖章|公章|签章)[）)]$/, '承办单位（公章）', '承办单位'),
  label('issuer', 'who was to do it', new RegExp(`^(?:承办|主办)单位${SEAL}$`), '承办单位', '会办单位'),
  label('session', 'the session', /^(?:(?:提案|建议)?届次|会议届次|会议名称|会议)$/, '届次', '会议时间'),
  label('openness', 'the openness', /^(?:公开属性|是否公开|公开与否|公开方式|公开类别)$/, '是否公开', '政务公开'),
  label(
    'contact',
    'the contact',
    /^(?:联系人|经办人|承办人)$|^联系人(?:及|和|与)(?:联系)?电话$/,
    '经办人',
    '经办人意见',
  ),
  label('phones', 'the telephone', /^(?:联系|办公)?电话$/, '联系电话', '电话记录'),
  label('contact_address', 'the address', /^(?:联系|通[讯信]|办公)?地址$/, '通讯地址', '项目地址'),
  label('issued_on', 'the day', /^(?:答复|办复|复函|填表|填报)(?:日期|时间)$/, '填表日期', '收到日期'),
];
/** Of a 会办 form the office that leads is addressed, and another fills it in. */
export const CO_FORM_LABELS: readonly FormLabel[] = [
  label('addressees', 'who leads', new RegExp(`^主办单位${SEAL}$`), '主办单位', '会办单位'),
  label('issuer', 'who helps', new RegExp(`^[会协]办单位${SEAL}$`), '协办单位（盖章）', '主办单位'),
];
/** Labels that hardly stand in a letter that is no form; so many must be there where rows are lines. */
const OF_FORMS: ReadonlySet<FormElement> = new Set(['case_number', 'case_title', 'addressees', 'issuer', 'session']);
const FEWEST_OF_FORMS = 3;
/** So many labels make a form. */
const FEWEST = 4;
/** A form is filled in by hand or by program in ways of its own: a person looks at every value. */
const CONFIDENCE = 0.85;

const HEADING = /(?:答复表|复文表|登记表|答复函|反馈表|答复单|意见单|意见表|办理单|办理表)$/;
const LONGEST_ROW = 400;
/** The value of a row that is a line is short: what is longer is the text of the answer. */
const LONGEST_VALUE = 80;

/** Asked first of every line: how a row that only a form has begins. */
const OPENS_ROW =
  /^(?:提案|建议|提出[人者]|案由|案号|编号|领衔|届次|会议|[承主答会协][办复]单位)[\u3400-\u9fff]{0,6}(?:[（(][\u3400-\u9fff]{2}[）)])?\s*[：:|]/;

/** Labels are letter-spaced to one width: 案　　由, 提 案 人. */
function opensRow(text: string): boolean {
  return OPENS_ROW.test(text) || (/^[提案编届]\s/.test(text) && OPENS_ROW.test(text.slice(0, 40).replace(/\s/g, '')));
}

/** @returns null where the lines are no form */
export function findForm(lines: readonly Line[]): Form | null {
  const heading = lines.slice(0, 2).find(({ text }) => HEADING.test(text.replace(/\s/g, '')) && !/[：:|\t]/.test(text));
  const title = heading?.text.replace(/\s/g, '') ?? '';
  const labels = /[会协]办意见/.test(title)
    ? [...CO_FORM_LABELS, ...FORM_LABELS.filter(({ element }) => element !== 'addressees')]
    : FORM_LABELS;
  const tabbed = readRows(lines, labels, (line) => (line.text.includes('\t') ? [cellsOf(line, /\t/g)] : []));
  const isForm = tabbed.count >= FEWEST;
  if (!isForm && lines.filter(({ text }) => opensRow(text)).length < FEWEST_OF_FORMS) return null;
  const found = isForm ? tabbed : readRows(lines, labels, rowsOfLine);
  const isPlain = found !== tabbed;
  const ofForms = [...found.values.keys()].filter((name) => OF_FORMS.has(name)).length;
  if (found.count < FEWEST || (isPlain && ofForms < FEWEST_OF_FORMS)) return null;
  return {
    isPlain,
    title: heading ? { value: title, start: heading.start, end: heading.end, confidence: CONFIDENCE } : null,
    values: found.values,
  };
}

interface Rows {
  values: Form['values'];
  /** Labels with a value. */
  count: number;
}

function readRows(
  lines: readonly Line[],
  labels: readonly FormLabel[],
  rowsOf: (line: Line) => readonly (readonly Found<string>[])[],
): Rows {
  const ranked = new Map<FormElement, { rank: number; read: Found<string>[] }>();
  let count = 0;
  for (const line of lines) {
    if (line.text.length > LONGEST_ROW) continue;
    for (const cells of rowsOf(line)) {
      for (const [at, cell] of cells.entries()) {
        const rank = labels.findIndex(({ pattern }) => pattern.test(cell.value.replace(/\s/g, '')));
        const name = labels[rank]?.element;
        const value = cells[at + 1];
        if (name === undefined || value === undefined || value.value === '') continue;
        count += 1;
        const read = readValue(name, value);
        const known = ranked.get(name);
        if (read.length > 0 && (!known || rank < known.rank)) ranked.set(name, { rank, read });
      }
    }
  }
  return { values: new Map([...ranked].map(([name, { read }]) => [name, read])), count };
}

/** Of a line without tabs: cells between bars, or labels with a colon, several of them between wide blanks. */
function rowsOfLine(line: Line): Found<string>[][] {
  if (line.text.includes('|')) return [cellsOf(line, /\s*\|\s*/g)];
  const rows: Found<string>[][] = [];
  for (const piece of line.text.matchAll(
    /(?:^|[\s\u3000]{1,40})((?:[\u3400-\u9fff]{2,6}|[\u3400-\u9fff](?:[\s\u3000]{1,8}[\u3400-\u9fff]){1,3})(?:[（(][\u3400-\u9fff]{2}[）)])?)[：:]\s*([^\s\u3000：:]{1,80})/g,
  )) {
    const [whole, label = '', value = ''] = piece;
    if (value.length >= LONGEST_VALUE) continue;
    const start = line.start + piece.index + whole.length - value.length;
    const cell = { start, end: start + value.length, confidence: CONFIDENCE };
    rows.push([
      { ...cell, value: label },
      { ...cell, value },
    ]);
  }
  return rows;
}

function cellsOf(line: Line, parting: RegExp): Found<string>[] {
  const cells: Found<string>[] = [];
  let from = 0;
  const add = (to: number): void => {
    const value = line.text.slice(from, to).trim();
    cells.push({ value, start: line.start + from, end: line.start + to, confidence: CONFIDENCE });
  };
  for (const { index, 0: sign } of line.text.matchAll(parting)) {
    add(index);
    from = index + sign.length;
  }
  add(line.text.length);
  return cells;
}

function readValue(name: FormElement, cell: Found<string>): Found<string>[] {
  const plain = cell.value.replace(/\s/g, '');
  const as = (value: string | null | undefined): Found<string>[] =>
    value === null || value === undefined || value === '' ? [] : [{ ...cell, value }];
  switch (name) {
    case 'case_number':
      return as(/^第?([A-Za-z0-9-]{1,14})号?$/.exec(halfWidthDigits(plain))?.[1]);
    case 'result_code':
      return as(/^[〔（(]?([A-D甲乙丙])类?[）)〕]?(?:[（(][^（）()]{2,20}[）)])?$/.exec(plain.normalize('NFKC'))?.[1]);
    case 'session':
      return as(
        /第?[0-9一二三四五六七八九十]{1,4}届(?:[\u3400-\u9fff]{0,10}会议|第?[0-9一二三四五六七八九十]{1,3}次)/.exec(
          plain,
        )?.[0],
      );
    case 'openness':
      if (/依申请/.test(plain)) return as('依申请公开');
      return /不|否/.test(plain) ? as('不予公开') : /公开|是|同意/.test(plain) ? as('主动公开') : [];
    case 'issued_on':
      return as(readDate(plain)?.iso);
    case 'phones':
      return as(/^[0-9（()）-]{5,16}$/.test(plain) ? plain : null);
    case 'case_title':
      return as(plain.replace(/^《(.*)》$/, '$1'));
    case 'issuer':
      return as(stripSeal(plain));
    case 'addressees':
      if (looksLikeOffice(plain)) return as(plain);
      return as(nameOf(plain));
    case 'contact':
      // A section before the name is no name.
      if (/[科室股处办]$/.test(plain)) return [];
      return as(nameOf(plain.replace(/[（(]?\d[\d（()）-]{5,15}[）)]?$/, '')));
    default:
      return as(plain);
  }
}

function nameOf(written: string): string | null {
  const bare = written.replace(/(?:委员|代表|同志)$/, '');
  return /^[\u3400-\u9fff·]{2,8}$/.test(bare) ? bare : null;
}
