/** 联系人 and 联系电话, wherever they stand in a letter. Fax numbers are no telephones. */
import { halfWidthDigits } from '../../../../shared/text/numerals.ts';
import { looksLikeOffice } from './offices.ts';
import type { Found, Line } from './view.ts';

const LABEL =
  /(?:联[ \u3000]{0,3}系[ \u3000]{0,3}[人入]|联络[人入]|联系同志|承办[人入]员?|经办[人入]员?|具体承办人|办理人)(?:员)?(?:姓名)?(?:[及、和与/／]|以及)?(?:联系)?(?:电话|方式|号码|手机)?(?:[（(][^（）()]{1,12}[）)])?\s*[：:]\s*|(?:联系人|联络人)\s*(?=[\u3400-\u9fff]{2,4}[，,；;\s]*(?:联系)?(?:电话|手机|\d))/g;
const STOP = /[0-9０-９]|电[ \u3000]{0,3}话|手机|联系|办公|座机|传真|邮|地址|职务|单位|科室|[。；;）)\n]|[（(]/;
/** 联系电话：张三 13800000000: the name stands where the number should. */
const BESIDE_NUMBER = /(?:联系电话|联系方式|电话)[：:]\s*([\u3400-\u9fff]{2,4})[，,、：:\s]*(?=[0-9（(])/;
const SECTION = '[\\u3400-\\u9fff]{1,14}(?:[科室处股庭部委局办队站所院组社馆会]|中心|公司)';
const SECTION_AND_NAME = new RegExp(`^${SECTION}([\\u3400-\\u9fff]{2,3})$`);
const IS_SECTION = new RegExp(`^${SECTION}$`);
const NO_NAME = /[室科局司处办股站厅部院队组线话机]$/;
/** 请与我局社会事务科王芳同志联系: a name only where 同志 says so. */
const BY_NAME = /(?:科|室|股|处|站|中心|大队)([\u3400-\u9fff]{2,3})同志/;

const DASH = '[-—－–―─]';
const MOBILE = '1[3-9]\\d(?:[ -]?\\d{4}[ -]?\\d{4}|\\*{4}\\d{4})(?!\\d)';
const CAPITAL_LANDLINE = `[（(]?0(?:10|2\\d)[）)]?[ ]?${DASH}{0,2}[ ]?\\d{8}(?:(?!\\d)|(?=\\d[.．、]))`;
const LANDLINE = `[（(]?0\\d{2,3}[）)]?[ ]?${DASH}{0,2}[ ]?\\d{7,8}(?!\\d)`;
const SERVICE = '[48]00[ -]?\\d{3,4}[ -]?\\d{3,4}(?!\\d)';
const LOCAL = '[2-8]\\d{6,7}(?!\\d)';
const HOTLINE = `(?:0\\d{2,3}${DASH})?(?:1\\d{4}|9[56]\\d{3,4})(?!\\d)`;
const NUMBER = new RegExp(
  `(?<![0-9*〔\\[.])(?:${MOBILE}|${CAPITAL_LANDLINE}|${LANDLINE}|${SERVICE}|${LOCAL}|${HOTLINE})(?:转\\d{1,5})?`,
  'g',
);
const KEYWORD =
  /电[ \u3000]{0,3}话|热线|拨打|致电|手机|座机|联系方式|联[ \u3000]{0,3}系[ \u3000]{0,3}[人入]|联络人|承办人|经办人|来电|号码|Tel|TEL|tel/g;
const FAX = /传真|Fax|FAX|fax|邮编|邮政编码|QQ|编号|账号|身份证/g;
/** Between two numbers of one list. */
const LIST_GAP =
  /^[\s、，,；;/／或和及与（）()]{1,4}(?:也可(?:以)?拨打.{0,16})?$|^[^。；\n]{0,6}(?:或|、|，)[^。；\n]{0,4}$/;
const REACH = 18;

/** The contact's name or names as written, without the blank inside a name of two characters. */
export function findContact(text: string, lines: readonly Line[]): Found<string> | null {
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at];
    if (!line) continue;
    for (const match of line.text.matchAll(LABEL)) {
      const from = line.start + match.index + match[0].length;
      const next = lines[at + 1];
      // The page's edge may part label and name.
      const found = from >= line.end && next ? nameAfter(text, next.start, next.end) : nameAfter(text, from, line.end);
      if (found) return found;
    }
  }
  for (let at = lines.length - 1; at >= Math.max(0, lines.length - 12); at -= 1) {
    const line = lines[at];
    const match = line ? (BY_NAME.exec(line.text) ?? BESIDE_NUMBER.exec(line.text)) : null;
    if (!line || match?.[1] === undefined || NO_NAME.test(match[1])) continue;
    const start = line.start + match.index + match[0].indexOf(match[1]);
    return { value: match[1], start, end: start + match[1].length, confidence: 0.8 };
  }
  return null;
}

function nameAfter(text: string, from: number, lineEnd: number): Found<string> | null {
  const rest = text.slice(from, Math.min(lineEnd, from + 60));
  const stop = STOP.exec(rest);
  let written = stop ? rest.slice(0, stop.index) : rest;
  written = written.replace(/[\s，,：:、/／]+$/, '');
  // What follows a comma is another name or no name at all.
  const parts = written.split(/[，,、；;]/);
  const names: string[] = [];
  let length = 0;
  for (const part of parts) {
    const name = part
      .replace(/[\s\u3000]/g, '')
      .replace(/(?:同志|主任|科长|局长)$/, (title) => (part.trim().length <= 4 ? title : ''));
    if (names.length > 0 && !/^[\u3400-\u9fff·]{2,4}$/.test(name)) break;
    names.push(part);
    length += part.length + 1;
  }
  written = written.slice(0, Math.max(0, length - 1));
  const lead = written.length - written.trimStart().length;
  const tokens = written.trim().split(/\s+/);
  const last = tokens[tokens.length - 1] ?? '';
  // 医政科曾经: section and name without a blank between.
  const [first = '', ...others] = tokens.length === 1 ? last.split('、') : [];
  const glued = SECTION_AND_NAME.exec(first)?.[1];
  if (glued !== undefined && !NO_NAME.test(glued)) {
    const names = [glued, ...others].join('、');
    const at = from + written.lastIndexOf(names);
    return { value: names, start: at, end: at + names.length, confidence: 0.8 };
  }
  const leading = tokens.slice(0, -1).join('');
  const office =
    tokens.length > 1 && (looksLikeOffice(leading) || IS_SECTION.test(leading)) && /^[\u3400-\u9fff·]{2,4}$/.test(last);
  const shown = office ? last : written.trim();
  const value = joinName(shown);
  if (value === '' || value.length > 30 || !/[\u3400-\u9fffA-Za-z]/.test(value)) return null;
  const start = from + (office ? written.lastIndexOf(last) : lead);
  const plain = /^[\u3400-\u9fff·]{2,4}(?:[、，,\s][\u3400-\u9fff·]{2,4})*$/.test(value);
  return { value, start, end: start + shown.length, confidence: plain ? 0.95 : 0.75 };
}

/** 李 明 → 李明; 李明 王芳 stays. */
function joinName(text: string): string {
  return text
    .replace(/(?<![\u3400-\u9fff])([\u3400-\u9fff])[\s\u3000]+([\u3400-\u9fff])(?![\u3400-\u9fff])/g, '$1$2')
    .trim();
}

/** All telephone numbers, in order as written; blanks inside and the kind of dash are made plain. Linear. */
export function findPhones(text: string): Found<string>[] {
  const found: Found<string>[] = [];
  let listEnd = -1;
  let isFax = false;
  for (const match of text.matchAll(NUMBER)) {
    const start = match.index;
    const end = start + match[0].length;
    const label = labelBefore(text, start);
    const chained = listEnd >= 0 && start - listEnd <= 24 && LIST_GAP.test(text.slice(listEnd, start));
    if (label === null && !chained) continue;
    if (label !== null) isFax = label === 'fax';
    listEnd = end;
    if (isFax) continue;
    const long = /^(?:[（(]?0|1[3-9]|[48]00)/.test(match[0]) && match[0].length >= 10;
    found.push({ value: plainPhone(match[0]), start, end, confidence: long ? 0.96 : 0.91 });
  }
  return found;
}

/** What the words shortly before a number say that it is; the nearest word decides, 电话/传真 together is a telephone. */
function labelBefore(text: string, start: number): 'phone' | 'fax' | null {
  // A label may end the line above: 联系电话： / 0779-3232323.
  const before = /(?:[^。\n]*[：:]\n)?[^。\n]*$/.exec(text.slice(Math.max(0, start - REACH - 6), start))?.[0] ?? '';
  const phone = lastEnd(before, KEYWORD);
  const fax = lastEnd(before, FAX);
  if (fax > phone && before.length - fax <= REACH)
    return /电话[（(及、/／和]?.{0,1}传真/.test(before) ? 'phone' : 'fax';
  return phone >= 0 && before.length - phone <= REACH ? 'phone' : null;
}

function lastEnd(text: string, pattern: RegExp): number {
  let end = -1;
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length;
  return end;
}

function plainPhone(written: string): string {
  return halfWidthDigits(written)
    .replace(/\s/g, '')
    .replace(/^[（(](\d+)[）)]-?/, '$1-')
    .replace(/[—－–―─]+|--+/g, '-');
}
