/**
 * Archive numbers (档号) by DA/T 22-2015: `全宗号-档案门类代码·年度-保管期限-机构(问题)代码-件号`, the item number counted
 * without gaps inside year and retention.
 */
import type { ReadableDb } from '../storage/types.ts';

export const RETENTIONS = ['Y', 'D30', 'D10'] as const;
export type Retention = (typeof RETENTIONS)[number];

/** Replies of a handling office are "同级、下级来函与本机关复函": 30 years unless a reviewer raises them (令第8号). */
export const DEFAULT_RETENTION: Retention = 'D30';

export interface RefCodeParts {
  fonds: string;
  category: string;
  year: number;
  retention: Retention;
  /** 机构(问题)代码; '' leaves the level out. */
  office: string;
  item: number;
}

export function formatRefCode(parts: RefCodeParts): string {
  const office = parts.office === '' ? '' : `-${parts.office}`;
  const item = String(parts.item).padStart(4, '0');
  return `${parts.fonds}-${parts.category}·${parts.year}-${parts.retention}${office}-${item}`;
}

/** The next archive number of a year. Call it inside the transaction that files the letter: then no gap can arise. */
export function nextRefCode(
  db: ReadableDb,
  issuedOn: string | null,
  filedAt: string,
  retention: Retention = DEFAULT_RETENTION,
): RefCodeParts & { code: string } {
  const year = Number((issuedOn ?? filedAt).slice(0, 4));
  const last = db.get<{ item: number | null }>(
    'SELECT max(item_no) AS item FROM letter WHERE archive_year = ? AND retention = ?',
    [year, retention],
  );
  const setting = (key: string, fallback: string): string =>
    db.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', [key])?.value ?? fallback;
  const parts: RefCodeParts = {
    fonds: setting('fonds', 'Z001'),
    category: setting('category', 'WS'),
    year,
    retention,
    office: setting('office', ''),
    item: (last?.item ?? 0) + 1,
  };
  return { ...parts, code: formatRefCode(parts) };
}
