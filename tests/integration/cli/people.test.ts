/** The command line for people: days as offices write them, acts by their names, local times, words where nothing came of it. */
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../../main/cli/run.ts';
import { beijingTime } from '../../../shared/text/dates.ts';
import { commandJson, commandText } from '../../support/command.ts';
import { temporaryFile, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';

async function archiveOf(text: string): Promise<{ id: string; at: string[]; archive: string }> {
  const archive = join(temporaryFolder(), '档案');
  const at = ['--archive', archive];
  const [, filed] = await commandJson('import', temporaryFile('函.txt', text), ...at);
  return { id: (filed as { items: { id: string }[] }).items[0]?.id ?? '', at, archive };
}

/** Exit code, and all that is said on both ways out. */
async function said(...words: string[]): Promise<{ code: number; err: string }> {
  let err = '';
  const code = await runCommandLine(words, { out: () => undefined, err: (text) => (err += text) });
  return { code, err };
}

test.each(['2026年3月5日', '2026/3/5', '2026.3.5', '20260305', '２０２６年３月５日', '2026-03-05'])(
  'a day may be typed as %s',
  async (typed) => {
    const { id, at } = await archiveOf(WRAPPED_LETTER);
    await commandJson('edit', id, '--set', `成文日期=${typed}`, '--reason', '更正', ...at);
    const [, shown] = await commandJson('show', id, ...at);
    expect((shown as { elements: { issued_on: string } }).elements.issued_on).toBe('2026-03-05');
    const [, found] = await commandJson('search', '年:2026', '--from', typed, '--to', typed, ...at);
    expect((found as { total: number }).total).toBe(1);
  },
);

test('a day that does not exist is refused however it is typed', async () => {
  const { id, at } = await archiveOf(WRAPPED_LETTER);
  const ran = await said('edit', id, '--set', '成文日期=2026年2月30日', '--reason', '更正', ...at);
  expect([ran.code, ran.err]).toEqual([1, expect.stringContaining('BAD_VALUE') as string]);
});

test('acts of the log are chosen by their code or their Chinese name', async () => {
  const { at } = await archiveOf(PLAIN_LETTER);
  const [, byCode] = await commandJson('audit', '--action', 'letter.file', ...at);
  const [, byName] = await commandJson('audit', '--action', '归档入库', ...at);
  expect(byName).toEqual(byCode);
  expect(byName).toHaveLength(1);
  expect(await said('audit', '--action', '归入', ...at)).toEqual({
    code: 2,
    err: expect.stringContaining('归档入库') as string,
  });
});

test('history tells people Beijing time, and programs ISO', async () => {
  const { id, at } = await archiveOf(PLAIN_LETTER);
  const [, rows] = await commandJson('history', id, ...at);
  const instant = (rows as { at: string }[])[0]?.at ?? '';
  expect(instant).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  expect(await commandText('history', id, ...at)).toContain(`第 1 版  ${beijingTime(instant)}  `);
  expect(beijingTime(instant)).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+08:00$/);
});

test('an export for which nothing was found says so and ends with 1', async () => {
  const { at } = await archiveOf(PLAIN_LETTER);
  const out = temporaryFolder();
  const ran = await said('export', 'pdf', '--query', '火星基地', '--out', out, ...at);
  expect(ran).toEqual({ code: 1, err: expect.stringContaining('没有找到符合条件的函件') as string });
  expect(readdirSync(out)).toEqual([]);
});

test('a backup without a place says where one is named', async () => {
  const { at } = await archiveOf(PLAIN_LETTER);
  expect(await said('backup', ...at)).toEqual({
    code: 1,
    err: expect.stringMatching(/^\[BACKUP_PLACE_NOT_SET\].*未备份.*--to/) as string,
  });
});

test('links to what was read already are named, not left out', async () => {
  const folder = join(temporaryFolder(), '来文');
  mkdirSync(folder);
  writeFileSync(join(folder, '甲.txt'), PLAIN_LETTER);
  symlinkSync(join(folder, '甲.txt'), join(folder, '乙.txt'));
  const [code, made] = await commandJson('import', folder, '--archive', join(temporaryFolder(), '档案'));
  const { items, filed, duplicates } = made as {
    filed: number;
    duplicates: number;
    items: { status: string; code?: string }[];
  };
  expect([code, filed, duplicates]).toEqual([0, 1, 1]);
  expect(items.find(({ status }) => status === 'duplicate')?.code).toBe('READ_BEFORE');
});

test('the year of an archive number is that of the date as it stands at filing; a later date does not change the number', async () => {
  const { id, at } = await archiveOf(PLAIN_LETTER.replaceAll(/\d{4}年\d{1,2}月\d{1,2}日/g, ''));
  const number = async (): Promise<string> =>
    ((await commandJson('show', id, ...at))[1] as { ref_code: string }).ref_code;
  const given = await number();
  expect(given).toContain(String(new Date().getFullYear()));
  await commandJson('edit', id, '--set', '成文日期=2019年3月5日', '--reason', '补录', ...at);
  expect(await number()).toBe(given);
});
