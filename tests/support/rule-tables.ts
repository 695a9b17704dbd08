/** Tables of rules, and what each rule of them must find and must not. */
import { describe, expect, it } from 'vitest';
import { valueOf, type Sign } from '../../shared/text/rule.ts';

/** What a table is for, and its rules in their order. */
export type Table = readonly [string, readonly Sign[]];

/** Tests that each rule finds its example, and not what it is not for. */
export function describeTables(tables: readonly Table[]): void {
  describe.each(tables)('the rules of %s', (_, rules) => {
    it.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_name, { pattern: given, example, value, not }) => {
      // A pattern that is gone through keeps its place from one text to the next.
      const pattern = new RegExp(given.source, given.flags.replace('g', ''));
      const match = pattern.exec(example);
      expect(match, example).not.toBeNull();
      if (match !== null && value !== undefined) expect(valueOf(match)).toBe(value);
      expect(pattern.exec(not), not).toBeNull();
    });

    it('have names of their own', () => {
      expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    });
  });
}
