import { describe, expect, it } from 'vitest';
import { isBeginning, NEAR_DUPLICATE, nearKey, similarity, textKey } from '../../../main/archive/reading/text-key.ts';
import { makeLetter } from '../../bench/reading/generator.ts';
import { typeset } from '../../bench/reading/typeset.ts';

describe('letters of the same text have the same key', () => {
  it('whatever the wraps, blanks, widths, punctuation and radicals', () => {
    const key = textKey('关于第101037号提案答复的函（A类），子女');
    expect(textKey('关于第 101037 号\n提案答复的函(Ａ类), ⼦女。')).toBe(key);
    expect(textKey('关于第101038号提案答复的函（A类），子女')).not.toBe(key);
    expect(key).toMatch(/^2:[0-9a-f]{64}$/);
    expect(textKey('投资1,268.5万元，2020—2023年。「好」')).toBe(textKey('投资１２６８．５万元2020-2023年；“好”'));
  });

  it('but signs, points, boxes and brackets count as words do', () => {
    const pairs = [
      ['1.5万元', '15万元'],
      ['-3.2%', '3.2%'],
      ['3-5个月', '35个月'],
      ['三—五个月', '三五个月'],
      ['☑满意', '□满意'],
      ['+5', '±5'],
      ['（暂不）办理', '暂不办理'],
      ['98%', '98‰'],
      ['1、2', '12'],
      ['8:30', '830'],
      ['≤5', '≥5'],
    ] as const;
    for (const [one, other] of pairs) expect(textKey(one), one).not.toBe(textKey(other));
  });

  it('and what is attached, in any order', () => {
    expect(textKey('甲', ['b', 'a'])).toBe(textKey('甲', ['a', 'b']));
    expect(textKey('甲', ['a'])).not.toBe(textKey('甲', ['b']));
    expect(textKey('甲', ['a'])).not.toBe(textKey('甲'));
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
    expect(similarity(a, nearKey(''))).toBe(0);
    expect(similarity(nearKey(''), nearKey(''))).toBe(1);
  });
});

describe('a text is the beginning of a longer one', () => {
  const whole =
    '关于县政协第七届委员会第二次会议第021号提案的答复，您提出的《关于扶持茶农的提案》收悉，现答复如下：已派员上门指导。';
  it('whatever blanks and widths, and whatever was cut in its last characters', () => {
    expect(isBeginning(`${whole.slice(0, 40)}\ufffd`, whole)).toBe(true);
    expect(isBeginning(whole.slice(0, 44).replace('，', ' ,\n'), whole)).toBe(true);
  });
  it('but not one that says otherwise, or too little, or all of it', () => {
    expect(isBeginning(whole.slice(0, 44).replace('021', '022'), whole)).toBe(false);
    expect(isBeginning(whole.slice(0, 20), whole)).toBe(false);
    expect(isBeginning(whole, whole)).toBe(false);
  });
});
