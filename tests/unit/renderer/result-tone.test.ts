/** Result classes look the same in lists and in charts. */
import { expect, test } from 'vitest';
import { TONE_FILLS, resultFills, toneOf } from '../../../renderer/features/list/result-tone.ts';

test('a class has the tone of its first sign, however finely an office divides it', () => {
  expect(['A', '甲', 'A1', 'B', 'B2', '乙', 'C', '丙', 'X'].map(toneOf)).toEqual([
    'good',
    'good',
    'good',
    'middling',
    'middling',
    'middling',
    'plain',
    'plain',
    'plain',
  ]);
});

test('a chart gives A and B their tones whatever stands beside them, and no two classes one fill', () => {
  const codes = ['A', 'A1', 'B', 'B1', 'C', '甲'];
  const fills = resultFills(codes);
  expect(fills[0]).toBe(TONE_FILLS.good);
  expect(fills[2]).toBe(TONE_FILLS.middling);
  expect(new Set(fills).size).toBe(codes.length);
  expect(resultFills(['C', 'B'])[1]).toBe(TONE_FILLS.middling);
});
