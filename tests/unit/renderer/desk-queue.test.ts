import { describe, expect, test } from 'vitest';
import {
  EMPTY_QUEUE,
  stepQueue,
  type DeskReading,
  type Queue,
  type Step,
} from '../../../renderer/features/desk/queue.ts';
import {
  doubtfulElements,
  elementProblems,
  FORM_ORDER,
  hasBadChanges,
} from '../../../renderer/components/elements-form.tsx';
import { ArchiveError } from '../../../shared/errors.ts';
import { ELEMENT_NAMES, emptyElements } from '../../../shared/model/elements.ts';

const reading: DeskReading = {
  draft_id: 'd1',
  duplicate_of: [],
  twins: [],
  begun: [],
  beside: [],
  file: '答复函.txt',
  format: 'txt',
  size: 10,
  text: '函',
  elements: { ...emptyElements(), title: '函' },
  evidence: { title: { start: 0, end: 1, confidence: 0.95 }, contact: { start: 0, end: 1, confidence: 0.5 } },
  warnings: [],
};
const run = (steps: Step[], from: Queue = EMPTY_QUEUE): Queue => steps.reduce(stepQueue, from);
const add = (...keys: string[]): Step => ({
  step: 'added',
  drafts: keys.map((key) => ({ key, name: `${key}.txt`, source: { path: `/${key}.txt` } })),
});
const filed = (key: string): Step => ({ step: 'filed', key, filed: { id: `id-${key}`, title: key, refCode: null } });

describe('the queue of drafts', () => {
  test('the first file that comes in is selected, later ones do not take its place', () => {
    expect(run([add('a', 'b'), add('c')])).toMatchObject({ selected: 'a', drafts: [{}, {}, {}] });
  });

  test('when a draft is filed the next one is in hand, behind the last the one before', () => {
    const three = run([add('a', 'b', 'c'), { step: 'selected', key: 'b' }]);
    expect(run([filed('b')], three).selected).toBe('c');
    expect(run([filed('b'), filed('c')], three).selected).toBe('a');
    expect(run([filed('b'), filed('c'), filed('a')], three)).toMatchObject({ selected: null, drafts: [] });
  });

  test('what needs a person stands first: questions and what could not be read, then what is sure, then what is not read', () => {
    const sure: DeskReading = {
      ...reading,
      elements: { ...reading.elements, issuer: '云岭市民政局', issued_on: '2024-05-06' },
      evidence: {},
    };
    const read = (key: string, what: DeskReading): Step => ({ step: 'read', key, reading: { ...what, draft_id: key } });
    const queue = run([
      add('a', 'b', 'c', 'd', 'e'),
      read('a', sure),
      read('b', reading),
      { step: 'failed', key: 'c', error: new ArchiveError('BAD_FILE') },
      read('d', sure),
    ]);
    const keys = ({ drafts }: Queue): string[] => drafts.map(({ key }) => key);
    expect(keys(queue)).toEqual(['b', 'c', 'a', 'd', 'e']);
    // It stays where it is while its questions are settled, and the next question follows it.
    const settled: Step = { step: 'worked', key: 'b', change: { seen: new Set(ELEMENT_NAMES) } };
    expect(keys(run([settled], queue))).toEqual(['b', 'c', 'a', 'd', 'e']);
    expect(run([{ step: 'selected', key: 'b' }, filed('b')], queue).selected).toBe('c');
    expect(keys(run([{ step: 'waiting', key: 'c' }], queue))).toEqual(['b', 'a', 'd', 'c', 'e']);
  });

  test('the letters filed last stand first', () => {
    const queue = run([add('a', 'b'), filed('a'), filed('b')]);
    expect(queue.filed.map(({ title }) => title)).toEqual(['b', 'a']);
  });

  test('all that were filed are counted, not only those that are listed', () => {
    const keys = Array.from({ length: 25 }, (_, at) => `k${at}`);
    const queue = run([add(...keys), ...keys.map(filed)]);
    expect([queue.filed.length, queue.filedCount]).toEqual([20, 25]);
    expect(run([{ step: 'takenBack', id: 'id-k24' }], queue).filedCount).toBe(24);
  });

  test('two drafts that are alike tell of each other, and of the letter that one of them became', () => {
    const other: DeskReading = {
      ...reading,
      draft_id: 'd2',
      beside: [{ draft_id: 'd1', file: 'a.txt', kind: 'near' }],
    };
    const both = run([add('a', 'b'), { step: 'read', key: 'a', reading }, { step: 'read', key: 'b', reading: other }]);
    const besides = (queue: Queue): unknown[] =>
      queue.drafts.map(({ state }) =>
        state.status === 'ready' ? state.reading.beside.map((one) => one.draft_id) : null,
      );
    expect(besides(both)).toEqual([['d2'], ['d1']]);
    const after = run([filed('a')], both);
    expect(after.drafts[0]?.state).toMatchObject({ reading: { beside: [], twins: [{ id: 'id-a', name: 'a' }] } });
    expect(besides(run([{ step: 'removed', key: 'b' }], both))).toEqual([[]]);
  });

  test('of the same file twice the second is a duplicate once the first is filed', () => {
    const again: DeskReading = {
      ...reading,
      draft_id: 'd2',
      beside: [{ draft_id: 'd1', file: 'a.txt', kind: 'file' }],
    };
    const both = run([add('a', 'b'), { step: 'read', key: 'a', reading }, { step: 'read', key: 'b', reading: again }]);
    expect(run([filed('a')], both).drafts[0]?.state).toMatchObject({ reading: { duplicate_of: [{ id: 'id-a' }] } });
  });

  test('progress that arrives behind the answer does not undo it', () => {
    const queue = run([add('a'), { step: 'read', key: 'a', reading }, { step: 'reading', key: 'a' }]);
    expect(queue.drafts[0]?.state.status).toBe('ready');
  });

  test('what the archivist changed stays through a failed filing', () => {
    const error = new ArchiveError('DISK_FULL');
    const queue = run([
      add('a'),
      { step: 'read', key: 'a', reading },
      { step: 'worked', key: 'a', change: { text: '函一' } },
      { step: 'filing', key: 'a' },
      { step: 'fileFailed', key: 'a', error },
    ]);
    expect(queue.drafts[0]?.state).toMatchObject({ status: 'ready', filing: false, error, work: { text: '函一' } });
  });

  test('an answer for a draft that has gone changes nothing', () => {
    const queue = run([add('a'), { step: 'removed', key: 'a' }]);
    expect(run([{ step: 'read', key: 'a', reading }], queue)).toEqual(queue);
  });
});

describe('the elements to look at', () => {
  test('those read with doubt, until they were looked at', () => {
    expect(doubtfulElements(reading.evidence, new Set())).toEqual(['contact']);
    expect(doubtfulElements(reading.evidence, new Set(['contact']))).toEqual([]);
  });

  test('the form shows every element once', () => {
    expect([...FORM_ORDER].sort()).toEqual([...ELEMENT_NAMES].sort());
  });

  test('a date that does not exist is named', () => {
    expect(elementProblems({ ...emptyElements(), issued_on: '2023-02-30' })).toEqual({ issued_on: '日期不存在' });
    expect(elementProblems(emptyElements())).toEqual({});
  });

  test('a stored value that could not be filed today does not keep a change of another from being saved', () => {
    const stored = { ...emptyElements(), reply_kind: '监督意见' };
    expect(elementProblems(stored)).toHaveProperty('reply_kind');
    expect(hasBadChanges(stored, { ...stored, contact: '罗文静' })).toBe(false);
    expect(hasBadChanges(stored, { ...stored, reply_kind: '督办意见' })).toBe(true);
    expect(hasBadChanges(stored, { ...stored, reply_kind: '其他' })).toBe(false);
    expect(hasBadChanges(stored, { ...stored, issued_on: '2023-02-30' })).toBe(true);
  });
});
