import { describe, expect, test } from 'vitest';
import { likenessOf, phrasesOf, rarest } from '../../../main/archive/search/similar.ts';
import type { IndexedLetter } from '../../../main/archive/search/types.ts';
import { emptyElements } from '../../../shared/model/elements.ts';

const letter = (id: string, text: string, elements: object = {}): IndexedLetter => ({
  ...{ id, sequence: 1, filed_at: '', attachments: [] },
  text,
  elements: { ...emptyElements(), ...elements },
});

const FRAME = '石桥县十届人大一次会议第12号建议收悉，现答复如下：感谢您对我们工作的关心和支持。二〇二三年十一月二日。';

describe('why letters are alike', () => {
  const one = letter('a', `${FRAME}建成日间照料中心和助餐点。`, {
    case_title: '关于加快推进社区养老服务的建议',
    addressees: ['周砚清'],
  });
  const other = letter('b', `${FRAME}新增日间照料中心三处。`, {
    case_title: '关于发展社区养老服务的提案',
    addressees: ['周砚清'],
  });

  test('the subject comes first, in whole words, then the member, then what both speak of', () => {
    const { reasons } = likenessOf(one, other, phrasesOf(one));
    expect(reasons.slice(0, 2)).toEqual(['同一案由：社区养老服务', '同一委员（代表）：周砚清']);
    expect(reasons[2]).toMatch(/^都提到：.*日间照料中心/);
  });

  test('what stands in every letter is never a reason', () => {
    const told = likenessOf(one, letter('c', FRAME), phrasesOf(one));
    expect(told.reasons).toEqual([]);
    expect(phrasesOf(letter('d', FRAME)).filter((phrase) => /届|会议|月|收悉/.test(phrase))).toEqual([]);
  });

  test('the same subject weighs more than the same office and many words', () => {
    const near = letter('e', `${FRAME}建成日间照料中心和助餐点。`, { issuer: '民政局' });
    expect(likenessOf(one, other, []).weight).toBeGreaterThan(likenessOf(one, near, phrasesOf(one)).weight);
  });

  test('phrases that many letters have are not looked for', () => {
    expect(rarest(['日间照料', '社区服务'], [3, 900], 1000)).toEqual(['日间照料']);
  });
});
