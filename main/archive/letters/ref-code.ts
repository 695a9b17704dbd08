/**
 * Archive numbers (档号) by DA/T 22-2015, in the archive's own pattern; the item number is counted without gaps inside
 * year and retention.
 */
import { ArchiveError } from '../../../shared/errors.ts';
import { isArchiveYear } from '../../../shared/model/archive-year.ts';
import { RETENTION_LABELS, type Retention } from '../../../shared/model/settings.ts';
import type { ArchiveStamp } from '../print/archive-stamp.ts';
import type { ReadableDb } from '../storage/types.ts';
import { leftNumbers } from './left-numbers.ts';
import { numberingSettings, readSettings } from '../trust/settings.ts';

export interface RefCodeParts {
  fonds: string;
  category: string;
  year: number;
  retention: Retention;
  /** 机构(问题)代码; '' leaves the level out, with the sign before it. */
  office: string;
  item: number;
}

const ITEM_DIGITS = 4;
/** Largest item number that is taken over from another archive: no series of one year has more, and counting goes on behind it. */
const MOST_ITEM_TAKEN = 99_999;
/** No series gets here by counting: a number above it came from somewhere else, and the next number does not go on from it. */
const MOST_ITEM_COUNTED = 999_999_999;

const itemText = (item: number): string => String(item).padStart(ITEM_DIGITS, '0');

/** @param pattern see shared/model/settings.ts */
export function formatRefCode(parts: RefCodeParts, pattern: string): string {
  const values: Readonly<Record<string, string>> = {
    全宗号: parts.fonds,
    门类: parts.category,
    机构: parts.office,
    年度: String(parts.year),
    保管期限: parts.retention,
    件号: itemText(parts.item),
  };
  const levels = parts.office === '' ? pattern.replace(/[-·]?\{机构\}/u, '') : pattern;
  return levels.replaceAll(/\{([^{}]*)\}/gu, (whole, name: string) => values[name] ?? whole);
}

/**
 * The last day on which a letter is to be kept: retention counts from the year after its own.
 * @returns an ISO date, of a year of five digits where it is one: to be compared by compareDays(); null for what is kept for ever
 */
export function expiryDate(year: number, retention: Retention): string | null {
  return retention === 'Y' ? null : `${String(year + Number(retention.slice(1))).padStart(4, '0')}-12-31`;
}

/**
 * The next archive number of a year. Call it inside the transaction that files the letter: then no gap can arise.
 * @throws ArchiveError ARCHIVE_NEWER where the settings of numbers cannot be read
 */
export function nextRefCode(db: ReadableDb, year: number, retention?: Retention): RefCodeParts & { code: string } {
  const settings = numberingSettings(db);
  const kept = retention ?? settings.retention;
  const lastOf = (table: 'letter' | 'stub'): number =>
    db.get<{ item: number | null }>(
      `SELECT max(item_no) AS item FROM ${table} WHERE archive_year = ? AND retention = ? AND item_no <= ?`,
      [year, kept, MOST_ITEM_COUNTED],
    )?.item ?? 0;
  const { fonds, category, office, pattern } = settings;
  // The number of a letter that was disposed of is not given again, nor one that a letter left.
  for (let item = Math.max(lastOf('letter'), lastOf('stub')) + 1; ; item++) {
    const parts: RefCodeParts = { fonds, category, year, retention: kept, office, item };
    const code = formatRefCode(parts, pattern);
    // A letter that came from elsewhere may bear it under another year or item number.
    if (!wasGiven(db, code)) return { ...parts, code };
  }
}

const bearsCode = (db: ReadableDb, code: string): boolean =>
  db.get('SELECT 1 AS n FROM letter WHERE ref_code = ?1 UNION ALL SELECT 1 FROM stub WHERE ref_code = ?1', [code]) !==
  undefined;

/** Whether some letter bears a number, or bore it before. */
export const wasGiven = (db: ReadableDb, code: string): boolean => bearsCode(db, code) || leftNumbers(db).has(code);

/** Whether a number of another archive can be that of its year, retention and item: as this archive would write it, or with each as a part of its own. */
export function numberFits(
  db: ReadableDb,
  code: string,
  { year, retention, item }: Pick<RefCodeParts, 'year' | 'retention' | 'item'>,
): boolean {
  if (item > MOST_ITEM_TAKEN) return false;
  const { fonds, category, office, pattern } = numberingSettings(db);
  if (code === formatRefCode({ fonds, category, office, year, retention, item }, pattern)) return true;
  const itself = (part: string): RegExp => new RegExp(`(?<!\\d)${part}(?!\\d)`, 'u');
  const isPlain = /^[^\s\p{C}{}]{1,200}$/u.test(code);
  return isPlain && code.includes(retention) && [String(year), itemText(item)].every((part) => itself(part).test(code));
}

/** The next number of filing; that of a letter that was disposed of is not given again. */
export function nextNumber(db: ReadableDb): number {
  const last = db.get<{ n: number | null }>(
    'SELECT max(n) AS n FROM (SELECT max(number) AS n FROM letter UNION ALL SELECT max(number) FROM stub)',
  );
  return (last?.n ?? 0) + 1;
}

/** The stamp of a letter. A part of the number that the settings have changed since is left empty rather than guessed. */
export function archiveStamp(db: ReadableDb, id: string): ArchiveStamp {
  const row = db.get<{ archive_year: number; retention: Retention; item_no: number; ref_code: string | null }>(
    'SELECT archive_year, retention, item_no, ref_code FROM letter WHERE id = ?',
    [id],
  );
  if (row === undefined) throw new ArchiveError('NOT_FOUND', id);
  const { fonds, office } = readSettings(db).ref_code;
  const stillIn = (part: string): string => ((row.ref_code ?? '').includes(part) ? part : '');
  return {
    fonds: stillIn(fonds),
    year: String(row.archive_year),
    item: itemText(row.item_no),
    office: office === '' ? '' : stillIn(office),
    retention: RETENTION_LABELS[row.retention],
  };
}

/**
 * The year that a letter belongs to: that of its date, else that of filing (DA/T 22-2015 5.2.2). A date of a year that no archive has gives none.
 * @throws ArchiveError CLOCK_WRONG where the year of filing is none either
 */
export function archiveYear(issuedOn: string | null, filedAt: string): number {
  const year = [issuedOn, filedAt].map((day) => (day === null ? NaN : Number(day.slice(0, 4)))).find(isArchiveYear);
  if (year === undefined) throw new ArchiveError('CLOCK_WRONG', undefined, filedAt);
  return year;
}
