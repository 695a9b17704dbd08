/** How many are looked at where not everything is, and which. */
import { expect, test } from 'vitest';
import { SAMPLE_SIZE, Sample, sampleNote } from '../../../main/archive/work/sample.ts';

const picked = (total: number, all = false): number[] => {
  const sample = new Sample(total, all);
  return Array.from({ length: total }, (_, at) => at).filter(() => sample.takes());
};

test('the sample is the smallest that finds one wrong letter in a hundred in 99 cases of 100', () => {
  expect(SAMPLE_SIZE).toBe(459);
  expect(0.99 ** SAMPLE_SIZE).toBeLessThanOrEqual(0.01);
  expect(0.99 ** (SAMPLE_SIZE - 1)).toBeGreaterThan(0.01);
});

test('exactly so many are picked, all where there are fewer or all are asked for', () => {
  for (const total of [0, 1, 458, 459, 460, 5000]) expect(picked(total)).toHaveLength(Math.min(total, SAMPLE_SIZE));
  expect(picked(5000, true)).toHaveLength(5000);
});

test('each is as likely as any other, wherever it stands', () => {
  const counts = new Array<number>(10).fill(0);
  const rounds = 40;
  for (let round = 0; round < rounds; round++)
    for (const at of picked(4590)) counts[Math.floor(at / 459)] = (counts[Math.floor(at / 459)] ?? 0) + 1;
  // 1,836 are expected in each tenth; six standard deviations are 245.
  for (const count of counts) expect(Math.abs(count - (rounds * SAMPLE_SIZE) / 10)).toBeLessThan(245);
});

test('more than were told of are picked too, and a sample says of what it is', () => {
  const sample = new Sample(2);
  expect([1, 2, 3, 4].map(() => sample.takes())).toEqual([true, true, true, true]);
  expect(sampleNote('词表', { size: 459, total: 1000 })).toMatch(/词表随机抽查 459 件（共 1000 件）.*99%/u);
  expect(sampleNote('词表', { size: 459, total: 459 })).toBeUndefined();
});
