/**
 * Sets a letter as PDF/A-2a in the letter form of GB/T 9704-2012, by Typst. The same letter with the same fonts gives
 * the same bytes. The letter's words reach Typst as data, never as markup.
 */
import { createHash } from 'node:crypto';
import type { ArchiveStamp } from './archive-stamp.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import { ELEMENT_LABELS, ELEMENT_NAMES, type Elements, type Warning } from '../../../shared/model/elements.ts';
import { beijingTime, isIsoDay } from '../../../shared/text/dates.ts';
import { roleLabel, type Letter, type VersionRow } from '../../../shared/model/letter.ts';
import type { FontRole, LetterFonts } from './fonts.ts';
import { PrintableText } from './printable.ts';
import { resourcePath } from './resources.ts';
import { splitLetter, type LetterPart } from './split-letter.ts';
import { breakTitle } from './title-lines.ts';
import { describeTypstError, startTypesetter } from './typesetter.ts';

export interface LetterPdfOptions {
  /** A sheet before the letter with all elements, the attachments and the hashes. */
  cover?: boolean;
  /** What the 归档章 on the cover shows; without it the cover has none. */
  stamp?: ArchiveStamp;
  /** The letter's versions. The cover takes this version's hash from them. */
  versions?: readonly VersionRow[];
  /** Prints the versions as a table behind the letter. */
  history?: boolean;
}

export interface LetterPdf {
  pdf: Uint8Array;
  pages: number;
  /** Page (from 1) on which the letter itself begins: behind the cover sheet, if there is one. */
  firstPage: number;
  warnings: Warning[];
}

type Block =
  | { kind: 'paragraph'; text: string }
  | { kind: 'heading1' | 'heading2'; text: string; rest: string }
  | { kind: 'table'; rows: string[][] }
  | { kind: 'attachments'; items: { label: string; number: string; name: string }[] };

type TailItem =
  { kind: 'signed'; name: string | null; date: string | null; blank: boolean } | { kind: 'note'; text: string };
type ColophonItem = { kind: 'cc'; text: string } | { kind: 'printed'; text: string; date: string };

/** What letter.typ reads. */
interface LetterData {
  meta: { title: string; author: string; year: number; month: number; day: number };
  fonts: LetterFonts['roles'];
  head: { org: string | null; marks: string[]; number: string | null; title: string[]; subtitle: string[] };
  addressee: string | null;
  blocks: Block[];
  tail: TailItem[];
  annexes: { label: string; title: string | null; blocks: Block[] }[];
  colophon: ColophonItem[];
  cover: {
    heading: string;
    /** 归档章: its six cells, row by row; the page count is the page's own to tell. */
    stamp: { label: string; value: string }[] | null;
    sections: { label: string; rows: [string, string][] }[];
  } | null;
  history: { heading: string; columns: string[]; rows: string[][] } | null;
}

function ofRole(parts: readonly LetterPart[], role: LetterPart['role']): string[] {
  return parts.filter((part) => part.role === role).map((part) => part.text);
}

/** 官 渡 区 民 政 局 is a way to write 官渡区民政局 wide: the page has its own letter-spacing. */
function closeUp(text: string): string {
  const words = text.split(/\s+/u);
  return words.every((word) => [...word].length === 1) ? words.join('') : text;
}

const ATTACHMENT = /^(附件\s*[：:]\s*)?(\d{1,2}\s*[.．、]\s*)?([\s\S]*)$/;

function attachmentItem(text: string): { label: string; number: string; name: string } {
  const [, label = '', number = '', name = ''] = ATTACHMENT.exec(text) ?? [];
  return { label, number, name };
}

/** Body parts as blocks: rows that follow each other are one table, a heading takes the rest of its paragraph along. */
function toBlocks(parts: readonly LetterPart[], print: (role: FontRole, text: string) => string): Block[] {
  const blocks: Block[] = [];
  let previous: LetterPart | undefined;
  for (const part of parts) {
    const last = blocks.at(-1);
    const sameLine = previous?.line === part.line;
    switch (part.role) {
      case 'row': {
        const cells = part.text.split('\t').map((cell) => print('fangsong', cell.trim()));
        if (last?.kind === 'table') last.rows.push(cells);
        else blocks.push({ kind: 'table', rows: [cells] });
        break;
      }
      case 'heading1':
      case 'heading2':
        blocks.push({
          kind: part.role,
          text: print(part.role === 'heading1' ? 'heiti' : 'kaiti', part.text),
          rest: '',
        });
        break;
      case 'attachments': {
        const item = attachmentItem(print('fangsong', part.text));
        if (last?.kind === 'attachments') last.items.push(item);
        else blocks.push({ kind: 'attachments', items: [item] });
        break;
      }
      default:
        if (sameLine && (last?.kind === 'heading1' || last?.kind === 'heading2'))
          last.rest = print('fangsong', part.text);
        else blocks.push({ kind: 'paragraph', text: print('fangsong', part.text) });
    }
    previous = part;
  }
  return blocks.flatMap((block) =>
    block.kind === 'table' && !isRealTable(block.rows) ? asParagraphs(block.rows) : [block],
  );
}

const TABLE_COLUMNS_MAX = 12;
const TABLE_CELL_CHARS_MAX = 240;

/** A single line with a tab in it is no table, and what would not fit a cell reads better as a paragraph. */
function isRealTable(rows: readonly (readonly string[])[]): boolean {
  return (
    rows.length > 1 &&
    rows.every((row) => row.length <= TABLE_COLUMNS_MAX && row.every((cell) => cell.length <= TABLE_CELL_CHARS_MAX))
  );
}

function asParagraphs(rows: readonly (readonly string[])[]): Block[] {
  return rows.map((row) => ({ kind: 'paragraph', text: row.filter((cell) => cell !== '').join('　') }));
}

/** The closing lines: a name and the date after it are one block, as they are sealed together. */
function toTail(parts: readonly LetterPart[], print: (role: FontRole, text: string) => string): TailItem[] {
  const items: TailItem[] = [];
  for (const part of parts) {
    const text = print('fangsong', part.text);
    const last = items.at(-1);
    const blank = !items.some((item) => item.kind === 'signed');
    if (part.role === 'signature') items.push({ kind: 'signed', name: text, date: null, blank });
    else if (part.role !== 'date') items.push({ kind: 'note', text });
    else if (last?.kind === 'signed' && last.date === null) last.date = text;
    else items.push({ kind: 'signed', name: null, date: text, blank });
  }
  return items;
}

function toAnnexes(
  parts: readonly LetterPart[],
  print: (role: FontRole, text: string) => string,
): LetterData['annexes'] {
  const groups: LetterPart[][] = [];
  for (const part of parts) {
    if (part.role === 'annex') groups.push([part]);
    else groups.at(-1)?.push(part);
  }
  return groups.map((group) => ({
    label: print('heiti', ofRole(group, 'annex')[0] ?? ''),
    title: ofRole(group, 'annexTitle').map((text) => print('xiaobiaosong', text))[0] ?? null,
    blocks: toBlocks(
      group.filter((part) => part.role !== 'annex' && part.role !== 'annexTitle'),
      print,
    ),
  }));
}

const PRINTED = /^(.*?)\s*(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*印发)$/;

function toColophon(parts: readonly LetterPart[], print: (role: FontRole, text: string) => string): ColophonItem[] {
  return parts.map((part) => {
    const text = print('fangsong', part.text);
    if (part.role === 'cc') return { kind: 'cc', text };
    const [, office = text, date = ''] = PRINTED.exec(text) ?? [];
    return { kind: 'printed', text: office, date };
  });
}

function elementValue(elements: Elements, name: keyof Elements): string {
  const value = elements[name];
  return Array.isArray(value) ? value.join('、') : (value ?? '');
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function toCover(
  letter: Letter,
  options: LetterPdfOptions,
  print: (role: FontRole, text: string) => string,
): LetterData['cover'] {
  if (options.cover !== true) return null;
  const version = options.versions?.find((row) => row.version === letter.version);
  const row = (label: string, value: string): [string, string][] =>
    value === '' ? [] : [[label, print('fangsong', value)]];
  const attachments = letter.attachments.flatMap((file, index) =>
    row(`${index + 1}. ${roleLabel(file.role)}`, `${file.name}（${file.size} 字节）\nSHA-256：${file.sha256}`),
  );
  return {
    heading: '复函档案卷内封面',
    stamp: stampCells(options.stamp, print),
    sections: [
      {
        label: '著录要素',
        rows: ELEMENT_NAMES.flatMap((name) => row(ELEMENT_LABELS[name], elementValue(letter.elements, name))),
      },
      {
        label: '档案信息',
        rows: [
          ...row('档号', letter.ref_code ?? ''),
          ...row('库内编号', letter.id),
          ...row('入库时间', beijingTime(letter.filed_at)),
          ...row('版本', `第 ${letter.version} 版，共 ${letter.versions} 版`),
          ...row('版本校验值', version?.sha256 ?? ''),
          ...row('正文校验值', `SHA-256：${sha256(letter.text)}`),
        ],
      },
      ...(attachments.length === 0 ? [] : [{ label: '附件', rows: attachments }]),
    ],
  };
}

/** 归档章 (DA/T 22-2015, 5.5.1): 全宗号, 年度, 件号 above 机构(问题), 保管期限, 页数. */
function stampCells(
  stamp: ArchiveStamp | undefined,
  print: (role: FontRole, text: string) => string,
): { label: string; value: string }[] | null {
  if (stamp === undefined) return null;
  const cell = (label: string, value: string): { label: string; value: string } => ({
    label,
    value: print('songti', value),
  });
  return [
    cell('全宗号', stamp.fonds),
    cell('年度', stamp.year),
    cell('件号', stamp.item),
    cell('机构（问题）', stamp.office),
    cell('保管期限', stamp.retention),
    cell('页数', ''),
  ];
}

function toHistory(options: LetterPdfOptions, print: (role: FontRole, text: string) => string): LetterData['history'] {
  const { versions } = options;
  if (options.history !== true || versions === undefined || versions.length === 0) return null;
  return {
    heading: '版本历史',
    columns: ['版本', '时间', '经办人', '改动', '理由'],
    rows: versions.map((row) =>
      [
        `${row.version}`,
        beijingTime(row.at),
        row.actor,
        row.changes.join('；'),
        `${row.reason}\n校验值：${row.sha256}`,
      ].map((cell) => print('fangsong', cell)),
    ),
  };
}

/** The date that the file bears: the letter's own, else the day it was filed, never the day of export. */
function documentDate(letter: Letter): { year: number; month: number; day: number } {
  const { issued_on: issued } = letter.elements;
  const date = issued !== null && isIsoDay(issued) ? issued : letter.filed_at.slice(0, 10);
  const [year = 1970, month = 1, day = 1] = date.split('-').map(Number);
  return { year, month, day };
}

/** Puts the letter's parts where the page wants them. */
function toLetterData(
  letter: Letter,
  options: LetterPdfOptions,
  fonts: LetterFonts,
): { data: LetterData; warnings: Warning[] } {
  const { elements } = letter;
  const printable = new PrintableText(fonts);
  const print = (role: FontRole, text: string): string => printable.print(role, text);
  const warnings: Warning[] = [];
  const { parts, recognised } = splitLetter(letter.text, elements);
  const annexFrom = parts.findIndex((part) => part.role === 'annex');
  const colophon = parts.filter((part) => part.role === 'cc' || part.role === 'printed');
  const main = (annexFrom < 0 ? parts : parts.slice(0, annexFrom)).filter((part) => !colophon.includes(part));
  const annexes = (annexFrom < 0 ? [] : parts.slice(annexFrom)).filter((part) => !colophon.includes(part));
  const is =
    (...roles: LetterPart['role'][]) =>
    (part: LetterPart) =>
      roles.includes(part.role);

  const supplied: string[] = [];
  const supply = (label: string, inText: string, fromElements: string | null): string | null => {
    if (inText !== '') return inText;
    if (fromElements === null || !recognised) return null;
    supplied.push(label);
    return fromElements;
  };
  const isProposed = elements.title?.startsWith('〔') ?? false;
  const org = supply(
    '发文机关标志',
    ofRole(main, 'letterhead').map(closeUp).join(''),
    elements.letterhead ?? elements.issuer,
  );
  const number = supply('发文字号', ofRole(main, 'number').join(''), elements.doc_number);
  const title = supply('标题', ofRole(main, 'title').map(closeUp).join(''), isProposed ? null : elements.title);
  if (!recognised) warnings.push({ code: 'PDF_PLAIN', message: '未能分出标题和主送机关，全文按正文排印。' });
  if (supplied.length > 0) {
    warnings.push({ code: 'PDF_FROM_ELEMENTS', message: `正文中没有${supplied.join('、')}，已按著录要素补印。` });
  }

  const data: LetterData = {
    meta: {
      title: (elements.title ?? elements.doc_number ?? '复函').toWellFormed(),
      author: (elements.issuer ?? elements.letterhead ?? '').toWellFormed(),
      ...documentDate(letter),
    },
    fonts: fonts.roles,
    head: {
      org: org === null ? null : print('xiaobiaosong', org),
      marks: ofRole(main, 'mark').map((text) => print('fangsong', text)),
      number: number === null ? null : print('fangsong', number),
      title: title === null ? [] : breakTitle(title).map((line) => print('xiaobiaosong', line)),
      subtitle: ofRole(main, 'subtitle').map((text) => print('fangsong', text)),
    },
    addressee: ofRole(main, 'addressee').map((text) => print('fangsong', text))[0] ?? null,
    blocks: toBlocks(main.filter(is('heading1', 'heading2', 'paragraph', 'row', 'attachments')), print),
    tail: toTail(main.filter(is('signature', 'date', 'note')), print),
    annexes: toAnnexes(annexes, print),
    colophon: toColophon(colophon, print),
    cover: toCover(letter, options, print),
    history: toHistory(options, print),
  };
  const missing = printable.missing();
  if (missing.length > 0) {
    warnings.push({
      code: 'PDF_NO_GLYPH',
      message: `现有字体没有以下 ${missing.length} 个字符，已按编码排印（如［U+20000］）：${missing.join(' ')}`,
    });
  }
  return { data, warnings };
}

/**
 * Sets one letter as PDF/A-2a: tagged, Chinese, with an outline of its headings, fonts embedded as subsets.
 * @param letter the letter at the version to print
 * @returns the file's bytes, its number of pages, and what a person should know about it
 * @throws ArchiveError EXPORT_FAILED where Typst refuses the page
 */
export async function renderLetterPdf(letter: Letter, options: LetterPdfOptions = {}): Promise<LetterPdf> {
  const { compiler, fonts } = await startTypesetter();
  const { data, warnings } = toLetterData(letter, options, fonts);
  try {
    const result = compiler.compile({
      mainFilePath: resourcePath('typst', 'letter.typ'),
      inputs: { letter: JSON.stringify(data) },
    });
    const document = result.result;
    if (document === null) {
      const diagnostics = result.takeDiagnostics();
      throw new ArchiveError('EXPORT_FAILED', letter.id, JSON.stringify(diagnostics?.shortDiagnostics ?? []));
    }
    const pdf = compiler.pdf(document, { pdfStandard: 'a-2a' });
    return {
      pdf: new Uint8Array(pdf.buffer, pdf.byteOffset, pdf.byteLength),
      pages: document.numOfPages,
      firstPage: firstLetterPage(compiler.query(document, { selector: '<letter>' })),
      warnings,
    };
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError('EXPORT_FAILED', letter.id, describeTypstError(error));
  } finally {
    // What Typst remembers of this letter helps only the same letter again; a batch must not grow.
    compiler.evictCache(2);
  }
}

/** letter.typ leaves the number of the letter's first page under the label `letter`. */
function firstLetterPage(found: unknown): number {
  const value = Array.isArray(found) ? (found[0] as { value?: unknown } | undefined)?.value : undefined;
  return typeof value === 'number' ? value : 1;
}
