/** The other ways to write a word: offered, within bounds, and never for names. */
import { describe, expect, it } from 'vitest';
import { variantForms } from '../../../shared/text/variants.ts';

describe('the forms of a word with variant characters', () => {
  it.each([
    ['账目', ['帐目']],
    ['着力', ['著力']],
    ['村庄', ['邨庄']],
    ['往来账', ['往来帐', '徃来账', '徃来帐']],
    ['窗', ['窓', '牕', '窻']],
  ])('%s', (words, forms) => {
    expect(variantForms(words)).toEqual(forms.filter((form) => form !== words));
  });

  it.each(['', '提案', '堃', '喆', '𠮷', '20'])('there are none of %j', (words) => {
    expect(variantForms(words)).toEqual([]);
  });

  it('six characters are varied and no more: a long word has at most 63 others', () => {
    const forms = variantForms('账着村苏凭拿灾');
    expect(forms).toHaveLength(63);
    expect(new Set(forms).size).toBe(63);
    expect(forms.every((form) => form.endsWith('灾'))).toBe(true);
    expect(forms).toContain('帐著邨甦凴拏灾');
  });

  it('of characters with several variants no more than 63 are made', () => {
    expect(variantForms('窗厄概矿实碗').length).toBe(63);
  });
});
