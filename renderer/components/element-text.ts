/** Elements as people type them: lists in one box, dates in the ways that offices write them. Pure. */
import type { ElementName, Elements } from '../../shared/model/elements.ts';
import { ELEMENT_NAMES, elementSpec } from '../../shared/model/elements.ts';

const SEPARATORS = /[、，,；;]/;

/** Whether a list element takes one entry a line only, because its entries may hold commas and 、. */
export function isLineOnly(name: ElementName): boolean {
  return elementSpec(name).kind === 'lines';
}

/**
 * A list as the text of its box: joined by 、 where that can be taken apart again, otherwise one a line. A single
 * entry that holds a separator gets a line break behind it, which tells `textToList` not to part it.
 */
export function listToText(name: ElementName, list: readonly string[]): string {
  if (isLineOnly(name)) return list.join('\n');
  if (!list.some((entry) => SEPARATORS.test(entry))) return list.join('、');
  return list.length === 1 ? `${list[0]}\n` : list.join('\n');
}

/** The list that the text of a box means: parted at line breaks where there are any, else at 、，,；;. */
export function textToList(name: ElementName, text: string): string[] {
  const parts = isLineOnly(name) || text.includes('\n') ? text.split('\n') : text.split(SEPARATORS);
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

const DATE = /^(\d{4})\s*(?:年|[-./])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*日?$/;
const DIGITS = /^(\d{4})(\d{2})(\d{2})$/;

/**
 * Reads a date as typed: `2022-06-27`, `2022.6.27`, `2022/6/27`, `2022年6月27日`, `20220627`, full-width digits too.
 * @returns ISO, or null where there is no such day
 */
export function parseDate(text: string): string | null {
  const plain = text.normalize('NFKC').trim();
  const found = DATE.exec(plain) ?? DIGITS.exec(plain);
  if (found === null) return null;
  const [, year = '', month = '', day = ''] = found;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}

/** Any element's value as one line for people; '' where the letter does not say. */
export function valueToText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((entry) => valueToText(entry)).join('、');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The elements whose values differ, as the part that an edit sends. */
export function changedElements(before: Elements, after: Elements): Partial<Elements> {
  return Object.fromEntries(
    ELEMENT_NAMES.filter((name) => !same(before[name], after[name])).map((name) => [name, after[name]]),
  );
}
