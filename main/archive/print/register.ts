/** A register as data: what a workbook, a csv and a PDF of it are made from. */
import type { RegisterColumn } from '../../../shared/model/registers.ts';

export type RegisterValue = string | number | null;

export interface Register {
  title: string;
  /** Under the title: fonds, year, number of letters. */
  subtitle: string;
  columns: readonly RegisterColumn[];
  /** A date is an ISO day; null where there is nothing. */
  rows: readonly (readonly RegisterValue[])[];
  /** Behind the rows, a line each. */
  totals: readonly string[];
  /** Who signs, two a line. */
  signatures: readonly string[];
}

const DAY_MS = 86_400_000;
/** Day 0 of spreadsheets, so that their day 60, which never was, does not matter after it. */
const SHEET_EPOCH = Date.UTC(1899, 11, 30);

/** A day as spreadsheets count it; undefined where it is none that they know. */
export function sheetDay(value: RegisterValue): number | undefined {
  const time = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : NaN;
  if (Number.isNaN(time) || time < Date.UTC(1900, 2, 1)) return undefined;
  return Math.round((time - SHEET_EPOCH) / DAY_MS);
}

/** A value as it is read. */
export const shownValue = (value: RegisterValue): string => (value === null ? '' : String(value));
