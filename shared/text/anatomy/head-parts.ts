/** The parts of a letter's head, line by line. */
import { readDate } from '../dates.ts';
import { findAddresseePlace } from './addressee-place.ts';
import { readOwnNumber } from './document-number.ts';
import type { Head } from './head.ts';
import { bare, bareOf, type KnownElements } from './known.ts';
import type { Line } from './lines.ts';
import { isMarkLine } from './mark-words.ts';
import { cutLine, type Part, type Role } from './parts.ts';

export interface HeadParts {
  parts: Part[];
  /** The letter's lines behind the head, at their own numbers: of a line that the head shares, what is left of it. */
  body: Line[];
  bodyLine: number;
}

interface Place {
  line: number;
  start: number;
  end: number;
}

/** Marks that share the number's line are no longer. */
const LONGEST_MARKS = 28;
/** Without title and addressee, a number so near to the top still tells where the head ends. */
const NUMBERED_LINES = 6;
const LINES_UNDER_TITLE = 4;
const SHORTEST_NAME = 3;
/** What stands before a number on its line and belongs to it. */
const NUMBER_LABEL = /(?:(?:发文|公文|文件)?\s*(?:文\s*号|字\s*号|编\s*号)\s*[：:]\s*)?[（(]?$/;

export function headParts(text: string, lines: readonly Line[], head: Head, known: KnownElements): HeadParts {
  const { title } = head;
  const glued = title?.glued === true ? { line: title.lastLine, start: title.start, end: title.end } : null;
  const addressee = findAddresseePlace(text, lines, head, known.addressees);
  // The line that the head shares with the body, if it shares one.
  const aboveTitle = addressee && title && !title.glued && addressee.line < title.firstLine ? addressee : null;
  const shared = aboveTitle ? null : (addressee ?? glued);
  const end = shared?.line ?? headEnd(text, lines, head, known);
  const number = numberPlace(text, lines.slice(0, end), head, known);
  const above = title?.firstLine ?? (shared ? end : Math.max(1, end));
  const letterhead = letterheadLine(lines.slice(0, above), head, known);
  const parts: Part[] = [];
  const inHead = letterhead === 0 ? Math.max(1, end) : end;
  for (let at = 0; at < inHead; at += 1) {
    const line = lines[at];
    if (!line) break;
    if (title && at >= title.firstLine && at <= title.lastLine) parts.push(...titleParts(text, line, at, title.end));
    else if (aboveTitle?.line === at)
      parts.push(
        ...cutLine(text, line, at, [{ start: aboveTitle.start, end: aboveTitle.end, role: 'addressee' }], 'mark'),
      );
    else if (number?.line === at) parts.push(...cutLine(text, line, at, [{ ...number, role: 'number' }], 'mark'));
    else {
      const role = at === letterhead ? 'letterhead' : roleBeside(line.text, title !== null && at > title.lastLine);
      parts.push({ start: line.start, end: line.end, role, line: at });
    }
  }
  if (glued && glued.line === shared?.line) parts.push({ ...glued, role: 'title' });
  if (addressee && !aboveTitle) parts.push({ ...addressee, role: 'addressee' });
  return { parts, ...(shared ? behind(text, lines, shared) : { body: [...lines], bodyLine: inHead }) };
}

function titleParts(text: string, line: Line, at: number, titleEnd: number): Part[] {
  return cutLine(text, line, at, [{ start: line.start, end: Math.min(line.end, titleEnd), role: 'title' }], 'mark');
}

function roleBeside(text: string, isUnderTitle: boolean): Role {
  if (isDate(text)) return 'date';
  if (!isUnderTitle) return 'mark';
  return text.includes('\t') ? 'table' : 'subtitle';
}

/** 2023年5月3日, （2023年5月3日） in the head. */
function isDate(text: string): boolean {
  return text.length <= 40 && readDate(text.replace(/^[（(](.*)[）)]$/, '$1')) !== null;
}

/** The lines behind the head, with what is left of the one that it shares. */
function behind(text: string, lines: readonly Line[], { line: at, end }: Place): { body: Line[]; bodyLine: number } {
  const body = [...lines];
  const whole = lines[at];
  const rest = text.slice(end, whole?.end ?? end);
  if (!whole || rest.trim() === '') return { body, bodyLine: at + 1 };
  body[at] = { start: whole.end - rest.trimStart().length, end: whole.end, text: rest.trim() };
  return { body, bodyLine: at };
}

/** Where the head ends without an addressee: under the title and what stands right below it, or under the number. */
function headEnd(text: string, lines: readonly Line[], { title, addressees }: Head, known: KnownElements): number {
  if (!title) return numberEnd(text, lines, known);
  const titleEnd = title.lastLine + 1;
  let end = titleEnd;
  for (; end < titleEnd + LINES_UNDER_TITLE; end += 1) {
    const line = lines[end];
    if (!line || !(isMarkLine(line.text) || isDate(line.text) || readOwnNumber(text, line) !== null)) break;
  }
  // 尊敬的张先生您好！… opens the body on the same line.
  const greeting = addressees?.line ?? end;
  // Of a form the rows are the body, whoever one of its cells addresses.
  if (lines[greeting]?.text.includes('\t') === true) return Math.min(end, greeting);
  if (greeting > end && greeting <= titleEnd + LINES_UNDER_TITLE) end = greeting;
  return end < lines.length ? end : titleEnd;
}

function numberEnd(text: string, lines: readonly Line[], known: KnownElements): number {
  for (let at = 0; at < Math.min(lines.length, NUMBERED_LINES); at += 1) {
    const line = lines[at];
    if (!line || line.text.length > LONGEST_MARKS * 2) return 0;
    const isNumber =
      known.doc_number === null
        ? readOwnNumber(text, line)?.damaged === false
        : numberOnLine(text, line, known.doc_number) !== null || readOwnNumber(text, line)?.value === known.doc_number;
    if (isNumber) return at + 1;
  }
  return 0;
}

/** The number on its line, as it is known, else as it was read, with the label or the brackets that it stands in. */
function numberPlace(text: string, above: readonly Line[], head: Head, known: KnownElements): Place | null {
  const { title, number } = head;
  for (const [at, line] of above.entries()) {
    if (title && at >= title.firstLine && at <= title.lastLine) continue;
    const isRead = number !== null && number.start >= line.start && number.end <= line.end;
    const found =
      (known.doc_number === null ? null : numberOnLine(text, line, known.doc_number)) ?? (isRead ? number : null);
    if (!found) continue;
    const label = NUMBER_LABEL.exec(text.slice(line.start, found.start))?.[0] ?? '';
    const closes = /[（(]$/.test(label) && /^[）)]/.test(text.slice(found.end, line.end));
    const start = found.start - (closes || !/[（(]$/.test(label) ? label.length : 0);
    return { line: at, start, end: closes ? found.end + 1 : found.end };
  }
  return null;
}

/** Where a line says a number in any brackets, with no more than marks beside it. */
function numberOnLine(text: string, line: Line, number: string): { start: number; end: number } | null {
  const wanted = bare(number);
  if (wanted === '' || line.text.length > (wanted.length + LONGEST_MARKS) * 4) return null;
  const written = bareOf(line.text);
  const from = written.text.indexOf(wanted);
  if (from < 0 || written.text.length > wanted.length + LONGEST_MARKS) return null;
  const first = written.at[from] ?? 0;
  const last = written.at[from + wanted.length - 1] ?? 0;
  const width = text.codePointAt(line.start + last) ?? 0;
  return { start: line.start + first, end: line.start + last + (width > 0xffff ? 2 : 1) };
}

/** The line above the title that is the office's name, as it is known, else as it was read; -1 where there is none. */
function letterheadLine(above: readonly Line[], head: Head, known: KnownElements): number {
  const names = [known.letterhead, known.issuer]
    .flatMap((name) => (name === null ? [] : [bare(name)]))
    .filter((name) => name.length >= SHORTEST_NAME);
  const named = above.findIndex((line) => {
    if (line.text.length > 200) return false;
    const name = bare(line.text).replace(/文件$/, '');
    return (
      name.length >= SHORTEST_NAME &&
      names.some((known) => known === name || known.endsWith(name) || name.endsWith(known))
    );
  });
  if (named >= 0) return named;
  const read = head.letterhead;
  return read === null ? -1 : above.findIndex((line) => read.start >= line.start && read.end <= line.end);
}
