/** 著录表: a register (xlsx or csv) that lies beside the files. Its columns become elements, its rows are matched to files. */
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { ArchiveError } from '../../../shared/errors.ts';
import type { RegisterReport } from '../../../shared/model/intake.ts';
import { elementsSchema } from '../../../shared/model/element-schemas.ts';
import {
  ELEMENT_LABELS,
  ELEMENT_NAMES,
  elementSpec,
  isList,
  type ElementName,
  type Elements,
} from '../../../shared/model/elements.ts';
import { RESULT_SCHEME_IDS, resultScheme } from '../../../shared/model/result-schemes.ts';
import type { Retention } from '../../../shared/model/settings.ts';
import { readDate } from '../../../shared/text/dates.ts';
import { canonicalNumber } from '../../../shared/text/anatomy/document-number.ts';
import { pathError } from '../reading/load-file.ts';
import { LIMITS } from '../reading/readers/reader.ts';
import { readTextNow } from '../reading/readers/txt.ts';
import { readSheets } from '../reading/readers/xlsx.ts';
import { readOrdinaryFile } from '../storage/ordinary-file.ts';

type Field = ElementName | 'file' | 'retention';

export interface RegisterRow {
  /** Row of the sheet, from 1. */
  row: number;
  file: string | null;
  set: Partial<Elements>;
  /** 保管期限, where the row tells it. */
  retention?: Retention;
  /** What the row calls itself, for messages. */
  label: string;
}

export interface Register {
  columns: RegisterReport['columns'];
  rows: RegisterRow[];
  problems: RegisterReport['problems'];
}

/** Headings of what is no element; blanks and brackets are taken out first. */
const OTHER_HEADINGS: Readonly<Record<Exclude<Field, ElementName>, RegExp>> = {
  file: /^(?:电子)?(?:文件|档案|原件|附件)?(?:文件名|文件名称|原文名|路径|文件路径)$|^file(?:name)?$/i,
  retention: /^(?:保管期限|期限)$/,
};
/** Headings under which offices and archives (DA/T 46, DA/T 22) list the elements. */
const ELEMENT_OF = new Map(
  ELEMENT_NAMES.flatMap((name) => elementSpec(name).headings.map((heading) => [heading.toUpperCase(), name] as const)),
);
/** The last column of this program's own lists: the id of the letter, which is no number of a case. */
const OWN_ID = '编号';
const ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;
const HEADER_ROWS = 10;
const MOST_ROWS = 50_000;

/**
 * Reads a register. What cannot be used is a problem of its row, not an exception: all of it is told at once.
 * @throws ArchiveError BAD_PATH, NOT_A_FILE, FILE_TOO_LARGE, BAD_FILE, and BAD_VALUE where no row of headings is found
 */
export function readRegister(file: string): Register {
  const name = path.basename(file);
  let rows: string[][];
  try {
    const bytes = Uint8Array.from(readOrdinaryFile(file, LIMITS.heldBytes));
    rows =
      bytes[0] === 0x50 && bytes[1] === 0x4b
        ? (readSheets({ name, bytes }).find((sheet) => sheet.rows.length > 0)?.rows ?? [])
        : parseCsv(readTextNow({ name, bytes }).text, name);
  } catch (thrown) {
    throw pathError(thrown, name);
  }
  // A cell may name half a character (&#xD800;): its place is kept.
  return parseRegister(
    rows.map((row) => row.map((cell) => cell.toWellFormed())),
    name,
  );
}

/** @param rows all cells of the sheet; `name` is for messages */
export function parseRegister(rows: readonly (readonly string[])[], name: string): Register {
  const at = rows.slice(0, HEADER_ROWS).findIndex((row) => row.filter((cell) => fieldOf(cell) !== null).length >= 2);
  const header = rows[at];
  if (header === undefined)
    throw new ArchiveError('BAD_VALUE', `${name} 前 ${HEADER_ROWS} 行中没有著录表的表头（如“文件名”“题名”“发文字号”）`);
  if (rows.length > MOST_ROWS) throw new ArchiveError('FILE_TOO_LARGE', name, `${rows.length} rows`);
  const taken = new Set<Field>();
  const problems: Register['problems'] = [];
  const own = header.findIndex(
    (cell, column) => cell.trim() === OWN_ID && rows.slice(at + 1).some((row) => ID.test(row[column] ?? '')),
  );
  const columns = header.map((cell, column) => {
    const field = column === own ? null : fieldOf(cell);
    if (field === null || !taken.has(field)) {
      if (field !== null) taken.add(field);
      return { header: cell, field };
    }
    problems.push({ row: at + 1, message: `有两列都表示“${labelOf(field)}”，只取前一列。` });
    return { header: cell, field: null };
  });
  const read: RegisterRow[] = [];
  const files = new Map<string, number>();
  rows.slice(at + 1).forEach((cells, index) => {
    const number = at + 2 + index;
    if (cells.every((cell) => cell.trim() === '')) return;
    const row = readRow(cells, columns, number, problems, own >= 0);
    if (row.file !== null) {
      const key = fileKey(row.file);
      const earlier = files.get(key);
      if (earlier !== undefined) problems.push({ row: number, message: `文件名与第 ${earlier} 行相同：${row.file}` });
      files.set(key, number);
    }
    read.push(row);
  });
  return { columns, rows: read, problems };
}

function fieldOf(cell: string): Field | null {
  const heading = cell.replaceAll(/[\s\u3000*]|[（(][^（）()]*[）)]/g, '');
  if (OTHER_HEADINGS.file.test(heading)) return 'file';
  if (OTHER_HEADINGS.retention.test(heading)) return 'retention';
  return ELEMENT_OF.get(heading.toUpperCase()) ?? null;
}

function labelOf(field: Field): string {
  if (field === 'retention') return '保管期限';
  return field === 'file' ? '文件名' : ELEMENT_LABELS[field];
}

function readRow(
  cells: readonly string[],
  columns: readonly { field: string | null }[],
  number: number,
  problems: Register['problems'],
  own: boolean,
): RegisterRow {
  const set: Partial<Record<ElementName, unknown>> = {};
  let file: string | null = null;
  let retention: Retention | undefined;
  columns.forEach(({ field }, at) => {
    const written = (cells[at] ?? '').trim();
    if (field === null || written === '') return;
    if (field === 'file') {
      file = written;
      return;
    }
    if (field === 'retention') {
      retention = retentionOf(written);
      if (retention === undefined)
        problems.push({ row: number, message: `保管期限“${written}”须为永久、30年或10年。` });
      return;
    }
    const element = field as ElementName;
    const value = valueOf(element, written, own);
    const checked = elementsSchema.partial().safeParse({ [element]: value });
    // A list of this program has all numbers of a letter in one column.
    const numbers = own && element === 'case_number' ? written.split('、') : [];
    if (numbers.length > 1) {
      set.case_number = numbers[0];
      set.case_numbers = numbers;
    } else if (value === undefined || !checked.success)
      problems.push({ row: number, message: `${ELEMENT_LABELS[element]}“${written}”不符合要求。` });
    else set[element] = value;
  });
  const label =
    file ?? (set.doc_number as string | undefined) ?? (set.title as string | undefined) ?? `第 ${number} 行`;
  return { row: number, file, set: set as Partial<Elements>, ...(retention === undefined ? {} : { retention }), label };
}

/** 永久 (Y), 30年 (定期30年, D30), 10年 (定期10年, D10). */
function retentionOf(written: string): Retention | undefined {
  const plain = written
    .normalize('NFKC')
    .replaceAll(/[\s()定期]/gu, '')
    .toUpperCase();
  if (/^(?:Y|永久)$/.test(plain)) return 'Y';
  const years = /^D?(30|10)年?$/.exec(plain)?.[1];
  return years === '30' ? 'D30' : years === '10' ? 'D10' : undefined;
}

const LETTERED = /^[〔（([]?([A-Fa-f甲乙丙丁]\d?)类?[〕）)\]]?$/;
/** Results that are words. */
const WORDED = new Set(RESULT_SCHEME_IDS.flatMap((id) => Object.keys(resultScheme(id).codes)));

/**
 * A cell as the element's own value; undefined where it cannot be one.
 * @param own of a list that this program wrote: whatever an archive holds is taken back
 */
function valueOf(element: ElementName, written: string, own: boolean): unknown {
  if (isList(element))
    return written
      .split(/[、，,;；\n]/)
      .map((part) => (own ? part.trim() : part.trim().replace(/(?<=.{2})(?:委员|代表)$/, '')))
      .filter((part) => part !== '');
  if (elementSpec(element).kind === 'date')
    return readDate(written.replace(/[ T]\d{2}:\d{2}(?::\d{2})?$/, ''))?.iso ?? undefined;
  switch (element) {
    case 'doc_number': {
      const match = /^(.{0,20}?)\s*[〔﹝[［【（(]\s*(\d{4})\s*[〕﹞\]］】）)]\s*第?\s*(\d{1,6})\s*号$/.exec(written);
      return match ? canonicalNumber(match[1] ?? '', match[2] ?? '', match[3] ?? '') : written;
    }
    case 'result_code': {
      const code = LETTERED.exec(written.normalize('NFKC'))?.[1]?.toUpperCase();
      return code ?? (own || WORDED.has(written) ? written : undefined);
    }
    case 'openness':
      if (/依申请/.test(written)) return '依申请公开';
      if (/不|否/.test(written)) return '不予公开';
      return /公开|是/.test(written) ? '主动公开' : undefined;
    default:
      return written;
  }
}

/**
 * Rows of a csv; parted by tabs where its first line has one.
 * @throws ArchiveError BAD_FILE where a quotation is not closed
 */
export function parseCsv(text: string, name = 'csv'): string[][] {
  const delimiter = (text.split('\n', 1)[0] ?? '').includes('\t') ? '\t' : ',';
  try {
    return parse(text, { delimiter, relax_column_count: true, relax_quotes: true });
  } catch (thrown) {
    throw new ArchiveError('BAD_FILE', name, thrown instanceof Error ? thrown.message : String(thrown));
  }
}

const fileKey = (name: string): string => path.win32.basename(name).normalize('NFC').toLowerCase();
const bareKey = (name: string): string => path.parse(fileKey(name)).name;
const plain = (title: string): string => title.normalize('NFKC').replaceAll(/[\s\p{P}]/gu, '');

/** Gives each file its row: by its name, else by the number or the title that was read from it. Each row serves once. */
export class RegisterMatcher {
  private readonly left: Set<RegisterRow>;
  readonly register: Register;

  constructor(register: Register) {
    this.register = register;
    this.left = new Set(register.rows);
  }

  take(file: string, elements: Elements): RegisterRow | null {
    const found =
      this.find((row) => row.file !== null && fileKey(row.file) === fileKey(file)) ??
      this.find((row) => row.file !== null && bareKey(row.file) === bareKey(file)) ??
      this.find((row) => row.set.doc_number != null && row.set.doc_number === elements.doc_number) ??
      this.find(
        (row) => row.set.title != null && elements.title !== null && plain(row.set.title) === plain(elements.title),
      );
    if (found !== null) this.left.delete(found);
    return found;
  }

  private find(fits: (row: RegisterRow) => boolean): RegisterRow | null {
    for (const row of this.left) if (fits(row)) return row;
    return null;
  }

  report(): RegisterReport {
    const { columns, rows, problems } = this.register;
    const unmatched = [...this.left].map(({ row, label }) => ({ row, label }));
    return { columns, rows: rows.length, matched: rows.length - unmatched.length, unmatched, problems };
  }
}
