/** The command line calls a letter by its name and never by its id, says why it waits, and what of an act did not go as asked. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { runCommandLine } from '../../../main/cli/run.ts';
import { commandJson, commandText } from '../../support/command.ts';
import { fileText, openEngine, temporaryFile, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';

const MATTER = '关于加快老旧小区加装电梯的建议';
let archive = '';
let id = '';
let other = '';

async function said(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const given = [...words, '--archive', archive];
  const code = await runCommandLine(given, { out: (text) => (out += text), err: (text) => (err += text) });
  return { code, out, err };
}

beforeEach(async () => {
  archive = join(temporaryFolder(), 'archive');
  const engine = await openEngine(archive);
  id = await fileText(engine, PLAIN_LETTER, '甲.txt');
  other = await fileText(engine, WRAPPED_LETTER, '乙.txt');
  await engine.call('letters.edit', { id, set: { title: null, case_title: MATTER }, reason: '补录' });
  await engine.close();
});

test('a letter without a title is called by its 案由 in every list', async () => {
  for (const words of [['search', '案由:加装电梯'], ['retention'], ['search', '--versions', '案由:加装电梯']])
    expect((await said(...words)).out, words[0]).toContain(MATTER);
  expect((await said('search', '案由:加装电梯')).out).not.toContain('无题名');
});

test('a duplicate names the letter and not its id', async () => {
  const again = temporaryFile('又一份.txt', PLAIN_LETTER);
  const { out } = await said('import', again);
  expect(out).toContain(`与“${MATTER}”相同`);
  expect(out).toMatch(/^重复/m);
});

test('several letters of one number are told apart by their names', async () => {
  for (const one of [id, other]) await said('edit', one, '--set', '发文字号=云民函〔2022〕4号', '--reason', '补录');
  const { err } = await said('show', '云民函〔2022〕4号');
  expect(err).toContain('SEVERAL_LETTERS');
  expect(err).toContain(MATTER);
});

test('the import, its report and the queue say why a letter waits, and show says that it does', async () => {
  const folder = join(temporaryFolder(), 'in');
  mkdirSync(folder);
  writeFileSync(join(folder, '残.txt'), '某某事\n来信收悉。\n');
  const [, result] = await commandJson('import', folder, '--archive', archive);
  const [item] = (result as { items: { id: string; why: string }[] }).items;
  expect(item?.why).toContain('成文日期');
  const queue = await said('review');
  expect(queue.out).toContain(item?.why.split('；')[0]);
  expect(queue.out).toContain('残.txt');
  expect((await said('show', item?.id ?? '')).out).toMatch(/第 1 版（共 1 版） {2}待核对/);
  expect((await said('show', other)).out).not.toContain('待核对');
});

test('an attachment is named by its file where only one has the name', async () => {
  const note = temporaryFile('面商记录.txt', '面商记录：已当面沟通。');
  await said('attach', id, note, '--reason', '补附');
  const out = join(temporaryFolder(), '取出.txt');
  expect((await said('attachment', id, '面商记录.txt', '--out', out)).code).toBe(0);
  const none = await said('detach', id, '没有.txt', '--reason', '试');
  expect(none.err).toMatch(/附件“没有\.txt”（此件有：.*面商记录\.txt）/);
  expect((await said('detach', id, '面商记录.txt', '--reason', '附错')).code).toBe(0);
});

test('of several files the one that cannot be attached is named, and that none was', async () => {
  const good = temporaryFile('甲.txt', '附件一。');
  const secret = temporaryFile('乙.txt', '机密★10年\n关于某事的通知\n内容。');
  const { code, err } = await said('attach', id, good, secret, '--reason', '补附');
  expect(code).toBe(1);
  expect(err).toContain('[SECRET_REFUSED] 所列 2 个文件一个也没有附上，因为“乙.txt”');
  expect((await said('show', id)).out).not.toContain('附件一');
});

test('a file whose text cannot be read is attached, and that is said', async () => {
  const broken = temporaryFile('坏.docx', 'PK\u0003\u0004 no archive at all');
  const [code, made] = await commandJson('attach', id, broken, '--reason', '补附', '--archive', archive);
  expect(code).toBe(0);
  expect(made).toMatchObject({
    warnings: expect.arrayContaining([expect.objectContaining({ code: 'ATTACHMENT_UNREAD' })]) as unknown,
  });
});

test.each([
  ['成文日期=2024-02-30', '成文日期（日期不存在）'],
  ['成文日期=去年', '成文日期（日期须写作 2022-06-27'],
  ['文书类别=建议', '文书类别（须为 政协提案、人大建议、'],
])('--set %s is refused with what may be written', async (set, told) => {
  const { code, err } = await said('edit', id, '--set', set, '--reason', '试');
  expect(code).toBe(1);
  expect(err).toContain(`[BAD_VALUE] ${told}`);
});

test('a file in the place of an archive cannot be opened as one', async () => {
  const file = temporaryFile('truth.json', '{}');
  expect(await commandJson('stats', '--archive', file)).toMatchObject([3, { error: { code: 'BAD_PATH' } }]);
});

test('a version that never was is said to be none', async () => {
  await said('review', 'confirm', id, '--version', '99').then(({ err }) =>
    expect(err).toContain('没有第 99 版，最新为第 2 版'),
  );
  expect(await commandText('history', id, '--archive', archive)).toContain('第 2 版');
});
