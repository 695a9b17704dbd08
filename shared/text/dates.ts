/** Dates as letters write them, to ISO. Never guesses: what is no day of the calendar has `iso` null. */
import { halfWidthDigits, parseNumeral } from './numerals.ts';

export interface FoundDate {
  /** UTF-16 units, end exclusive. */
  start: number;
  end: number;
  /** null where a part is missing or the day does not exist. */
  iso: string | null;
  /** `full` 2022年6月27日 (also in Chinese numerals), `damaged` without 日 or with a scan's 曰, `numeric` 2022-06-27, `compact` 20220627. */
  form: 'full' | 'damaged' | 'numeric' | 'compact';
}

const BLANK = '[ \\t\\u00a0\\u3000]{0,4}';
const YEAR =
  '(?:(?:19|20|１９|２０)[0-9０-９]{2}|2[0OoＯ〇○][0-9OoＯ〇○]{2}|[一二][九〇○◯零0OoＯｏ０][〇○◯零0OoＯｏ０-９0-9一二三四五六七八九]{2})';
const MONTH = '(?:[0-9０-９]{1,2}|1[OoＯ]|[OoＯ][1-9]|十[一二]|[元正一二三四五六七八九十])';
const DAY =
  '(?:[123][OoＯ]|[OoＯ][1-9]|[0-9０-９]{1,2}|(?:二十|三十|廿|卅|十)[一二三四五六七八九]|二十|三十|廿|卅|[一二三四五六七八九十])';
const DIGITAL_YEAR = '(?:19|20|１９|２０)[0-9０-９]{2}';

/** Groups 1 to 4: year, month, day, 日. */
const WRITTEN = `(${YEAR})${BLANK}年${BLANK}(${MONTH})${BLANK}月${BLANK}(${DAY})(?:(${BLANK}[日号曰])|(?![0-9０-９]))`;
/** Two figures side by side must be parted by the same sign: group 6. */
const NUMERIC = `(?<![0-9０-９])(${DIGITAL_YEAR})([-./．－—])([0-9０-９]{1,2})\\6([0-9０-９]{1,2})(?![0-9０-９])`;
const ALL = new RegExp(`${WRITTEN}|${NUMERIC}`, 'g');
const COMPACT = /^((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;

/** Whether a text is a day of the calendar as the archive writes it: 2022-06-27. */
export function isIsoDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/**
 * Which of two days is earlier. Years are compared as numbers: the day on which a retention ends may have a year of five digits, and older records
 * have years of two.
 * @returns below 0 where the first is
 */
export function compareDays(one: string, other: string): number {
  const [a, b] = [one, other].map((day) => Number(/^\d+/.exec(day)?.[0] ?? NaN)) as [number, number];
  if (a !== b && !Number.isNaN(a - b)) return a - b;
  const [rest, otherRest] = [one, other].map((day) => day.replace(/^\d+/, '')) as [string, string];
  return rest < otherRest ? -1 : Number(rest > otherRest);
}

/** All dates with year, month and day in `text`, in order. Linear. */
export function findDates(text: string): FoundDate[] {
  const found: FoundDate[] = [];
  for (const match of text.matchAll(ALL)) {
    const [whole, year, month, day, suffix, digitalYear, , digitalMonth, digitalDay] = match;
    const written = year !== undefined;
    found.push({
      start: match.index,
      end: match.index + whole.length,
      iso: written ? isoOf(year, month, day) : isoOf(digitalYear, digitalMonth, digitalDay),
      form: written ? (isDamaged(month, day, suffix) ? 'damaged' : 'full') : 'numeric',
    });
  }
  return found;
}

/** Without 日, with a scan's 曰, or with the letter O in month or day. */
function isDamaged(month = '', day = '', suffix?: string): boolean {
  return suffix === undefined || suffix.endsWith('曰') || /[OoＯ]/.test(month + day);
}

/** With what a year begins, in any of its forms: nearly every line that is no date is told by its first two characters. */
const BEGINS = /^\s*(?:[12１２][09０９OoＯ〇○]|[一二][九〇○◯零0OoＯｏ０])/;

/** The date that `text` is, as a whole (blanks around allowed), or null. Also knows `20220627`. */
export function readDate(text: string): FoundDate | null {
  if (!BEGINS.test(text)) return null;
  const trimmed = text.trim();
  const lead = text.length - text.trimStart().length;
  const compact = COMPACT.exec(halfWidthDigits(trimmed));
  if (compact) {
    return { start: lead, end: lead + trimmed.length, iso: isoOf(compact[1], compact[2], compact[3]), form: 'compact' };
  }
  if (trimmed.length > 40) return null;
  const first = findDates(text)[0];
  return first && first.start === lead && first.end === lead + trimmed.length ? first : null;
}

function isoOf(year: string | undefined, month: string | undefined, day: string | undefined): string | null {
  const y = parseNumeral(year ?? '');
  const m = month === '正' ? 1 : parseNumeral(month ?? '');
  const d = parseNumeral(day ?? '');
  if (y === null || m === null || d === null) return null;
  const date = new Date(Date.UTC(y, m - 1, d));
  if (date.getUTCFullYear() !== y || date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) return null;
  return date.toISOString().slice(0, 10);
}

const EIGHT_HOURS_MS = 8 * 60 * 60 * 1000;

/**
 * The day on which an instant falls in China, as ISO: which day a paper bears, a limit counts from and the window calls today does not hang on
 * a machine's settings.
 */
export function beijingDay(instant: string): string {
  const milliseconds = Date.parse(instant);
  return Number.isNaN(milliseconds) ? instant : new Date(milliseconds + EIGHT_HOURS_MS).toISOString().slice(0, 10);
}

/**
 * An instant in China's time with its distance from UTC, `2022-06-27 09:05:03 +08:00`; anything else is given back as it is. Papers are the same
 * wherever they are printed, and on paper and in a terminal nobody sees which clock is meant.
 */
export function beijingTime(instant: string): string {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) return instant;
  const shifted = new Date(milliseconds + EIGHT_HOURS_MS).toISOString();
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 19)} +08:00`;
}

/** A date whose UTC fields are what China's clock shows at an instant. */
export const beijingClock = (instant: Date): Date => new Date(instant.getTime() + EIGHT_HOURS_MS);

/** The instant at which a day (ISO) begins in China. */
export function beijingMidnight(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) - EIGHT_HOURS_MS);
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The day so many days before another, both as ISO. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}
