/** Letters are named on the command line by id, by archive number or by document number, whole and exact. */
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';
import { commandJson, commandText } from '../../support/command.ts';

const SAME = '云民函〔2022〕4号';
let archive = '';
let ids: string[] = [];
let codes: string[] = [];
let number = '';

beforeEach(async () => {
  archive = join(temporaryFolder(), 'archive');
  const engine = await openEngine(archive);
  ids = [
    await fileText(engine, WRAPPED_LETTER, '甲.txt'),
    await fileText(engine, PLAIN_LETTER, '乙.txt'),
    await fileText(engine, `${PLAIN_LETTER}\n另有补充。`, '丙.txt'),
  ];
  for (const id of ids.slice(1)) await engine.call('letters.edit', { id, set: { doc_number: SAME }, reason: '补录' });
  codes = [];
  for (const id of ids) codes.push((await engine.call('letters.show', { id })).ref_code ?? '');
  number = (await engine.call('letters.show', { id: ids[0] ?? '' })).elements.doc_number ?? '';
  await engine.close();
});

const run = (...words: string[]): Promise<[number, unknown]> => commandJson(...words, '--archive', archive);

test('by the archive number, by the document number, and with other brackets', async () => {
  expect(number).toMatch(/〔/);
  for (const name of [ids[0] ?? '', codes[0] ?? '', number, number.replace('〔', '[').replace('〕', ']')])
    expect(await run('show', name)).toMatchObject([0, { id: ids[0] }]);
  expect(await run('compare', codes[0] ?? '', codes[1] ?? '')).toMatchObject([0, {}]);
});

test('everywhere an id is taken', async () => {
  const [name, id] = [codes[0] ?? '', ids[0] ?? ''];
  expect(await run('edit', name, '--set', '联系人=罗文婧', '--reason', '补录')).toMatchObject([0, { id, version: 2 }]);
  expect(await run('restore', name, '1', '--reason', '不补')).toMatchObject([0, { id, version: 3 }]);
  for (const words of [
    ['similar', name],
    ['cited-by', name],
    ['twins', name],
    ['history', name],
    ['diff', name, '1', '2'],
    ['redact', name],
    ['verify', '--deep', name],
    ['finalise', name, '--reason', '签发'],
    ['unlock', name, '--reason', '错字'],
    ['review', 'confirm', name],
    ['export', 'table', name, '--out', join(temporaryFolder(), '清单.csv')],
    ['export', 'register', name, '--out', join(temporaryFolder(), '目录.csv')],
  ])
    expect([words[0], (await run(...words))[0]]).toEqual([words[0], 0]);
  expect(await run('appraise', 'open', name, '--reason', '试')).toMatchObject([
    1,
    { error: { code: 'DISPOSAL_NO_ACCOUNTS' } },
  ]);
});

test('a number that several letters bear is refused, and each of them is named', async () => {
  const [exit, answer] = await run('show', SAME);
  expect([exit, answer]).toMatchObject([1, { error: { code: 'SEVERAL_LETTERS' } }]);
  const { message } = (answer as { error: { message: string } }).error;
  for (const id of ids.slice(1)) expect(message).toContain(id);
  expect(message).not.toContain(ids[0]);
});

test('a part of a number, and one that nobody bears, name nothing', async () => {
  for (const name of [(codes[0] ?? '').slice(0, -1), number.replace(/号$/, ''), '无此号'])
    expect(await run('show', name)).toMatchObject([1, { error: { code: 'NOT_FOUND' } }]);
});

test('an edit says that the letter waits on, and that its number stays', async () => {
  const text = await commandText(
    'edit',
    codes[1] ?? '',
    '--set',
    '成文日期=2019年5月6日',
    '--reason',
    '补日期',
    '--archive',
    archive,
  );
  expect(text).toContain(`注意：成文日期在 2019 年，档号 ${codes[1] ?? ''} 和保管期限仍按归档年度`);
});
