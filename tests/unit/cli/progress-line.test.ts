/** How far a long command is, as a line for people. */
import { expect, test } from 'vitest';
import { longCall } from '../../../main/cli/common-options.ts';

const lineOf = (done: number, total: number): string => {
  const lines: string[] = [];
  const context = { signal: new AbortController().signal, note: (line: string) => void lines.push(line) };
  longCall(context).onProgress({ done, total, message: '四性检测' });
  return lines.join('\n');
};

test('things are counted, shares are percent, and what is not known yet is said', () => {
  expect(lineOf(3, 40)).toBe('3/40 四性检测');
  expect(lineOf(0, 0)).toBe('0/? 四性检测');
  expect(lineOf(3.95e-7, 1)).toBe('0% 四性检测');
  expect(lineOf(0.507, 1)).toBe('50% 四性检测');
});
