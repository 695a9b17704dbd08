/** Folding: what people read as the same is the same, and every folded unit knows where it came from. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, foldText } from '../../../shared/text/fold.ts';

describe('folding', () => {
  it.each([
    ['社區', '社区'],
    ['官民函[2022]58号', '官民函〔2022〕58号'],
    ['官民函（2022）58号', '官民函【２０２２】５８號'],
    ['2022年6月27日', '2022 年 6\u3000月\n27 日'],
    ['84580.32平方米', '84580.32\n\n平方米'],
    ['“村改居”', '「村改居」'],
    ['—3—', '-3-'],
    ['黄河', '⻩河'],
    ['儿子', '⼉⼦'],
    ['二〇〇六年', '二○○六年'],
    ['买买提·艾力', '买买提•艾力'],
    ['A类', 'ａ類'],
    ['é', 'e\u0301'],
    ['ガ', 'ｶﾞ'],
    ['社\u200b区', '社\u00ad区'],
    ['m2', '㎡'],
    ['發展後裡', '发展后里'],
  ])('%j and %j are the same', (a, b) => {
    expect(foldText(a)).toBe(foldText(b));
  });

  it.each([
    ['社区', '区社'],
    ['未来', '末来'],
    ['10', '1O'],
    ['，', '。'],
  ])('%j and %j are not', (a, b) => {
    expect(foldText(a)).not.toBe(foldText(b));
  });

  it('nothing that cannot be seen remains, so the index may use such units itself', () => {
    expect(foldText('\u0000\u0001\u001f \t\r\n\u3000\ufeff\u200d\u2060')).toBe('');
  });

  it('a lone surrogate stays one unit and harms no neighbour', () => {
    expect(fold('社\ud800区')).toMatchObject({ text: '社\ud800区' });
    expect(foldText('\udc00\ud800')).toBe('\udc00\ud800');
  });

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          '區',
          'e',
          '\u0301',
          'ｶ',
          'ﾞ',
          ' ',
          '㎡',
          '\ud83d',
          '😀',
          '⻩',
          '〔',
          'İ',
          '가',
          '\u1100',
          '\u1161',
        ),
        { maxLength: 30 },
      )
      .map((parts) => parts.join('')),
  );

  it('every folded unit stands for a span of the original, in order, and the span alone folds to it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { text: folded, starts, ends } = fold(text);
        expect(starts.length).toBe(folded.length);
        for (let i = 0; i < folded.length; i++) {
          const start = starts[i] ?? -1;
          const end = ends[i] ?? -1;
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          if (i > 0 && start !== starts[i - 1]) expect(start).toBeGreaterThanOrEqual(ends[i - 1] ?? 0);
          expect(foldText(text.slice(start, end))).toContain(folded[i]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('folding piece by piece at blanks is folding the whole', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(foldText(`${a} 社${b}`)).toBe(foldText(a) + foldText(`社${b}`));
      }),
      { numRuns: 500 },
    );
  });
});

describe('folding of long and of odd texts', () => {
  it.each([8191, 8192, 8193, 16384, 20001])('a text of %i units is folded whole', (length) => {
    const text = 'ＡＢ答複'.repeat(Math.ceil(length / 4)).slice(0, length);
    const wanted = 'ab答复'.repeat(Math.ceil(length / 4)).slice(0, length);
    expect(foldText(text)).toBe(wanted);
    expect(fold(text).text).toBe(wanted);
  });

  it('letters beyond the basic plane fold like their plain ones, characters there stay', () => {
    expect(foldText('𝐀𝐁𝟗')).toBe('ab9');
    expect(foldText('𠮷')).toBe('𠮷');
  });

  it('one unit may become several', () => {
    expect(foldText('ﬁ')).toBe('fi');
    expect(foldText('㈠')).toBe(foldText('(一)'));
  });
});
