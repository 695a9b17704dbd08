/** Marks stand on the original text, and the snippet shows the piece with most of what was asked for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText } from '../../../shared/text/fold.ts';
import { markTerms, parseQuery } from '../../../shared/text/query.ts';
import { findMarks, makeSnippet } from '../../../shared/text/snippet.ts';

const marked = (text: string, query: string): string[] =>
  findMarks(text, markTerms(parseQuery(query), ['all', 'body'])).map(([start, end]) => text.slice(start, end));

describe('marks', () => {
  it.each([
    ['面积达到 84580.32\n\n平方米。', '84580.32平方米', ['84580.32\n\n平方米']],
    ['清民函〔2022〕58号', '清民函[2022]58', ['清民函〔2022〕58']],
    ['社區與社 区', '社区', ['社區', '社 区']],
    ['社区社区', '社区', ['社区', '社区']],
    ['哈哈哈', '哈哈', ['哈哈哈']],
    ['下辖 8个街道，8 日', '8 个街道', ['8个街道']],
    ['甲8乙', '8 丙', ['8']],
    ['社区养老', '社区 -养老', ['社区']],
    ['标题在别处', '标题:别处', []],
    ['面积㎡', 'm2', ['㎡']],
    ['x😀y', '😀', ['😀']],
  ])('%j for %j', (text, query, expected) => {
    expect(marked(text, query)).toEqual(expected);
  });

  it('cover exactly the places of the folded term', () => {
    const pieces = fc.array(fc.constantFrom('社', '區', '区', ' ', '\n', '〔', '(', 'A', 'ａ', '㎡', 'm', '2'), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(pieces, fc.constantFrom('社区', '(a', 'm2', '区社', 'aa', '2'), (parts, term) => {
        const text = parts.join('');
        const marks = findMarks(text, { terms: [term], joined: [] });
        for (const [start, end] of marks) expect(foldText(text.slice(start, end))).toContain(term);
        const outside = marks.reduceRight(
          (rest, [start, end]) => `${rest.slice(0, start)}\u4e00${rest.slice(end)}`,
          text,
        );
        expect(foldText(outside)).not.toContain(term);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('snippets', () => {
  const text = `${'甲'.repeat(200)}社区${'乙'.repeat(300)}养老社区${'丙'.repeat(200)}`;

  it('show the place where most of the words stand, with marks that index the snippet', () => {
    const snippet = makeSnippet(text, markTerms(parseQuery('社区 养老'), ['all']));
    expect(snippet?.marks.map(([start, end]) => snippet.text.slice(start, end))).toEqual(['养老', '社区']);
    expect(snippet?.text.length).toBeLessThan(100);
    expect(snippet?.text).toMatch(/^….*…$/);
  });

  it('never cut a surrogate pair', () => {
    fc.assert(
      fc.property(fc.nat(60), (shift) => {
        const snippet = makeSnippet(`${'a'.repeat(shift)}${'😀'.repeat(100)}社区${'😀'.repeat(100)}`, {
          terms: ['社区'],
          joined: [],
        });
        expect(snippet?.text.isWellFormed()).toBe(true);
      }),
    );
  });

  it('are absent where nothing matches', () => {
    expect(makeSnippet(text, { terms: ['没有'], joined: [] })).toBeUndefined();
  });
});
