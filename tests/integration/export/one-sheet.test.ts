/** Covers and forms keep to their sheet, and registers do not break days and archive numbers (docs/spec/export.md). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { renderLetterPdf } from '../../../main/archive/print/letter-pdf.ts';
import { renderRegister, type RegisterForm } from '../../../main/archive/print/set-register.ts';
import { REGISTER_COLUMNS, registerColumn } from '../../../shared/model/registers.ts';
import type { Attachment } from '../../../shared/model/letter.ts';
import { runTool } from '../../support/other-tools.ts';
import { textOfPdf } from '../../support/pdf-text.ts';
import { letterOf } from '../../unit/export/letters.ts';

const folder = mkdtempSync(join(tmpdir(), 'fuhan-one-sheet-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
function fileOf(pdf: Uint8Array): string {
  count += 1;
  const file = join(folder, `${count}.pdf`);
  writeFileSync(file, pdf);
  return file;
}

const date = new Date('2023-06-01T00:00:00Z');
const FULL = '甲'.repeat(60);

function attachments(count: number): Attachment[] {
  return Array.from({ length: count }, (_, at) => ({
    id: String(at),
    role: 'ATTACHMENT' as const,
    name: `附件${at + 1} 情况说明.pdf`,
    mime: 'application/pdf',
    size: 1000 + at,
    sha256: 'ab'.repeat(32),
  }));
}

const LOG_HEAD = { seq: 12345, at: '2026-01-02T03:04:05.000Z', hash: 'ab'.repeat(32), sm3: 'cd'.repeat(32) };

const coverPages = async (files: number): Promise<number> => {
  const letter = letterOf(
    '云溪市民政局\n云民函〔2023〕5号\n关于提案的答复\n李某某委员：\n您的提案收悉。\n云溪市民政局\n2023年7月14日',
    {
      title: '关于提案的答复',
      doc_number: '云民函〔2023〕5号',
      issuer: '云溪市民政局',
      letterhead: '云溪市民政局',
      addressees: ['李某某'],
      case_title: FULL,
      issued_on: '2023-07-14',
    },
    { attachments: attachments(files) },
  );
  const [plain, covered] = [
    await renderLetterPdf(letter, {}),
    await renderLetterPdf(letter, { cover: true, logHead: LOG_HEAD }),
  ];
  return covered.pages - plain.pages;
};

test('a cover that is a little longer than a sheet is set closer, one that is much longer has a second', async () => {
  // As it is set first, four files fill the sheet.
  expect(await coverPages(4)).toBe(1);
  expect(await coverPages(9)).toBe(1);
  expect(await coverPages(30)).toBeGreaterThan(1);
});

function formOf(rows: number, lines: number): RegisterForm {
  return {
    title: '归档文件备考表',
    rows: Array.from({ length: rows }, (_, at): [string, string] => [`第${at}项`, FULL]),
    note: { label: '盒内文件情况说明', lines: Array.from({ length: lines }, (_, at) => `第${at}行${FULL}`) },
    signatures: ['整理人', '整理日期', '检查人', '检查日期'],
  };
}
const formPages = async (kind: 'cover' | 'notes', form: RegisterForm): Promise<{ pages: number; text: string }> => {
  const { pdf, pages } = await renderRegister({ date, foot: '', kind, title: form.title, forms: [form] });
  return { pages, text: (await textOfPdf(fileOf(pdf))).replaceAll(/\s/g, '') };
};

test('a form keeps its names on its sheet though the box holds more than it was made for', async () => {
  for (const lines of [1, 8, 18]) {
    const { pages, text } = await formPages('notes', formOf(3, lines));
    expect(pages, `${lines} lines`).toBe(1);
    for (const words of [`第${lines - 1}行${FULL}`, '检查日期']) expect(text).toContain(words);
  }
  const long = await formPages('notes', formOf(3, 90));
  expect(long.pages).toBeGreaterThan(1);
  expect(long.text).toContain(`第89行${FULL}`);
});

test('a cover of a register keeps to one sheet with long names, and breaks no archive number', async (context) => {
  const form: RegisterForm = {
    title: '归档文件目录',
    rows: [
      ['全宗名称', FULL.repeat(5)],
      ['机构（问题）', FULL.repeat(4)],
      ['起止档号', 'Z001-WS·2022-D30-0001 至 Z001-WS·2022-D30-0017'],
    ],
    note: null,
    signatures: [],
  };
  const { pdf, pages } = await renderRegister({ date, foot: '', kind: 'cover', title: form.title, forms: [form] });
  expect(pages).toBe(1);
  const text = runTool(context, 'pdftotext', '-layout', fileOf(pdf), '-');
  for (const number of ['Z001-WS·2022-D30-0001', 'Z001-WS·2022-D30-0017']) expect(text).toContain(number);
});

test('a row of the 答复办理台账 has its day, archive number and document number on one line each', async (context) => {
  const keys = REGISTER_COLUMNS.handling;
  const values: Record<string, string> = {
    number: '1',
    case_number: '062015',
    case_title: FULL,
    session: '政协云溪市第六届委员会第二次会议',
    addressees: '王某某、李某某',
    doc_number: '云民函〔2023〕41号',
    title: FULL,
    issued_on: '2023-07-14',
    issuer: '云溪市住房和城乡建设局',
    result_code: 'A',
    openness: '主动公开',
    ref_code: 'Z001-WS·2023-D30-0002',
  };
  const register = {
    title: '答复办理台账',
    subtitle: '共 1 件',
    columns: keys.map(registerColumn),
    rows: [keys.map((key) => values[key] ?? '')],
    totals: [],
    signatures: [],
  };
  const { pdf } = await renderRegister({ date, foot: '', kind: 'list', register });
  const lines = runTool(context, 'pdftotext', '-layout', fileOf(pdf), '-').split('\n');
  for (const key of ['issued_on', 'ref_code', 'doc_number', 'case_number', 'openness'] as const) {
    expect(
      lines.some((line) => line.includes(values[key] ?? '?')),
      key,
    ).toBe(true);
  }
});
