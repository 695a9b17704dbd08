/** A list of letters as a table for Excel and WPS: one row a letter, in the order given. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import { ELEMENT_LABELS, type ElementName } from '../../../shared/model/elements.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { tableKind, writeTable } from '../letters/table-file.ts';
import { diskError } from '../storage/failures.ts';

/** The elements that a list shows, in the order of a 办理台账. */
const COLUMNS: readonly ElementName[] = [
  'title',
  'doc_number',
  'issuer',
  'issued_on',
  'reply_kind',
  'session',
  'case_number',
  'case_title',
  'addressees',
  'result_code',
  'openness',
  'contact',
  'phones',
];
export const TABLE_HEADING: readonly string[] = [
  '序号',
  '档号',
  ...COLUMNS.map((name) => ELEMENT_LABELS[name]),
  '版本',
  '编号',
];

export function tableRow(letter: Letter, number: number): string[] {
  const cell = (name: ElementName): string => {
    const value = letter.elements[name];
    return Array.isArray(value) ? value.join('、') : (value ?? '');
  };
  return [String(number), letter.ref_code ?? '', ...COLUMNS.map(cell), String(letter.version), letter.id];
}

/**
 * @param out path of a new file, .xlsx or .csv; never written over
 * @throws ArchiveError BAD_VALUE for another extension; as the disk says
 */
export function writeLetterTable(out: string, rows: readonly (readonly string[])[]): { file: string; sha256: string } {
  tableKind(out);
  try {
    mkdirSync(dirname(out), { recursive: true });
    const file = writeTable(out, TABLE_HEADING, rows);
    return { file, sha256: createHash('sha256').update(readFileSync(file)).digest('hex') };
  } catch (thrown) {
    throw thrown instanceof ArchiveError ? thrown : diskError(thrown, out);
  }
}
