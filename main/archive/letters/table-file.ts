/** Writes one table as xlsx or csv that Excel and WPS open as it is meant: UTF-8, text stays text, no cell is a formula. */
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { ArchiveError } from '../../../shared/errors.ts';
import { writeNewFile } from '../export/new-file.ts';

/**
 * Writes the rows under the heading to a new file; never over another.
 * @param file its extension, xlsx or csv, decides the form
 * @returns the path written, with a number behind the name where the name was taken
 * @throws ArchiveError BAD_VALUE for another extension, and the system's error
 */
export function writeTable(file: string, heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const kind = tableKind(file);
  const all = [heading, ...rows];
  const bytes = kind === 'csv' ? strToU8(`\uFEFF${all.map(csvLine).join('')}`) : sheet(all);
  return path.join(path.dirname(file), writeNewFile(path.dirname(file), path.basename(file), bytes).name);
}

/** @throws ArchiveError BAD_VALUE where the name ends neither with .xlsx nor with .csv */
export function tableKind(file: string): 'xlsx' | 'csv' {
  const extension = path.extname(file).toLowerCase();
  if (extension === '.xlsx') return 'xlsx';
  if (extension === '.csv') return 'csv';
  throw new ArchiveError('BAD_VALUE', `表格文件的扩展名须为 .xlsx 或 .csv：${path.basename(file)}`);
}

/** A leading =, +, -, @ would be run as a formula: a tab before it keeps it text. */
function csvLine(cells: readonly string[]): string {
  const shown = cells.map((cell) => `"${(/^[=+\-@\t\r]/.test(cell) ? `\t${cell}` : cell).replaceAll('"', '""')}"`);
  return `${shown.join(',')}\r\n`;
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

function sheet(rows: readonly (readonly string[])[]): Uint8Array {
  const body = rows.map(
    (cells, r) =>
      `<row r="${r + 1}">${cells
        .map(
          (cell, c) =>
            `<c r="${columnName(c)}${r + 1}" t="inlineStr"><is><t xml:space="preserve">${escape(cell)}</t></is></c>`,
        )
        .join('')}</row>`,
  );
  const parts: Readonly<Record<string, string>> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${OFFICE}/spreadsheetml/2006/main" xmlns:r="${OFFICE}/officeDocument/2006/relationships"><sheets><sheet name="清单" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `${HEAD}<worksheet xmlns="${OFFICE}/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>${body.join('')}</sheetData></worksheet>`,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])), {
    mtime: new Date('1980-01-01T00:00:00'),
  });
}
