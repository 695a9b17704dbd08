/** The lines that close a letter: signature, date, notes, marks, copies and imprint (GB/T 9704-2012, 7.3.5 to 7.4). */
import { findDates, readDate } from '../dates.ts';
import { CLOSING_SIGNS, FOOT_SIGNS, NOTE_SIGNS, UNDER_DATE_SIGNS } from './closing-rules.ts';
import { readOwnNumber } from './document-number.ts';
import type { Copies, Imprint } from './imprint.ts';
import { isAnnexNote, isNextAnnex } from './body.ts';
import { bare, type KnownElements } from './known.ts';
import type { Line } from './lines.ts';
import { isMarkLine, markBeside } from './mark-words.ts';
import { looksLikeOffice, stripSeal } from './offices.ts';
import { cutLine, type Part, type Role } from './parts.ts';
import type { Signature } from './signature.ts';
import type { Sign } from '../rule.ts';

/** What the closing lines are told by. */
export interface ClosingClues {
  text: string;
  body: readonly Line[];
  signature: Signature;
  copies: readonly Copies[];
  imprint: Imprint;
  known: KnownElements;
}

const LONGEST_NOTE = 200;
const LONGEST_IMPRINT = 80;
const LONGEST_SIGNATURE = 40;
/** Longer than an office and a date with blanks between. */
const LONGEST_DATED = 120;
/** A list of annexes under the date is no longer. */
const MOST_ANNEXES = 20;

const DATE_LABEL = CLOSING_SIGNS.dateLabel.pattern;

const isAnyOf = (signs: readonly Sign[], text: string): boolean => signs.some(({ pattern }) => pattern.test(text));

/** The parts of line `at` where it closes a letter, else null. A sentence may stand before them: the first is `text` then. */
export function closingParts(clues: ClosingClues, at: number): Part[] | null {
  const line = clues.body[at];
  if (!line) return null;
  const whole = (role: Role): Part[] => [{ start: line.start, end: line.end, role, line: at }];
  const { text } = line;
  if (FOOT_SIGNS.copies.pattern.test(text) || clues.copies.some((list) => at >= list.line && at <= list.lastLine))
    return whole('cc');
  if (at === clues.imprint.line || (text.length <= LONGEST_IMPRINT && FOOT_SIGNS.imprint.pattern.test(text)))
    return whole('imprint');
  const signed = signedParts(clues, line, at);
  if (signed) return signed;
  if (text.length <= LONGEST_SIGNATURE && readDate(text.replace(DATE_LABEL, ''))) return whole('date');
  if (isLateAnnexNote(clues, at)) return whole('annexNote');
  if (text.length > LONGEST_NOTE) return null;
  if (isAnyOf(NOTE_SIGNS, text)) return whole('note');
  if (isMarkLine(text)) return whole('mark');
  if (text.length > LONGEST_DATED) return null;
  const date = findDates(text).at(-1);
  if (date?.end === text.length && date.start > 0 && isSignature(text.slice(0, date.start), clues.known)) {
    const from = line.start + date.start;
    const pieces = [
      { start: line.start, end: from, role: 'signature' as const },
      { start: from, end: line.end, role: 'date' as const },
    ];
    return cutLine(clues.text, line, at, pieces, 'text');
  }
  if (isSignature(text, clues.known)) return whole('signature');
  return isOwnNumber(clues, line) ? whole('number') : null;
}

/** The same for a line right under the date or other closing lines: there, whatever has a label is a note. */
export function partsUnderDate(clues: ClosingClues, at: number): Part[] | null {
  const line = clues.body[at];
  const parts = closingParts(clues, at);
  if (parts || !line || line.text.length > LONGEST_NOTE || !isAnyOf(UNDER_DATE_SIGNS, line.text)) return parts;
  return [{ start: line.start, end: line.end, role: 'note', line: at }];
}

/** The line of the letter's own date, or of an office that signs, as `findSignature` told. */
function signedParts(clues: ClosingClues, line: Line, at: number): Part[] | null {
  const { dated, offices } = clues.signature;
  const own = offices.filter(({ start, end }) => start >= line.start && end <= line.end);
  const date = dated?.line === at ? dated : null;
  const first = own[0];
  if (!first && !date) return null;
  const end = line.start + markBeside(line.text);
  const pieces: Omit<Part, 'line'>[] = [];
  if (first) pieces.push({ start: first.start, end: date ? date.start : end, role: 'signature' });
  if (date) {
    const lead = line.text.slice(0, Math.max(0, date.start - line.start));
    const label = first ? 0 : (DATE_LABEL.exec(lead)?.[0].length ?? 0);
    pieces.push({ start: label === lead.length ? line.start : date.start, end, role: 'date' });
  }
  if (end < line.end) pieces.push({ start: end, end: line.end, role: 'mark' });
  return cutLine(clues.text, line, at, pieces, 'text');
}

/** 附件：1. 情况表, 2. 名单: the list of annexes where it stands under the date. */
function isLateAnnexNote({ body, signature }: ClosingClues, at: number): boolean {
  const above = signature.dated?.line ?? body.length;
  for (let line = at; line > above && line > at - MOST_ANNEXES; line -= 1) {
    const text = body[line]?.text ?? '';
    if (isAnnexNote(text)) return true;
    if (!isNextAnnex(text)) return false;
  }
  return false;
}

/** Whether a line, as a whole, may be the name of the office that signs. */
function isSignature(text: string, known: KnownElements): boolean {
  const name = bare(text);
  if (name.length > LONGEST_SIGNATURE || CLOSING_SIGNS.noSignature.pattern.test(name)) return false;
  const isKnown = [known.issuer, known.letterhead].some((office) => office !== null && bare(office) === name);
  return isKnown || CLOSING_SIGNS.officeEnding.pattern.test(name) || looksLikeOffice(stripSeal(name));
}

/** Whether an office's name closes the letter by itself: it is the one that is known, or was read, to sign. */
export function isNamedSigner(clues: ClosingClues, part: Part): boolean {
  const { known, signature, text } = clues;
  if (known.issuer !== null && bare(known.issuer) === bare(text.slice(part.start, part.end))) return true;
  return signature.offices.some(({ start, end }) => start >= part.start && end <= part.end);
}

/** 文号：某函〔2023〕5号 under the date. */
function isOwnNumber(clues: ClosingClues, line: Line): boolean {
  const number = readOwnNumber(clues.text, line);
  return number !== null && !number.damaged;
}

/** Whether a line belongs to the foot of the last page, behind annexes too. */
export function isFoot(parts: readonly Part[] | null): boolean {
  return parts !== null && parts.every(({ role }) => role === 'cc' || role === 'imprint');
}

/** Whether all of a line closes the letter. */
export function isWhollyClosing(parts: readonly Part[] | null): boolean {
  return parts !== null && parts[0]?.role !== 'text';
}
