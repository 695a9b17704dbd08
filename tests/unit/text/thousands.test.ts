/** Numbers with and without commas between their thousands. */
import { expect, it } from 'vitest';
import { thousandsForms } from '../../../shared/text/thousands.ts';

it.each([
  ['2160万元', ['2,160万元']],
  ['2,160万元', ['2160万元']],
  ['２，１６０万元', ['2160万元']],
  ['投资1234567.5元', ['投资1,234,567.5元']],
  ['1,234,567元', ['1234567元']],
  ['2,160万元和3500人', ['2,160万元和3,500人', '2160万元和3500人']],
  ['160万元', []],
  ['2025万元', ['2,025万元']],
  ['2022年', []],
  ['清函〔2022〕1015号', []],
  ['2022', []],
  ['第1015号提案', []],
  ['0571-87651234', []],
  ['0871号', []],
  ['12,34', []],
  ['1.2345', []],
  ['养老', []],
])('%s may be written %j', (words, forms) => {
  expect(thousandsForms(words)).toEqual(forms);
});
