/** Letters are named on the command line by id, by archive number or by document number, whole and exact. */
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { fileText, openEngine, temporaryFile, temporaryFolder } from '../../support/engine.ts';
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

test('by an archive number typed with dashes for its middle dot, small letters or wide ones', async () => {
  const code = codes[0] ?? '';
  expect(code).toContain('·');
  for (const name of [code.replaceAll('·', '-'), code.toLowerCase(), code.replaceAll('-', '－').replaceAll('·', '・')])
    expect(await run('show', name)).toMatchObject([0, { id: ids[0] }]);
});

test('a search finds the letter by its archive number, bare or as a field, whole or a part', async () => {
  const code = codes[0] ?? '';
  for (const query of [code, code.replaceAll('·', '-'), `档号:${code}`, `档号：${code.toLowerCase()}`, `"${code}"`])
    expect(await run('search', query)).toMatchObject([0, { total: 1, hits: [{ id: ids[0] }] }]);
  const common = code.slice(0, code.lastIndexOf('-'));
  expect(await run('search', `档号:${common}`)).toMatchObject([
    0,
    { total: 1 + codes.filter((one) => one !== code && one.startsWith(common)).length },
  ]);
  expect(await run('search', '档号:Z009')).toMatchObject([0, { total: 0 }]);
  expect(await run('search', `状态:无附件 -档号:${code}`)).toMatchObject([0, { total: ids.length - 1 }]);
  expect(await run('search', code)).toMatchObject([0, { explained: expect.stringContaining('档号含') as string }]);
});

test('the letter that bears an archive number comes before those that speak of it, also among earlier versions', async () => {
  const code = codes[0] ?? '';
  const text = temporaryFile('正文.txt', `请见档号${code}。`);
  await run('edit', ids[1] ?? '', '--text', text, '--reason', '补引');
  await run('edit', ids[0] ?? '', '--set', '联系人=罗文婧', '--reason', '补录');
  const first = (await run('search', code))[1] as { hits: { id: string }[] };
  expect(first.hits.map(({ id }) => id)).toEqual([ids[0], ids[1]]);
  const older = (await run('search', '--versions', `档号:${code}`))[1] as { hits: { id: string }[] };
  expect(older.hits.map(({ id }) => id)).toEqual([ids[0]]);
});

test('an archive number that was changed is found at once, and the old one no more', async () => {
  const [, made] = await run('retention', 'set', ids[0] ?? '', '--to', 'Y', '--reason', '改定');
  const [{ ref_code: code }] = made as [{ ref_code: string }];
  expect(code).not.toBe(codes[0]);
  expect(await run('search', `档号:${code}`)).toMatchObject([0, { total: 1, hits: [{ id: ids[0] }] }]);
  expect(await run('search', `档号:${codes[0] ?? ''}`)).toMatchObject([0, { total: 0 }]);
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
