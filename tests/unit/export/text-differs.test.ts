/** A PDF prints the text: an element that was put right while the text was not is named. */
import { expect, test } from 'vitest';
import { textDiffers } from '../../../main/archive/export/text-differs.ts';
import { emptyElements } from '../../../shared/model/elements.ts';

const text = '云民函〔2024〕12号\n关于养老的答复\n联系人：陈启明\n二〇二四年五月六日\n';
const first = {
  ...emptyElements(),
  doc_number: '云民函〔2024〕12号',
  contact: '陈启明',
  issued_on: '2024-05-06',
  reply_kind: '其他',
};
const codes = (set: object): string[] =>
  textDiffers(first, { elements: { ...first, ...set }, text }).map(({ message }) => message.split('已')[0] ?? '');

test.each([
  ['a number put right', { doc_number: '云民函〔2024〕13号' }, ['发文字号']],
  ['a day that the text does not have', { issued_on: '2024-05-07' }, ['成文日期']],
  ['two of them', { contact: '陈启铭', issued_on: '2024-05-07' }, ['成文日期', '联系人']],
  ['nothing changed', {}, []],
  ['written with other brackets', { doc_number: '云民函[2024]12号' }, []],
  ['what the text has too', { contact: '养老' }, []],
  ['what was empty before', { session: '第一届' }, []],
  ['what was taken away', { contact: null }, []],
  ['a kind, which is not printed', { reply_kind: '信访' }, []],
])('%s', (_name, set, expected) => {
  expect(codes(set)).toEqual(expected);
});
