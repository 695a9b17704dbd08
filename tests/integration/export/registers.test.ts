/** Registers as xlsx, csv and PDF, looked at by other programs (docs/spec/export.md, `export register`). */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { unzipSync, strFromU8 } from 'fflate';
import type { Engine } from '../../../main/archive/engine.ts';
import { readSheets } from '../../../main/archive/reading/readers/xlsx.ts';
import { runCommandLine } from '../../../main/cli/run.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { runTool } from '../../support/other-tools.ts';
import { printedPages } from '../../support/printed-sheets.ts';

const letter = (number: number, title: string): string =>
  [
    '青岚市水务局',
    `青水函〔2022〕${number}号`,
    title,
    '李明委员：',
    '您提出的《关于节水的提案》收悉，现答复如下：',
    `本年安排节水资金${number}万元。`,
    '青岚市水务局',
    '2022年6月27日',
  ].join('\n');

let engine: Engine;
let place: string;
beforeEach(async () => {
  place = temporaryFolder();
  engine = await openEngine(join(place, 'archive'));
});

async function fileSome(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    const title = `关于市政协九届二次会议第${number}号提案的答复`;
    ids.push(await fileText(engine, letter(number, title), `${number}.txt`));
  }
  return ids;
}

test('the xlsx prints across A4: title, its head on each page, pages counted at the foot, all columns on one sheet', async (context) => {
  await fileSome(60);
  const made = await engine.call('export.register', { out: join(place, '目录.xlsx') });
  const pages = printedPages(context, made.file).filter((page) => page.includes('档号'));
  expect(pages.length).toBeGreaterThan(1);
  expect(pages[0]).toContain('归档文件目录');
  for (const [at, page] of pages.entries()) {
    expect(page.replaceAll(/\s/g, '')).toMatch(/序号档号文号责任者题名日期密级页数备注/);
    // Printed whole, the sheet on the origin counts too.
    expect(page.replaceAll(/\s/g, '')).toMatch(new RegExp(`第${at + 1}页共\\d+页`));
  }
  expect(pages.join('')).toContain('青水函〔2022〕60号');
});

test('a layout that is kept has a name and a title of one line each', async () => {
  const layout = (name: string) => ({ name, title: '函件\n一、已核', columns: ['ref_code' as const] });
  const { registers } = await engine.call('settings.change', { registers: { layouts: [layout('本室\u2028用表')] } });
  expect(registers.layouts).toEqual([{ name: '本室 用表', title: '函件 一、已核', columns: ['ref_code'] }]);
  await expect(engine.call('settings.change', { registers: { layouts: [layout('\n')] } })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
});

test('cells are what they are: numbers and days can be counted with, document numbers are text, 页数 is filled', async () => {
  await fileSome(2);
  const made = await engine.call('export.register', { out: join(place, '目录.xlsx') });
  const parts = unzipSync(Uint8Array.from(readFileSync(made.file)));
  const sheet = strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
  expect(sheet).toMatch(/<c r="A4" s="5"><v>1<\/v><\/c>/);
  expect(sheet).toMatch(/<c r="F4" s="5"><v>20220627<\/v><\/c>/);
  expect(sheet).toMatch(/<c r="H4" s="5"><v>1<\/v><\/c>/);
  expect(sheet).toMatch(/<c r="C4" s="4" t="inlineStr">/);
  expect(sheet).not.toContain('<f>');
  expect(strFromU8(parts['xl/workbook.xml'] ?? new Uint8Array())).toContain("'归档文件目录'!$1:$3");
  const ledger = await engine.call('export.register', { kind: 'handling', out: join(place, '台账.xlsx') });
  const rows = readSheets({ name: 'a.xlsx', bytes: Uint8Array.from(readFileSync(ledger.file)) })[0]?.rows ?? [];
  expect(rows[2]).toEqual([
    ...[
      '序号',
      '案号',
      '案由',
      '届次',
      '主送',
      '发文字号',
      '题名',
      '成文日期',
      '责任者',
      '办理结果',
      '公开属性',
      '档号',
    ],
  ]);
  // A real day: the reader shows it by its format.
  expect(rows[3]?.[7]).toBe('2022-06-27');
});

test('what a spreadsheet would run stays text, in xlsx and in csv', async () => {
  for (const [at, title] of ['=cmd|calc', '+1', '-1', '@SUM(A1)', '＝1+1'].entries()) {
    const id = await fileText(engine, letter(at + 1, '关于节水的答复'), `${at}.txt`);
    await engine.call('letters.edit', { id, set: { title }, reason: '试' });
  }
  const csv = readFileSync((await engine.call('export.register', { out: join(place, 'a.csv') })).file, 'utf8');
  expect(csv.startsWith('\ufeff"序号","档号","文号"')).toBe(true);
  for (const title of ['=cmd|calc', '+1', '-1', '@SUM(A1)', '＝1+1']) expect(csv).toContain(`"\t${title}"`);
  const xlsx = await engine.call('export.register', { out: join(place, 'a.xlsx') });
  const parts = unzipSync(Uint8Array.from(readFileSync(xlsx.file)));
  expect(strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array())).not.toMatch(/<f>/);
});

test('the same register as PDF: across, head on each page, pages counted, PDF/A', async (context) => {
  await fileSome(60);
  const made = await engine.call('export.register', { out: join(place, '目录.pdf') });
  expect(made.pages).toBeGreaterThan(1);
  const pages = runTool(context, 'pdftotext', '-layout', made.file, '-').split('\f').slice(0, made.pages);
  for (const [at, page] of pages.entries()) {
    expect(page.replaceAll(/\s/g, '')).toContain('序号档号文号责任者题名日期密级页数备注');
    expect(page.replaceAll(/\s/g, '')).toContain(`第${at + 1}页共${made.pages ?? 0}页`);
  }
  expect(pages.join('')).toContain('青水函〔2022〕60号');
  expect(runTool(context, 'qpdf', '--check', made.file)).toContain('No syntax or stream encoding errors found');
  expect(runTool(context, 'pdfinfo', '-meta', made.file)).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
});

test('移交清册 has totals and who signs; 备考表 and 封面 say what the records say', async (context) => {
  const ids = await fileSome(3);
  await engine.call('letters.edit', { id: ids[1] ?? '', set: { result_code: 'A' }, reason: '补录' });
  const transfer = await engine.call('export.register', { kind: 'transfer', out: join(place, '清册.pdf') });
  const text = runTool(context, 'pdftotext', '-layout', transfer.file, '-');
  expect(text).toMatch(/合计：3 件，3 页，电子文件 3 个，\d+ 字节。/);
  for (const who of ['移交单位（盖章）', '接收单位（盖章）', '移交人', '接收人', '监交人', '移交日期'])
    expect(text).toContain(who);
  const notes = await engine.call('export.register', { kind: 'notes', out: join(place, '备考表.pdf') });
  const said = runTool(context, 'pdftotext', '-layout', notes.file, '-');
  expect(said).toContain('件号连续，没有缺号。');
  expect(said).toContain('其中 1 件入库后有修改');
  for (const who of ['整理人', '检查人']) expect(said).toContain(who);
  const cover = await engine.call('export.register', {
    kind: 'cover',
    fonds_name: '青岚市水务局',
    out: join(place, '封面.pdf'),
  });
  const front = runTool(context, 'pdftotext', '-layout', cover.file, '-').replaceAll(/\s/g, '');
  for (const word of ['全宗名称青岚市水务局', '年度2022', '保管期限30年', '件数3件']) expect(front).toContain(word);
  await expect(engine.call('export.register', { kind: 'notes', out: join(place, '备考表.xlsx') })).rejects.toThrow(
    expect.objectContaining({ code: 'BAD_VALUE' }),
  );
});

test('until somebody has named the fonds, what is printed of it says so', async () => {
  await fileSome(1);
  const codes = async (): Promise<string[]> =>
    (await engine.call('export.register', { out: join(place, `${Math.random()}.xlsx`) })).warnings.map(
      ({ code }) => code,
    );
  expect(await codes()).toEqual(['FONDS_NOT_SET']);
  const { ref_code: was } = await engine.call('settings.show', {});
  await engine.call('settings.change', { ref_code: { ...was, fonds: 'Z109' } });
  expect(await codes()).toEqual([]);
});

test('columns of an office’s own are kept under a name and used again by it', async () => {
  await fileSome(2);
  await engine.close();
  const run = async (...words: string[]): Promise<[number, { file?: string; rows?: number }]> => {
    let out = '';
    const io = { out: (text: string) => (out += text), err: () => undefined };
    const code = await runCommandLine(
      ['export', 'register', ...words, '--archive', join(place, 'archive'), '--json'],
      io,
    );
    return [code, JSON.parse(out) as { file?: string; rows?: number }];
  };
  const heading = (file: string): string[] | undefined =>
    readSheets({ name: 'a.xlsx', bytes: Uint8Array.from(readFileSync(file)) })[0]?.rows[2];
  const columns = ['序号', '题名', 'addressees', '保管期限'];
  const [code, made] = await run(
    '--columns',
    columns.join('，'),
    '--title',
    '节水提案',
    '--keep',
    '本局',
    '--out',
    join(place, 'a'),
  );
  expect(code).toBe(0);
  expect(heading(made.file ?? '')).toEqual(['序号', '题名', '主送', '保管期限']);
  const [again, kept] = await run('--layout', '本局', '--format', 'xlsx', '--out', join(place, 'b'));
  expect(again).toBe(0);
  expect(heading(kept.file ?? '')).toEqual(['序号', '题名', '主送', '保管期限']);
  expect((await run('--columns', '没有的栏', '--out', join(place, 'c')))[0]).toBe(2);
  expect((await run('--layout', '没有的版式', '--out', join(place, 'c')))[0]).toBe(1);
  expect((await run('--kind', 'cover', '--format', 'xlsx', '--out', join(place, 'c')))[0]).toBe(2);
});

test('what was counted for 页数 is not counted again, and a changed letter is', async () => {
  const [id = ''] = await fileSome(1);
  const pagesOf = async (name: string): Promise<string | undefined> => {
    const made = await engine.call('export.register', { out: join(place, name) });
    return readSheets({ name, bytes: Uint8Array.from(readFileSync(made.file)) })[0]?.rows[3]?.[7];
  };
  expect(await pagesOf('a.xlsx')).toBe('1');
  const kept = join(place, 'archive', 'index', 'pages.txt');
  expect(readFileSync(kept, 'utf8').split('\n')).toHaveLength(2);
  expect(await pagesOf('b.xlsx')).toBe('1');
  expect(readFileSync(kept, 'utf8').split('\n')).toHaveLength(2);
  const { text } = await engine.call('letters.show', { id });
  await engine.call('letters.edit', {
    id,
    text: text.replace('本年', `${'安排各项节水工作。'.repeat(120)}本年`),
    reason: '补',
  });
  expect(await pagesOf('c.xlsx')).toBe('3');
  expect(dirname(kept)).toContain('index');
});
