/** Tables of Excel and WPS (xlsx, et saved as such) as rows of text: registers beside letters, attached lists. */
import { ArchiveError } from '../../../../shared/errors.ts';
import { LIMITS, warning, type FileBytes, type Reader } from './reader.ts';
import { attribute, walkXml } from './xml.ts';
import { ZipContainer } from './zip-container.ts';

export interface Sheet {
  name: string;
  /** Cells as shown, '' where empty; rows without any cell are left out. */
  rows: string[][];
}

/** Gives all sheets: a row a line, cells apart by tabs. */
export const readXlsx: Reader = async (file) => {
  const sheets = readSheets(file);
  const lines = sheets.flatMap((sheet) =>
    sheet.rows.map((row) =>
      row
        .map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' '))
        .join('\t')
        .trimEnd(),
    ),
  );
  return {
    format: 'xlsx',
    mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    text: lines.join('\n'),
    layout: 'paragraphs',
    pages: [],
    warnings: sheets.some((sheet) => sheet.rows.length > 0) ? [] : [warning('NO_TEXT', '表格中没有内容。')],
    embedded: [],
  };
};

/** Cells of a row beyond this are not read: hostile files place one cell far out. */
const MAX_COLUMNS = 1024;

/**
 * @param wanted which sheets to read, by name; all where left out
 * @throws ArchiveError BAD_FILE, PASSWORD_PROTECTED, FILE_TOO_LARGE
 */
export function readSheets(file: FileBytes, wanted: (name: string) => boolean = () => true): Sheet[] {
  const zip = new ZipContainer(file.bytes, file.name);
  const parts = readParts(zip, file.name).filter(({ name }) => wanted(name));
  const shared = readShared(zip, file.name);
  const dates = readDateStyles(zip, file.name);
  let cells = 0;
  return parts.map(({ name, part }) => {
    const rows: string[][] = [];
    let row: string[] = [];
    let cell = { column: 0, type: '', style: 0, value: '' };
    let inValue = false;
    walkXml(zip.read(part), file.name, {
      open(tag, attributes) {
        if (tag === 'x:row') row = [];
        else if (tag === 'x:c') {
          const place = attribute(attributes, 'r');
          cell = {
            column: place === undefined ? row.length : columnOf(place),
            type: attribute(attributes, 't') ?? '',
            style: Number(attribute(attributes, 's') ?? 0),
            value: '',
          };
        } else if (tag === 'x:v' || tag === 'x:t') inValue = true;
        else if (tag === 'x:rPh') inValue = false;
      },
      text(data) {
        if (inValue) cell.value += data;
      },
      close(tag) {
        if (tag === 'x:v' || tag === 'x:t') inValue = false;
        else if (tag === 'x:c' && cell.column < MAX_COLUMNS) {
          if (++cells > 2_000_000) throw new ArchiveError('FILE_TOO_LARGE', file.name, 'cells');
          while (row.length < cell.column) row.push('');
          row[cell.column] = shownValue(cell, shared, dates);
        } else if (tag === 'x:row' && row.some((value) => value !== '')) rows.push(row);
      },
    });
    return { name, rows };
  });
}

function shownValue(
  cell: { type: string; style: number; value: string },
  shared: readonly string[],
  dates: ReadonlySet<number>,
): string {
  if (cell.type === 's') return shared[Number(cell.value)] ?? '';
  if (cell.type === 'b') return cell.value === '1' ? 'TRUE' : 'FALSE';
  if (cell.type !== '' && cell.type !== 'n') return cell.value;
  const number = Number(cell.value);
  if (cell.value === '' || Number.isNaN(number)) return cell.value;
  if (dates.has(cell.style)) return excelDate(number);
  // 0.1 + 0.2 is stored with all its digits; fifteen are shown.
  return String(Number(number.toPrecision(15)));
}

/** Days since 1899-12-30 (from 1 March 1900 on; ECMA-376 part 1, 18.17.4) as 2022-06-27, with a time where it has one. */
function excelDate(days: number): string {
  const date = new Date(Math.round((days - 25_569) * 86_400) * 1000);
  if (Number.isNaN(date.getTime())) return String(days);
  const iso = date.toISOString();
  if (days < 1) return iso.slice(11, 16);
  return Number.isInteger(days) ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ');
}

/** A1 → 0, AA7 → 26. */
function columnOf(place: string): number {
  let column = 0;
  for (const char of /^[A-Z]{1,3}/i.exec(place)?.[0].toUpperCase() ?? 'A')
    column = column * 26 + char.charCodeAt(0) - 64;
  return column - 1;
}

function readParts(zip: ZipContainer, fileName: string): { name: string; part: string }[] {
  const targets = new Map<string, string>();
  if (zip.has('xl/_rels/workbook.xml.rels')) {
    walkXml(zip.read('xl/_rels/workbook.xml.rels'), fileName, {
      open(_name, attributes) {
        const target = attribute(attributes, 'Target') ?? '';
        targets.set(attribute(attributes, 'Id') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`);
      },
    });
  }
  const sheets: { name: string; part: string }[] = [];
  walkXml(zip.read('xl/workbook.xml'), fileName, {
    open(tag, attributes) {
      if (tag !== 'x:sheet') return;
      const part = targets.get(attributes['r:id'] ?? attribute(attributes, 'id') ?? '');
      if (part !== undefined && zip.has(part) && /worksheets\//.test(part))
        sheets.push({ name: attribute(attributes, 'name') ?? '', part });
    },
  });
  if (sheets.length > LIMITS.zipEntries / 10) throw new ArchiveError('FILE_TOO_LARGE', fileName, 'sheets');
  return sheets;
}

function readShared(zip: ZipContainer, fileName: string): string[] {
  const strings: string[] = [];
  if (!zip.has('xl/sharedStrings.xml')) return strings;
  let current = '';
  let inText = false;
  let phonetic = false;
  walkXml(zip.read('xl/sharedStrings.xml'), fileName, {
    open(tag) {
      if (tag === 'x:si') current = '';
      else if (tag === 'x:rPh') phonetic = true;
      else if (tag === 'x:t') inText = !phonetic;
    },
    text(data) {
      if (inText) current += data;
    },
    close(tag) {
      if (tag === 'x:t') inText = false;
      else if (tag === 'x:rPh') phonetic = false;
      else if (tag === 'x:si') strings.push(current);
    },
  });
  return strings;
}

/** Numbers of the cell styles that show dates: built-in formats (18.8.30), or own ones that write years or days. */
function readDateStyles(zip: ZipContainer, fileName: string): Set<number> {
  const dates = new Set<number>();
  if (!zip.has('xl/styles.xml')) return dates;
  const own = new Map<number, boolean>();
  let inCells = false;
  let style = 0;
  walkXml(zip.read('xl/styles.xml'), fileName, {
    open(tag, attributes) {
      const format = Number(attribute(attributes, 'numFmtId') ?? 0);
      if (tag === 'x:numFmt') {
        const code = (attribute(attributes, 'formatCode') ?? '').replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, '');
        own.set(format, /[yd]|年|日|h+:m/i.test(code));
      } else if (tag === 'x:cellXfs') inCells = true;
      else if (tag === 'x:xf' && inCells) {
        if (own.get(format) ?? isBuiltInDate(format)) dates.add(style);
        style++;
      }
    },
    close(tag) {
      if (tag === 'x:cellXfs') inCells = false;
    },
  });
  return dates;
}

function isBuiltInDate(format: number): boolean {
  return (
    (format >= 14 && format <= 22) ||
    (format >= 27 && format <= 36) ||
    (format >= 45 && format <= 47) ||
    (format >= 50 && format <= 58)
  );
}
