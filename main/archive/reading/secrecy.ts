/**
 * Marks of state secrets (绝密, 机密, 秘密★…). Material that bears one is refused before anything of it is copied, cached
 * or indexed (保守国家秘密法: no secrets on systems that are not secret). Words that only speak of secrecy do not refuse.
 * What of a file is asked stands in `secrecy-check.ts`, what marks are written with in `secrecy-signs.ts`.
 */
import path from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import {
  ALONE,
  ANY_SIGN,
  ANY_WORD,
  BARE,
  BESIDE,
  DECLARED,
  LABEL,
  LABEL_ALONE,
  LABEL_WITHIN,
  LEVEL,
  STAR_ALONE,
  STAR_FIRST,
  STAR_OR_LABEL,
  TICKED,
  WITH_STAR,
  WITH_SYMBOL,
  plainLine,
  squeeze,
} from './secrecy-signs.ts';
import type { PageSpan } from './types.ts';

export interface SecrecyMark {
  /** The mark as written, without blanks. */
  mark: string;
  /** Stable name of the rule that found it, for the log. */
  rule: 'level-with-star' | 'level-alone' | 'level-label' | 'declared';
}

/** The mark stands above the title or in the first lines (GB/T 9704-2012, 7.2.2; GB/T 7156-2003). */
const HEAD_LINES = 15;
const HEAD_LENGTH = 1500;
/** At the head of a later page (an annex, the next letter of a file) it stands in the first lines of that page. */
const PAGE_HEAD_LINES = 3;
/** A head line is short: longer ones are sentences that may cite a mark. */
const LONGEST_MARK_LINE = 40;

const FIRST_LEVEL = new RegExp(LEVEL, 'u');
/** Text that is shown from right to left, up to the sign that ends it. */
const BACKWARDS = /\u202e([^\u202c\n\r]*)/g;
/** The label of a field whose value stands on the next line. */
const FIELD = /^.{0,4}[级度号限別别][：:]$/;
/** In quotation marks, in a sentence or as an item of a list, a mark is spoken of and not set. */
const SPOKEN =
  /[“”"「《，。；]|标[注明识志]|字样|规定|如何|是否|^(?:\d{1,2}[.．、]|[（(][一二三四五六七八九十\d]{1,2}[）)]|[一二三四五六七八九十]{1,2}、)/;
/** A line that leads over to an example, or whose sentence goes on. */
const LEADS_OVER = /[：:，,、“"「《]$|(?:如下|例如|示例|样式|式样|格式|样例|模板|为例)[。，,]?$/;
/** Part of what stands between two pages and neither ends nor begins anything. */
const PAGE_NUMBER = /^[—–\-－第页共/\d]+$/;
const LINE_END = /\r\n|[\n\r\f\v\u0085\u2028\u2029]/;

/**
 * The mark of secrecy that a text bears: in its head, at the head of a later page, or alone on a line anywhere.
 * @param text raw or clean text
 * @param pages its pages where they are known; form feeds part pages too
 * @returns null where there is none. 内部, 工作秘密 and 不得外传 are no state secrets and do not refuse.
 */
export function findSecrecyMark(text: string, pages: readonly PageSpan[] = []): SecrecyMark | null {
  if (text.includes('\u202e')) {
    const shown = text.replaceAll(BACKWARDS, (_, turned: string) => [...turned].toReversed().join(''));
    const found = findSecrecyMark(shown);
    if (found !== null) return found;
  }
  if (!mentionsSecrecy(text)) return null;
  return markInHead(text) ?? markAtPageHead(text, pages) ?? markAnywhere(text);
}

/** Whether a mark may stand in it at all: one of the words does. */
export function mentionsSecrecy(text: string): boolean {
  return ANY_SIGN.test(text) && ANY_WORD.test(text);
}

/** Whether a mark may stand in it that can be nothing else, wherever it stands: a level with its star, or behind its label. */
export function mayBeCertain(text: string): boolean {
  return mentionsSecrecy(text) && STAR_OR_LABEL.test(text);
}

/** Lines that hold more than blanks, as they are judged. */
function* squeezedLines(text: string): Generator<string> {
  for (const whole of text.split(LINE_END)) {
    const line = plainLine(whole);
    if (line !== '') yield line;
  }
}

/** The first HEAD_LENGTH characters that leave ink, as far as they stand within a page full of others. */
function headOf(text: string): string {
  const reach = text.slice(0, HEAD_LENGTH * 50);
  const head = reach.slice(0, HEAD_LENGTH);
  if (squeeze(head).length > HEAD_LENGTH / 2) return head;
  let left = HEAD_LENGTH;
  let end = 0;
  for (const line of reach.split('\n')) {
    left -= squeeze(line).length;
    if (left < 0 && end > 0) break;
    end += line.length + 1;
  }
  return reach.slice(0, end);
}

function markInHead(text: string): SecrecyMark | null {
  const lines = [...squeezedLines(headOf(text))];
  const found = markAmong(lines, markOfLine, 0, HEAD_LINES);
  if (found !== null) return found;
  // Set down the page in a narrow box: a character a line.
  const head = lines.slice(0, HEAD_LINES).join('\n');
  const upright = /(?:^|\n)((?:.{1,2}\n){2,}.{1,2})(?=\n|$)/u.exec(head)?.[1]?.replaceAll('\n', '');
  return upright === undefined ? null : markOfLine(upright);
}

/** The first of the lines from `start` up to `end` that is a mark, and neither one of a list of levels nor an example. */
function markAmong(
  lines: readonly string[],
  judge: (line: string) => SecrecyMark | null,
  start = 0,
  end = lines.length,
): SecrecyMark | null {
  for (let at = start; at < Math.min(end, lines.length); at++) {
    const line = lines[at] ?? '';
    if (line.length > LONGEST_MARK_LINE) continue;
    const mark = judge(line);
    if (mark === null) continue;
    const before = lines[at - 1] ?? '';
    if ((LEADS_OVER.test(before) && !FIELD.test(before)) || /^[”」》、，]/.test(lines[at + 1] ?? '')) continue;
    if (standsInList(lines, at)) continue;
    return mark;
  }
  return null;
}

/** Whether a line beside is the mark of another level: the levels are being listed. */
function standsInList(lines: readonly string[], at: number): boolean {
  const own = levelOf(lines[at] ?? '');
  return [lines[at - 1], lines[at + 1]].some((line) => {
    if (line === undefined || line.length > LONGEST_MARK_LINE || markOfLine(line) === null) return false;
    return levelOf(line) !== own;
  });
}

function levelOf(line: string): string | undefined {
  return FIRST_LEVEL.exec(line)?.[0];
}

function markOfLine(line: string): SecrecyMark | null {
  const star = WITH_STAR.exec(line);
  if (star && !SPOKEN.test(line)) return { mark: star[0], rule: 'level-with-star' };
  if (STAR_FIRST.test(line) || WITH_SYMBOL.test(line)) return { mark: line, rule: 'level-with-star' };
  if (ALONE.test(line) || BESIDE.test(line)) return { mark: line, rule: 'level-alone' };
  const label = LABEL.exec(line) ?? TICKED.exec(line) ?? (SPOKEN.test(line) ? null : LABEL_WITHIN.exec(line));
  if (label) return { mark: label[0], rule: 'level-label' };
  return DECLARED.test(line) ? { mark: line, rule: 'declared' } : null;
}

/** A bare 秘密 may be the rest of a sentence that the page cut: there it counts as the very first line of a page only. */
function markAtPageHead(text: string, pages: readonly PageSpan[]): SecrecyMark | null {
  const parts = pages.length > 1 ? pages.map(({ start, end }) => text.slice(start, end)) : text.split('\f');
  for (const [at, part] of parts.entries()) {
    const before = parts[at - 1];
    const head = part.slice(0, HEAD_LENGTH);
    if (before === undefined || !ANY_WORD.test(head)) continue;
    // What the page before ends with tells whether its list or sentence goes on here.
    const tail = [...squeezedLines(before.slice(-HEAD_LENGTH))].filter((line) => !PAGE_NUMBER.test(line)).slice(-2);
    const lines = [...tail, ...squeezedLines(head)];
    const ended = /[。！？!?）)]$/.test(tail.at(-1) ?? '。');
    const judge = (line: string): SecrecyMark | null =>
      BARE.test(line) && (line !== lines[tail.length] || !ended) ? null : markOfLine(line);
    const found = markAmong(lines, judge, tail.length, tail.length + PAGE_HEAD_LINES);
    if (found !== null) return found;
  }
  return null;
}

/** Lines that are wholly a mark, wherever they stand. */
function markAnywhere(text: string): SecrecyMark | null {
  if (!STAR_OR_LABEL.test(text)) return null;
  return markAmong([...squeezedLines(text)], wholeMark);
}

function wholeMark(line: string): SecrecyMark | null {
  if (STAR_ALONE.test(line) || STAR_FIRST.test(line)) return { mark: line, rule: 'level-with-star' };
  return LABEL_ALONE.test(line) ? { mark: line, rule: 'level-label' } : null;
}

/**
 * A mark that can be nothing else, level and star or label and level, in words that are no letter: a title, a reason, a note. There a
 * level alone may be a word. Asked are lines, and what stands in them between blanks, commas and full stops.
 */
export function findCertainMark(text: string): SecrecyMark | null {
  if (!mentionsSecrecy(text)) return null;
  const whole = markAmong([...squeezedLines(text)], (line) => {
    const mark = markOfLine(line);
    return mark?.rule === 'level-with-star' || mark?.rule === 'level-label' ? mark : null;
  });
  return whole ?? markAmong([...squeezedLines(text.replaceAll(/[\s，。；,;]+/g, '\n'))], wholeMark);
}

/**
 * Names neither the file nor the mark's surroundings: only the fact may be recorded.
 * @throws ArchiveError SECRET_REFUSED where the text bears a mark
 */
export function refuseSecret(text: string, pages: readonly PageSpan[] = []): void {
  const found = findSecrecyMark(text, pages);
  if (found !== null) throw new ArchiveError('SECRET_REFUSED', undefined, found.rule);
}

/**
 * A file's name as text, folders and all but the extension: its words are taken apart, so that a mark in front or in
 * brackets stands alone: 【机密】关于….
 */
export function nameAsText(name: string): string {
  const parts = name.replaceAll('\\', '/').split('/');
  const last = path.parse(parts.pop() ?? '').name;
  return [...parts, last].join('\n').replaceAll(/[\s_\-—–.,，、·+【】[\]()（）〔〕{}]+/g, '\n');
}

/** The mark in a file name. */
export function findSecrecyMarkInName(name: string): SecrecyMark | null {
  return findSecrecyMark(nameAsText(name));
}

/** @throws ArchiveError SECRET_REFUSED where a file name bears a mark */
export function refuseSecretName(name: string): void {
  const found = findSecrecyMarkInName(name);
  if (found !== null) throw new ArchiveError('SECRET_REFUSED', undefined, found.rule);
}
