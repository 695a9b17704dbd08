/** Writes one table as xlsx or csv that Excel and WPS open as it is meant: UTF-8, text stays text, no cell is a formula. */
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { strToU8, zipSync } from 'fflate';
import { ArchiveError } from '../../../shared/errors.ts';
import { writeNewFile } from './new-file.ts';

/**
 * Writes the rows under the heading to a new file; never over another.
 * @param file its extension, xlsx or csv, decides the form
 * @param name of the sheet in an xlsx
 * @param origin label and value, a line each: where the table is from; a second sheet of xlsx, left out of csv
 * @returns the path written, with a number behind the name where the name was taken
 * @throws ArchiveError BAD_VALUE for another extension, and the system's error
 */
export function writeTable(
  file: string,
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  name = '清单',
  origin?: readonly (readonly [string, string])[],
): string {
  const kind = tableKind(file);
  const all = [heading, ...rows];
  const bytes =
    kind === 'csv'
      ? strToU8(
          stringify(all.map(asText), { bom: true, quoted: true, quoted_empty: true, record_delimiter: 'windows' }),
        )
      : workbook([{ name, rows: all, frozen: 1 }, ...(origin ? [{ name: '出处', rows: origin, frozen: 0 }] : [])]);
  return path.join(path.dirname(file), writeNewFile(path.dirname(file), path.basename(file), bytes).name);
}

/** @throws ArchiveError BAD_VALUE where the name ends neither with .xlsx nor with .csv */
export function tableKind(file: string): 'xlsx' | 'csv' {
  const extension = path.extname(file).toLowerCase();
  if (extension === '.xlsx') return 'xlsx';
  if (extension === '.csv') return 'csv';
  throw new ArchiveError('BAD_VALUE', `表格文件的扩展名须为 .xlsx 或 .csv：${path.basename(file)}`);
}

/** A leading =, +, -, @ (also of full width) would be run as a formula: a tab before it keeps it text. */
function asText(cells: readonly string[]): string[] {
  return cells.map((cell) => (/^[=+\-@\t\r＝＋－＠]/.test(cell) ? `\t${cell}` : cell));
}

const escape = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

function columnName(at: number): string {
  const above = Math.floor(at / 26);
  return (above > 0 ? columnName(above - 1) : '') + String.fromCharCode(65 + (at % 26));
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const OFFICE = 'http://schemas.openxmlformats.org';

interface SheetOut {
  name: string;
  rows: readonly (readonly string[])[];
  /** Rows at the top that stay in sight. */
  frozen: number;
}

function sheetXml({ rows, frozen }: SheetOut): string {
  const body = rows.map(
    (cells, r) =>
      `<row r="${r + 1}">${cells
        .map(
          (cell, c) =>
            `<c r="${columnName(c)}${r + 1}" t="inlineStr"><is><t xml:space="preserve">${escape(cell)}</t></is></c>`,
        )
        .join('')}</row>`,
  );
  const pane =
    frozen > 0 ? `<pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/>` : '';
  return `${HEAD}<worksheet xmlns="${OFFICE}/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><sheetData>${body.join('')}</sheetData></worksheet>`;
}

function workbook(sheets: readonly SheetOut[]): Uint8Array {
  const numbered = sheets.map((sheet, at) => ({ ...sheet, number: at + 1, part: `worksheets/sheet${at + 1}.xml` }));
  const types = numbered.map(
    ({ part }) =>
      `<Override PartName="/xl/${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
  );
  const listed = numbered.map(
    ({ name, number }) => `<sheet name="${escape(name)}" sheetId="${number}" r:id="rId${number}"/>`,
  );
  const relations = numbered.map(
    ({ part, number }) =>
      `<Relationship Id="rId${number}" Type="${OFFICE}/officeDocument/2006/relationships/worksheet" Target="${part}"/>`,
  );
  const parts: Readonly<Record<string, string>> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${types.join('')}</Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${OFFICE}/spreadsheetml/2006/main" xmlns:r="${OFFICE}/officeDocument/2006/relationships"><sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${OFFICE}/package/2006/relationships">${relations.join('')}</Relationships>`,
    ...Object.fromEntries(numbered.map((sheet) => [`xl/${sheet.part}`, sheetXml(sheet)])),
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])), {
    mtime: new Date('1980-01-01T00:00:00'),
  });
}
