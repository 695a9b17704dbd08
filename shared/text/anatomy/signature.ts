/** 署名 and 成文日期: who signs a letter, and when. */
import { findDates, readDate, type FoundDate } from '../dates.ts';
import { annexLine } from './annexes.ts';
import { opensCopies } from './imprint.ts';
import { markBeside } from './mark-words.ts';
import {
  BEHIND_HEAD_DATE,
  DATE_CONFIDENCES,
  DATE_LABEL_SIGNS,
  DATE_POINTS,
  DATED_LINE_SIGNS,
  LESS_SURE,
  OTHER_DATE_CONFIDENCES,
  ROUND_DATE,
  SURE_POINTS,
} from './date-rules.ts';
import { looksLikeOffice, signedByPerson, stripSeal } from './offices.ts';
import { NO_SIGNER_SIGNS, SIGNER_CONFIDENCES, SIGNER_SIGNS } from './signer-rules.ts';
import type { Found, Line, Squeezed } from './lines.ts';
import { spanOf, squeeze, squeezeLine } from './lines.ts';

export interface Signature {
  /** The offices that sign, in their order; their places hold their names. */
  offices: Found<string>[];
  /** null where the letter bears none, or a day that does not exist. */
  issuedOn: Found<string> | null;
  /** A date stood there that is no day of the calendar. */
  badDate: string | null;
  /** The place of the letter's date behind the head, also of a bad one; null where there is none. */
  dated: { line: number; start: number; end: number } | null;
}

const DATE_LABEL = DATE_LABEL_SIGNS.ofLine.pattern;
const EACH_LABEL = new RegExp(DATE_LABEL_SIGNS.inRow.pattern, 'g');
const BLANKS = /\s/g;
/** Words parted by blanks: single characters that stand apart are one word. */
const EACH_NAME = /\S+(?:\s\S\b)*/g;
const CLOSING_MARK = /[）)。.]$/;
/** What stands behind the last sign of punctuation, with a bracket that closes it. */
const LAST_PHRASE = /[^。！!？；，,：:”"）)]*(?:[（(][^（）()]{1,12}[）)])?$/;
/** Up to the first telephone number, then up to the last. */
const TO_FIRST_PHONE = /^.*?\d[\d-]{5,}(?=[^\d-])/;
const TO_LAST_PHONE = /^.*\d[\d-]{5,}(?=[^\d-])/;

/** So many lines above the date may hold the names of joint offices. */
const MOST_OFFICES = 8;
/** So many lines are the letter's last. */
const LAST_LINES = 8;

/** A line that ends with a date, or is one: its end without blanks, and the date's place there. */
interface DatedLine {
  window: Squeezed;
  date: FoundDate;
}

/**
 * The signature of the letter itself, before those of its annexes.
 * @param headEnd number of the first line behind title and addressee
 * @param imprintLine number of the line of printing, whose date is another; lines.length where there is none
 * @param letterhead the office's name at the top, which tells its signature from those of annexes
 */
export function findSignature(
  text: string,
  lines: readonly Line[],
  headEnd: number,
  imprintLine: number,
  letterhead: string | null,
): Signature {
  const own = lines.slice(0, annexLine(lines, headEnd + 1));
  const before = signatureOf(text, own, headEnd, imprintLine, letterhead);
  return before.issuedOn !== null || own.length === lines.length
    ? before
    : signatureOf(text, lines, headEnd, imprintLine, letterhead);
}

/** The letter's date is the best dated line behind the head: alone, under an office, or glued to one. */
function signatureOf(
  text: string,
  lines: readonly Line[],
  headEnd: number,
  imprintLine: number,
  letterhead: string | null,
): Signature {
  let best: (DatedLine & { line: number; score: number }) | null = null;
  for (let at = Math.max(0, headEnd); at < lines.length; at += 1) {
    const line = lines[at];
    const dated = line && at !== imprintLine ? dateAtEnd(text, line) : null;
    if (!dated) continue;
    const score =
      scoreOf(lines, at, dated, imprintLine) + (signsAs(lines, at, dated, letterhead) ? DATE_POINTS.ofLetterhead : 0);
    if (score > 0 && (!best || score >= best.score)) best = { ...dated, line: at, score };
  }
  if (!best) {
    const offices = lastOffices(text, lines, headEnd, imprintLine);
    return { offices, issuedOn: headDate(text, lines, headEnd), badDate: null, dated: null };
  }
  const { window, date } = best;
  const offices = asOneName(officesOf(text, lines, best.line, best, headEnd), letterhead);
  const confidence = DATE_CONFIDENCES[date.form] - (best.score < SURE_POINTS ? LESS_SURE : 0);
  const place = spanOf(window, date.start, date.end);
  return {
    offices,
    issuedOn: date.iso === null ? null : { value: date.iso, ...place, confidence },
    badDate: date.iso === null ? window.text.slice(date.start, date.end) : null,
    dated: { line: best.line, ...place },
  };
}

const LONGEST_REST = 5;
/** 某某林业管理局 / 医　　院: the letterhead's name set over two lines signs once. */
function asOneName(offices: Found<string>[], letterhead: string | null): Found<string>[] {
  const [first, second, ...others] = offices;
  return first &&
    second &&
    others.length === 0 &&
    second.value.length <= LONGEST_REST &&
    first.value + second.value === letterhead
    ? [{ ...first, value: letterhead, end: second.end }]
    : offices;
}

const LONGEST_DATE_FIRST = 60;
/** A letterhead or a title that opens with an office's name. */
const LONGEST_NAMED = 120;

/** Longer than a last phrase, an office and a date with blanks between. */
const WINDOW = 200;

function dateAtEnd(text: string, row: Line): DatedLine | null {
  const sealed = row.text.length > 60 ? undefined : DATED_LINE_SIGNS.sealed.pattern.exec(row.text)?.[1];
  const line =
    sealed === undefined ? row : { start: row.start, end: row.start + sealed.trimEnd().length, text: sealed.trimEnd() };
  const day = line.text.length > 24 ? undefined : DATED_LINE_SIGNS.hour.pattern.exec(line.text)?.[1];
  const read = day === undefined ? null : readDate(day);
  if (read) return { window: squeeze(text, line.start, line.start + read.end), date: { ...read, form: 'compact' } };
  if (!DATED_LINE_SIGNS.end.pattern.test(line.text.slice(-12))) return dateAtStart(text, line);
  const from = Math.max(line.start, line.end - WINDOW);
  const window = squeeze(text, from, line.end);
  const body = window.text.replace(CLOSING_MARK, '');
  const label = DATE_LABEL.exec(body)?.[0].length ?? 0;
  const alone = from === line.start ? readDate(body.slice(label)) : null;
  if (alone) return { window, date: { ...alone, start: alone.start + label, end: alone.end + label } };
  const last = findDates(body).at(-1);
  if (last?.end !== body.length) return null;
  // 2022-06-27 within a line is a date of the letter only behind an office's name.
  if (last.form === 'numeric' && !looksLikeOffice(lastPhrase(body.slice(0, last.start)))) return null;
  return { window, date: last };
}

/** 2009年8月3日　某某局: the date stands before the office on its line. */
function dateAtStart(text: string, line: Line): DatedLine | null {
  if (!DATED_LINE_SIGNS.start.pattern.test(line.text) || line.text.length > LONGEST_DATE_FIRST) return null;
  const window = squeezeLine(text, line);
  const [date] = findDates(window.text);
  if (date?.start !== 0 || date.form === 'damaged') return null;
  return looksLikeOffice(stripSeal(window.text.slice(date.end))) ? { window, date } : null;
}

/** Without a date at the end: one alone in the head, or one that says of itself that the answer was given then. */
function headDate(text: string, lines: readonly Line[], headEnd: number): Found<string> | null {
  for (const line of lines.slice(0, Math.max(1, headEnd + 1))) {
    const squeezed = squeezeLine(text, { ...line, end: Math.min(line.end, line.start + 60) });
    const label = DATE_LABEL_SIGNS.inHead.pattern.exec(squeezed.text);
    const labelled = label === null ? 0 : label.index + label[0].length;
    const date = findDates(squeezed.text).find(({ start }) => start >= labelled);
    if (!date || date.iso === null || date.start !== labelled) continue;
    const rest = squeezed.text.slice(date.end);
    if (!BEHIND_HEAD_DATE.nothing.pattern.test(rest) && !BEHIND_HEAD_DATE.answer.pattern.test(rest)) continue;
    return { value: date.iso, ...spanOf(squeezed, date.start, date.end), confidence: OTHER_DATE_CONFIDENCES.inHead };
  }
  return null;
}

/** 文号：…　分类：A　答复日期：2022年6月27日: a row of labels in head or tail, where no line of its own says the date. */
export function labelledDate(text: string, lines: readonly Line[]): Found<string> | null {
  const confidence = OTHER_DATE_CONFIDENCES.inRow;
  for (const line of lines) {
    if (line.text.length > WINDOW) continue;
    const squeezed = squeezeLine(text, line);
    for (const label of squeezed.text.matchAll(EACH_LABEL)) {
      const from = label.index + label[0].length;
      const date = findDates(squeezed.text.slice(from, from + 24))[0];
      if (date?.start !== 0 || date.iso === null) {
        // 答复时间：2024-03-19 09:40:12: the blank parts day and hour.
        const start = squeezed.at[from] ?? line.end;
        const [day] = findDates(text.slice(start, Math.min(line.end, start + 12)).split(' ')[0] ?? '');
        if (day?.start !== 0 || day.iso === null) continue;
        return { value: day.iso, start, end: start + day.end, confidence };
      }
      return { value: date.iso, ...spanOf(squeezed, from, from + date.end), confidence };
    }
  }
  return null;
}

/** Whether the office beside or above a date is the letterhead's. */
function signsAs(lines: readonly Line[], at: number, { window, date }: DatedLine, letterhead: string | null): boolean {
  if (letterhead === null) return false;
  const before = lastPhrase(window.text.slice(0, date.start));
  const name = stripSeal(before !== '' ? before : (lines[at - 1]?.text ?? '')).replace(BLANKS, '');
  return looksLikeOffice(name) && (name.endsWith(letterhead) || letterhead.endsWith(name));
}

/** How much a dated line looks like the letter's end. */
function scoreOf(lines: readonly Line[], at: number, { window, date }: DatedLine, imprintLine: number): number {
  const before = window.text.slice(0, date.start).replace(DATE_LABEL, '');
  const above = lines[at - 1];
  const behind = lines[at + 1];
  let score = 0;
  if (before === '') score += DATE_POINTS.alone;
  else {
    const sentence = lastPhrase(before);
    if (sentence === '' && ROUND_DATE.behindSentence.pattern.test(before)) score += DATE_POINTS.alone;
    else if (looksLikeOffice(sentence)) score += DATE_POINTS.behindOffice;
    else return 0;
  }
  if (above && looksLikeOffice(above.text.replace(BLANKS, ''))) score += DATE_POINTS.underOffice;
  else if (above && closes(above.text)) score += DATE_POINTS.underClosing;
  if (!behind || at + 1 === imprintLine || opensCopies(behind.text) || ROUND_DATE.aboveNotes.pattern.test(behind.text))
    score += DATE_POINTS.aboveNotes;
  if (at >= lines.length - LAST_LINES) score += DATE_POINTS.nearEnd;
  return score;
}

/** Whether a line may end a letter's text, or stand in brackets under it. */
function closes(text: string): boolean {
  return ROUND_DATE.underClosing.pattern.test(text) || ROUND_DATE.underBrackets.pattern.test(text);
}

/** What follows the last sign of punctuation or the last telephone number: …电话：0000-00000000 某某中心. */
function lastPhrase(text: string): string {
  const phrase = LAST_PHRASE.exec(text)?.[0] ?? '';
  return phrase.replace(TO_FIRST_PHONE, '').replace(TO_LAST_PHONE, '');
}

/** The office or offices that sign: before the date on its line, or alone on the lines above it. */
function officesOf(
  text: string,
  lines: readonly Line[],
  dateLine: number,
  { window, date }: DatedLine,
  headEnd: number,
): Found<string>[] {
  const before = window.text.slice(0, date.start).replace(DATE_LABEL, '');
  const glued = lastPhrase(before);
  const sameLine = before !== '' && looksLikeOffice(glued) ? glued : null;
  if (sameLine !== null) {
    const name = stripSeal(sameLine);
    const from = before.length - sameLine.length;
    return [{ value: name, ...spanOf(window, from, from + name.length), confidence: SIGNER_CONFIDENCES.beforeDate }];
  }
  if (before !== '') return [];
  const name = stripSeal(window.text.slice(date.end));
  if (name !== '' && looksLikeOffice(name))
    return [
      {
        value: name,
        ...spanOf(window, date.end, date.end + name.length),
        confidence: SIGNER_CONFIDENCES.behindDate,
      },
    ];
  const above = officesAbove(text, lines, dateLine, headEnd);
  if (above.length > 0) return above;
  const below = officeBelow(lines, dateLine);
  return below.length > 0 ? below : signerByPlace(lines, dateLine, headEnd);
}

/** The place tells who signs where the head names the same words, as a line or before 关于; else nobody but a person can. */
function signerByPlace(lines: readonly Line[], dateLine: number, headEnd: number): Found<string>[] {
  const line = dateLine > headEnd ? lines[dateLine - 1] : undefined;
  const name = line ? stripSeal(line.text).replace(BLANKS, '') : '';
  if (!line || !SIGNER_SIGNS.onlyWords.pattern.test(name) || NO_SIGNER_SIGNS.some(({ pattern }) => pattern.test(name)))
    return [];
  const isNamedAbove = lines
    .slice(0, headEnd)
    .some(({ text }) => text.length <= LONGEST_NAMED && text.replace(BLANKS, '').startsWith(name));
  return isNamedAbove
    ? [{ value: name, start: line.start, end: line.end, confidence: SIGNER_CONFIDENCES.namedAbove }]
    : [];
}

function officesAbove(text: string, lines: readonly Line[], below: number, headEnd: number): Found<string>[] {
  const offices: Found<string>[] = [];
  for (let at = below - 1; at >= Math.max(headEnd, below - MOST_OFFICES); at -= 1) {
    const line = lines[at];
    if (!line) break;
    const person = signedByPerson(line.text);
    // 校长 童立人 alone on its line: the office stands above.
    if (person?.office === '' && offices.length === 0) continue;
    const bare = person?.office ?? stripSeal(line.text.slice(0, markBeside(line.text)));
    if (offices.length === 0 && SIGNER_SIGNS.sealLine.pattern.test(line.text) && at === below - 1) continue;
    if (looksLikeOffice(bare.replace(BLANKS, ''))) {
      const parts = [...bare.matchAll(EACH_NAME)];
      const several = parts.length > 1 && parts.every((part) => part[0].length > 3 && looksLikeOffice(part[0]));
      if (several) {
        const found = parts.map((part) => ({
          value: part[0],
          start: line.start + part.index,
          end: line.start + part.index + part[0].length,
          confidence: SIGNER_CONFIDENCES.sideBySide,
        }));
        offices.unshift(...found);
      } else {
        offices.unshift({
          value: bare.replace(BLANKS, ''),
          start: line.start,
          end: line.start + bare.length,
          confidence: SIGNER_CONFIDENCES.above,
        });
      }
      continue;
    }
    if (offices.length === 0) {
      const glued = gluedOffice(text, line);
      if (glued) offices.unshift(glued);
    }
    break;
  }
  return offices;
}

/** Some pages give the date before the office that stands beside it. */
function officeBelow(lines: readonly Line[], dateLine: number): Found<string>[] {
  const line = lines[dateLine + 1];
  const name = line ? stripSeal(line.text).replace(BLANKS, '') : '';
  if (!line || !looksLikeOffice(name)) return [];
  return [{ value: name, start: line.start, end: line.end, confidence: SIGNER_CONFIDENCES.below }];
}

/** …的理解与支持！ A7县住房和城乡建设局: an office behind the last sentence of a paragraph. */
function gluedOffice(text: string, line: Line): Found<string> | null {
  const from = Math.max(line.start, line.end - 60);
  const squeezed = squeeze(text, from, line.end);
  const name = lastPhrase(squeezed.text);
  const start = squeezed.text.length - name.length;
  const isBehindSentence = start > 0 && SIGNER_SIGNS.behindSentence.pattern.test(squeezed.text.charAt(start - 1));
  if (!isBehindSentence || !looksLikeOffice(name)) return null;
  return {
    value: stripSeal(name),
    ...spanOf(squeezed, start, start + name.length),
    confidence: SIGNER_CONFIDENCES.behindSentence,
  };
}

/** Without a date: an office alone on one of the last lines. */
function lastOffices(text: string, lines: readonly Line[], headEnd: number, imprintLine: number): Found<string>[] {
  const end = Math.min(lines.length, imprintLine);
  for (let at = end - 1; at >= Math.max(headEnd + 1, end - 6); at -= 1) {
    const line = lines[at];
    // A row of a form is no signature.
    if (!line || line.text.includes('\t') || opensCopies(line.text)) continue;
    const person = signedByPerson(line.text);
    if (looksLikeOffice(person?.office ?? stripSeal(line.text).replace(BLANKS, '')))
      return officesAbove(text, lines, at + 1, headEnd).map((found) => ({
        ...found,
        confidence: SIGNER_CONFIDENCES.undated,
      }));
  }
  return [];
}
