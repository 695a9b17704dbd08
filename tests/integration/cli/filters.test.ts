/** The filters of `search` on the command line: what no letter can have is refused, and an answer of nothing says what narrowed it. */
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { openEngine, fileText, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { commandJson, commandText } from '../../support/command.ts';

let archive = '';
beforeEach(async () => {
  archive = join(temporaryFolder(), 'archive');
  const engine = await openEngine(archive);
  const id = await fileText(engine, `${PLAIN_LETTER}\n共投入2,160万元。`);
  const set = { reply_kind: '政协提案', issuer: '云州市青川县水利局', issued_on: '2024-05-06' } as const;
  await engine.call('letters.edit', { id, set, reason: '补录' });
  await engine.close();
});

const search = (...words: string[]): Promise<[number, unknown]> =>
  commandJson('search', '投入', ...words, '--archive', archive);

test.each([
  [['--kind', '提案'], '政协提案、人大建议'],
  [['--openness', '公开'], '主动公开、依申请公开、不予公开'],
  [['--year', '25'], '四位数'],
  [['--from', '2025-06-01', '--to', '2025-01-01'], '起止颠倒'],
  [['--from', '2025-02-30'], '“2025-02-30”不是存在的日期'],
])('%j is refused with what may be written', async (words, told) => {
  expect(await search(...words)).toMatchObject([
    1,
    { error: { code: 'BAD_VALUE', message: expect.stringContaining(told) as string } },
  ]);
});

test('a day that is written in no way is wrong usage as before', async () => {
  expect(await search('--to', '去年')).toMatchObject([2, { error: { code: 'BAD_REQUEST' } }]);
});

test('the filters are named in the answer, and the one that narrows it to nothing is', async () => {
  const [, found] = await search('--kind', '政协提案');
  expect(found).toMatchObject({ total: 1, explained: expect.stringContaining('筛选：文书类别为“政协提案”') as string });
  const [, none] = await search('--kind', '政协提案', '--year', '1999');
  expect(none).toMatchObject({
    total: 0,
    relaxed: { total: 1, explained: '去掉筛选“成文年份为 1999”', filters: { reply_kind: ['政协提案'] } },
  });
  const [, both] = await search('--kind', '人大建议', '--from', '2030-01-01');
  expect(both).toMatchObject({
    relaxed: { total: 1, explained: '去掉筛选“成文日期不早于 2030-01-01，文书类别为“人大建议””', filters: {} },
  });
  expect(await commandText('search', '投入', '--year', '1999', '--archive', archive)).toContain(
    '放宽（去掉筛选“成文年份为 1999”）：检索“投入”可找到 1 件。',
  );
});

test('a part of an office’s name is answered with the whole names that hold it', async () => {
  const [, answer] = await search('--issuer', '水利局');
  expect(answer).toMatchObject({
    total: 0,
    relaxed: { total: 1, filters: { issuer: ['云州市青川县水利局'] } },
  });
  expect((answer as { relaxed: { explained: string } }).relaxed.explained).toBe(
    '责任者按全称比较，改为“云州市青川县水利局”',
  );
});

test('a number with or without commas between its thousands is offered, never mixed in', async () => {
  const [, answer] = await commandJson('search', '2160万元', '--archive', archive);
  expect(answer).toMatchObject({ total: 0, relaxed: { total: 1, explained: '连同数字千位逗号的另一种写法' } });
});
