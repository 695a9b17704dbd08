import { describe, expect, it } from 'vitest';
import { NEAR_DUPLICATE, nearKey, similarity, textKey } from '../../../main/archive/reading/text-key.ts';
import { makeLetter } from '../../bench/reading/generator.ts';
import { typeset } from '../../bench/reading/typeset.ts';

describe('letters of the same text have the same key', () => {
  it('whatever the wraps, blanks, widths, punctuation and radicals', () => {
    const key = textKey('关于第101037号提案答复的函（A类），子女');
    expect(textKey('关于第 101037 号\n提案答复的函(Ａ类), ⼦女。')).toBe(key);
    expect(textKey('关于第101038号提案答复的函（A类），子女')).not.toBe(key);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('near duplicates', () => {
  const text = (seed: number): string => typeset(makeLetter(seed), 'clean', seed);

  it('the same letter scanned again is near, another letter of the same office’s words is not', () => {
    let nearest = 1;
    let farthest = 0;
    for (let seed = 1; seed <= 40; seed += 1) {
      nearest = Math.min(nearest, similarity(nearKey(text(seed)), nearKey(typeset(makeLetter(seed), 'noisy', seed))));
      farthest = Math.max(farthest, similarity(nearKey(text(seed)), nearKey(text(seed + 1000))));
    }
    expect(nearest).toBeGreaterThan(NEAR_DUPLICATE);
    expect(farthest).toBeLessThan(NEAR_DUPLICATE);
  });

  it('is symmetric, 1 for itself and 0 for nothing', () => {
    const [a, b] = [nearKey(text(1)), nearKey(text(2))];
    expect(similarity(a, a)).toBe(1);
    expect(similarity(a, b)).toBe(similarity(b, a));
    expect(similarity(a, '')).toBe(0);
    expect(similarity('', '')).toBe(1);
  });
});
