/** Tables of Excel and WPS (xlsx, et saved as such) as rows of text: registers beside letters, attached lists. */
import { marginLines } from './office-text.ts';
import { budgetOf, warning, type FileBytes, type ReadBudget, type Reader } from './reader.ts';
import { attribute, walkXml, type Attributes } from './xml.ts';
import { readBook, relationsOf, shownNumber, type Book, type SheetPart } from './xlsx-book.ts';
import { ZipContainer } from './zip-container.ts';
import type { Warning } from '../../../../shared/model/elements.ts';

export interface Sheet {
  name: string;
  /** Cells as shown, '' where empty; rows without any cell are left out. */
  rows: string[][];
}

export const XLSX_MIME = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Gives all sheets that are shown: a row a line, cells apart by tabs; page headers before, text boxes and footers behind. */
export const readXlsx: Reader = async (file, options) => {
  const zip = new ZipContainer(file.bytes, file.name);
  const budget = budgetOf(options, file.name);
  const book = readBook(zip, file.name, budget);
  const sheets = book.sheets.map((part) => ({ ...part, ...readSheet(zip, part, book, file.name, budget) }));
  const shown = sheets.filter(({ hidden }) => !hidden);
  const lines = shown.flatMap((sheet) => [
    ...marginLines(sheet.header),
    ...linesOf(sheet.rows),
    ...boxLines(zip, sheet, file.name, budget),
    ...marginLines(sheet.footer),
  ]);
  const unseenText = [
    ...book.others,
    ...sheets.flatMap(({ name, header, footer, invisible }) => [name, ...header, ...footer, ...invisible]),
    ...sheets.filter(({ hidden }) => hidden).map(({ rows }) => linesOf(rows).join('\n')),
  ];
  return {
    format: 'xlsx',
    mime: XLSX_MIME,
    text: lines.join('\n'),
    layout: 'paragraphs',
    pages: [],
    warnings: [
      ...(lines.some((line) => line !== '') ? [] : [warning('NO_TEXT', '表格中没有内容。')]),
      ...lossesOf(zip, book, sheets),
    ],
    embedded: [],
    unseenText,
  };
};

/** Cells beyond this column close up behind the others: hostile files place one cell far out. */
const MAX_COLUMNS = 1024;

/**
 * @param wanted which sheets to read, by name; all, hidden ones too, where left out
 * @throws ArchiveError BAD_FILE, PASSWORD_PROTECTED, UNSUPPORTED_FORMAT, FILE_TOO_LARGE
 */
export function readSheets(file: FileBytes, wanted: (name: string) => boolean = () => true): Sheet[] {
  const zip = new ZipContainer(file.bytes, file.name);
  const budget = budgetOf({}, file.name);
  const book = readBook(zip, file.name, budget);
  return book.sheets
    .filter(({ name }) => wanted(name))
    .map((part) => ({ name: part.name, rows: readSheet(zip, part, book, file.name, budget).rows }));
}

/** The sheets that the workbook shows, by tabs. Throws as `readSheets`. */
export function readXlsxShown(file: FileBytes): Sheet[] {
  const zip = new ZipContainer(file.bytes, file.name);
  const budget = budgetOf({}, file.name);
  const book = readBook(zip, file.name, budget);
  return book.sheets
    .filter(({ hidden }) => !hidden)
    .map((part) => ({ name: part.name, rows: readSheet(zip, part, book, file.name, budget).rows }));
}

interface SheetText {
  rows: string[][];
  header: string[];
  footer: string[];
  /** Values that their cells' format does not show. */
  invisible: string[];
  /** Some rows or columns are hidden; they are read all the same. */
  folded: boolean;
}

interface Cell {
  column: number;
  type: string;
  style: number;
  value: string;
}

function readSheet(
  zip: ZipContainer,
  { part }: SheetPart,
  book: Book,
  fileName: string,
  budget: ReadBudget,
): SheetText {
  const sheet: SheetText = { rows: [], header: [], footer: [], invisible: [], folded: false };
  let row: string[] = [];
  let far: string[] = [];
  let cell: Cell = { column: 0, type: '', style: 0, value: '' };
  let inValue = false;
  let phonetic = false;
  let margin: string | null = null;
  walkXml(zip.read(part), fileName, {
    open(tag, attributes) {
      if (tag === 'x:row') [row, far] = [[], []];
      else if (tag === 'x:c') cell = cellOf(attributes, row.length + far.length);
      else if (tag === 'x:rPh') phonetic = true;
      else if (tag === 'x:v' || tag === 'x:t') inValue = !phonetic;
      else if (MARGINS.test(tag)) margin = '';
      if ((tag === 'x:row' || tag === 'x:col') && isOn(attribute(attributes, 'hidden'))) sheet.folded = true;
    },
    text(data) {
      if (inValue) cell.value += data;
      else if (margin !== null) margin += data;
    },
    close(tag) {
      if (tag === 'x:v' || tag === 'x:t') inValue = false;
      else if (tag === 'x:rPh') phonetic = false;
      else if (tag === 'x:c') {
        const value = shownValue(cell, book);
        budget.takeText(value.length + 1);
        if (value === '' && cell.value !== '' && Number(cell.value) !== 0) sheet.invisible.push(cell.value);
        budget.takeCells(1);
        if (cell.column >= MAX_COLUMNS) far.push(value);
        else {
          budget.takeCells(Math.max(cell.column - row.length, 0));
          while (row.length < cell.column) row.push('');
          row[cell.column] = value;
        }
      } else if (tag === 'x:row') {
        const whole = [...row, ...far];
        if (whole.some((value) => value !== '')) sheet.rows.push(whole);
      } else if (margin !== null && MARGINS.test(tag)) {
        (/Header$/.test(tag) ? sheet.header : sheet.footer).push(...marginText(margin));
        margin = null;
      }
    },
  });
  return sheet;
}

function cellOf(attributes: Attributes, next: number): Cell {
  const place = attribute(attributes, 'r');
  return {
    column: place === undefined ? next : columnOf(place),
    type: attribute(attributes, 't') ?? '',
    style: Number(attribute(attributes, 's') ?? 0),
    value: '',
  };
}

function isOn(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}

function shownValue(cell: Cell, book: Book): string {
  if (cell.type === 's') return book.shared[Number(cell.value)] ?? '';
  if (cell.type === 'b') return cell.value === '1' ? 'TRUE' : 'FALSE';
  if (cell.type !== '' && cell.type !== 'n') return cell.value;
  const number = Number(cell.value);
  if (cell.value === '' || Number.isNaN(number)) return cell.value;
  return shownNumber(number, book.styles[cell.style], book.from1904);
}

/** A1 → 0, AA7 → 26. */
function columnOf(place: string): number {
  let column = 0;
  for (const char of /^[A-Z]{1,3}/i.exec(place)?.[0].toUpperCase() ?? 'A')
    column = column * 26 + char.charCodeAt(0) - 64;
  return column - 1;
}

function linesOf(rows: readonly (readonly string[])[]): string[] {
  return rows.map((row) =>
    row
      .map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' '))
      .join('\t')
      .trimEnd(),
  );
}

/** Page headers and footers of the odd, even and first page. */
const MARGINS = /^x:(?:odd|even|first)(?:Header|Footer)$/;

/** The three parts of a page header, without its orders (ECMA-376 part 1, 18.3.1.46): &L &C &R, fonts, sizes, page numbers. */
function marginText(code: string): string[] {
  return code
    .replaceAll('&&', '\uE000')
    .split(/&[LCR]/)
    .map((part) =>
      part
        .replaceAll(/&"[^"]*"|&K(?:[0-9A-F]{6}|\d{2}[+-]\d{3})|&\d+|&[A-Z]/gi, '')
        .replaceAll('\uE000', '&')
        .trim(),
    )
    .flatMap((part) => part.split(/\r?\n/))
    .filter((line) => line !== '');
}

/** Text boxes and shapes that lie on the sheet: a paragraph a line. */
function boxLines(zip: ZipContainer, { part }: SheetPart, fileName: string, budget: ReadBudget): string[] {
  const lines: string[] = [];
  for (const drawing of relationsOf(zip, part, fileName)) {
    if (drawing.type !== 'drawing' || !zip.has(drawing.part)) continue;
    let line = '';
    let inText = false;
    walkXml(zip.read(drawing.part), fileName, {
      open(tag) {
        if (tag === 'a:p') line = '';
        else if (tag === 'a:t') inText = true;
        else if (tag === 'a:br') line += ' ';
      },
      text(data) {
        if (inText) line += data;
      },
      close(tag) {
        if (tag === 'a:t') inText = false;
        else if (tag === 'a:p' && line.trim() !== '') {
          budget.takeText(line.length + 1);
          lines.push(line);
        }
      },
    });
  }
  return lines;
}

/** What the text leaves out, and what of it a person would not expect there. */
function lossesOf(zip: ZipContainer, book: Book, sheets: readonly (SheetPart & SheetText)[]): Warning[] {
  const count = (part: RegExp): number => zip.entries.filter(({ name }) => part.test(name)).length;
  const hidden = sheets.filter((sheet) => sheet.hidden).map(({ name }) => `“${name}”`);
  const found: Warning[] = [];
  if (hidden.length > 0) found.push(warning('HIDDEN_SHEETS', `隐藏的工作表${hidden.slice(0, 10).join('、')}未读出。`));
  if (book.others.length > 0)
    found.push(warning('CHARTS_NOT_READ', `图表工作表“${book.others.slice(0, 10).join('”“')}”未读出。`));
  else if (count(/\/(?:charts|chartEx)\/chart[^/]*\.xml$/i) > 0)
    found.push(warning('CHARTS_NOT_READ', '表格中有图表，图表中的文字未读出，请对照原件。'));
  if (count(/\/diagrams\/data[^/]*\.xml$/i) > 0)
    found.push(warning('DIAGRAMS_NOT_READ', '表格中有 SmartArt 图形，其中的文字未读出，请对照原件。'));
  if (sheets.some(({ folded, hidden: whole }) => folded && !whole))
    found.push(warning('HIDDEN_ROWS', '表格中有隐藏的行或列，已一并读出。'));
  if (sheets.some(({ invisible }) => invisible.length > 0))
    found.push(warning('HIDDEN_TEXT', '表格中有按格式不显示的内容，未读出。'));
  if (count(/\/(?:comments|threadedComment)[^/]*\.xml$/i) > 0)
    found.push(warning('COMMENTS_NOT_READ', '表格中有批注，未读出。'));
  if (count(/\/media\/./i) > 0)
    found.push(warning('PICTURES_NOT_READ', '表格中有图片，图片中的文字未读出，请对照原件。'));
  const embedded = count(/\/embeddings\/./i);
  if (embedded > 0) found.push(warning('EMBEDDED_NOT_READ', `表格中嵌有 ${embedded} 个其他文件，其内容未读出。`));
  return found;
}
