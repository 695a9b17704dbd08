/** SM3 by the examples of its standard, GB/T 32905-2016, appendix A: OpenSSL's and the library's are the same. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { librarySm3Hex, sm3Hex } from '../../../main/archive/trust/canonical.ts';

test.each([
  ['where the program runs now', sm3Hex],
  ['by the library, as in Electron', librarySm3Hex],
])('the two examples of the standard, %s', (_where, hash) => {
  expect(hash('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  expect(hash('abcd'.repeat(16))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732');
});

test('any text gives the same in both', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect(librarySm3Hex(text)).toBe(sm3Hex(text));
    }),
  );
});
