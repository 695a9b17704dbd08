/**
 * Makes resources/samples from tools/sample-letters: the same letters as an office would have them, as Word files, as
 * text taken from a page with all its wraps, and as PDF. Run by hand when a letter changes; the results are committed.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AlignmentType,
  Document,
  Footer,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { unzipSync, zipSync } from 'fflate';
import { renderLetterPdf } from '../main/archive/print/letter-pdf.ts';
import { emptyElements, type Elements } from '../shared/model/elements.ts';

const ROOT = join(import.meta.dirname, '..');
const SAMPLES = join(ROOT, 'resources', 'samples');
/** A zip entry's date when nothing else is known: two runs make the same bytes. */
const FIXED_DATE = new Date(2024, 0, 1);

interface Truth extends Partial<Elements> {
  file: string;
}

const truths = readFileSync(join(SAMPLES, 'truth.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Truth);

function linesOf(number: string): string[] {
  return readFileSync(join(import.meta.dirname, 'sample-letters', `${number}.txt`), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

function truthOf(file: string): Elements {
  const found = truths.find((truth) => truth.file === file);
  if (found === undefined) throw new Error(`no truth for ${file}`);
  const elements = emptyElements();
  for (const name of Object.keys(elements) as (keyof Elements)[])
    Object.assign(elements, { [name]: found[name] ?? elements[name] });
  return elements;
}

// ---- Word ----

const run = (text: string, size = 32, font = '仿宋'): TextRun => new TextRun({ text, size, font });

function wordTable(rows: readonly string[]): Table {
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: rows.map(
      (row) =>
        new TableRow({
          children: row
            .split('\t')
            .map((cell) => new TableCell({ children: [new Paragraph({ children: [run(cell, 24)] })] })),
        }),
    ),
  });
}

type Align = (typeof AlignmentType)[keyof typeof AlignmentType];

/** One paragraph of a letter as an office's clerk formats it in Word. */
function wordParagraph(line: string, elements: Elements): Paragraph {
  const set = (children: TextRun[], alignment: Align, indent = 0): Paragraph =>
    new Paragraph({ children, alignment, indent: { firstLine: indent }, spacing: { line: 579, lineRule: 'exact' } });
  if (line === elements.letterhead) {
    // Both ways are common: the name typed with blanks between its characters, or as one word.
    const wide = elements.letterhead.length <= 7 ? [...line].join(' ') : line;
    return set([new TextRun({ text: wide, size: 64, color: 'FF0000', font: '方正小标宋简体' })], AlignmentType.CENTER);
  }
  if (line === elements.doc_number) return set([run(line)], AlignmentType.RIGHT);
  if (line === elements.title) {
    const half = line.indexOf('第');
    const parts = half > 8 && line.length > 30 ? [line.slice(0, half), line.slice(half)] : [line];
    const runs = parts.map(
      (text, index) => new TextRun({ text, size: 44, font: '方正小标宋简体', ...(index > 0 ? { break: 1 } : {}) }),
    );
    return set(runs, AlignmentType.CENTER);
  }
  if (/^〔/.test(line) || /^[^，。]{1,40}：$/.test(line)) return set([run(line)], AlignmentType.LEFT);
  if (/^\d{4}年\d+月\d+日$|^二〇/.test(line) || line === elements.issuer) return set([run(line)], AlignmentType.RIGHT);
  const font = /^[一二三四五]、/.test(line) ? '黑体' : '仿宋';
  const kai = /^（[一二三四五]）[^。]+。/.exec(line)?.[0] ?? '';
  return set(
    kai === '' ? [run(line, 32, font)] : [run(kai, 32, '楷体'), run(line.slice(kai.length))],
    AlignmentType.JUSTIFIED,
    640,
  );
}

async function packWord(children: (Paragraph | Table)[], title: string): Promise<Uint8Array> {
  const document = new Document({
    title,
    creator: '云溪市',
    sections: [
      {
        properties: { page: { margin: { top: '37mm', bottom: '35mm', left: '28mm', right: '26mm' } } },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'] })],
              }),
            ],
          }),
        },
        children,
      },
    ],
  });
  const entries = unzipSync(await Packer.toBuffer(document));
  const core = new TextDecoder().decode(entries['docProps/core.xml']);
  const dated = core.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2024-01-01T00:00:00Z');
  return zipSync({ ...entries, 'docProps/core.xml': new TextEncoder().encode(dated) }, { mtime: FIXED_DATE, level: 9 });
}

function wordLetter(lines: readonly string[], elements: Elements): Promise<Uint8Array> {
  const children: (Paragraph | Table)[] = [];
  for (let index = 0; index < lines.length;) {
    let end = index;
    while ((lines[end] ?? '').includes('\t')) end += 1;
    children.push(end > index ? wordTable(lines.slice(index, end)) : wordParagraph(lines[index] ?? '', elements));
    index = Math.max(end, index + 1);
  }
  return packWord(children, elements.title ?? '');
}

// ---- text as it comes out of a page ----

const LINE_CHARS = 28;
const PAGE_LINES = 22;

/** Words that a page never breaks: numbers and Latin words; everything else goes character by character. */
const UNBREAKABLE = /[0-9A-Za-z.%-]+|[\s\S]/gu;

/** Digits and Latin letters are half as wide as Han characters. */
function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (character < '\u2000' ? 0.5 : 1), 0);
}

/** Lines of the page: wrapped at 28 characters, first lines indented where the page indents them. */
function wrap(line: string, indent: boolean): string[] {
  const wrapped: string[] = [''];
  for (const word of line.match(UNBREAKABLE) ?? []) {
    const room = wrapped.length === 1 && indent ? LINE_CHARS - 2 : LINE_CHARS;
    const last = wrapped.at(-1) ?? '';
    // A closing mark does not begin a line: it hangs at the end of the one before.
    if (widthOf(last + word) <= room || /[，。；：、）》〕”！？]/.test(word)) wrapped[wrapped.length - 1] = last + word;
    else wrapped.push(word);
  }
  return wrapped;
}

/** What a PDF's text layer puts round digits. */
function withDigitBlanks(line: string): string {
  return line
    .replace(/(?<=[\u4e00-\u9fff])(?=\d)/g, ' ')
    .replace(/(?<=\d)(?=[\u4e00-\u9fff])/g, (_, at: number) => (at % 3 === 0 ? ' ' : ''));
}

/** A letter as somebody copied it from its pages: wraps, a blank line after each, letter-spaced head, page numbers. */
function pageText(lines: readonly string[], elements: Elements): string {
  const pageLines = lines.flatMap((line) => {
    if (line === elements.letterhead) return [` ${[...line].join(' ')}`];
    const unindented = /^〔|：$|^抄送/.test(line) || line === elements.title || line === elements.doc_number;
    return wrap(line, !unindented).map(withDigitBlanks);
  });
  const out: string[] = [];
  pageLines.forEach((line, index) => {
    const page = Math.floor(index / PAGE_LINES) + 1;
    if (index > 0 && index % PAGE_LINES === 0) out.push('', `— ${page - 1} —`, '', ` ${line}`, '');
    else out.push(line, '');
  });
  return `${out.join('\n')}\n`;
}

// ---- PDF ----

async function pdfLetter(lines: readonly string[], elements: Elements): Promise<Uint8Array> {
  const { pdf } = await renderLetterPdf({
    id: 'sample',
    version: 1,
    versions: 1,
    ref_code: null,
    retention: 'D30',
    expires: '2054-12-31',
    filed_at: '2024-01-01T00:00:00Z',
    final: false,
    name: '答复',
    elements,
    text: lines.join('\n'),
    attachments: [],
  });
  return pdf;
}

// ---- attachments ----

const FACILITIES = [
  '序号\t街道\t设施名称\t建筑面积（平方米）\t床位（张）',
  '1\t文昌街道\t文昌综合养老服务中心\t2160.50\t48',
  '2\t光明街道\t光明综合养老服务中心\t1845.00\t36',
  '3\t南湖街道\t南湖嵌入式养老服务综合体\t3270.25\t72',
  '4\t城东街道\t城东综合养老服务中心\t1598.00\t30',
];

const CONSULTATION = [
  '提案办理面商记录',
  '时间：2023年6月20日上午9时30分',
  '地点：云溪市民政局三楼会议室',
  '参加人员：周砚清委员；市民政局副局长梁仲平、养老服务科何书宁',
  '面商方式：座谈',
  '委员意见：建议优先解决老城区社区养老服务用房不足问题，助餐点应当送餐上门。',
  '承办单位说明：老城区剩余未达标社区已列入年度计划；自2023年8月起在文昌、光明两个街道试行送餐上门。',
  '面商结果：委员表示满意。',
];

async function main(): Promise<void> {
  mkdirSync(join(SAMPLES, '附件'), { recursive: true });
  const save = (name: string, bytes: Uint8Array | string): void => {
    writeFileSync(join(SAMPLES, name), bytes);
    process.stdout.write(`${name} ${bytes.length}\n`);
  };
  for (const { file } of truths) {
    const lines = linesOf(file.slice(0, 2));
    const elements = truthOf(file);
    if (file.endsWith('.docx')) save(file, await wordLetter(lines, elements));
    else if (file.endsWith('.pdf')) save(file, await pdfLetter(lines, elements));
    else if (file.startsWith('02')) save(file, pageText(lines, elements));
    else save(file, `${lines.map((line) => (/^〔|：$/.test(line) ? line : `　　${line}`)).join('\r\n')}\r\n`);
  }
  save(
    '附件/社区养老服务设施情况表.docx',
    await packWord(
      [new Paragraph({ children: [run('社区养老服务设施情况表', 44)] }), wordTable(FACILITIES)],
      '社区养老服务设施情况表',
    ),
  );
  save('附件/面商记录.pdf', await pdfLetter(CONSULTATION, { ...emptyElements(), issued_on: '2023-06-20' }));
}

await main();
