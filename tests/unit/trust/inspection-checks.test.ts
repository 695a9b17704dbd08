/** Single checks of the four properties. */
import { expect, test } from 'vitest';
import {
  belongsTogether,
  emptyNeeded,
  implausible,
  mentionsAnnex,
  schemaFaults,
  strangeCharacters,
} from '../../../main/archive/trust/inspection-checks.ts';
import { emptyElements } from '../../../shared/model/elements.ts';

const elements = {
  ...emptyElements(),
  title: '关于增设公交线路的答复',
  doc_number: '云交函〔2024〕8号',
  issued_on: '2024-04-12',
};
const FILED = '2024-05-01T08:00:00.000Z';

test('what the schema refuses is told apart: length, type, range, missing items', () => {
  expect(schemaFaults(elements)).toEqual({ length: [], type: [], range: [], missing: [] });
  expect(schemaFaults({ ...elements, title: '长'.repeat(3000) }).length).toEqual(['题名']);
  expect(schemaFaults({ ...elements, issued_on: '去年' }).type).toEqual(['成文日期']);
  expect(schemaFaults({ ...elements, openness: '保密' }).range).toEqual(['公开属性']);
  const { cc: _, ...without } = elements;
  expect(schemaFaults(without).missing).toEqual(['抄送']);
});

test('dates and numbers must be possible together', () => {
  expect(implausible(elements, FILED)).toEqual([]);
  expect(implausible({ ...elements, issued_on: '2024-06-01' }, FILED)).toHaveLength(1);
  expect(implausible({ ...elements, issued_on: '1911-10-10', doc_number: null }, FILED)).toHaveLength(1);
  expect(implausible({ ...elements, printed_on: '2024-04-11' }, FILED)).toHaveLength(1);
  expect(implausible({ ...elements, doc_number: '云交函〔2012〕8号' }, FILED)).toHaveLength(1);
});

test('spoiled characters and empty mandatory elements are named', () => {
  expect(strangeCharacters({ ...elements, title: '关于\uFFFD的答复', addressees: ['周\u0007若兰'] })).toEqual([
    '题名',
    '主送',
  ]);
  expect(emptyNeeded(elements)).toEqual(['责任者']);
});

test('elements belong to a text in which their number or title stands, however it is wrapped', () => {
  expect(belongsTogether(elements, '云交函 〔２０２４〕 8 号\n……')).toBe(true);
  expect(belongsTogether(elements, '关于增设公交\n线路的答复')).toBe(true);
  expect(belongsTogether(elements, '另一件函')).toBe(false);
  expect(belongsTogether(emptyElements(), '无从比较')).toBeUndefined();
});

test('a text that names an annex is noticed', () => {
  expect(mentionsAnnex('……\n附件：1.名单')).toBe(true);
  expect(mentionsAnnex('详见附件所列')).toBe(false);
});
