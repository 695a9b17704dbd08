/**
 * Writes workbooks (xlsx) as Excel, WPS and LibreOffice open and print them: text stays text, numbers and days are such, no cell is a
 * formula. Own code: see docs/decisions/0024-workbooks.md.
 */
import { widthOf } from './title-lines.ts';
import { strToU8, zipSync } from 'fflate';

export type CellStyle = 'plain' | 'title' | 'under' | 'head' | 'text' | 'number' | 'day' | 'foot';
/** In the order of the formats in STYLES. */
const STYLE_NUMBERS: Readonly<Record<CellStyle, number>> = {
  plain: 0,
  title: 1,
  under: 2,
  head: 3,
  text: 4,
  number: 5,
  day: 6,
  foot: 7,
};

export interface Cell {
  value: string | number | null;
  style: CellStyle;
}

export interface Sheet {
  name: string;
  rows: readonly (readonly Cell[])[];
  /** Rows at the top that stay in sight, and are printed again on each page. */
  head: number;
  /** In half-width characters; left out where the program may choose. */
  widths?: readonly number[];
  /** Rows (from 0) whose first cell goes over all columns. */
  merged?: readonly number[];
  /** A4 across, all columns on one page, 第×页 共×页 at the foot. */
  printed?: boolean;
}

const escape = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

export function columnName(at: number): string {
  const above = Math.floor(at / 26);
  return (above > 0 ? columnName(above - 1) : '') + String.fromCharCode(65 + (at % 26));
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const OFFICE = 'http://schemas.openxmlformats.org';
const MAIN = `${OFFICE}/spreadsheetml/2006/main`;

const FONT = '<name val="宋体"/><family val="3"/><charset val="134"/>';
const THIN = ['left', 'right', 'top', 'bottom']
  .map((side) => `<${side} style="thin"><color auto="1"/></${side}>`)
  .join('');
const format = (about: string, alignment: string): string =>
  `<xf xfId="0" ${about}><alignment vertical="center" ${alignment}/></xf>`;
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="3"><font><sz val="10"/>${FONT}</font><font><b/><sz val="16"/>${FONT}</font><font><b/><sz val="10"/>${FONT}</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${THIN}<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="8"><xf xfId="0" numFmtId="0" fontId="0" fillId="0" borderId="0"/>${[
  format('numFmtId="49" fontId="1" fillId="0" borderId="0" applyFont="1" applyAlignment="1"', 'horizontal="center"'),
  format('numFmtId="49" fontId="0" fillId="0" borderId="0" applyAlignment="1"', 'horizontal="left"'),
  format(
    'numFmtId="49" fontId="2" fillId="0" borderId="1" applyFont="1" applyBorder="1" applyAlignment="1"',
    'horizontal="center" wrapText="1"',
  ),
  format(
    'numFmtId="49" fontId="0" fillId="0" borderId="1" applyNumberFormat="1" applyBorder="1" applyAlignment="1"',
    'wrapText="1"',
  ),
  format(
    'numFmtId="1" fontId="0" fillId="0" borderId="1" applyNumberFormat="1" applyBorder="1" applyAlignment="1"',
    'horizontal="center"',
  ),
  format(
    'numFmtId="164" fontId="0" fillId="0" borderId="1" applyNumberFormat="1" applyBorder="1" applyAlignment="1"',
    'horizontal="center"',
  ),
  format('numFmtId="49" fontId="0" fillId="0" borderId="0" applyAlignment="1"', 'horizontal="left" wrapText="1"'),
].join('')}</cellXfs><cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

function cellXml({ value, style }: Cell, place: string): string {
  const number = STYLE_NUMBERS[style];
  const styled = number === 0 ? '' : ` s="${number}"`;
  if (value === null) return number === 0 ? '' : `<c r="${place}"${styled}/>`;
  if (typeof value === 'number') return `<c r="${place}"${styled}><v>${value}</v></c>`;
  return `<c r="${place}"${styled} t="inlineStr"><is><t xml:space="preserve">${escape(value)}</t></is></c>`;
}

/** Height of a line of 10 points, in the face that needs most of those that programs put in the place of 宋体. */
const LINE_POINTS = 14.6;

/** Lines that a row needs: not every program makes rows as high as their wrapped text when it prints. */
function linesOf(cells: readonly Cell[], widths: readonly number[]): number {
  return cells.reduce((most, { value }, column) => {
    if (typeof value !== 'string') return most;
    const room = Math.max(1, ((widths[column] ?? 10) - 1) / 2);
    const lines = value.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / room)), 0);
    return Math.max(most, lines);
  }, 1);
}

/** Lines beside the table stand further apart: people sign on them. No program makes a row higher for a cell that is merged. */
function rowPoints(cells: readonly Cell[], widths: readonly number[], isMerged: boolean): number {
  if (!isMerged) return Math.ceil(LINE_POINTS * linesOf(cells, widths) + 2);
  const across = widths.reduce((sum, width) => sum + width, 0);
  return Math.ceil(LINE_POINTS * linesOf(cells.slice(0, 1), [across]) + 6);
}

function sheetXml({ rows, head, widths, merged = [], printed = false }: Sheet): string {
  const body = rows.map((cells, at) => {
    const content = cells.map((cell, column) => cellXml(cell, `${columnName(column)}${at + 1}`)).join('');
    const points = printed && widths !== undefined ? rowPoints(cells, widths, merged.includes(at)) : undefined;
    const height = cells[0]?.style === 'title' ? 30 : points;
    const high = height === undefined ? '' : ` ht="${height}" customHeight="1"`;
    return `<row r="${at + 1}"${high}>${content}</row>`;
  });
  const pane =
    head > 0 ? `<pane ySplit="${head}" topLeftCell="A${head + 1}" activePane="bottomLeft" state="frozen"/>` : '';
  const columns = (widths ?? []).map(
    (width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  );
  const last = columnName(Math.max(0, ...rows.map((cells) => cells.length - 1)));
  const merges = merged.map((at) => `<mergeCell ref="A${at + 1}:${last}${at + 1}"/>`);
  return [
    `${HEAD}<worksheet xmlns="${MAIN}">`,
    printed ? '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' : '',
    `<sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>`,
    columns.length === 0 ? '' : `<cols>${columns.join('')}</cols>`,
    `<sheetData>${body.join('')}</sheetData>`,
    merges.length === 0 ? '' : `<mergeCells count="${merges.length}">${merges.join('')}</mergeCells>`,
    printed
      ? '<printOptions horizontalCentered="1"/><pageMargins left="0.5" right="0.5" top="0.8" bottom="0.7" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;C第 &amp;P 页　共 &amp;N 页</oddFooter></headerFooter>'
      : '',
    '</worksheet>',
  ].join('');
}

const SHEET_NAME_LENGTH = 31;
/** Names of sheets must not hold these, nor be longer, nor empty. */
const sheetName = (name: string, at: number): string =>
  cut(name.replaceAll(/[[\]:*?/\\'\p{Cc}]/gu, ' ').trim(), SHEET_NAME_LENGTH) || `表${at + 1}`;

/** Never through the middle of a character. */
const cut = (text: string, length: number): string => text.slice(0, length).replace(/[\ud800-\udbff]$/u, '');

/** Two sheets of one name make no workbook; capitals are no difference. */
function sheetNames(sheets: readonly Sheet[]): string[] {
  const taken = new Set<string>();
  return sheets.map((sheet, at) => {
    const wanted = sheetName(sheet.name, at);
    let name = wanted;
    for (let count = 2; taken.has(name.toLowerCase()); count++) {
      const ending = ` (${count})`;
      name = cut(wanted, SHEET_NAME_LENGTH - ending.length) + ending;
    }
    taken.add(name.toLowerCase());
    return name;
  });
}

/** @returns the file; the same sheets give the same bytes */
export function writeWorkbook(sheets: readonly Sheet[]): Uint8Array {
  const names = sheetNames(sheets);
  const numbered = sheets.map((sheet, at) => ({
    ...sheet,
    name: names[at] ?? '',
    number: at + 1,
    part: `worksheets/sheet${at + 1}.xml`,
  }));
  const types = numbered.map(
    ({ part }) =>
      `<Override PartName="/xl/${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
  );
  const listed = numbered.map(
    ({ name, number }) => `<sheet name="${escape(name)}" sheetId="${number}" r:id="rId${number}"/>`,
  );
  const titles = numbered.flatMap(({ name, number, head, printed }) =>
    printed === true && head > 0
      ? [
          `<definedName name="_xlnm.Print_Titles" localSheetId="${number - 1}">'${escape(name)}'!$1:$${head}</definedName>`,
        ]
      : [],
  );
  const relations = [
    ...numbered.map(
      ({ part, number }) =>
        `<Relationship Id="rId${number}" Type="${OFFICE}/officeDocument/2006/relationships/worksheet" Target="${part}"/>`,
    ),
    `<Relationship Id="rId${numbered.length + 1}" Type="${OFFICE}/officeDocument/2006/relationships/styles" Target="styles.xml"/>`,
  ];
  const parts: Readonly<Record<string, string>> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>${types.join('')}</Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}/officeDocument/2006/relationships"><sheets>${listed.join('')}</sheets>${titles.length === 0 ? '' : `<definedNames>${titles.join('')}</definedNames>`}</workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${OFFICE}/package/2006/relationships">${relations.join('')}</Relationships>`,
    'xl/styles.xml': STYLES,
    ...Object.fromEntries(numbered.map((sheet) => [`xl/${sheet.part}`, sheetXml(sheet)])),
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])), {
    mtime: new Date('1980-01-01T00:00:00'),
  });
}
