import { describe, expect, test } from 'vitest';
import { RULES, settled } from '../../../main/archive/reading/readers/ocr-context.ts';

describe('signs that OCR takes for one another are settled by their neighbours', () => {
  test.each(RULES.map(({ name, mends }) => [name, ...mends] as const))('%s: %s is %s', (_, read, meant) => {
    expect(settled(read)).toBe(meant);
  });

  test.each(RULES.flatMap(({ name, leaves }) => leaves.map((text) => [name, text] as const)))(
    '%s: %s stays',
    (_, text) => {
      expect(settled(text)).toBe(text);
    },
  );
});
