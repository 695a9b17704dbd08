/** 抄送: the offices that a letter is copied to. */
import type { Copies } from '../../../../shared/text/anatomy/imprint.ts';
import type { Found } from '../../../../shared/text/anatomy/lines.ts';
import { looksLikeOffice } from '../../../../shared/text/anatomy/offices.ts';

/** The names of all lists of copies, without the number of copies behind them. */
export function readCopies(text: string, copies: readonly Copies[]): Found<string>[] {
  return copies.flatMap(({ start, end }) => splitOffices(text, start, end));
}

const isWhole = (name: string): boolean => name.length >= 4 && looksLikeOffice(name);
/** 县政协　县政府办: short names, each with its rank before it; a blank of a scan parts no such names. */
const isShort = (name: string): boolean => /^[省市县区州旗]/.test(name) && looksLikeOffice(name);

/** Offices of a list, parted by ， 、 ； outside brackets. */
function splitOffices(text: string, from: number, end: number): Found<string>[] {
  const found: Found<string>[] = [];
  let depth = 0;
  let start = from;
  for (let i = start; i <= end; i += 1) {
    const character = i < end && !text.startsWith('主题词', i) ? text.charAt(i) : '。';
    if (/[（(]/.test(character)) depth += 1;
    if (/[）)]/.test(character)) depth -= 1;
    if (!(depth <= 0 && /[，,、；;。]/.test(character)) && i < end) continue;
    const value = text
      .slice(start, i)
      .replace(/\s/g, '')
      .replace(/各?[一\d]份$|[（(]各?[一二两三四五六七八九十\d０-９]{1,3}份[）)]$|[.．]$/, '');
    const lead = text.slice(start, i).length - text.slice(start, i).trimStart().length;
    const parts = [
      ...text.slice(start, i).matchAll(/\S+?(?=[（(]各?[一二两三四五六七八九十\d０-９]{1,3}份[）)]|\s|$)/g),
    ].filter((part) => !/^[（(]/.test(part[0]));
    if (parts.length > 1 && (parts.every((part) => isWhole(part[0])) || parts.every((part) => isShort(part[0])))) {
      for (const part of parts) {
        const from = start + part.index;
        found.push({ value: part[0], start: from, end: from + part[0].length, confidence: 0.9 });
      }
    } else if (value !== '' && !/^[）)]+$/.test(value))
      found.push({ value, start: start + lead, end: i, confidence: value.length > 24 ? 0.75 : 0.95 });
    start = i + 1;
    if (character === '。') break;
  }
  return found;
}
