/**
 * Which lines belong to one paragraph: rules that a clerk would give, on what the lines look like and how full they are.
 */
import { hasOpenRound, hasOpenTitleMark } from '../../../shared/text/brackets.ts';
import { readDate } from '../../../shared/text/dates.ts';
import type { LineLayout, PageSpan } from './types.ts';
import { pageOf } from './page-debris.ts';
import type { RawLine } from './lines.ts';
import { looksLikeOffice } from '../../../shared/text/anatomy/offices.ts';
import { isMarkLine } from '../../../shared/text/anatomy/mark-words.ts';
import { endsLikeTitle, opensLikeTitle, runsOn } from '../../../shared/text/anatomy/title-words.ts';

/** How the lines of one text are set: width of a full line in ems, blank lines between two lines, whether paragraphs are indented. */
export interface Setting {
  wrapped: boolean;
  width: number;
  usualGap: number;
  indented: boolean;
}

export interface Context {
  /** Number of the line among the kept ones. */
  at: number;
  debris: ReadonlySet<number>;
  setting: Setting;
  pages: readonly PageSpan[];
}

const HEAD_LINES = 25;
/** Letterhead, marks and number are never longer. */
const LETTERHEAD_LINES = 8;
/** 官民函〔2022〕58号 and nothing else. */
const NUMBER_LINE =
  /^[^，。、；：《》\s]{1,20}\s*[〔﹝[［【（(]\s*(?:19|20)\d\d\s*[〕﹞\]］】）)]\s*第?\s*\d{1,5}\s*号(?:\s*签发人[：:].{2,12}|\s*[〔（【[].{1,8}|\s+\S.{0,30})?$/;
/** 提案编号：118    提 案 人：仇金锁: a row of a form. */
const FIELDS_LINE =
  /^[\u3400-\u9fff][\u3400-\u9fff\s]{1,9}[：:]\s*\S.*\s{2,}[\u3400-\u9fff][\u3400-\u9fff\s]{1,7}[：:]/;
/** 您的位置：首页>>政务公开: a page's way there. */
const PATH_LINE = /^(?:您的位置|您所在的位置|当前位置|首页)\s*[：:>]|>{2}/;
const TERMINAL = /[。！？；：!?;:…][”’」』）)》]*$|[.][”’）)]*$/;
const OPENS_NOTHING = /^[，。、；：？！）》」』〉”’％%〕】,;:)\]]/;
const NEVER_LAST = /[，、（《〈“‘〔【「(,]$/;
/** Items that open a paragraph wherever they stand: 一、 （一） 1. （1） ① 第一条, 附件, 抄送, (联系人 … */
const STRONG_MARKER =
  /^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|附件[一二三四五六七八九十\d]*[：:]|抄[送报][：:]|主送[：:]|[（(]?联系(?:人|电话|单位|方式)|[（(](?:此件|公开属性|公开方式)|办[理复]结果[：:]|(?:提\s*案\s*人|建\s*议\s*人|案\s*由|[主会协承]办单位|(?:提案|建议)(?:编号|名称)|届\s*次)(?:[（(][\u3400-\u9fff]{2}[）)])?[：:]|(?:发文)?[文字]\s*号\s*[：:])/;
const WEAK_MARKER =
  /^(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|[①-⑳]|第[一二三四五六七八九十]{1,3}[，,、条章]|[一二三四五六七八九十]是|感谢|再次感谢|最后[，,]|特此|专此|此[函复]|附件)/;
/** A label whose value the page's edge pushed to the next line. */
const WAITS_FOR_VALUE = /(?:电话|手机|方式|联系人|承办人|经办人|热线|传真|邮箱|号码)\s*[：:]$/;
/** 联系电 / 话：…: the page's edge went through the label. */
const CUT_LABEL = /(?:联系电话|办公电话|电话|手机|传真|联系人|承办人|经办人|联系方式|联系单位)$/;
/** 2024年6月 / 26日印发: it went through the line of printing. */
const CUT_PRINTING =
  /^(?:(?:[\d一二三四五六七八九十]{1,3}月)?[\d一二三四五六七八九十]{1,3}日|月[\d一二三四五六七八九十]{1,3}日|日)?\s?印\s?发?[。.]?$/;
const BEGINS_DAY = /^(?:19|20)\d\d\s?[年.\-/]|^[一二][九〇○零0O][〇○零0O一二三四五六七八九]{2}年/;
const DATE_BEGUN =
  /[\d〇○零一二三四五六七八九]{4}年(?:[\d一二三四五六七八九十]{1,3}(?:月(?:[\d一二三四五六七八九十]{1,3}日?)?)?)?$/;
/** A line of a web page's own head: 索引号：…, 来源：…. */
const PAGE_FIELDS =
  /(?:来源|索\s*引\s*号|发布\S{2}|信息\S{2}|生成日期|公开\S{2}|主题分类|阅读|浏览\S{0,2})\s*[：:]\s*\S[^。；，]*$/;
const WAITS_FOR_OFFICE = /(?:来源|机构|单位|部门)\s*[：:]$/;
const PAGE_FIELDS_REACH = 80;
/** A line end that cannot stand before a new item: the item is the object of the words before it. */
const REACHES_ON = /(?:[的之第和及与或按照据]|根据|依据|按照|关于)$/;

/** Reads off the lines how the text is set. `unknown` and even `paragraphs` give way to what the lines plainly show. */
export function settingOf(lines: readonly RawLine[], debris: ReadonlySet<number>, layout: LineLayout): Setting {
  const width = usualWidth(lines);
  const gaps = new Map<number, number>();
  let pairs = 0;
  let cut = 0;
  let indents = 0;
  lines.forEach((line, at) => {
    if (line.indent >= 1.5 && line.indent <= 4) indents += 1;
    const next = lines[at + 1];
    if (!next) return;
    const gap = gapBetween(line, next, debris);
    if (gap !== null) gaps.set(gap, (gaps.get(gap) ?? 0) + 1);
    pairs += 1;
    if (
      line.width >= width * 0.85 &&
      width >= 8 &&
      width <= 70 &&
      !TERMINAL.test(line.trimmed) &&
      !isMarked(next.trimmed)
    )
      cut += 1;
  });
  const usualGap = [...gaps].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
  const share = pairs === 0 ? 0 : cut / pairs;
  const wrapped = layout === 'wrapped' || (layout === 'unknown' ? cut >= 2 && share >= 0.12 : cut >= 8 && share >= 0.4);
  return { wrapped, width, usualGap, indented: indents >= 2 && indents >= lines.length * 0.04 };
}

/** Text whose longest lines are shorter is a list, not a page. */
const NARROWEST_PAGE_EMS = 15;

/** The width that full lines have: the upper end of all widths, without the few that stick out. */
function usualWidth(lines: readonly RawLine[]): number {
  const widths = lines.map((line) => line.width + Math.min(line.indent, 2)).sort((a, b) => a - b);
  return Math.max(NARROWEST_PAGE_EMS, widths[Math.max(0, Math.ceil(widths.length * 0.9) - 1)] ?? 0);
}

/** Blank lines between two lines; null where page debris stood between them, which says nothing. */
function gapBetween(line: RawLine, next: RawLine, debris: ReadonlySet<number>): number | null {
  for (let index = line.index + 1; index < next.index; index += 1) if (debris.has(index)) return null;
  return next.index - line.index - 1;
}

function isMarked(text: string): boolean {
  return STRONG_MARKER.test(text) || WEAK_MARKER.test(text);
}

/** Whether `line` goes on with the paragraph that `previous` ends. */
export function joins(
  paragraph: readonly RawLine[],
  previous: RawLine,
  line: RawLine,
  next: RawLine | undefined,
  { at, debris, setting, pages }: Context,
): boolean {
  const first = paragraph[0] ?? previous;
  if (at < LETTERHEAD_LINES && setting.wrapped && continuesOffice(previous.trimmed, line.trimmed)) return true;
  if (at < HEAD_LINES) {
    if (continuesTitle(paragraph, line, next)) return true;
    const hasFields = (): boolean => PAGE_FIELDS.test(previous.trimmed.slice(-PAGE_FIELDS_REACH));
    const isTitled = (): boolean =>
      opensLikeTitle(line.trimmed.replace(/\s+/g, '')) &&
      (/第.+号|会议|提案|建议|答复/.test(line.trimmed) || hasFields());
    const office = looksLikeOffice(line.trimmed);
    // 发布机构： / 某某局, 市税 / 务局: what the label waits for, or the rest of a name.
    if (office && setting.wrapped && WAITS_FOR_OFFICE.test(previous.trimmed)) return true;
    if (
      office &&
      setting.wrapped &&
      line.trimmed.length <= 3 &&
      roomLeft(previous, previous === first, line, setting) < 3
    )
      return true;
    // 来源：人力资源 / 社会保障部: the page's edge went through a name.
    if (office && setting.wrapped && hasFields() && cutsOffice(previous, previous === first, line, setting))
      return true;
    // In the head an office and a title's first line begin paragraphs of their own.
    if (at < LETTERHEAD_LINES && (office || isTitled()) && !NEVER_LAST.test(previous.trimmed)) return false;
    const sofar = paragraph.length <= 4 ? textOf(paragraph).replace(/\s+/g, '') : '';
    if (opensLikeTitle(sofar) && endsLikeTitle(sofar) && !/[。；，]/.test(sofar)) return false;
  }
  if (!setting.wrapped) return false;
  const before = previous.trimmed;
  const text = line.trimmed;
  if (CUT_PRINTING.test(text) && DATE_BEGUN.test(before)) return true;
  const label = /^[\u3400-\u9fff]{1,3}(?=[：:])/.exec(text)?.[0];
  if (label !== undefined && CUT_LABEL.test(before.slice(-3) + label) && !CUT_LABEL.test(label)) return true;
  if (standsAlone(previous, at - 1) || standsAlone(line, at)) return false;
  if (OPENS_NOTHING.test(text) || (endsLabel(before) && WAITS_FOR_VALUE.test(before))) return true;
  if (/^抄[送报]/.test(first.trimmed) && !NEVER_LAST.test(before) && opensPrinting(text, next?.trimmed ?? ''))
    return false;
  if (/^抄[送报]/.test(first.trimmed))
    return !/[。.]$/.test(before) && !/印\s?发$|日\s?印$/.test(text) && !STRONG_MARKER.test(text);
  // The second person of a contact line is set under the first.
  if (/^[（(]?(?:联系|承办|经办)/.test(first.trimmed) && line.indent >= 3 && /\d$/.test(before)) return false;
  if (/印\s?发$|日\s?印$/.test(text) && /[年月日]/.test(text)) return false;
  const signs = line.width < setting.width * 0.85 && looksLikeOffice(text);
  if (
    signs &&
    !NEVER_LAST.test(before) &&
    (TERMINAL.test(before) || (next && (readDate(next.trimmed) ?? looksLikeOffice(next.trimmed))))
  )
    return false;
  if (isSignature(text) || isSignature(before)) return false;
  if (NEVER_LAST.test(before)) return true;
  const opened = textOf(paragraph.slice(-4)).slice(-110);
  // （联系人：…） is a paragraph of its own.
  if (paragraph.length <= 3 && /^[（(]/.test(first.trimmed) && isBracketed(paragraph)) return false;
  if (hasOpenTitleMark(opened) || (paragraph.length <= 3 && /^[（(]/.test(opened) && hasOpenRound(opened))) return true;
  if (STRONG_MARKER.test(text) && !REACHES_ON.test(before)) return false;
  const gap = gapBetween(previous, line, debris);
  // A page turn widens the gap without ending the paragraph.
  if (gap !== null && gap > setting.usualGap && pageOf(previous, pages) === pageOf(line, pages)) return false;
  const left = roomLeft(previous, previous === first, line, setting);
  if (!TERMINAL.test(before)) return left < 3;
  if (left > 1 || isMarked(text)) return false;
  return !(setting.indented && line.indent >= 1.5);
}

const endsLabel = (text: string): boolean => text.endsWith('：') || text.endsWith(':');

/** 某某局办公室　2008年8月11日印发, the day also on the next line: who printed a letter stands under the copies. */
function opensPrinting(text: string, next: string): boolean {
  const behind = /^[\u3400-\u9fff]{4,30}?(?:办公[室厅]|[局委厅部府院会])(?=[\s\d一二]|$)\s*/.exec(text)?.[0].length;
  const rest = behind === undefined ? 'x' : text.slice(behind);
  return BEGINS_DAY.test(rest) || (rest === '' && BEGINS_DAY.test(next));
}

function textOf(lines: readonly RawLine[]): string {
  return lines.map((part) => part.trimmed).join('');
}

/** Whether a paragraph so far is one pair of brackets and what is in it. */
function isBracketed(paragraph: readonly RawLine[]): boolean {
  const text = textOf(paragraph);
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (/[（(]/.test(text.charAt(i))) depth += 1;
    if (/[）)]/.test(text.charAt(i))) depth -= 1;
    if (depth === 0) return i === text.length - 1;
  }
  return false;
}

/** Ems that would have stayed free, had the next line's first unbreakable piece still been set on this one. */
function roomLeft(line: RawLine, opensParagraph: boolean, next: RawLine, setting: Setting): number {
  const indent = opensParagraph ? Math.max(2, Math.min(line.indent, 4)) : Math.min(line.indent, 4);
  const piece = /^[\x21-\x7e]+/.exec(next.trimmed)?.[0].length ?? 2;
  return setting.width - line.width - indent - Math.min(piece / 2, 12);
}

/** 国网…供电分 / 公司: a letterhead longer than the page is wide. */
function continuesOffice(before: string, text: string): boolean {
  return (
    /^[\u3400-\u9fff]{10,40}$/.test(before) &&
    /^[\u3400-\u9fff]{1,8}$/.test(text) &&
    !looksLikeOffice(before) &&
    looksLikeOffice(before + text)
  );
}

/** Whether a name in the last field of a full line goes on: its part there is no office's name yet. */
function cutsOffice(previous: RawLine, opens: boolean, line: RawLine, setting: Setting): boolean {
  const begun = /(?:来源|机构|单位|部门)\s*[：:]\s*([\u3400-\u9fff]{2,20})$/.exec(
    previous.trimmed.slice(-PAGE_FIELDS_REACH),
  )?.[1];
  return begun !== undefined && !looksLikeOffice(begun) && roomLeft(previous, opens, line, setting) < 3;
}

/** Dates and marks are paragraphs of their own, and in the head the document number with what stands beside it, and a form's rows. */
function standsAlone(line: RawLine, at: number): boolean {
  const text = line.trimmed;
  if (
    at < HEAD_LINES &&
    text.length <= 75 &&
    (NUMBER_LINE.test(text) || FIELDS_LINE.test(text) || PATH_LINE.test(text))
  )
    return true;
  return text.length <= 40 && (readDate(text) !== null || isMarkLine(text));
}

/** 昆明市某某局 2022年6月27日: office and date on one line. */
function isSignature(text: string): boolean {
  if (text.length > 45 || !text.endsWith('日') || /[，。；：、]/.test(text)) return false;
  const date = /\s*(?:\d{4}\s*年|[一二][九〇○零0O][^年]{2,4}年).{2,10}日$/.exec(text);
  return date !== null && date.index > 0 && looksLikeOffice(text.slice(0, date.index).trim());
}

/** A title runs on over lines until its ending (答复, 复函, 意见 …) is reached, at most four. */
function continuesTitle(paragraph: readonly RawLine[], line: RawLine, next: RawLine | undefined): boolean {
  if (paragraph.length === 0 || paragraph.length > 3) return false;
  const sofar = textOf(paragraph).replace(/\s+/g, '');
  const text = line.trimmed.replace(/\s+/g, '');
  if (sofar.length > 110 || !opensLikeTitle(sofar) || /[。；！？：:]/.test(sofar) || text.length > 45) return false;
  // An ending may itself run on: 办理情况 / 的答复, 建议答复 / 的函.
  if (endsLikeTitle(sofar) && !runsOn(text)) return false;
  return (
    !/[：:。；，]$/.test(text) &&
    (endsLikeTitle(sofar + text) || endsLikeTitle(sofar + text + (next?.trimmed ?? '').replace(/\s+/g, '')))
  );
}
