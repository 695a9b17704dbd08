/** Turns `field=value` words into elements. */
import { ArchiveError } from '../../shared/errors.ts';
import {
  ELEMENT_LABELS,
  ELEMENT_NAMES,
  elementSpec,
  isList,
  type ElementName,
  type Elements,
} from '../../shared/model/elements.ts';
import { readDate } from '../../shared/text/dates.ts';
import { nearest } from './nearest.ts';

const SEPARATORS = /[、，,；;]/;

/** A day as offices write it (2026年3月5日, 2026/3/5, 2026.3.5, 20260305) as 2026-03-05; what is no day stays, to be refused by the contract. */
export const isoDay = (text: string): string => readDate(text)?.iso ?? text;

/**
 * Fields may be named as in JSON (`issued_on`) or by their Chinese label (`成文日期`). An empty value takes the element
 * away; lists take 、，or ; between items; dates may be written as offices write them.
 * @throws ArchiveError USAGE, UNKNOWN_FIELD
 */
export function parseFields(args: string[]): Partial<Elements> {
  const set: Partial<Record<ElementName, unknown>> = {};
  for (const word of args) {
    const at = word.indexOf('=');
    if (at < 1) throw new ArchiveError('USAGE', `--set 须写作 字段=值：${word}`);
    const field = findField(word.slice(0, at).trim());
    const value = word.slice(at + 1).trim();
    if (isList(field))
      set[field] = value
        .split(SEPARATORS)
        .map((item) => item.trim())
        .filter((item) => item !== '');
    else if (elementSpec(field).kind === 'date') set[field] = value === '' ? null : isoDay(value);
    else set[field] = value === '' ? null : value;
  }
  // The values are checked by the contract's schema, which knows what each element may be.
  return set as Partial<Elements>;
}

function findField(name: string): ElementName {
  const field = ELEMENT_NAMES.find((element) => element === name || ELEMENT_LABELS[element] === name);
  if (field === undefined) {
    const near = nearest(name, [...ELEMENT_NAMES, ...Object.values(ELEMENT_LABELS)]);
    throw new ArchiveError('UNKNOWN_FIELD', near === undefined ? name : `${name}（是否指 ${near}？）`);
  }
  return field;
}
