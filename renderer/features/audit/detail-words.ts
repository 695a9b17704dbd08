/** What a row of the log holds beside its sentence, part by part in words. Pure. */
import { elementLabel } from '../../../shared/model/elements.ts';
import { readDetail } from './sentences.ts';
import { DETAILS, words } from './words.ts';

/** The parts of a row's detail, each with its word; a row that cannot be read is shown as it is. */
export function detailParts(detail: string): [string, string][] {
  const parts = Object.entries(readDetail(detail));
  if (parts.length === 0 && detail !== '{}') return [['', detail]];
  return parts.map(([key, value]) => [DETAILS[key] ?? key, key === 'changes' ? changed(value) : told(value)]);
}

/** What was changed: the elements by their names. */
function changed(value: unknown): string {
  if (!Array.isArray(value)) return told(value);
  return value
    .map((one: unknown) => {
      if (one === 'text') return words.changedText;
      if (one === 'attachments') return words.changedFiles;
      return typeof one === 'string' ? elementLabel(one) : told(one);
    })
    .join('、');
}

function told(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (Array.isArray(value)) return value.map(told).join(value.some((one) => typeof one === 'object') ? '\n' : '、');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([key, one]) => `${DETAILS[key] ?? key}：${told(one)}`)
      .join('，');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
