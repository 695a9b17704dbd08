/** Working days by weekdays and a table of holidays. */
import { expect, test } from 'vitest';
import { Calendar, PUBLIC_WITHIN_DAYS, daysBetween } from '../../../shared/text/working-days.ts';

test('twenty working days without a holiday: the day after is the first', () => {
  expect(new Calendar([]).after('2022-06-27', PUBLIC_WITHIN_DAYS)).toBe('2022-07-25');
});

test('holidays put the day off, weekend days that are worked bring it nearer', () => {
  const rest = ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'].map((day) => ({
    ...{ day, work: false, name: '国庆节' },
  }));
  expect(new Calendar([]).after('2026-09-30', 2)).toBe('2026-10-02');
  expect(new Calendar(rest).after('2026-09-30', 2)).toBe('2026-10-09');
  const worked = [...rest, { day: '2026-10-10', work: true, name: '' }];
  expect(new Calendar(worked).after('2026-09-30', 3)).toBe('2026-10-10');
});

test('years of which the table says nothing are known', () => {
  const calendar = new Calendar([{ day: '2026-01-01', work: false, name: '元旦' }]);
  expect(calendar.unknownYears('2025-12-20', '2026-01-20')).toEqual([2025]);
  expect(daysBetween('2026-02-27', '2026-03-02')).toBe(3);
});
