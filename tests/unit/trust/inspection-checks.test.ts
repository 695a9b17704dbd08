/** Single checks of the four properties. */
import { expect, test } from 'vitest';
import {
  belongsTogether,
  emptyNeeded,
  implausible,
  isLocked,
  mentionsAnnex,
  opensAs,
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
const bytes = (...values: (number | string)[]): Uint8Array =>
  Buffer.concat(
    values.map((value) => (typeof value === 'number' ? Buffer.from([value]) : Buffer.from(value, 'latin1'))),
  );

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

test('a file is told by its first bytes, and what cannot be told is not said to be right', () => {
  expect(opensAs('a.pdf', bytes('%PDF-1.7'))).toBe(true);
  expect(opensAs('a.pdf', bytes('PK', 3, 4))).toBe(false);
  expect(opensAs('a.docx', bytes('PK', 3, 4))).toBe(true);
  expect(opensAs('a.jpg', bytes(0xff, 0xd8, 0xff))).toBe(true);
  expect(opensAs('a.txt', new Uint8Array())).toBe(false);
  expect(opensAs('a.dwg', bytes('AC1032'))).toBeUndefined();
});

test('passwords and closed packings are found', () => {
  expect(isLocked('a.pdf', bytes('%PDF-1.7'), bytes('trailer<</Encrypt 5 0 R>>'))).toBe(true);
  expect(isLocked('a.pdf', bytes('%PDF-1.7'), bytes('trailer<<>>'))).toBe(false);
  expect(isLocked('a.docx', bytes(0xd0, 0xcf, 0x11, 0xe0), bytes())).toBe(true);
  expect(isLocked('a.zip', bytes('PK', 3, 4, 20, 0, 1, 0), bytes())).toBe(true);
  expect(isLocked('a.zip', bytes('PK', 3, 4, 20, 0, 0, 0), bytes())).toBe(false);
  expect(isLocked('a.rar', bytes('Rar!'), bytes())).toBe(true);
});

test('a text that names an annex is noticed', () => {
  expect(mentionsAnnex('……\n附件：1.名单')).toBe(true);
  expect(mentionsAnnex('详见附件所列')).toBe(false);
});
