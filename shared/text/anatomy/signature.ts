/** 署名 and 成文日期: who signs a letter, and when. */
import { findDates, readDate, type FoundDate } from '../dates.ts';
import { annexLine } from './annexes.ts';
import { opensCopies } from './imprint.ts';
import { markBeside } from './mark-words.ts';
import { looksLikeOffice, signedByPerson, stripSeal } from './offices.ts';
import { DATE_LABELS, oneOf } from '../words/field-labels.ts';
import type { Found, Line, Squeezed } from './lines.ts';
import { spanOf, squeeze, squeezeLine } from './lines.ts';
import {
  anyOf,
  BEFORE_GLUED,
  BEHIND_DATE,
  BEHIND_HEAD_DATE,
  CLOSING_SIGNS,
  DATE_CONFIDENCE,
  DATE_LABEL_SIGNS,
  DAY_FORMS,
  ENDS_AS_DATE,
  FEW_SIGNS,
  IN_BRACKETS,
  LAST_LINES,
  MAY_SIGN,
  NO_SIGNER_SIGNS,
  OFFICE_CONFIDENCE,
  OPENS_AS_DATE,
  WORTH,
} from './signature-rules.ts';

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

/** A page's own dates (发布日期) are others. */
const ROW_DATE_LABEL = new RegExp(
  `(?<![发公更生]布?)${oneOf(DATE_LABELS.filter((label) => label.length > 2))}[：:]`,
  'g',
);
/** So many lines above the date may hold the names of joint offices. */
const MOST_OFFICES = 8;

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
      scoreOf(lines, at, dated, imprintLine) + (signsAs(lines, at, dated, letterhead) ? WORTH.letterheadSigns : 0);
    if (score > 0 && (!best || score >= best.score)) best = { ...dated, line: at, score };
  }
  if (!best) {
    const offices = lastOffices(text, lines, headEnd, imprintLine);
    return { offices, issuedOn: headDate(text, lines, headEnd), badDate: null, dated: null };
  }
  const { window, date } = best;
  const offices = asOneName(officesOf(text, lines, best.line, best, headEnd), letterhead);
  const { plain, compact, damaged } = DATE_CONFIDENCE;
  const form = date.form === 'damaged' ? damaged : date.form === 'compact' ? compact : plain;
  const confidence = form - (best.score < FEW_SIGNS.below ? FEW_SIGNS.less : 0);
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
  const sealed = row.text.length > 60 ? undefined : DAY_FORMS.sealed.pattern.exec(row.text)?.[1];
  const line =
    sealed === undefined ? row : { start: row.start, end: row.start + sealed.trimEnd().length, text: sealed.trimEnd() };
  const day = line.text.length > 24 ? undefined : DAY_FORMS.hour.pattern.exec(line.text)?.[1];
  const read = day === undefined ? null : readDate(day);
  if (read) return { window: squeeze(text, line.start, line.start + read.end), date: { ...read, form: 'compact' } };
  if (!ENDS_AS_DATE.pattern.test(line.text.slice(-12))) return dateAtStart(text, line);
  const from = Math.max(line.start, line.end - WINDOW);
  const window = squeeze(text, from, line.end);
  const body = window.text.replace(/[）)。.]$/, '');
  const label = DATE_LABEL_SIGNS.alone.pattern.exec(body)?.[0].length ?? 0;
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
  if (!OPENS_AS_DATE.pattern.test(line.text) || line.text.length > LONGEST_DATE_FIRST) return null;
  const window = squeezeLine(text, line);
  const [date] = findDates(window.text);
  if (date?.start !== 0 || date.form === 'damaged') return null;
  return looksLikeOffice(stripSeal(window.text.slice(date.end))) ? { window, date } : null;
}

/** Without a date at the end: one alone in the head, or one that says of itself that the answer was given then. */
function headDate(text: string, lines: readonly Line[], headEnd: number): Found<string> | null {
  for (const line of lines.slice(0, Math.max(1, headEnd + 1))) {
    const squeezed = squeezeLine(text, { ...line, end: Math.min(line.end, line.start + 60) });
    const label = DATE_LABEL_SIGNS.head.pattern.exec(squeezed.text);
    const labelled = label === null ? 0 : label.index + label[0].length;
    const date = findDates(squeezed.text).find(({ start }) => start >= labelled);
    if (!date || date.iso === null || date.start !== labelled) continue;
    if (!anyOf(BEHIND_HEAD_DATE, squeezed.text.slice(date.end))) continue;
    return { value: date.iso, ...spanOf(squeezed, date.start, date.end), confidence: DATE_CONFIDENCE.head };
  }
  return null;
}

/** 文号：…　分类：A　答复日期：2022年6月27日: a row of labels in head or tail, where no line of its own says the date. */
export function labelledDate(text: string, lines: readonly Line[]): Found<string> | null {
  for (const line of lines) {
    if (line.text.length > WINDOW) continue;
    const squeezed = squeezeLine(text, line);
    for (const label of squeezed.text.matchAll(ROW_DATE_LABEL)) {
      const from = label.index + label[0].length;
      const date = findDates(squeezed.text.slice(from, from + 24))[0];
      if (date?.start !== 0 || date.iso === null) {
        // 答复时间：2024-03-19 09:40:12: the blank parts day and hour.
        const start = squeezed.at[from] ?? line.end;
        const [day] = findDates(text.slice(start, Math.min(line.end, start + 12)).split(' ')[0] ?? '');
        if (day?.start !== 0 || day.iso === null) continue;
        return { value: day.iso, start, end: start + day.end, confidence: DATE_CONFIDENCE.labelled };
      }
      return { value: date.iso, ...spanOf(squeezed, from, from + date.end), confidence: DATE_CONFIDENCE.labelled };
    }
  }
  return null;
}

/** Whether the office beside or above a date is the letterhead's. */
function signsAs(lines: readonly Line[], at: number, { window, date }: DatedLine, letterhead: string | null): boolean {
  if (letterhead === null) return false;
  const before = lastPhrase(window.text.slice(0, date.start));
  const name = stripSeal(before !== '' ? before : (lines[at - 1]?.text ?? '')).replace(/\s/g, '');
  return looksLikeOffice(name) && (name.endsWith(letterhead) || letterhead.endsWith(name));
}

/** How much a dated line looks like the letter's end. */
function scoreOf(lines: readonly Line[], at: number, { window, date }: DatedLine, imprintLine: number): number {
  const before = window.text.slice(0, date.start).replace(DATE_LABEL_SIGNS.alone.pattern, '');
  const above = lines[at - 1];
  const behind = lines[at + 1];
  let score = 0;
  if (before === '') score += WORTH.alone;
  else {
    const sentence = lastPhrase(before);
    if (sentence === '' && /[。！!？”]$/.test(before)) score += WORTH.behindSentence;
    else if (looksLikeOffice(sentence)) score += WORTH.behindOffice;
    else return 0;
  }
  if (above && looksLikeOffice(above.text.replace(/\s/g, ''))) score += WORTH.officeAbove;
  else if (above && anyOf(CLOSING_SIGNS, above.text)) score += WORTH.closingAbove;
  else if (above && IN_BRACKETS.pattern.test(above.text)) score += WORTH.bracketsAbove;
  if (!behind || at + 1 === imprintLine || opensCopies(behind.text) || anyOf(BEHIND_DATE, behind.text))
    score += WORTH.endBehind;
  if (at >= lines.length - LAST_LINES) score += WORTH.late;
  return score;
}

/** What follows the last sign of punctuation or the last telephone number: …电话：0000-00000000 某某中心. */
function lastPhrase(text: string): string {
  const phrase = /[^。！!？；，,：:”"）)]*(?:[（(][^（）()]{1,12}[）)])?$/.exec(text)?.[0] ?? '';
  return phrase.replace(/^.*?\d[\d-]{5,}(?=[^\d-])/, '').replace(/^.*\d[\d-]{5,}(?=[^\d-])/, '');
}

/** The office or offices that sign: before the date on its line, or alone on the lines above it. */
function officesOf(
  text: string,
  lines: readonly Line[],
  dateLine: number,
  { window, date }: DatedLine,
  headEnd: number,
): Found<string>[] {
  const before = window.text.slice(0, date.start).replace(DATE_LABEL_SIGNS.alone.pattern, '');
  const glued = lastPhrase(before);
  const sameLine = before !== '' && looksLikeOffice(glued) ? glued : null;
  if (sameLine !== null) {
    const name = stripSeal(sameLine);
    const from = before.length - sameLine.length;
    return [{ value: name, ...spanOf(window, from, from + name.length), confidence: OFFICE_CONFIDENCE.beforeDate }];
  }
  if (before !== '') return [];
  const name = stripSeal(window.text.slice(date.end));
  if (name !== '' && looksLikeOffice(name))
    return [
      { value: name, ...spanOf(window, date.end, date.end + name.length), confidence: OFFICE_CONFIDENCE.behindDate },
    ];
  const above = officesAbove(text, lines, dateLine, headEnd);
  if (above.length > 0) return above;
  const below = officeBelow(lines, dateLine);
  return below.length > 0 ? below : signerByPlace(lines, dateLine, headEnd);
}

/** The place tells who signs where the head names the same words, as a line or before 关于; else nobody but a person can. */
function signerByPlace(lines: readonly Line[], dateLine: number, headEnd: number): Found<string>[] {
  const line = dateLine > headEnd ? lines[dateLine - 1] : undefined;
  const name = line ? stripSeal(line.text).replace(/\s/g, '') : '';
  if (!line || !MAY_SIGN.pattern.test(name) || anyOf(NO_SIGNER_SIGNS, name)) return [];
  const isNamedAbove = lines
    .slice(0, headEnd)
    .some(({ text }) => text.length <= LONGEST_NAMED && text.replace(/\s/g, '').startsWith(name));
  return isNamedAbove ? [{ value: name, start: line.start, end: line.end, confidence: OFFICE_CONFIDENCE.byPlace }] : [];
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
    if (offices.length === 0 && IN_BRACKETS.pattern.test(line.text) && at === below - 1) continue;
    if (looksLikeOffice(bare.replace(/\s/g, ''))) {
      const parts = [...bare.matchAll(/\S+(?:\s\S\b)*/g)];
      const several = parts.length > 1 && parts.every((part) => part[0].length > 3 && looksLikeOffice(part[0]));
      if (several) {
        const found = parts.map((part) => ({
          value: part[0],
          start: line.start + part.index,
          end: line.start + part.index + part[0].length,
          confidence: OFFICE_CONFIDENCE.besideOthers,
        }));
        offices.unshift(...found);
      } else {
        offices.unshift({
          value: bare.replace(/\s/g, ''),
          start: line.start,
          end: line.start + bare.length,
          confidence: OFFICE_CONFIDENCE.alone,
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
  const name = line ? stripSeal(line.text).replace(/\s/g, '') : '';
  if (!line || !looksLikeOffice(name)) return [];
  return [{ value: name, start: line.start, end: line.end, confidence: OFFICE_CONFIDENCE.belowDate }];
}

/** …的理解与支持！ A7县住房和城乡建设局: an office behind the last sentence of a paragraph. */
function gluedOffice(text: string, line: Line): Found<string> | null {
  const from = Math.max(line.start, line.end - 60);
  const squeezed = squeeze(text, from, line.end);
  const name = lastPhrase(squeezed.text);
  const start = squeezed.text.length - name.length;
  if (start === 0 || !BEFORE_GLUED.pattern.test(squeezed.text.charAt(start - 1)) || !looksLikeOffice(name)) return null;
  return {
    value: stripSeal(name),
    ...spanOf(squeezed, start, start + name.length),
    confidence: OFFICE_CONFIDENCE.behindSentence,
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
    if (looksLikeOffice(person?.office ?? stripSeal(line.text).replace(/\s/g, '')))
      return officesAbove(text, lines, at + 1, headEnd).map((found) => ({
        ...found,
        confidence: OFFICE_CONFIDENCE.withoutDate,
      }));
  }
  return [];
}
