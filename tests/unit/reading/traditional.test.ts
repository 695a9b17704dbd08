/** Letters in traditional characters are recognised by the same rules; their values stay as written. */
import { expect, it } from 'vitest';
import { cleanText } from '../../../main/archive/reading/dewrap.ts';
import { recognise } from '../../../main/archive/reading/recognise.ts';
import { anatomyOf } from '../../../shared/text/anatomy/anatomy.ts';

const LETTER = [
  '雲嶺縣民政局',
  '雲民函〔2022〕15號',
  '關於對縣政協十屆一次會議第12號提案的答覆',
  '葉廣達委員：',
  '您提出的《關於發展養老服務的提案》收悉，現答覆如下：已辦理完畢。',
  '雲嶺縣民政局',
  '2022年6月27日',
  '（聯繫人：龐啟東　聯繫電話：0871-67210221）',
  '抄送：縣政協提案委，縣政府督查室。',
].join('\n');

it('every element is read, and stays in traditional characters', () => {
  const { elements } = recognise(cleanText({ text: LETTER, layout: 'paragraphs', pages: [] }), { today: '2026-01-01' });
  expect(elements).toMatchObject({
    title: '關於對縣政協十屆一次會議第12號提案的答覆',
    doc_number: '雲民函〔2022〕15號',
    issuer: '雲嶺縣民政局',
    letterhead: '雲嶺縣民政局',
    addressees: ['葉廣達'],
    reply_kind: '政协提案',
    session: '十屆一次會議',
    case_number: '12',
    case_title: '關於發展養老服務的提案',
    issued_on: '2022-06-27',
    contact: '龐啟東',
    phones: ['0871-67210221'],
    cc: ['縣政協提案委', '縣政府督查室'],
  });
});

it('the printed page and the reading view find the same parts', () => {
  const roles = anatomyOf(LETTER).parts.map(({ role }) => role);
  expect(roles).toEqual(['letterhead', 'number', 'title', 'addressee', 'text', 'signature', 'date', 'note', 'cc']);
});

it('what a person put right in traditional characters is found by its words', () => {
  const known = { title: null, doc_number: null, letterhead: null, issuer: '龐氏農場', addressees: ['葉廣達'] };
  const { parts } = anatomyOf('葉廣達委員：\n已辦理。\n龐氏農場\n2022年6月27日', known);
  expect(parts.map(({ role }) => role)).toEqual(['addressee', 'text', 'signature', 'date']);
});
