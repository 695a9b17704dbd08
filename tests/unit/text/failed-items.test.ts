/** Items of the inspection that failed, as they are told. */
import { expect, test } from 'vitest';
import { failedItemsInWords } from '../../../shared/text/failed-items.ts';

const item = (code: string, letters: number) => ({ code, name: `项目${code}`, letters });

test('each is named with its number and how many letters it is about', () => {
  expect(failedItemsInWords([])).toBe('');
  expect(failedItemsInWords([item('1-4', 2), item('4-1', 0)])).toBe('1-4 项目1-4（2 件）、4-1 项目4-1（全库）');
});

test('of many the first three, and how many there are', () => {
  const items = ['1-1', '1-2', '1-3', '1-4'].map((code) => item(code, 1));
  expect(failedItemsInWords(items)).toBe('1-1 项目1-1（1 件）、1-2 项目1-2（1 件）、1-3 项目1-3（1 件） 等 4 项');
});
