/** Names of copies of one file (docs/spec/reading.md, Unfinished files). */
import { expect, test } from 'vitest';
import { nameOfCopies } from '../../../main/archive/reading/unfinished.ts';

test.each([
  '答复(1).docx',
  '答复 (2).docx',
  '答复（1）.docx',
  '答复 - 副本.docx',
  '答复 - 副本 (2).docx',
  '答复 - Copy.docx',
  '答复.docx.crdownload',
  '答复.docx.part',
  '答复.DOCX',
])('%s is a copy of 答复.docx', (name) => {
  expect(nameOfCopies(name)).toBe('答复.docx');
});

test.each(['答复.doc', '答复函.docx', '答复1.docx', '答复(定稿).docx', '(1).docx'])('%s is none', (name) => {
  expect(nameOfCopies(name)).not.toBe('答复.docx');
  expect(nameOfCopies(name)).not.toBe('.docx');
});
