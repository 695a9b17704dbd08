import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { elementsSchema, shownElementsSchema } from '../../../shared/model/element-schemas.ts';
import { emptyElements } from '../../../shared/model/elements.ts';
import {
  attachmentsFit,
  changedElements,
  elementFaults,
  knownElements,
  readAttachments,
  readElements,
  readEvidence,
  readGroup,
  readRecord,
  readSpans,
  readTexts,
  readWarnings,
  wholeElements,
} from '../../../shared/model/stored.ts';

const damaged = expect.objectContaining({ code: 'ARCHIVE_DAMAGED' }) as unknown;

describe('stored elements', () => {
  const filed = { ...emptyElements(), title: '函', addressees: ['周若兰委员'], issued_on: '2024-04-12' };

  test('as this program files them are read as they are', () => {
    const stored = readElements(JSON.stringify(filed), '函件');
    expect(knownElements(stored)).toEqual(filed);
    expect(elementsSchema.parse(knownElements(stored))).toEqual(filed);
    expect(JSON.stringify(wholeElements(stored))).toBe(JSON.stringify(filed));
    expect(elementFaults(stored)).toEqual([]);
  });

  test('that are not there are empty; those that are not known are kept, and are no fault', () => {
    const stored = readElements('{"title":"函","later_element":"滨河路18号","__proto__":{"x":1}}', '函件');
    expect(knownElements(stored)).toEqual({ ...emptyElements(), title: '函' });
    expect(elementFaults(stored)).toEqual([]);
    const next = { ...stored, contact: '罗文静' };
    expect(JSON.parse(JSON.stringify(wholeElements(next)))).toEqual({
      ...emptyElements(),
      title: '函',
      contact: '罗文静',
      later_element: '滨河路18号',
      ['__proto__']: { x: 1 },
    });
  });

  test('of another kind than today’s are shown as text, and named', () => {
    const stored = {
      title: 7,
      issuer: ['甲', '乙'],
      session: { a: 1 },
      openness: true,
      addressees: '周若兰',
      phones: [1, null],
    };
    const shown = knownElements(stored);
    expect(shown).toMatchObject({
      title: '7',
      issuer: '甲、乙',
      session: '{"a":1}',
      openness: 'true',
      addressees: ['周若兰'],
      phones: ['1'],
    });
    expect(shownElementsSchema.parse(shown)).toEqual(shown);
    expect(elementFaults(stored).map(({ name }) => name)).toEqual([
      'title',
      'issuer',
      'addressees',
      'session',
      'openness',
      'phones',
    ]);
  });

  test('that are too long, not among the choices or no day are told apart', () => {
    const stored = { ...filed, title: '长'.repeat(3000), openness: '保密', issued_on: '2024-02-30', cc: [''] };
    expect(knownElements(stored)).toEqual(stored);
    expect(elementFaults(stored)).toEqual([
      { kind: 'length', name: 'title' },
      { kind: 'range', name: 'openness' },
      { kind: 'type', name: 'issued_on' },
      { kind: 'length', name: 'cc' },
    ]);
  });

  test('that are no object are damage', () => {
    for (const json of ['', '[]', 'null', '"x"', '{'])
      expect(() => readElements(json, '函件 x'), json).toThrow(damaged);
  });

  test('differ by their values only: empty and not there is the same', () => {
    expect(changedElements({}, { ...emptyElements(), later: null, more: [] })).toEqual([]);
    expect(changedElements({ later: 'x', title: '甲' }, { cc: ['乙'], b: 1 })).toEqual(['title', 'cc', 'b', 'later']);
    expect(changedElements({ cc: [] }, { cc: [''] })).toEqual(['cc']);
    expect(changedElements({ n: { a: [1] } }, { n: { a: [1] } })).toEqual([]);
  });
});

describe('stored attachments', () => {
  const file = { size: 3, id: 'a', name: '表.txt', role: 'ATTACHMENT', mime: 'text/plain', sha256: 'f' };

  test('stay to the byte where they are files, whatever else is said of them', () => {
    const json = JSON.stringify([
      { pages: 2, ...file },
      { ...file, role: 'TRANSLATION' },
    ]);
    expect(JSON.stringify(readAttachments(json, '函件'))).toBe(json);
    expect(attachmentsFit(JSON.stringify([file]))).toBe(true);
    expect(attachmentsFit(json)).toBe(false);
  });

  test('that say less are filled up, and without id or hash they are damage', () => {
    expect(readAttachments('[{"id":"a","sha256":"f","size":"3","kept":1}]', '函件')).toEqual([
      { id: 'a', sha256: 'f', name: '', role: '', mime: '', size: 3, kept: 1 },
    ]);
    for (const json of ['{}', '[1]', '[{"id":"a"}]', '[{"id":1,"sha256":"f"}]', 'x'])
      expect(() => readAttachments(json, '函件 x'), json).toThrow(damaged);
  });
});

test('what only helps is read as far as it can be', () => {
  const found = { start: 0, end: 2, confidence: 1 };
  expect(readEvidence(JSON.stringify({ title: found, later_element: found, cc: { start: -1 } }))).toEqual({
    title: found,
  });
  expect(readEvidence('[')).toEqual({});
  expect(readWarnings('[{"code":"A","message":"甲","more":1},3,{"code":"B"}]')).toEqual([{ code: 'A', message: '甲' }]);
  expect(readWarnings('{}')).toEqual([]);
  expect(readTexts('["a",1,"b"]')).toEqual(['a', 'b']);
  expect(readTexts('"a"')).toEqual([]);
  expect(readSpans('[[0,4],[4],"x",[5,9,1]]')).toEqual([
    { start: 0, end: 4 },
    { start: 5, end: 9 },
  ]);
  expect(readSpans('')).toEqual([]);
  expect(readRecord('[1]')).toEqual({});
  expect(readRecord('{"a":1}')).toEqual({ a: 1 });
});

test('a group is read value by value over what there is otherwise', () => {
  const shape = { count: z.number(), name: z.string() };
  const otherwise = { count: 1, name: '甲' };
  const read = (json: string | undefined): unknown => readGroup(shape, otherwise, json);
  expect(read(undefined)).toEqual({ value: otherwise, unfit: [], others: {} });
  expect(read('{"count":2,"kept":true}')).toEqual({
    value: { count: 2, name: '甲' },
    unfit: [],
    others: { kept: true },
  });
  expect(read('{"count":"2","name":"乙"}')).toEqual({ value: { count: 1, name: '乙' }, unfit: ['count'], others: {} });
  expect(read('[]')).toEqual({ value: otherwise, unfit: ['count', 'name'], others: {} });
});
