/** 发文字号: the letter's own number (GB/T 9704-2012, 7.2.5: 机关代字〔年〕序号号), on a line of the head. */
import { CLOSING_CLASS, OPENING_CLASS } from '../brackets.ts';
import { halfWidthDigits } from '../numerals.ts';
import { NUMBER_LABELS, oneOf } from '../words/field-labels.ts';
import type { Found, Line, Squeezed } from './lines.ts';
import { spanOf, squeezeLine } from './lines.ts';

const YEAR = '(?:19|20|１９|２０)[0-9０-９]{2}';
/** What brackets and digits become in scans. */
const WORN_OPENING = `${OPENING_CLASS}Ct{〈<L`;
const WORN_CLOSING = `${CLOSING_CLASS}}〉>J1Il`;
const WORN_YEAR = '(?:19|2[0OoＯ〇○])[0-9OoIl〇○]{2}';

/** 某政公开〔2023〕答18号, 某市监〔2023〕闭3号, 某校公开〔2018〕告字第3号: a word for the kind of paper before the figures. */
const CLASS_WORDS = '答复函告闭建提议案访依申公开信协会办督补';
const WHOLE = new RegExp(
  `^([\\u3007\\u3400-\\u9fffA-Za-z（）()·\\-]{0,20})[${OPENING_CLASS}](${YEAR})年?[${CLOSING_CLASS}](?:第|字第?)?((?:[附延补增]|[${CLASS_WORDS}](?:字第?)?|[\\u3400-\\u9fff]字第?)?[0-9０-９]{1,6}(?:[-－—][0-9]{1,3})?)号$`,
);
/**
 * Of older letters: 金政办字（84）第19号, (62)手业字第31号, 鄂交公（1984）字第214号, （2000）青法办字第17号, 教社字第0284号. The year stays as short
 * as it was written, and 字 behind it stays; before a year in front of its code there is nothing.
 */
const SHORT_YEAR = new RegExp(
  `^([\\u3400-\\u9fff]{2,14})[${OPENING_CLASS}]([0-9]{2})年?[${CLOSING_CLASS}](字)?第?([0-9]{1,5})号$`,
);
const YEAR_FIRST = new RegExp(
  `^[${OPENING_CLASS}](${YEAR}|[0-9]{2})年?[${CLOSING_CLASS}]([\\u3400-\\u9fff]{2,12}[字函发复])第?([0-9]{1,5})号$`,
);
const WITH_WORD = new RegExp(
  `^([\\u3400-\\u9fff]{2,14})[${OPENING_CLASS}](${YEAR})年?[${CLOSING_CLASS}]字第?([0-9]{1,5})号$`,
);
const WITHOUT_YEAR = /^([\u3400-\u9fff]{2,10}字)第([0-9]{1,5})号$/;
const WORN = new RegExp(
  `^([\\u3400-\\u9fff（）()·\\-]{2,20})[${WORN_OPENING}]?(${WORN_YEAR})[${WORN_CLOSING}]?第?([0-9OoIl]{1,6})[号弓]?$`,
);
const FIRST_NUMBER = new RegExp(`^[^：:]{0,24}[${OPENING_CLASS}]${YEAR}[${CLOSING_CLASS}]第?[0-9]{1,6}号`);
const LABEL = new RegExp(`^${oneOf(NUMBER_LABELS)}[：:]`);
/** 分类：A　文号：某函〔2022〕5号: not the first label of its row. */
const IN_ROW = new RegExp(
  `${oneOf(NUMBER_LABELS)}[：:]([\\u3007\\u3400-\\u9fffA-Za-z（）()·\\-]{1,16})[${OPENING_CLASS}](${YEAR})年?[${CLOSING_CLASS}]第?([0-9０-９]{1,6})号`,
);
const AFTER = /(?:(?:签发人?|会签(?:人|单位)?|核稿人?|拟稿人?|索引号)[：:].*|急件|特急|加急|平急)$/;

/** The canonical form: six-corner brackets, four digits, no 第, no leading zeros. */
export function canonicalNumber(code: string, year: string, number: string): string {
  const plain = halfWidthDigits(number)
    .replace(/[Oo]/g, '0')
    .replace(/[Il]/g, '1')
    .replace(/第/, '')
    .replace(/^(\D*)0+(?=\d)/, '$1');
  const fullYear = halfWidthDigits(year)
    .replace(/[OoＯ〇○]/g, '0')
    .replace(/[Il]/g, '1');
  return `${code.replace(/[（(]$/, '')}〔${fullYear}〕${plain}号`;
}

/** （８８）团办字第１７号: typed in wide figures. */
function withPlainDigits(squeezed: Squeezed): Squeezed {
  return { text: halfWidthDigits(squeezed.text), at: squeezed.at };
}

export interface OwnNumber extends Found<string> {
  /** Brackets or digits were damaged, or the office's code is missing. */
  damaged: boolean;
}

/** The number that a line of the head is, once marks, labels and 签发人 are taken off; null where it is none. */
export function readOwnNumber(text: string, line: Line): OwnNumber | null {
  const squeezed = withPlainDigits(squeezeLine(text, line));
  if (squeezed.text.length > 60) return null;
  let from = LABEL.exec(squeezed.text)?.[0].length ?? 0;
  let body = squeezed.text.slice(from).replace(AFTER, '');
  if (/^[（(].*[）)]$/.test(body)) {
    body = body.slice(1, -1);
    from += 1;
  }
  // A mark may stand before or behind it on the same line: 官民函〔2022〕58号 〔A类〕.
  const before =
    /^(?:[〔﹝[［【（(](?![0-9]{2,4}年?[〕﹞\]］】）)])[^〔﹝[［【（()）】\]］﹞〕]{1,6}[〕﹞\]］】）)]|[A-Da-d]类|(?:等级|缓急|紧急程度)?[：:]?(?:特提|特急|加急|平急|急件)[·、]?(?:明电|密电)?)(?=[\u3400-\u9fff]{2,})/.exec(
      body,
    )?.[0].length ?? 0;
  from += before;
  body = body.slice(before);
  // Behind the label of a web page's table other labels may follow: 文号：官民函〔2022〕58号 是否有效：是.
  const labelled = from > 0 ? FIRST_NUMBER.exec(body) : null;
  const end = labelled ? labelled[0].length - 1 : body.lastIndexOf('号');
  const whole = end > 0 ? body.slice(0, end + 1) : body;
  const clear = WITH_WORD.test(whole) ? null : WHOLE.exec(whole);
  const rest = end > 0 ? body.slice(end + 1) : '';
  if (clear && (isMarkRest(rest) || (labelled !== null && /^[\u3400-\u9fff]{2,8}[：:]/.test(rest)))) {
    const [read, code = '', year = '', number = ''] = clear;
    const span = spanOf(squeezed, from, from + read.length);
    return {
      value: canonicalNumber(code, year, number),
      ...span,
      confidence: code === '' ? 0.6 : 0.98,
      damaged: code === '',
    };
  }
  const old = isMarkRest(rest) ? oldNumber(whole) : null;
  if (old) {
    const { value, length } = old;
    return { value, ...spanOf(squeezed, from, from + length), confidence: 0.92, damaged: false };
  }
  const worn = WORN.exec(isMarkRest(rest) ? whole : body);
  if (!worn || /^(?:关于|对)/.test(body)) return null;
  const [read, code = '', year = '', number = ''] = worn;
  if (!/[函复发字办文提建议答政信公]$|^.{2,8}$/.test(code)) return null;
  return {
    value: canonicalNumber(code, year, number),
    ...spanOf(squeezed, from, from + read.length),
    confidence: 0.7,
    damaged: true,
  };
}

/** A number as older letters write it, without 第 and leading zeros; what has a code and a whole year is put as numbers are today. */
function oldNumber(written: string): { value: string; length: number } | null {
  const plain = (digits: string): string => digits.replace(/^0+(?=\d)/, '');
  const { length } = written;
  const short = SHORT_YEAR.exec(written);
  if (short)
    return { value: `${short[1] ?? ''}〔${short[2] ?? ''}〕${short[3] ?? ''}${plain(short[4] ?? '')}号`, length };
  const first = YEAR_FIRST.exec(written);
  if (first) {
    const [, year = '', code = '', number = ''] = first;
    const value = year.length > 2 ? canonicalNumber(code, year, number) : `〔${year}〕${code}${plain(number)}号`;
    return { value, length };
  }
  const worded = WITH_WORD.exec(written);
  if (worded) return { value: `${worded[1] ?? ''}〔${worded[2] ?? ''}〕字${plain(worded[3] ?? '')}号`, length };
  const bare = WITHOUT_YEAR.exec(written);
  return bare ? { value: `${bare[1] ?? ''}${plain(bare[2] ?? '')}号`, length } : null;
}

/** The number behind its label anywhere in a row of labels. */
export function labelledNumber(text: string, line: Line): OwnNumber | null {
  if (line.text.length > 200) return null;
  const squeezed = squeezeLine(text, line);
  const match = IN_ROW.exec(squeezed.text);
  const [, code, year, number] = match ?? [];
  if (!match || code === undefined || year === undefined || number === undefined) return null;
  const from = match.index + match[0].search(/[：:]/) + 1;
  const span = spanOf(squeezed, from, match.index + match[0].length);
  return { value: canonicalNumber(code, year, number), ...span, confidence: 0.93, damaged: false };
}

function isMarkRest(rest: string): boolean {
  return rest === '' || (rest.length <= 20 && /类|公开|[A-D]/.test(rest)) || /^(?:签发人|附件)/.test(rest);
}
