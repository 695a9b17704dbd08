/**
 * Archive numbers (档号) by DA/T 22-2015, in the archive's own pattern; the item number is counted without gaps inside
 * year and retention.
 */
import { ArchiveError } from '../../../shared/errors.ts';
import { RETENTION_LABELS, type Retention } from '../../../shared/model/settings.ts';
import type { ArchiveStamp } from '../print/archive-stamp.ts';
import type { ReadableDb } from '../storage/types.ts';
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

/** @param pattern see shared/model/settings.ts */
export function formatRefCode(parts: RefCodeParts, pattern: string): string {
  const values: Readonly<Record<string, string>> = {
    全宗号: parts.fonds,
    门类: parts.category,
    机构: parts.office,
    年度: String(parts.year),
    保管期限: parts.retention,
    件号: String(parts.item).padStart(ITEM_DIGITS, '0'),
  };
  const levels = parts.office === '' ? pattern.replace(/[-·]?\{机构\}/u, '') : pattern;
  return levels.replaceAll(/\{([^{}]*)\}/gu, (whole, name: string) => values[name] ?? whole);
}

/**
 * The last day on which a letter is to be kept: retention counts from the year after its own.
 * @returns an ISO date; null for what is kept for ever
 */
export function expiryDate(year: number, retention: Retention): string | null {
  return retention === 'Y' ? null : `${year + Number(retention.slice(1))}-12-31`;
}

/**
 * The next archive number of a year. Call it inside the transaction that files the letter: then no gap can arise.
 * @throws ArchiveError ARCHIVE_NEWER where the settings of numbers cannot be read
 */
export function nextRefCode(db: ReadableDb, year: number, retention?: Retention): RefCodeParts & { code: string } {
  const settings = numberingSettings(db);
  const kept = retention ?? settings.retention;
  const last = db.get<{ item: number | null }>(
    // The number of a letter that was disposed of is not given again.
    `SELECT max(item) AS item FROM (SELECT max(item_no) AS item FROM letter WHERE archive_year = ? AND retention = ?
       UNION ALL SELECT max(item_no) FROM stub WHERE archive_year = ? AND retention = ?)`,
    [year, kept, year, kept],
  );
  const { fonds, category, office, pattern } = settings;
  const parts: RefCodeParts = { fonds, category, year, retention: kept, office, item: (last?.item ?? 0) + 1 };
  return { ...parts, code: formatRefCode(parts, pattern) };
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
    item: String(row.item_no).padStart(ITEM_DIGITS, '0'),
    office: office === '' ? '' : stillIn(office),
    retention: RETENTION_LABELS[row.retention],
  };
}

/** The year that a letter belongs to: that of its date, else that of filing (DA/T 22-2015 5.2.2). */
export function archiveYear(issuedOn: string | null, filedAt: string): number {
  return Number((issuedOn ?? filedAt).slice(0, 4));
}
