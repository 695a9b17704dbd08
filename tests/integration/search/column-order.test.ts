/** What was searched for in the order of a column: up and down, by stretches, over earlier versions, and anew after a change. */
import { expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import type { LetterSort } from '../../../shared/model/letter.ts';
import { fileText, openEngine } from '../../support/engine.ts';

const letter = (i: number, office: string): string =>
  [
    office,
    `云函〔2022〕${i}号`,
    `关于第${i}号提案的答复`,
    '林秋月委员：',
    `您提出的《关于社区食堂的提案${i}》收悉。${'甲乙丙丁戊己庚辛'.slice(0, i % 8)}社区食堂办到第${i}处。`,
    office,
    `2022年${(i % 12) + 1}月3日`,
    '',
  ].join('\n');

async function filed(): Promise<{ engine: Engine; ids: string[] }> {
  const engine = await openEngine();
  const ids: string[] = [];
  for (const [at, office] of ['云溪市水务局', '云溪市民政局', '云溪市教育局', '云溪市公安局', '云溪市水务局'].entries())
    ids.push(await fileText(engine, letter(at + 1, office)));
  return { engine, ids };
}

async function column(
  engine: Engine,
  sort: LetterSort,
  field: 'issuer' | 'issued_on' | 'doc_number',
  more: { descending?: boolean; offset?: number; limit?: number; versions?: boolean } = {},
): Promise<(string | null)[]> {
  const answer = await engine.call('search.query', { query: '社区食堂', sort, ...more });
  expect(answer.total).toBe(5);
  return answer.hits.map((hit) => hit[field]);
}

test('goes up, and down where asked', async () => {
  const { engine } = await filed();
  const up = await column(engine, 'issuer', 'issuer');
  expect(up).toEqual(up.toSorted());
  expect(await column(engine, 'issuer', 'issuer', { descending: true })).toEqual(up.toReversed());
});

test('is the same for a stretch of a list as for the whole of it', async () => {
  const { engine } = await filed();
  const whole = await column(engine, 'issued', 'issued_on');
  const parts = [
    ...(await column(engine, 'issued', 'issued_on', { offset: 0, limit: 2 })),
    ...(await column(engine, 'issued', 'issued_on', { offset: 2, limit: 3 })),
  ];
  expect(parts).toEqual(whole);
});

test('is that of the letters as they are now, without a look at who searched meanwhile', async () => {
  const { engine, ids } = await filed();
  const before = await column(engine, 'issuer', 'issuer');
  expect(before[0]).not.toBe('阿克县水务局');
  await engine.call('letters.edit', { id: ids[0] ?? '', set: { issuer: '阿克县水务局' }, reason: '更正' });
  expect(await column(engine, 'issuer', 'issuer')).toContain('阿克县水务局');
  expect(await column(engine, 'issuer', 'issuer', { versions: true })).toContain('阿克县水务局');
});

test('is that of what is chosen whole, and of the list that is written out', async () => {
  const { engine, ids } = await filed();
  const { ids: chosen } = await engine.call('search.ids', { query: '社区食堂', sort: 'filed', descending: true });
  expect(chosen).toEqual(ids.toReversed());
});

test('letters without a value come last, whichever way it goes', async () => {
  const { engine, ids } = await filed();
  await engine.call('letters.edit', { id: ids[2] ?? '', set: { doc_number: null }, reason: '无号' });
  for (const descending of [false, true])
    expect((await column(engine, 'doc_number', 'doc_number', { descending })).at(-1)).toBeNull();
});
