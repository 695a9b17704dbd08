/** A batch in two processes: what becomes of the letters that wait when one of the processes dies. The processes here are played. */
import { availableParallelism } from 'node:os';
import { beforeEach, describe, expect, test } from 'vitest';
import { prepareLetter, setPages } from '../../../main/archive/print/letter-pdf.ts';
import { typesettingForBatch } from '../../../main/archive/print/typesetting-batch.ts';
import type { TypesettingJob } from '../../../main/archive/print/typesetting.ts';
import { useHelpers, type HelperEnd } from '../../../main/archive/work/helper-process.ts';
import { letterOf } from './letters.ts';

interface Asked {
  id: number;
  call: TypesettingJob;
}

/** Kinds of work and letters over which a process dies, and how. */
const deadly = new Map<string, HelperEnd>();
let started = 0;

const LETTER = letterOf('某某委员：', {}, {});
const prepared = await prepareLetter(LETTER, {});
const ANSWERS: Partial<Record<TypesettingJob['kind'], object>> = {
  prepare: prepared,
  set: await setPages(LETTER.id, prepared.data),
};

/** Answers one call after the other, as a process does whose native code holds its thread. */
useHelpers((_name, events) => {
  started += 1;
  const queue: Asked[] = [];
  let alive = true;
  const next = (): void => {
    const asked = queue.shift();
    if (asked === undefined || !alive) return;
    const { id, call } = asked;
    const letter = 'letter' in call ? call.letter.id : 'data' in call ? call.id : '';
    const end = deadly.get(`${call.kind} ${letter}`);
    if (end === undefined) {
      events.onMessage({ id, value: ANSWERS[call.kind] ?? 1 });
      setImmediate(next);
    } else {
      alive = false;
      events.onEnd(end);
    }
  };
  return {
    environment: {},
    send: (message) => {
      queue.push(message as Asked);
      if (queue.length === 1) setImmediate(next);
    },
    hold: () => undefined,
    residentBytes: () => null,
    kill: () => {
      alive = false;
      events.onEnd('spent');
    },
  };
});

const IDS = ['甲', '乙', '丙', '丁', '戊', '己'];

async function setAll(): Promise<[string, string][]> {
  const batch = typesettingForBatch();
  const outcomes = await Promise.all(
    IDS.map((id) =>
      batch.letter({ ...LETTER, id }, {}).then(
        () => [id, 'set'] as [string, string],
        (error: unknown) => [id, (error as { code: string }).code] as [string, string],
      ),
    ),
  );
  await batch.close();
  return outcomes;
}

beforeEach(() => {
  deadly.clear();
  started = 0;
});

describe.skipIf(availableParallelism() < 2)('a batch', () => {
  test('sets in one process and compares in another', async () => {
    expect(await setAll()).toEqual(IDS.map((id) => [id, 'set']));
    expect(started).toBe(2);
  });

  test.each([
    ['prepare', 'crashed'],
    ['set', 'crashed'],
    ['compare', 'crashed'],
    ['set', 'spent'],
  ] as const)('whose process dies to %s one letter (%s) loses that letter alone', async (kind, end) => {
    deadly.set(`${kind} 丙`, end);
    expect(await setAll()).toEqual(IDS.map((id) => [id, id === '丙' ? 'EXPORT_FAILED' : 'set']));
  });

  test('loses each letter over which a process dies, and no other', async () => {
    deadly.set('set 甲', 'crashed').set('set 丁', 'crashed').set('compare 己', 'crashed');
    const bad = ['甲', '丁', '己'];
    expect(await setAll()).toEqual(IDS.map((id) => [id, bad.includes(id) ? 'EXPORT_FAILED' : 'set']));
  });

  test('lets its processes go when it rests, and starts them anew', async () => {
    const batch = typesettingForBatch();
    const letter = letterOf('某某委员：', {}, {});
    await batch.letter(letter, {});
    await batch.rest();
    await batch.letter(letter, {});
    expect(started).toBe(4);
    deadly.set(`set ${letter.id}`, 'crashed');
    await expect(batch.letter(letter, {})).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
    await batch.close();
  });
});
