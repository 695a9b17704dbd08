/** Clause by clause: what the archive prints is PDF/A-2a as far as a program can tell, read by qpdf and by tests/support/pdfa-clauses.ts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, type TestContext } from 'vitest';
import { renderLetterPdf } from '../../../main/archive/print/letter-pdf.ts';
import { PdfVolume } from '../../../main/archive/print/pdf-volume.ts';
import { renderReport } from '../../../main/archive/print/set-report.ts';
import { pdfaFindings } from '../../support/pdfa-clauses.ts';
import { letterOf, sampleLetters } from '../../unit/export/letters.ts';

const folder = mkdtempSync(join(tmpdir(), 'fuhan-pdfa-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
function findings(context: TestContext, pdf: Uint8Array): string[] {
  count += 1;
  const file = join(folder, `${count}.pdf`);
  writeFileSync(file, pdf);
  return pdfaFindings(context, file);
}

const VERSIONS = [
  { version: 1, at: '2024-01-02T03:04:05.000Z', actor: '档案员', reason: '归档', changes: [], sha256: 'cd'.repeat(32) },
];
const SHEETS = { cover: true, history: true, stampFirst: true, versions: VERSIONS };
const TITLE = '关于“𠀀园”<改造> & 其他答复的函';
/** Signs that fonts join, part, lack or have in another font; a table, a run, headings, another direction. */
const ODD = letterOf(
  `${TITLE}\n某某委员：\n收悉，现答复如下。\n一、甲（１）。ａ=b\u0301 ﬁ １２\u2460 • ‧ 〜。\n序号\t单位\t数量\n1\t民政局\t86\n${'—'.repeat(80)}\n（一）乙。\u{1F600}\u{2A701}\nالعربية שלום 한글 ひらがな\nAVATAR office fi ffl`,
  { title: TITLE, issuer: '云溪市民政局' },
);
const REPORT = {
  title: '四性检测报告',
  subtitle: '云溪市民政局',
  foot: '链尾 0123',
  date: new Date('2024-03-01T00:00:00Z'),
  blocks: [
    { kind: 'heading' as const, text: '一、检测' },
    { kind: 'table' as const, columns: ['项', '结果'], widths: [1, 2], rows: [['1-1', '通过']] },
  ],
};

test('each sample letter, and one of odd signs, with and without the sheets around it', async (context) => {
  for (const letter of [...sampleLetters(), ODD])
    for (const options of [{}, SHEETS]) {
      const { pdf } = await renderLetterPdf(letter, options);
      expect(findings(context, pdf)).toEqual([]);
    }
});

test('a report, and a volume of letters', async (context) => {
  expect(findings(context, (await renderReport(REPORT)).pdf)).toEqual([]);
  const pieces: Uint8Array[] = [];
  const volume = new PdfVolume((bytes) => pieces.push(bytes));
  for (const [at, letter] of [...sampleLetters().slice(0, 3), ODD].entries())
    volume.add({ pdf: (await renderLetterPdf(letter, SHEETS)).pdf, title: letter.name, label: `${at}-` });
  volume.end({ part: 'volume' });
  expect(findings(context, Buffer.concat(pieces))).toEqual([]);
});

/** Breaks in a good file what a clause asks for, without changing a length. */
const BROKEN: [string, string, string][] = [
  ['6.7.2.2', '/Marked true', '/Marked null'],
  ['6.7.4', '/Lang ', '/Lanx '],
  ['6.2.3', '/GTS_PDFA1', '/GTS_PDFX1'],
  ['6.6.4', '<pdfaid:conformance>A<', '<pdfaid:conformance>B<'],
  ['6.6.2.3', '<pdfaProperty:name>recordId<', '<pdfaProperty:name>otherId_<'],
  ['6.6.3', '<xmp:CreateDate>', '<xmp:CreateDatx>'],
  ['6.2.11.4', '/FontFile2 ', '/FontFilx2 '],
  ['6.2.11.7.2', '/ToUnicode ', '/ToUnicodx '],
  ['6.2.11.5', '/W [', '/V ['],
  ['6.7.3', '/StructParents ', '/StructParentx '],
  ['6.7.3.4', '/S /P\n', '/S /X\n'],
  ['6.1.3', '/ID [', '/IE ['],
];

test.for(BROKEN)('a breach of %s is found', async ([clause, from, to], context) => {
  const { pdf } = await renderLetterPdf(sampleLetters()[0] ?? ODD, {});
  const text = Buffer.from(pdf).toString('latin1');
  expect(text).toContain(from);
  const broken = Buffer.from(text.replaceAll(from, to), 'latin1');
  expect(findings(context, broken).join('\n')).toContain(clause);
});
