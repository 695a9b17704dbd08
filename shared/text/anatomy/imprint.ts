/** 版记: 抄送, and who printed a letter when (印发). */
import { findDates, readDate } from '../dates.ts';
import {
  ADDRESSEE_BELOW,
  BELOW_COPIES_SIGNS,
  COPIES_SIGNS,
  PRINTED_ON_CONFIDENCES,
  PRINTED_SIGNS,
  PRINTER_CONFIDENCES,
  PRINTING_SIGNS,
} from './imprint-rules.ts';
import { looksLikeOffice } from './offices.ts';
import { opensLikeTitle } from './title-words.ts';
import type { Found, Line, Squeezed } from './lines.ts';
import { spanOf, squeezeLine } from './lines.ts';

export interface Imprint {
  by: Found<string> | null;
  on: Found<string> | null;
  /** Number of the line of printing; lines.length where there is none. */
  line: number;
}

/** One list of copies: 抄送：…, over the lines up to its full stop. */
export interface Copies {
  line: number;
  lastLine: number;
  /** Where the names begin, behind 抄送：, and where they end. */
  start: number;
  end: number;
}

const HEAD_LINES = 8;
const BLANKS = /\s/g;
/** What parts an office from the day behind it. */
const PARTING = /[，,、；;]$/;

/** Whether a line begins a list of copies, also where its label lost the colon. */
export function opensCopies(text: string): boolean {
  return COPIES_SIGNS.opens.pattern.test(text);
}

/** 昆明市某某局 2022年6月27日印发, also on two lines. */
export function findImprint(text: string, lines: readonly Line[]): Imprint {
  for (let at = lines.length - 1; at >= Math.max(0, lines.length - 40); at -= 1) {
    const line = lines[at];
    if (!line || line.text.length > 120 || !PRINTING_SIGNS.mayPrint.pattern.test(line.text)) continue;
    const squeezed = squeezeLine(text, line);
    const printed = PRINTING_SIGNS.printed.pattern.exec(squeezed.text)?.[1];
    const date = printed === undefined ? undefined : findDates(printed).at(-1);
    if (printed === undefined || !date || printed.length !== date.end) continue;
    const by = printerBefore(squeezed, printed.slice(0, date.start)) ?? printerAbove(lines, at);
    const confidence = date.form === 'damaged' ? PRINTED_ON_CONFIDENCES.damaged : PRINTED_ON_CONFIDENCES.plain;
    const on = date.iso === null ? null : { value: date.iso, ...spanOf(squeezed, date.start, date.end), confidence };
    return { by, on, line: at };
  }
  return printedUnderCopies(text, lines) ?? { by: null, on: null, line: lines.length };
}

/** The office that stands before the day; null where nothing does. */
function printerBefore(squeezed: Squeezed, before: string): Found<string> | null {
  const office = before.replace(PRINTING_SIGNS.label.pattern, '').replace(PARTING, '');
  if (office === '') return null;
  const from = before.indexOf(office);
  return {
    value: office,
    ...spanOf(squeezed, from, from + office.length),
    confidence: looksLikeOffice(office) ? PRINTER_CONFIDENCES.office : PRINTER_CONFIDENCES.otherWords,
  };
}

/** The office on the line above, where copies stand over it. */
function printerAbove(lines: readonly Line[], at: number): Found<string> | null {
  const above = at > 1 ? lines[at - 1] : undefined;
  const name = above?.text.replace(BLANKS, '') ?? '';
  return above && looksLikeOffice(name) && opensCopies(lines[at - 2]?.text ?? '')
    ? { value: name, start: above.start, end: above.end, confidence: PRINTER_CONFIDENCES.above }
    : null;
}

/** 某某局办公室打印　2003年6月6日, 某某局办公室　二〇〇一年八月十五日　打字：某某: without 印发, told by typist or copies beside it. */
function printedUnderCopies(text: string, lines: readonly Line[]): Imprint | null {
  for (let at = lines.length - 1; at >= Math.max(2, lines.length - 4); at -= 1) {
    const line = lines[at];
    if (!line || line.text.length > 80) continue;
    const squeezed = squeezeLine(text, line);
    const date = findDates(squeezed.text)[0];
    if (!date || date.iso === null || date.start < 4) continue;
    const before = squeezed.text.slice(0, date.start);
    const behind = squeezed.text.slice(date.end);
    const office = PRINTED_SIGNS.office.pattern.exec(before)?.[1];
    const hasTypist = PRINTED_SIGNS.typist.pattern.test(behind);
    const isTold =
      PRINTED_SIGNS.did.pattern.test(before) || hasTypist || (behind === '' && opensCopies(lines[at - 1]?.text ?? ''));
    if (office === undefined || !isTold || !looksLikeOffice(office) || (behind !== '' && !hasTypist)) continue;
    // The same office beside the letter's own date signs it.
    if (!hasDateAbove(lines, at) && !PRINTED_SIGNS.noSignature.pattern.test(before)) continue;
    return {
      by: { value: office, ...spanOf(squeezed, 0, office.length), confidence: PRINTER_CONFIDENCES.withoutWord },
      on: {
        value: date.iso,
        ...spanOf(squeezed, date.start, date.end),
        confidence: PRINTED_ON_CONFIDENCES.withoutWord,
      },
      line: at,
    };
  }
  return null;
}

function hasDateAbove(lines: readonly Line[], at: number): boolean {
  return lines
    .slice(Math.max(0, at - 8), at)
    .some(({ text }) => text.length <= 60 && PRINTED_SIGNS.dayAbove.pattern.test(text) && findDates(text).length > 0);
}

/** 某某局办公室　2001年8月15日: behind the copies, whatever stands behind the day. */
function opensWithPrinter(text: string): boolean {
  const date = text.length > 80 ? undefined : findDates(text)[0];
  return date !== undefined && date.start > 4 && looksLikeOffice(text.slice(0, date.start).replace(BLANKS, ''));
}

/** The letter's last list of copies, behind the one above it where two labels follow each other (抄报：…, 抄送：…). */
export function findCopies(text: string, lines: readonly Line[]): Copies[] {
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at];
    const label = line ? labelOfCopies(line.text) : null;
    if (!line || label === null) continue;
    const found: Copies[] = [];
    const above = lines[at - 1];
    if (above && COPIES_SIGNS.above.pattern.test(above.text)) {
      const start = above.start + (COPIES_SIGNS.labelAbove.pattern.exec(above.text)?.[0].length ?? 0);
      found.push({ line: at - 1, lastLine: at - 1, start, end: above.end });
    }
    const { lastLine, end } = endOfCopies(text, lines, at, line);
    const start = line.start + label.length;
    const second = COPIES_SIGNS.second.pattern.exec(text.slice(start, line.end));
    if (second) {
      found.push({ line: at, lastLine: at, start, end: start + second.index });
      found.push({ line: at, lastLine, start: start + second.index + second[0].length, end });
    } else found.push({ line: at, lastLine, start, end });
    return found;
  }
  return [];
}

/** All that stands before the names: 抄送：, 主送：张惠民委员　抄送：; null where no list begins. */
function labelOfCopies(text: string): string | null {
  const match = COPIES_SIGNS.label.pattern.exec(text) ?? COPIES_SIGNS.behindSentTo.pattern.exec(text);
  return match === null ? null : match[0];
}

const MOST_LINES_OF_COPIES = 4;

/** Where the list that begins on line `at` ends: with its full stop, or above the next thing. */
function endOfCopies(text: string, lines: readonly Line[], at: number, line: Line): { lastLine: number; end: number } {
  let lastLine = at;
  let { end } = line;
  for (let next = at + 1; next < Math.min(lines.length, at + MOST_LINES_OF_COPIES); next += 1) {
    const following = lines[next];
    if (!following || COPIES_SIGNS.ended.pattern.test(text.slice(line.start, end))) break;
    if (endsCopies(following.text) || (at <= HEAD_LINES && endsCopiesOfHead(following.text))) break;
    // The office that signs, where the copies stand above it.
    if (readDate(lines[next + 1]?.text ?? '')) break;
    lastLine = next;
    end = following.end;
  }
  return { lastLine, end };
}

/** Whether a line below copies is none of them. */
function endsCopies(text: string): boolean {
  return (
    BELOW_COPIES_SIGNS.some(({ pattern }) => pattern.test(text)) || readDate(text) !== null || opensWithPrinter(text)
  );
}

/** Copies that stand in the head end above the title or the addressee. */
function endsCopiesOfHead(text: string): boolean {
  return ADDRESSEE_BELOW.pattern.test(text) || opensLikeTitle(text.replace(BLANKS, ''));
}
