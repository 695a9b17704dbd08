/** What 今日 counts (docs/spec/window-use.md, 3): in one pass over the letters, and the same as each list for itself. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readGaps } from '../../../main/archive/letters/numbering.ts';
import { archiveToday, countLettersInTurns } from '../../../main/archive/letters/today.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import type { ReadableDb } from '../../../main/archive/storage/types.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';

const letter = (year: number, number: number): string =>
  [
    '青岚市水务局',
    `青水函〔${year}〕${number}号`,
    '〔A类〕',
    `关于市政协九届二次会议第${number}号提案的答复`,
    '李明委员：',
    `您提出的《关于节水的提案》收悉，现答复如下：本年安排资金${number}万元。`,
    '青岚市水务局',
    `${year}年5月6日`,
  ].join('\n');

test('what waits and what was filed are counted as the lists show them, years without those that have none', async () => {
  const engine = await openEngine();
  for (const [year, number] of [
    [2023, 1],
    [2023, 2],
    [2023, 5],
    [2024, 3],
  ] as const)
    await fileText(engine, letter(year, number), `${year}-${number}.txt`);
  await fileText(engine, '感谢您的来信。\n我们会认真研究。', '无要素.txt');
  const old = (await engine.call('letters.list', { only: 'no_date' })).letters[0]?.id ?? '';
  await engine.call('letters.setRetention', { ids: [old], retention: 'D10', reason: '改期限' });
  const today = await engine.call('letters.today', {});
  const total = async (only: 'no_date' | 'no_issuer' | 'expired'): Promise<number> =>
    (await engine.call('letters.list', { only })).total;
  expect(today).toMatchObject({
    letters: 5,
    filed_today: 5,
    filed_week: 5,
    no_date: await total('no_date'),
    no_issuer: await total('no_issuer'),
    expired: await total('expired'),
  });
  expect(today.no_date).toBe(1);
  expect(today.gaps).toEqual([{ code: '青水函', year: 2023, missing: [[3, 4]] }]);
  expect(today.years.map(({ year, count }) => [year, count])).toEqual([
    ['2023', 3],
    ['2024', 1],
  ]);
});

test('gaps are found over the ends of turns, and others are answered in between', async () => {
  const numbers = Array.from({ length: 9000 }, (_, at) => `某函〔2020〕${String(at + 1).padStart(5, '0')}号`);
  // One of the three that are gone was disposed of: its number is no gap.
  const [, , disposed] = numbers.splice(4000, 3);
  let turns = 0;
  const db = {
    all: (_sql: string, among?: [string, number]) =>
      (among === undefined ? [disposed] : numbers.filter((one) => one > among[0]).slice(0, among[1])).map(
        (doc_number) => ({ id: '', doc_number }),
      ),
  } as unknown as ReadableDb;
  const gaps = await readGaps(db, async () => {
    turns += 1;
  });
  expect(gaps).toMatchObject([{ code: '某函', year: 2020, gaps: [[4001, 4002]] }]);
  expect(turns).toBe(3);
});

test('turns of any length count the same, versions of the week among it, and others are answered in between', async () => {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  const ids: string[] = [];
  for (const [year, number] of [
    [2023, 1],
    [2023, 2],
    [2024, 3],
    [2024, 4],
    [2024, 5],
  ] as const)
    ids.push(await fileText(engine, letter(year, number), `${year}-${number}.txt`));
  const edit = { set: { openness: '依申请公开' as const }, reason: '更正' };
  await engine.call('letters.edit', { id: ids[0] ?? '', base_version: 1, ...edit });
  await engine.call('letters.edit', { id: ids[4] ?? '', base_version: 1, ...edit });
  await engine.call('letters.edit', {
    id: ids[4] ?? '',
    base_version: 2,
    set: { openness: '不予公开' },
    reason: '再更正',
  });
  expect((await engine.call('letters.today', {})).changed_week).toBe(3);
  await engine.close();
  const db = await openArchiveDb(folder);
  try {
    const since = { day: new Date(0), week: new Date(0) };
    let turns = 0;
    const turn = (): Promise<void> => {
      turns += 1;
      return Promise.resolve();
    };
    const whole = await countLettersInTurns(db.read, since, turn);
    expect(turns).toBe(1);
    expect(whole).toMatchObject({
      changed: 3,
      counted: [
        { year: '2023', count: 2, edited: 1, today: 2 },
        { year: '2024', count: 3, edited: 1, week: 3 },
      ],
    });
    expect(await countLettersInTurns(db.read, since, turn, 2)).toEqual(whole);
    expect(turns).toBe(4);
    // 5 letters in turns of 5: the last turn finds nothing more.
    expect(await countLettersInTurns(db.read, since, turn, 5)).toEqual(whole);
    const tomorrow = new Date(Date.now() + 86_400_000);
    expect((await countLettersInTurns(db.read, { day: tomorrow, week: tomorrow }, turn, 2)).changed).toBe(0);
    await expect(archiveToday(db.read, 'x', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  } finally {
    db.close();
  }
});
