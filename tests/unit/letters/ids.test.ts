import { expect, test } from 'vitest';
import { newId } from '../../../main/archive/letters/ids.ts';
import { REF_CODE_PATTERN } from '../../../shared/model/settings.ts';
import { formatRefCode } from '../../../main/archive/letters/ref-code.ts';

test('ids are 26 characters, unique and in the order in which they were made', () => {
  const ids = Array.from({ length: 5000 }, () => newId());
  expect(new Set(ids).size).toBe(5000);
  expect([...ids].sort()).toEqual(ids);
  expect(ids.every((id) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id))).toBe(true);
});

test('an archive number is written as DA/T 22-2015 shows it', () => {
  const parts = { fonds: 'Z109', category: 'WS', year: 2011, retention: 'Y' as const, office: 'BGS', item: 1 };
  expect(formatRefCode(parts, REF_CODE_PATTERN)).toBe('Z109-WS·2011-Y-BGS-0001');
  expect(formatRefCode({ ...parts, office: '', retention: 'D30', item: 12 }, REF_CODE_PATTERN)).toBe(
    'Z109-WS·2011-D30-0012',
  );
});
