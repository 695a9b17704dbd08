/** What the command line tells a person who has little time: what waits, what was renamed, what is printed otherwise than it was put right. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../../main/cli/run.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';
import { commandJson } from '../../support/command.ts';

async function said(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const code = await runCommandLine(words, { out: (text) => (out += text), err: (text) => (err += text) });
  return { code, out, err };
}

async function archiveOf(...texts: string[]): Promise<{ archive: string; ids: string[] }> {
  const archive = join(temporaryFolder(), 'archive');
  const engine = await openEngine(archive);
  const ids: string[] = [];
  for (const [at, text] of texts.entries()) ids.push(await fileText(engine, text, `${at}.txt`));
  await engine.close();
  return { archive, ids };
}

test('import says of each letter whether it waits for a review, and where to look', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '残.txt'), '某某事\n来信收悉。\n');
  writeFileSync(join(folder, '好.txt'), WRAPPED_LETTER);
  const { out } = await said('import', folder, '--archive', join(temporaryFolder(), 'archive'));
  expect(out).toMatch(/^已归档（待核对）  .*残\.txt/m);
  expect(out).toMatch(/^已归档  .*好\.txt/m);
  expect(out).toContain('待核对 1 件（用 review 逐件查看）');
});

test('a list of nothing says so', async () => {
  const { archive } = await archiveOf();
  const at = ['--archive', archive];
  expect(await said('appraise', 'list', ...at)).toMatchObject({ code: 0, out: '共 0 次鉴定\n' });
  expect((await said('numbering', ...at)).out).toBe('库中没有可以编排的发文字号\n');
  expect((await said('backups', ...at)).out).toBe('没有找到备份\n');
});

test('a series of one number has one number', async () => {
  const { archive } = await archiveOf(WRAPPED_LETTER);
  expect((await said('numbering', '--archive', archive)).out).toMatch(/〕\d+号，1 件\n$/);
});

test('an export without a hit tells no progress of nothing', async () => {
  const { archive } = await archiveOf(PLAIN_LETTER);
  const ran = await said('export', 'pdf', '--query', '火星基地', '--out', temporaryFolder(), '--archive', archive);
  expect(ran.code).toBe(1);
  expect(ran.err).not.toMatch(/0\/|导出完成/);
});

test('a second export after an edit names the file that it could not have, and an element that the text does not follow', async () => {
  const { archive, ids } = await archiveOf(WRAPPED_LETTER);
  const at = ['--archive', archive];
  const [id = ''] = ids;
  const out = temporaryFolder();
  const first = await commandJson('export', 'pdf', id, '--out', out, '--no-list', ...at);
  expect(first).toMatchObject([0, { files: [{ warnings: [] }] }]);
  await commandJson('edit', id, '--set', '成文日期=2019-01-02', '--reason', '更正', ...at);
  const [, second] = await commandJson('export', 'pdf', id, '--out', out, '--no-list', '--cover', ...at);
  const [file] = (second as { files: { file: string; warnings: { code: string; message: string }[] }[] }).files;
  expect(file?.warnings.map(({ code }) => code)).toEqual(['PDF_TEXT_DIFFERS', 'FILE_RENAMED']);
  expect(file?.warnings[0]?.message).toContain('成文日期已更正为“2019-01-02”');
  expect(file?.warnings[1]?.message).toMatch(/\(2\)\.pdf/);
  expect(readdirSync(out)).toHaveLength(2);
  const bound = await commandJson('export', 'pdf', id, '--out', temporaryFolder(), '--volume', '--no-list', ...at);
  expect(bound).toMatchObject([0, { files: [], warnings: [{ code: 'FONDS_NOT_SET' }, { code: 'PDF_TEXT_DIFFERS' }] }]);
});

test('what cannot be exported is told once', async () => {
  const { archive, ids } = await archiveOf(PLAIN_LETTER);
  const words = ['export', 'pdf', ids[0] ?? '', '--public', '--out', temporaryFolder(), '--archive', archive];
  const { out, err } = await said(...words);
  expect(out).toContain('[PUBLIC_NO_ACCOUNTS]');
  expect(err).not.toContain('PUBLIC_NO_ACCOUNTS');
});

test('a 台账 has all numbers that a letter answers', async () => {
  const { archive, ids } = await archiveOf(WRAPPED_LETTER);
  const at = ['--archive', archive];
  const edit = ['edit', ids[0] ?? '', '--set', '案号=第12号', '--set', '并案案号=第12号、第34号', '--reason', '补录'];
  expect((await commandJson(...edit, ...at))[0]).toBe(0);
  for (const words of [
    ['export', 'register', '--kind', '答复办理台账'],
    ['export', 'table', ids[0] ?? ''],
  ]) {
    const file = join(temporaryFolder(), '台账.csv');
    const [, made] = await commandJson(...words, '--out', file, ...at);
    expect(readFileSync((made as { file: string }).file, 'utf8')).toContain('第12号、第34号');
  }
});
