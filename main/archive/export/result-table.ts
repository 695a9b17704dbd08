/** A list of letters as a table for Excel and WPS: one row a letter, in the order given. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import { COLUMN_ELEMENTS, type ElementName } from '../../../shared/model/elements.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import type { AuditTip } from '../../../shared/model/audit.ts';
import { registerColumn, type RegisterColumn } from '../../../shared/model/registers.ts';
import { caseNumbers } from './file-catalogue.ts';
import { makeOutputFolder } from '../print/new-file.ts';
import { tableKind, writeTable } from '../print/table-file.ts';
import { targetError } from '../storage/failures.ts';
import { newPlace } from '../storage/windows-paths.ts';
import { logHeadRows } from '../trust/log-head.ts';
import { beijingTime } from '../../../shared/text/dates.ts';

/** As those of registers, all text: what a cell says is what the command line and csv say. */
export const TABLE_COLUMNS: readonly RegisterColumn[] = [
  registerColumn('number'),
  registerColumn('ref_code'),
  ...COLUMN_ELEMENTS.map(registerColumn),
  registerColumn('version'),
  { ...registerColumn('id'), label: '编号' },
];

export function tableRow(letter: Letter, number: number): string[] {
  const cell = (name: ElementName): string => {
    const value = name === 'case_number' ? caseNumbers(letter) : letter.elements[name];
    return Array.isArray(value) ? value.join('、') : (value ?? '');
  };
  return [String(number), letter.ref_code ?? '', ...COLUMN_ELEMENTS.map(cell), String(letter.version), letter.id];
}

/** Where a table is from: what its second sheet says. `tip`: head of the log before the entry of this export. */
export function tableOrigin(
  archiveId: string,
  actor: string,
  tip: AuditTip,
  now: Date = new Date(),
): [string, string][] {
  return [
    ['档案库标识', archiveId],
    ['导出时间', beijingTime(now.toISOString())],
    ['导出人', actor],
    ...logHeadRows(tip),
    ['说明', '日后从档案库导出的审计日志中，同一序号的校验值须与此处相同；不同即表明此前的记录被改动或整体重做。'],
  ];
}

/** A table that is to be written: what its sheet is called, its columns and its rows. */
export interface LetterTable {
  name: string;
  columns: readonly RegisterColumn[];
  rows: readonly (readonly string[])[];
}

/**
 * @param out path of a new file, .xlsx or .csv; never written over
 * @param origin goes into an xlsx; a csv has no room for it
 * @throws ArchiveError BAD_VALUE for another extension; OUT_IN_ARCHIVE; as the disk says
 */
export function writeLetterTable(
  out: string,
  { name, columns, rows }: LetterTable,
  origin: readonly (readonly [string, string])[],
): { file: string; sha256: string } {
  tableKind(out);
  try {
    newPlace(out);
    makeOutputFolder(dirname(out));
    const file = writeTable(out, columns, rows, name, origin);
    return { file, sha256: createHash('sha256').update(readFileSync(file)).digest('hex') };
  } catch (thrown) {
    throw thrown instanceof ArchiveError ? thrown : targetError(thrown, out);
  }
}
