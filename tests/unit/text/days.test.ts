/** Days of years with fewer or more than four digits are put in their order (docs/spec/disposal.md). */
import { expect, test } from 'vitest';
import { expiryDate } from '../../../main/archive/letters/ref-code.ts';
import { beijingDay, beijingMidnight, beijingTime, compareDays, daysBefore } from '../../../shared/text/dates.ts';

test('years are compared as numbers, days of one year as they are', () => {
  const days = ['10025-12-31', '2026-12-01', '0035-12-31', '2026-02-28', '35-01-01'];
  expect(days.toSorted(compareDays)).toEqual(['35-01-01', '0035-12-31', '2026-02-28', '2026-12-01', '10025-12-31']);
  expect(compareDays('2026-12-01', '2026-12-01')).toBe(0);
});

test('a retention that ends in a year of five digits has not ended, one of the year 35 has', () => {
  expect(compareDays(expiryDate(9995, 'D30') ?? '', '2026-12-01')).toBeGreaterThan(0);
  expect(compareDays(expiryDate(5, 'D30') ?? '', '2026-12-01')).toBeLessThan(0);
});

test('instants are told by China’s clock on whatever machine', () => {
  expect(beijingTime('2026-12-31T16:00:00.000Z')).toBe('2027-01-01 00:00:00 +08:00');
  expect(beijingDay('2026-12-31T15:59:59.999Z')).toBe('2026-12-31');
  expect(beijingMidnight('2027-01-01').toISOString()).toBe('2026-12-31T16:00:00.000Z');
  expect([daysBefore('2027-01-01', 1), daysBefore('2028-03-01', 1)]).toEqual(['2026-12-31', '2028-02-29']);
});
