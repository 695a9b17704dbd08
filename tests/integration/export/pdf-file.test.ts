/** What a letter's PDF says of itself, and that other programs find it sound (docs/spec/export.md). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkPdf } from '../../../main/archive/print/check-pdf.ts';
import { renderLetterPdf, type LetterPdf } from '../../../main/archive/print/letter-pdf.ts';
import { openPdf } from '../../../main/archive/reading/readers/pdf.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { runTool } from '../../support/other-tools.ts';
import { textOfPdf } from '../../support/pdf-text.ts';
import { letterOf } from '../../unit/export/letters.ts';

const folder = mkdtempSync(join(tmpdir(), 'fuhan-pdf-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
function fileOf({ pdf }: LetterPdf): string {
  count += 1;
  const file = join(folder, `${count}.pdf`);
  writeFileSync(file, pdf);
  return file;
}

function letterWith(body: string, head = '云溪市民政局', more: Partial<Letter> = {}): Letter {
  const title = '关于政协云溪市十三届二次会议第132045号提案答复的函';
  return letterOf(
    `${head}\n【A类】\n云民函〔2023〕5号\n${title}\n李某某委员：\n${body}\n云溪市民政局\n2023年7月14日`,
    {
      title,
      doc_number: '云民函〔2023〕5号',
      letterhead: '云溪市民政局',
      issuer: '云溪市民政局',
      issued_on: '2023-07-14',
      addressees: ['李某某'],
    },
    more,
  );
}

const VERSIONS = [
  {
    version: 1,
    at: '2024-01-02T03:04:05.000Z',
    actor: '本机用户 root',
    reason: '归档',
    changes: ['text', 'attachments', 'doc_number'],
    sha256: 'cd'.repeat(32),
  },
];
const HEADINGS = '一、基本情况。全市有社区八十六个。\n二、下一步打算\n（一）扩大覆盖。新建托管点。';

test('XMP names archive number, document number, version and its hash, in a namespace that it describes; the file is of the version’s time', async (context) => {
  const made = await renderLetterPdf(letterWith('您的提案收悉。', undefined, { ref_code: 'Z109-WS·2023-D30-0001' }), {
    versions: VERSIONS,
  });
  const file = fileOf(made);
  const xmp = runTool(context, 'pdfinfo', '-meta', file);
  for (const said of [
    '<fuhan:refCode>Z109-WS·2023-D30-0001</fuhan:refCode>',
    '<fuhan:docNumber>云民函〔2023〕5号</fuhan:docNumber>',
    '<fuhan:version>1</fuhan:version>',
    `<fuhan:versionHash>${'cd'.repeat(32)}</fuhan:versionHash>`,
    '<dc:identifier>Z109-WS·2023-D30-0001</dc:identifier>',
    '<pdfaSchema:namespaceURI>https://fuhan-archive.invalid/ns/record/1.0/</pdfaSchema:namespaceURI>',
  ])
    expect(xmp).toContain(said);
  for (const name of ['refCode', 'docNumber', 'version', 'versionHash', 'recordId', 'issuedOn', 'part'])
    expect(xmp).toContain(`<pdfaProperty:name>${name}</pdfaProperty:name>`);
  const path = join(folder, 'meta.xml');
  writeFileSync(path, xmp);
  runTool(context, 'xmllint', '--noout', path);
  expect(runTool(context, 'pdfinfo', '-isodates', file)).toMatch(/CreationDate:\s+2024-01-02T03:04:05Z/);
  expect(runTool(context, 'qpdf', '--check', file)).toContain('No syntax or stream encoding errors found');
});

test('headings stand beside their paragraphs in the structure, those of the sheets around the letter are headings as well', async () => {
  const { pdf } = await renderLetterPdf(letterWith(HEADINGS), { cover: true, history: true, versions: VERSIONS });
  const document = await openPdf({ name: 'a.pdf', bytes: Uint8Array.from(pdf) });
  const found: string[] = [];
  const walk = (node: { role?: string; children?: unknown[] }, above: readonly string[]): void => {
    const role = node.role ?? '';
    if (/^H\d$/.test(role)) found.push([...above.filter((one) => one !== 'Root'), role].join('/'));
    for (const child of node.children ?? []) walk(child as typeof node, [...above, role]);
  };
  for (let number = 1; number <= document.numPages; number += 1) {
    const tree = await (await document.getPage(number)).getStructTree();
    walk(tree, []);
  }
  await document.loadingTask.destroy();
  expect(found.filter((path) => path.includes('P/'))).toEqual([]);
  // Cover and its sections, three headings of the letter, the table of versions.
  expect(found.filter((path) => path.endsWith('H1')).length).toBeGreaterThanOrEqual(4);
  expect(found.filter((path) => path.endsWith('H2')).length).toBeGreaterThanOrEqual(3);
});

test('labels of pages are what the pages bear: the letter counts from 1 behind its cover', async () => {
  const { pdf } = await renderLetterPdf(letterWith('函'.repeat(28 * 30)), {
    cover: true,
    history: true,
    versions: VERSIONS,
  });
  const document = await openPdf({ name: 'a.pdf', bytes: Uint8Array.from(pdf) });
  expect(await document.getPageLabels()).toEqual(['封面1', '1', '2', '附页1']);
  await document.loadingTask.destroy();
});

test('cover and table of versions speak Chinese, and filing by 件 has no 卷', async () => {
  const made = await renderLetterPdf(letterWith('您的提案收悉。'), { cover: true, history: true, versions: VERSIONS });
  const text = await textOfPdf(fileOf(made));
  expect(text).toContain('归档文件封面');
  expect(text).not.toMatch(/卷内|attachments|\btext\b/);
  expect(text.replaceAll(/\s/g, '')).toContain('正文、附件、发文字号');
});

test.each([
  ['dashes', `说明${'—'.repeat(36)}结束。`],
  ['a leader', `一、基本情况${'…'.repeat(60)}1`],
  ['a rule', `甲句。${'═'.repeat(60)}乙句。`],
  ['a line of a box', `甲句。${'─'.repeat(60)}乙句。`],
  ['question marks', `为何${'？'.repeat(44)}`],
  ['brackets', `${'（'.repeat(40)}甲${'）'.repeat(40)}`],
  ['full stops', `${'。'.repeat(90)}`],
  ['letters', `${'abcdefghij'.repeat(12)}`],
  ['Cyrillic letters', `${'абвгд'.repeat(20)}`],
  ['dots', `目录${'.'.repeat(120)}3`],
])('a run longer than a line, %s, is broken by rule and told, and not a sign of it is lost', async (_, body) => {
  const letter = letterWith(body);
  const made = await renderLetterPdf(letter);
  expect((await checkPdf(made.pdf, letter)).missing).toEqual([]);
  expect(made.warnings.map(({ code }) => code)).toContain('PDF_LONG_RUN');
  const document = await openPdf({ name: 'a.pdf', bytes: Uint8Array.from(made.pdf) });
  const page = await document.getPage(1);
  const { items } = await page.getTextContent();
  const right = Math.max(...items.map((item) => ('str' in item ? Number(item.transform[4]) + item.width : 0)));
  await document.loadingTask.destroy();
  // 184 mm, and the half of a character by which punctuation may hang out.
  expect(right).toBeLessThan((184 / 25.4) * 72 + 9);
});

test('a run that fits a line is left alone', async () => {
  const { warnings } = await renderLetterPdf(letterWith(`说明${'—'.repeat(12)}结束。`));
  expect(warnings).toEqual([]);
});

test('a short line that stands inside a long one does not take its place when the PDF is compared', async () => {
  const office = '云溪市民政局';
  const letter = letterWith('您的提案收悉。');
  const title = `${office}关于政协云溪市十三届二次会议第132045号提案答复的函`;
  letter.text = letter.text.replace(letter.elements.title ?? '', title);
  letter.elements.title = title;
  letter.text += `\n${office}办公室                2023年7月15日印发`;
  const { pdf } = await renderLetterPdf(letter);
  expect((await checkPdf(pdf, letter)).missing).toEqual([]);
});

/** Left edge of a piece of text, in points. */
async function leftOf(pdf: Uint8Array, wanted: string): Promise<number> {
  const document = await openPdf({ name: 'a.pdf', bytes: Uint8Array.from(pdf) });
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent();
    for (const item of items) if ('str' in item && item.str.startsWith(wanted)) return Number(item.transform[4]);
  }
  await document.loadingTask.destroy();
  throw new Error(`no ${wanted}`);
}

test('the numbers of attachments stand one under the other', async () => {
  const { pdf } = await renderLetterPdf(letterWith('详见附件。\n附件：1. 一览表\n2. 计划'));
  // «附件：» is three characters, of which the last is not cut in half.
  expect((await leftOf(pdf, '2. 计划')) - (await leftOf(pdf, '附件：'))).toBeCloseTo(3 * 15.75, 0);
});

test('no column of a table is starved, and a short one keeps its words on one line', async (context) => {
  const rows = [
    ['序号', '项目', '承办单位和协办单位的具体分工以及联系方式', '金额（万元）'],
    ['1', '社区食堂', '云溪市民政局会同云溪市财政局、云溪市卫生健康委员会按照各自职责负责'.repeat(2), '1,268.50'],
    ['2', '日间照料', '云溪市民政局', '86'],
  ];
  const made = await renderLetterPdf(letterWith(`情况如下：\n${rows.map((row) => row.join('\t')).join('\n')}`));
  const text = runTool(context, 'pdftotext', '-layout', fileOf(made), '-');
  for (const word of ['序号', '社区食堂', '日间照料', '金额（万元）', '1,268.50']) expect(text).toContain(word);
});

test('offices that write together stand together in red, none in the place of 密级', async (context) => {
  const made = await renderLetterPdf(letterWith('您的提案收悉。', '云溪市民政局\n云溪市财政局'));
  const text = runTool(context, 'pdftotext', '-layout', fileOf(made), '-');
  const [first = '', second = '', third = ''] = text.split('\n').filter((line) => line.trim() !== '');
  expect([first, second].map((line) => line.replaceAll(' ', ''))).toEqual(['云溪市民政局', '云溪市财政局']);
  expect(third.replaceAll(' ', '')).toBe('【A类】云民函〔2023〕5号');
});

test('the 归档章 stands on the letter’s first page where that is asked for, and moves nothing', async (context) => {
  const letter = letterWith('您的提案收悉。');
  const stamp = { fonds: 'Z109', year: '2023', item: '0017', office: 'BGS', retention: '30年' };
  const plain = await renderLetterPdf(letter);
  const stamped = await renderLetterPdf(letter, { stamp, stampFirst: true });
  expect(stamped.pages).toBe(plain.pages);
  const text = runTool(context, 'pdftotext', '-layout', fileOf(stamped), '-').replaceAll(/\s/g, '');
  expect(text).toMatch(/^全宗号年度件号Z10920230017机构（问题）保管期限页数BGS30年1/);
  expect(await leftOf(stamped.pdf, '关于政协')).toBe(await leftOf(plain.pdf, '关于政协'));
  expect((await checkPdf(stamped.pdf, letter)).missing).toEqual([]);
});
