/** Days of years with fewer or more than four digits are put in their order (docs/spec/disposal.md). */
import { expect, test } from 'vitest';
import { expiryDate } from '../../../main/archive/letters/ref-code.ts';
import { compareDays } from '../../../shared/text/dates.ts';

test('years are compared as numbers, days of one year as they are', () => {
  const days = ['10025-12-31', '2026-12-01', '0035-12-31', '2026-02-28', '35-01-01'];
  expect(days.toSorted(compareDays)).toEqual(['35-01-01', '0035-12-31', '2026-02-28', '2026-12-01', '10025-12-31']);
  expect(compareDays('2026-12-01', '2026-12-01')).toBe(0);
});

test('a retention that ends in a year of five digits has not ended, one of the year 35 has', () => {
  expect(compareDays(expiryDate(9995, 'D30') ?? '', '2026-12-01')).toBeGreaterThan(0);
  expect(compareDays(expiryDate(5, 'D30') ?? '', '2026-12-01')).toBeLessThan(0);
});
