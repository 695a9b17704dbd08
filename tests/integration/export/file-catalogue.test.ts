/** 归档文件目录 (docs/spec/export.md, `export register`). */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { runCommandLine } from '../../../main/cli/run.ts';
import { readSheets } from '../../../main/archive/reading/readers/xlsx.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';

const titled = (number: number, year: number): string =>
  [
    '青岚市水务局',
    `青水函〔${year}〕${number}号`,
    `关于市政协九届${year - 2020}次会议第${number}号提案的答复`,
    '李明委员：',
    '您提出的《关于节水的提案》收悉，现答复如下：',
    `本年安排节水资金${number}万元。`,
    '青岚市水务局',
    `${year}年5月6日`,
  ].join('\n');
const UNTITLED = ['网友您好：', '您反映的“西河公园路灯不亮”问题收悉，已修复。', '青岚市城管局', '2021年3月4日'].join(
  '\n',
);

let engine: Engine;
let place: string;
let ids: Record<'late' | 'early' | 'untitled', string>;
beforeEach(async () => {
  place = temporaryFolder();
  engine = await openEngine(join(place, 'archive'));
  ids = {
    late: await fileText(engine, titled(12, 2023), '甲.txt'),
    early: await fileText(engine, titled(7, 2022), '乙.txt'),
    untitled: await fileText(engine, UNTITLED, '丙.txt'),
  };
});
afterEach(async () => {
  await engine.close();
});

/** From the heading on: title and a line on the fonds stand above. */
const rowsOf = (file: string): string[][] =>
  (
    readSheets({ name: 'a.xlsx', bytes: Uint8Array.from(readFileSync(file)) }).find(
      ({ name }) => name === '归档文件目录',
    )?.rows ?? []
  ).slice(2);

test('has the columns of the standard, a row a letter by archive number, and its own line in the log', async () => {
  await engine.call('letters.attach', {
    id: ids.early,
    attachments: [{ source: { name: '表.txt', bytes: new TextEncoder().encode('甲') }, role: 'ATTACHMENT' }],
    reason: '补',
  });
  const made = await engine.call('export.register', { out: join(place, '目录.xlsx') });
  expect(made.rows).toBe(3);
  const [heading, ...rows] = rowsOf(made.file);
  expect(heading).toEqual(['序号', '档号', '文号', '责任者', '题名', '日期', '密级', '页数', '备注']);
  expect(rows.map((row) => row[5])).toEqual(['20210304', '20220506', '20230506']);
  expect(rows.map((row) => row[0])).toEqual(['1', '2', '3']);
  expect(rows[0]?.[4]).toMatch(/^\[青岚市城管局.*\]$/);
  expect(rows[1]).toMatchObject({ 2: '青水函〔2022〕7号', 3: '青岚市水务局', 8: '附件 1 个' });
  expect(await engine.call('trust.audit', { action: 'export.register' })).toHaveLength(1);
  expect(await engine.call('trust.tip', {})).toEqual(made.audit_tip);
});

test('a longer retention stands before a shorter one of the same year; a pdf tells its pages', async () => {
  const forever = await fileText(engine, titled(3, 2023), '丁.txt');
  await engine.call('letters.setRetention', { ids: [forever], retention: 'Y', reason: '重要' });
  const made = await engine.call('export.register', { selection: { query: '节水' }, out: join(place, '目录.xlsx') });
  const numbers = rowsOf(made.file).map((row) => row[2]);
  expect(numbers).toEqual(['文号', '青水函〔2022〕7号', '青水函〔2023〕3号', '青水函〔2023〕12号']);
  const pdf = resolve('resources/samples/08 东部新区医院建议答复.pdf');
  const { items } = await engine.call('letters.import', { paths: [pdf] });
  const selection = { ids: items.flatMap(({ id }) => (id === undefined ? [] : [id])) };
  const one = await engine.call('export.register', { selection, out: join(place, '一件.xlsx') });
  expect(Number(rowsOf(one.file)[1]?.[7])).toBeGreaterThan(0);
});

test('on the command line the format gives the extension, or must agree with it', async () => {
  await engine.close();
  const run = async (...words: string[]): Promise<[number, { file?: string; rows?: number }]> => {
    let out = '';
    const io = { out: (text: string) => (out += text), err: () => undefined };
    const archive = ['--archive', join(place, 'archive'), '--json'];
    const code = await runCommandLine(['export', 'register', ...words, ...archive], io);
    return [code, JSON.parse(out) as { file?: string; rows?: number }];
  };
  const [code, made] = await run('--format', 'csv', '--out', join(place, '目录'));
  expect([code, made]).toMatchObject([0, { file: join(place, '目录.csv'), rows: 3 }]);
  expect(readFileSync(made.file ?? '', 'utf8').split('\r\n')).toHaveLength(5);
  expect((await run(ids.late, '--out', join(place, '一件.xlsx')))[1].rows).toBe(1);
  expect((await run('--format', 'csv', '--out', join(place, 'b.xlsx')))[0]).toBe(2);
  expect((await run('--format', 'doc', '--out', join(place, 'b')))[0]).toBe(2);
  expect((await run('none', '--out', join(place, 'b.xlsx')))[0]).toBe(1);
});
