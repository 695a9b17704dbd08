import { expect, test } from 'vitest';
import { numberSeries } from '../../../main/archive/letters/numbering.ts';

const letters = (...numbers: string[]): { id: string; doc_number: string }[] =>
  numbers.map((doc_number, i) => ({ id: `L${i}`, doc_number }));

test('gaps and repeats are reported per 机关代字 and year', () => {
  const series = numberSeries(
    letters(
      '云教函〔2023〕3号',
      '云教函〔2023〕7号',
      '云教函〔2023〕3号',
      '云教函〔2024〕1号',
      '云民函〔2023〕9号',
      '无号',
    ),
  );
  expect(series).toEqual([
    { code: '云教函', year: 2024, count: 1, first: 1, last: 1, gaps: [], repeats: [] },
    {
      code: '云教函',
      year: 2023,
      count: 2,
      first: 3,
      last: 7,
      gaps: [[4, 6]],
      repeats: [{ number: 3, ids: ['L0', 'L2'] }],
    },
    { code: '云民函', year: 2023, count: 1, first: 9, last: 9, gaps: [], repeats: [] },
  ]);
});
