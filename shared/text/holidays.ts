/** The table of holidays as people write it: a line a day. Pure. */
import { ArchiveError } from '../errors.ts';
import type { Holiday } from '../model/public-version.ts';
import { isIsoDay } from './dates.ts';

/**
 * `2026-10-01 休 国庆节`, `2026-10-10 班`: a line a day; lines with # are remarks.
 * @throws ArchiveError BAD_VALUE, which names the line
 */
export function parseHolidays(text: string): Holiday[] {
  const days = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, at) => ({ line: line.trim(), at }))
    .filter(({ line }) => line !== '' && !line.startsWith('#'))
    .map(({ line, at }) => {
      const [, day, kind, name = ''] = /^(\d{4}-\d{2}-\d{2})[\s,，]+(休|班)(?:[\s,，]+(.{1,40}))?$/u.exec(line) ?? [];
      if (day === undefined || kind === undefined || !isIsoDay(day))
        throw new ArchiveError('BAD_VALUE', `节假日表第 ${at + 1} 行须写作“2026-10-01 休 国庆节”或“2026-10-10 班”`);
      return { day, work: kind === '班', name };
    })
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const twice = days.find(({ day }, at) => days[at - 1]?.day === day);
  if (twice !== undefined) throw new ArchiveError('BAD_VALUE', `节假日表中 ${twice.day} 列了两次`);
  return days;
}

export function holidayLines(days: readonly Holiday[]): string {
  return days.map(({ day, work, name }) => `${day} ${work ? '班' : '休'}${name === '' ? '' : ` ${name}`}\n`).join('');
}
