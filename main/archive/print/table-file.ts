/** Writes tables as xlsx or csv that Excel and WPS open as they are meant: UTF-8, text stays text, no cell is a formula. */
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { strToU8 } from 'fflate';
import { ArchiveError } from '../../../shared/errors.ts';
import type { ColumnType, RegisterColumn } from '../../../shared/model/registers.ts';
import { writeNewFile } from './new-file.ts';
import { sheetWidths } from './register-widths.ts';
import { sheetDay, shownValue, type Register, type RegisterValue } from './register.ts';
import { writeWorkbook, type Cell, type Sheet } from './workbook.ts';

/** Of a column of which nothing else is known, in half-width characters. */
const WORDS_WIDTH = 18;

/** Label and value, a line each: where a table is from. */
export type Origin = readonly (readonly [string, string])[];

/**
 * Writes the rows under the heading to a new file; never over another. As xlsx it prints as a register does, without a title over it.
 * @param file its extension, xlsx or csv, decides the form
 * @param named columns: what they are called and how they share the page; one that is only called something holds words
 * @param name of the sheet in an xlsx
 * @param origin a second sheet of xlsx, left out of csv
 * @returns the path written, with a number behind the name where the name was taken
 * @throws ArchiveError BAD_VALUE for another extension, and the system's error
 */
export function writeTable(
  file: string,
  named: readonly (RegisterColumn | string)[],
  rows: readonly (readonly string[])[],
  name = '清单',
  origin?: Origin,
): string {
  const columns = named.map((one): RegisterColumn =>
    typeof one === 'string' ? { label: one, type: 'text', width: WORDS_WIDTH } : one,
  );
  const heading = columns.map(({ label }) => label);
  const cells = (row: readonly string[]): Cell[] => row.map((value, at) => cellOf(value, columns[at]?.type ?? 'text'));
  return writeFile(
    file,
    () => csv([heading, ...rows]),
    () => {
      const head = heading.map((value): Cell => ({ value, style: 'head' }));
      const list: Sheet = {
        name,
        rows: [head, ...rows.map(cells)],
        head: 1,
        widths: sheetWidths(columns, rows),
        printed: true,
      };
      return writeWorkbook([list, ...originSheet(origin)]);
    },
  );
}

/**
 * Writes a register: as xlsx with title, head on each printed page, borders and numbers of pages; as csv its head and rows alone.
 * @param file its extension, xlsx or csv, decides the form
 * @returns as writeTable
 * @throws ArchiveError as writeTable
 */
export function writeRegisterTable(file: string, register: Register, origin?: Origin): string {
  const labels = register.columns.map(({ label }) => label);
  return writeFile(
    file,
    () => csv([labels, ...register.rows.map((row) => row.map(shownValue))]),
    () => writeWorkbook([registerSheet(register, labels), ...originSheet(origin)]),
  );
}

function writeFile(file: string, asCsv: () => Uint8Array, asWorkbook: () => Uint8Array): string {
  const bytes = tableKind(file) === 'csv' ? asCsv() : asWorkbook();
  return path.join(path.dirname(file), writeNewFile(path.dirname(file), path.basename(file), bytes).name);
}

/** @throws ArchiveError BAD_VALUE where the name ends neither with .xlsx nor with .csv */
export function tableKind(file: string): 'xlsx' | 'csv' {
  const extension = path.extname(file).toLowerCase();
  if (extension === '.xlsx') return 'xlsx';
  if (extension === '.csv') return 'csv';
  throw new ArchiveError('BAD_VALUE', `表格文件的扩展名须为 .xlsx 或 .csv：${path.basename(file)}`);
}

const csv = (rows: readonly (readonly string[])[]): Uint8Array =>
  strToU8(stringify(rows.map(asText), { bom: true, quoted: true, quoted_empty: true, record_delimiter: 'windows' }));

/** A leading =, +, -, @ (also of full width) would be run as a formula: a tab before it keeps it text. */
function asText(cells: readonly string[]): string[] {
  return cells.map((cell) => (/^[=+\-@\t\r＝＋－＠]/.test(cell) ? `\t${cell}` : cell));
}

function originSheet(origin: Origin | undefined): Sheet[] {
  if (origin === undefined) return [];
  const rows = origin.map((row) => row.map((value): Cell => ({ value, style: 'plain' })));
  return [{ name: '出处', rows, head: 0, widths: [24, 100], printed: true }];
}

/** A value in its column's type; what does not fit the type (a date that is none) stays text. */
function cellOf(value: RegisterValue, type: ColumnType): Cell {
  if (value === null) return { value, style: 'text' };
  const day = type === 'date' ? sheetDay(value) : undefined;
  if (day !== undefined) return { value: day, style: 'day' };
  const isNumber = (type === 'number' || type === 'day8') && /^(?:0|[1-9]\d{0,14})$/.test(String(value));
  return isNumber ? { value: Number(value), style: 'number' } : { value: String(value), style: 'text' };
}

function registerSheet(register: Register, labels: readonly string[]): Sheet {
  const { columns } = register;
  const across = (value: string, style: Cell['style']): Cell[] =>
    columns.map((_, at) => ({ value: at === 0 ? value : null, style }));
  const top = [
    across(register.title, 'title'),
    across(register.subtitle, 'under'),
    labels.map((value): Cell => ({ value, style: 'head' })),
  ];
  const rows = register.rows.map((row) => row.map((value, at) => cellOf(value, columns[at]?.type ?? 'text')));
  const bottom = [...register.totals, ...pairs(register.signatures)].map((line) => across(line, 'foot'));
  const behind = top.length + rows.length;
  return {
    name: register.title,
    rows: [...top, ...rows, ...bottom],
    head: top.length,
    widths: sheetWidths(
      columns,
      register.rows.map((row) => row.map(shownValue)),
    ),
    merged: [0, 1, ...bottom.map((_, at) => behind + at)],
    printed: true,
  };
}

/** Characters of a label and the room to sign behind it. */
const SIGNED_CHARACTERS = 26;

/** Two who sign on a line, with room for their names; those on the right stand one below the other. */
function pairs(labels: readonly string[]): string[] {
  const lines: string[] = [];
  for (let at = 0; at < labels.length; at += 2) {
    lines.push(
      labels
        .slice(at, at + 2)
        .map((label) => `${label}：`.padEnd(SIGNED_CHARACTERS, '　'))
        .join(''),
    );
  }
  return lines;
}
