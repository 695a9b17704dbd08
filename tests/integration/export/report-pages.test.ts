/** Reports and forms on their pages: what is signed has its table's head above it, what is filled in by hand has room. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, expect, test, type TestContext } from 'vitest';
import { hiddenList } from '../../../main/archive/export/public/hidden-list.ts';
import {
  transferDocument,
  transferReport,
  type TransferFacts,
} from '../../../main/archive/export/package/transfer-form.ts';
import { renderReport } from '../../../main/archive/print/set-report.ts';
import type { Report } from '../../../main/archive/print/report.ts';
import type { PublicItem } from '../../../shared/model/public-version.ts';
import { runTool } from '../../support/other-tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'fuhan-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function pagesOf(context: TestContext, report: Report): Promise<string[]> {
  const file = join(folder, 'report.pdf');
  writeFileSync(file, (await renderReport(report)).pdf);
  return runTool(context, 'pdftotext', '-layout', file, '-').split('\f').slice(0, -1);
}

const reportOf = (rows: number): Report => ({
  title: '检测报告',
  subtitle: '',
  foot: '档案库',
  date: new Date('2024-01-02T03:04:05.000Z'),
  blocks: [
    {
      kind: 'table',
      columns: ['编号', '问题'],
      widths: [1, 4],
      rows: Array.from({ length: rows }, (_, at) => [String(at + 1), `第${at + 1}项`]),
    },
    { kind: 'signatures', labels: ['检测人', '审核人'] },
  ],
});

test('the row that comes along with the signatures has the head of its table, once a page', async (context) => {
  let parted = 0;
  for (const rows of [5, 30, 34, 36, 38, 40, 42]) {
    const pages = await pagesOf(context, reportOf(rows));
    for (const page of pages) expect(page.match(/编号\s+问题/gu)).toHaveLength(1);
    expect(pages.at(-1)).toContain('审核人');
    if (pages.length > 1 && !(pages.at(-1) ?? '').includes(`第${rows - 1}项`)) parted += 1;
  }
  expect(parted).toBeGreaterThan(0);
});

const FACTS: TransferFacts = {
  ...{ name: '答复函 2024', organization: '青岚市档案馆', archiveId: 'a', at: '2024-01-02T03:04:05.000Z' },
  ...{ letters: 2, files: 9, bytes: 12_345, first: 'Z109-WS·2024-D30-0001', last: 'Z109-WS·2024-D30-0002' },
  ...{ listSha256: 'ab'.repeat(32), listSm3: 'cd'.repeat(32), actor: '档案员' },
  tip: { seq: 1, at: '2024-01-02T03:04:05.000Z', hash: 'ab'.repeat(32), sm3: 'cd'.repeat(32) },
};

test('the transfer form is one page with room for names and for a seal of 42 mm, on paper and as docx', async (context) => {
  const file = join(folder, 'form.pdf');
  writeFileSync(file, (await renderReport(transferReport(FACTS))).pdf);
  const words = runTool(context, 'pdftotext', '-bbox', file, '-');
  expect(words.match(/<page /g)).toHaveLength(1);
  const foot = (word: string): number => Number(new RegExp(`yMax="([\\d.]+)">${word}`).exec(words)?.[1]);
  const dates = [...words.matchAll(/yMax="([\d.]+)">年/g)].map(([, y]) => Number(y));
  // The last line of dates stands at the foot of the seal's row, the one before at the foot of the row above.
  const rowsHigh = [...new Set(dates)].slice(-2);
  expect(((rowsHigh[1] ?? 0) - (rowsHigh[0] ?? 0)) / 72).toBeGreaterThan(42 / 25.4);
  expect(foot('单位（印章）')).toBeGreaterThan(rowsHigh[0] ?? Infinity);
  const document = strFromU8(unzipSync(transferDocument(FACTS))['word/document.xml'] ?? new Uint8Array());
  const heights = [...document.matchAll(/<w:trHeight w:val="(\d+)" w:hRule="atLeast"\/>/g)].map(([, twentieths]) =>
    Math.round((Number(twentieths) / 1440) * 25.4),
  );
  expect(heights).toEqual([10, 10, 10, 10, 10, 14, 14, 45]);
});

test('a list of what was hidden has a table only where something was, and its grounds on one line', async (context) => {
  const text = `王某住在此处。\n${'另有说明。\n'.repeat(12)}`;
  const items: PublicItem[] = Array.from({ length: 8 }, (_, at) => ({
    ...{ item: String(at), kind: 'minor', verdict: 'hide', ground: 'P28', covered: false, required: true },
    ...{ value: '', reason: '', places: [{ where: 'text', start: 8 + at * 6, end: 10 + at * 6 }] },
    ...{ suggested: { verdict: 'hide', ground: 'P28' }, decided_by: '王档案', decided_at: null },
  }));
  const listOf = (found: PublicItem[]): Report =>
    hiddenList({
      ...{ title: '答复', docNumber: null, refCode: null, version: 1, text, items: found },
      nameOf: (actor) => actor,
      reviewed: { by: '孙复核', at: '2024-01-02T03:04:05.000Z' },
      file: { name: '答复.pdf', sha256: 'ab'.repeat(32) },
      tip: FACTS.tip,
      date: new Date('2024-01-02T03:04:05.000Z'),
    });
  const empty = (await pagesOf(context, listOf([]))).join('');
  expect(empty).toContain('隐去 0 处');
  expect(empty).not.toMatch(/序号\s+类别/u);
  const pages = await pagesOf(context, listOf(items));
  expect(pages).toHaveLength(1);
  expect(
    pages[0]?.match(
      /^\s*\d\s+未成年人信息\s+正文第 \d+ 段第 \d 字起\s+《个人信息保护法》第二十八条\s+王档案\s+孙复核$/gmu,
    ),
  ).toHaveLength(8);
});
