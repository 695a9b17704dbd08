import { expect, test } from 'vitest';
import { parseFields } from '../../../main/cli/fields.ts';

test('fields go by their JSON name or their Chinese label', () => {
  expect(parseFields(['issued_on=2024-05-06', '办理结果=B'])).toEqual({ issued_on: '2024-05-06', result_code: 'B' });
});

test('lists are split at their separators, an empty value takes an element away', () => {
  expect(parseFields(['addressees=甲一、乙二，丙三', 'cc=', 'contact='])).toEqual({
    addressees: ['甲一', '乙二', '丙三'],
    cc: [],
    contact: null,
  });
});

test('an unknown field and a word without = are refused', () => {
  expect(() => parseFields(['colour=red'])).toThrow(expect.objectContaining({ code: 'UNKNOWN_FIELD' }));
  expect(() => parseFields(['title'])).toThrow(expect.objectContaining({ code: 'USAGE' }));
});
