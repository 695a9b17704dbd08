/** 发文字号: the letter's own number (GB/T 9704-2012, 7.2.5: 机关代字〔年〕序号号), on a line of the head. */
import { halfWidthDigits } from '../numerals.ts';
import {
  BEFORE_NUMBER,
  BEHIND_NUMBER,
  NUMBER_RULES,
  OLD_NUMBER_RULES,
  WITHOUT_CODE,
  WORN_SIGNS,
} from './document-number-rules.ts';
import type { Found, Line, Squeezed } from './lines.ts';
import { spanOf, squeezeLine } from './lines.ts';

/** No number with its label, marks and 签发人 is longer. */
const LONGEST = 60;
const LONGEST_ROW = 200;
const LONGEST_MARK = 20;
/** What scans make of 0 and 1: in figures, and in a year. */
const [WORN_ZERO, WORN_ZERO_OF_YEAR, WORN_ONE] = [/[Oo]/g, /[OoＯ〇○]/g, /[Il]/g];
const ZEROS_BEFORE = /^(\D*)0+(?=\d)/;
/** A bracket that was read as the code's last character. */
const LEFT_OPEN = /[（(]$/;
const COLON = /[：:]/;

/** The canonical form: six-corner brackets, four digits, no 第, no leading zeros. */
export function canonicalNumber(code: string, year: string, number: string): string {
  const plain = halfWidthDigits(number)
    .replace(WORN_ZERO, '0')
    .replace(WORN_ONE, '1')
    .replace('第', '')
    .replace(ZEROS_BEFORE, '$1');
  const fullYear = halfWidthDigits(year).replace(WORN_ZERO_OF_YEAR, '0').replace(WORN_ONE, '1');
  return `${code.replace(LEFT_OPEN, '')}〔${fullYear}〕${plain}号`;
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
  if (squeezed.text.length > LONGEST) return null;
  const { from, body } = withoutOthers(squeezed.text);
  // Behind the label of a web page's table other labels may follow: 文号：官民函〔2022〕58号 是否有效：是.
  const labelled = from > 0 ? BEHIND_NUMBER.nextLabel.pattern.exec(body) : null;
  const end = labelled ? labelled[0].length - 1 : body.lastIndexOf('号');
  const whole = end > 0 ? body.slice(0, end + 1) : body;
  const rest = end > 0 ? body.slice(end + 1) : '';
  const endsHere = isMarkRest(rest);
  const clear =
    endsHere || (labelled !== null && BEHIND_NUMBER.labelled.pattern.test(rest)) ? clearNumber(whole) : null;
  if (clear) return { ...clear, ...spanOf(squeezed, from, from + whole.length) };
  const old = endsHere ? oldNumber(whole) : null;
  if (old) return { ...old, ...spanOf(squeezed, from, from + whole.length) };
  const looked = endsHere ? whole : body;
  const worn = WORN_SIGNS.title.pattern.test(body) ? null : wornNumber(looked);
  return worn && { ...worn, ...spanOf(squeezed, from, from + looked.length) };
}

/** A line without what stands beside its number, and where the rest of it begins. A mark may stand before it: 〔A类〕 官民函〔2022〕58号. */
function withoutOthers(written: string): { from: number; body: string } {
  let from = BEFORE_NUMBER.label.pattern.exec(written)?.[0].length ?? 0;
  let body = written.slice(from).replace(BEHIND_NUMBER.others.pattern, '');
  if (BEFORE_NUMBER.brackets.pattern.test(body)) {
    body = body.slice(1, -1);
    from += 1;
  }
  const mark = BEFORE_NUMBER.mark.pattern.exec(body)?.[0].length ?? 0;
  return { from: from + mark, body: body.slice(mark) };
}

/** A number, all of some words, before its place is known. */
type ReadNumber = Omit<OwnNumber, 'start' | 'end'>;

/** A number as it is written today. */
function clearNumber(written: string): ReadNumber | null {
  const { whole } = NUMBER_RULES;
  const match = OLD_NUMBER_RULES.withWord.pattern.test(written) ? null : whole.pattern.exec(written);
  if (!match) return null;
  const [, code = '', year = '', number = ''] = match;
  const confidence = code === '' ? WITHOUT_CODE : whole.confidence;
  return { value: canonicalNumber(code, year, number), confidence, damaged: code === '' };
}

/** A number as a scan damaged it. */
function wornNumber(written: string): ReadNumber | null {
  const { pattern, confidence } = NUMBER_RULES.worn;
  const [, code = '', year = '', number = ''] = pattern.exec(written) ?? [];
  if (!WORN_SIGNS.code.pattern.test(code)) return null;
  return { value: canonicalNumber(code, year, number), confidence, damaged: true };
}

const withoutZeros = (digits: string): string => digits.replace(/^0+(?=\d)/, '');

/** How each number of older letters is put: without 第 and leading zeros; with a code and a whole year before it, as numbers are today. */
const OLD_FORMS: Readonly<Record<keyof typeof OLD_NUMBER_RULES, (...parts: string[]) => string>> = {
  shortYear: (code = '', year = '', word = '', number = '') => `${code}〔${year}〕${word}${withoutZeros(number)}号`,
  yearFirst: (year = '', code = '', number = '') =>
    year.length > 2 ? canonicalNumber(code, year, number) : `〔${year}〕${code}${withoutZeros(number)}号`,
  withWord: (code = '', year = '', number = '') => `${code}〔${year}〕字${withoutZeros(number)}号`,
  withoutYear: (code = '', number = '') => `${code}${withoutZeros(number)}号`,
};

/** A number as older letters write it. */
function oldNumber(written: string): ReadNumber | null {
  for (const form of ['shortYear', 'yearFirst', 'withWord', 'withoutYear'] as const) {
    const { pattern, confidence } = OLD_NUMBER_RULES[form];
    const match = pattern.exec(written);
    if (match) return { value: OLD_FORMS[form](...match.slice(1)), confidence, damaged: false };
  }
  return null;
}

/** The number behind its label anywhere in a row of labels. */
export function labelledNumber(text: string, line: Line): OwnNumber | null {
  if (line.text.length > LONGEST_ROW) return null;
  const squeezed = squeezeLine(text, line);
  const match = NUMBER_RULES.inRow.pattern.exec(squeezed.text);
  const [, code, year, number] = match ?? [];
  if (!match || code === undefined || year === undefined || number === undefined) return null;
  const from = match.index + match[0].search(COLON) + 1;
  const span = spanOf(squeezed, from, match.index + match[0].length);
  return {
    value: canonicalNumber(code, year, number),
    ...span,
    confidence: NUMBER_RULES.inRow.confidence,
    damaged: false,
  };
}

/** Whether a number may end before these words: before none, a mark, or another line's. */
function isMarkRest(rest: string): boolean {
  return (
    rest === '' ||
    (rest.length <= LONGEST_MARK && BEHIND_NUMBER.mark.pattern.test(rest)) ||
    BEHIND_NUMBER.annex.pattern.test(rest)
  );
}
