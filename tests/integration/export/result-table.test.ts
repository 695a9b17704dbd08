/** The list of what was found (docs/spec/cli.md, `export table`), and two letters side by side (`compare`). */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { readSheets } from '../../../main/archive/reading/readers/xlsx.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { printedPages } from '../../support/printed-sheets.ts';

const letter = (number: number, year: number, amount: string): string =>
  [
    '青岚市水务局',
    `青水函〔${year}〕${number}号`,
    `关于市政协九届${year - 2020}次会议第${number}号提案的答复`,
    '李明委员：',
    '您提出的《关于节水的提案》收悉，现答复如下：',
    `本年安排节水资金${amount}万元，改造管网。`,
    '青岚市水务局',
    `${year}年5月6日`,
  ].join('\n');

let engine: Engine;
let place: string;
let ids: string[];
beforeEach(async () => {
  place = temporaryFolder();
  engine = await openEngine(join(place, 'archive'));
  ids = [await fileText(engine, letter(12, 2023, '300')), await fileText(engine, letter(7, 2022, '120'))];
});
afterEach(async () => {
  await engine.close();
});

describe('the list', () => {
  test('has a row a letter with its elements, newest first or as the words weigh, and its own line in the log', async () => {
    const out = join(place, '清单', '节水.xlsx');
    const made = await engine.call('export.table', { selection: { query: '节水' }, sort: 'date', out });
    expect(made).toMatchObject({ file: out, letters: 2 });
    const bytes = readFileSync(out);
    expect(made.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    const [sheet] = readSheets({ name: '节水.xlsx', bytes: Uint8Array.from(bytes) });
    const [heading = [], first = [], second = []] = sheet?.rows ?? [];
    const cell = (row: readonly string[], column: string): string | undefined => row[heading.indexOf(column)];
    expect([cell(first, '发文字号'), cell(second, '发文字号')]).toEqual(['青水函〔2023〕12号', '青水函〔2022〕7号']);
    expect(cell(second, '主送')).toBe('李明');
    expect(cell(second, '编号')).toBe(ids[1]);
    const rows = await engine.call('trust.audit', { action: 'export.table' });
    expect(rows.map(({ detail }) => JSON.parse(detail) as unknown)).toEqual([{ letters: 2, sha256: made.sha256 }]);
    expect(await engine.call('trust.tip', {})).toEqual(made.audit_tip);
  });

  test('carries the head of the log: as a second sheet of xlsx, in a list beside a csv', async () => {
    const before = await engine.call('trust.tip', {});
    const xlsx = join(place, '甲.xlsx');
    const sheets = await engine.call('export.table', { selection: { ids }, out: xlsx });
    expect(sheets).not.toHaveProperty('list');
    const found = readSheets({ name: '甲.xlsx', bytes: Uint8Array.from(readFileSync(xlsx)) });
    expect(found.map(({ name }) => name)).toEqual(['清单', '出处']);
    const origin = new Map(found[1]?.rows.map(([label = '', value = '']) => [label, value]));
    expect(origin.get('审计链末端序号')).toBe(`第 ${before.seq} 条`);
    expect(origin.get('审计链末端 SHA-256')).toBe(before.hash);
    expect(origin.get('审计链末端 SM3')).toBe(before.sm3);

    const made = await engine.call('export.table', { selection: { ids }, out: join(place, '乙.csv') });
    expect(await engine.call('trust.tip', {})).toEqual(made.audit_tip);
    expect(JSON.parse(readFileSync(made.list ?? '', 'utf8'))).toMatchObject({
      audit_tip: made.audit_tip,
      files: [{ file: '乙.csv', letters: 2, sha256: made.sha256 }],
    });
  });

  test('prints across A4 with its head on each page, its columns on one sheet and its pages counted', async (context) => {
    for (let number = 100; number < 160; number += 1) await fileText(engine, letter(number, 2024, '1'));
    const made = await engine.call('export.table', { selection: { query: '节水' }, out: join(place, '长.xlsx') });
    const pages = printedPages(context, made.file);
    const listed = pages.filter((page) => page.includes('青水函'));
    expect(listed.length).toBeGreaterThan(1);
    for (const [at, page] of listed.entries()) {
      expect(page.replaceAll(/\s/g, '')).toMatch(/序号档号题名发文字号.*版本编号/);
      expect(page.replaceAll(/\s/g, '')).toContain(`第${at + 1}页共${pages.length}页`);
      expect(page).toMatch(/\d{4}-05-06/);
      expect(page).toMatch(/Z001-WS·\d{4}-D30-\d{4}/);
    }
    // Where it is from stands on one page too.
    expect(pages).toHaveLength(listed.length + 1);
    expect(pages.at(-1)?.replaceAll(/\s/g, '')).toMatch(/档案库标识.*审计链末端SM3[0-9a-f]{64}/);
  });

  test('is never written over another file, and needs a name that says what it is', async () => {
    const out = join(place, '节水.csv');
    const input = { selection: { ids }, out };
    expect((await engine.call('export.table', input)).file).toBe(out);
    const again = await engine.call('export.table', { ...input, selection: { ids: ids.toReversed() } });
    expect(again.file).not.toBe(out);
    expect(existsSync(again.file)).toBe(true);
    await expect(engine.call('export.table', { ...input, out: join(place, '节水.doc') })).rejects.toMatchObject({
      code: 'BAD_VALUE',
    });
  });
});

test('two letters stand side by side, the earlier first, whichever is named first', async () => {
  const [newer = '', older = ''] = ids;
  for (const [id, other] of [
    [newer, older],
    [older, newer],
  ] as const) {
    const { before, after, diff } = await engine.call('letters.compare', { id, other });
    expect([before.id, after.id]).toEqual([older, newer]);
    expect(diff.fields.find(({ field }) => field === 'issued_on')).toMatchObject({
      from: '2022-05-06',
      to: '2023-05-06',
    });
    expect(diff.lanes.find(({ lane }) => lane === 'number')).toMatchObject({
      removed: expect.arrayContaining(['120万元']) as unknown,
      added: expect.arrayContaining(['300万元']) as unknown,
    });
  }
  await expect(engine.call('letters.compare', { id: newer, other: 'none' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});
