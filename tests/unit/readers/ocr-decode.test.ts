/** From scores to signs, and of two looks at one line the surer signs. */
import { describe, expect, test } from 'vitest';
import { bothRead, decode, type Sign } from '../../../main/archive/reading/readers/ocr-decode.ts';

const CHARACTERS = ['', '甲', '乙', '丙'];
const steps = (...rows: readonly (readonly number[])[]): Float32Array => Float32Array.from(rows.flat());
const sign = (text: string, at: number, confidence: number): Sign => ({ sign: text, at, confidence });
const text = (signs: readonly Sign[]): string => signs.map((one) => one.sign).join('');

describe('decode', () => {
  test('repeats are one sign, a gap between them makes two', () => {
    const same = [0, 0.99, 0, 0];
    expect(text(decode(steps(same, same), CHARACTERS))).toBe('甲');
    expect(text(decode(steps(same, [0.99, 0, 0, 0], same), CHARACTERS))).toBe('甲甲');
  });

  test('what else was thought of stands beside a sign in doubt, not beside a sure one', () => {
    const [doubtful, sure] = decode(steps([0, 0.5, 0.4, 0.01], [0.9, 0, 0, 0], [0, 0, 0.99, 0.01]), CHARACTERS);
    expect(doubtful?.others?.map((other) => other.sign)).toEqual(['乙']);
    expect(sure).toMatchObject({ sign: '乙', at: 2 });
    expect(sure?.others).toBeUndefined();
  });
});

describe('two looks at one line', () => {
  test('at one place the surer sign counts, whichever look saw it', () => {
    expect(text(bothRead([sign('甲', 3, 0.5), sign('乙', 9, 0.9)], [sign('丙', 4, 0.8), sign('丙', 9, 0.3)]))).toBe(
      '丙乙',
    );
  });

  test('what only the first saw stays, what only the second saw comes in where it is sure', () => {
    expect(text(bothRead([sign('甲', 3, 0.4)], [sign('乙', 9, 0.9), sign('丙', 15, 0.5)]))).toBe('甲乙');
  });

  test('one look is taken as it is', () => {
    expect(bothRead([], [sign('甲', 3, 0.1)])).toEqual([sign('甲', 3, 0.1)]);
  });
});
