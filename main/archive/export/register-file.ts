/** Writes a register as xlsx, csv or PDF, by the extension of its name; never over another file. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import type { Warning } from '../../../shared/model/elements.ts';
import { makeOutputFolder, writeNewFile } from '../print/new-file.ts';
import type { Register } from '../print/register.ts';
import type { RegisterJob } from '../print/set-register.ts';
import { writeRegisterTable, type Origin } from '../print/table-file.ts';
import type { Typesetting } from '../print/typesetting.ts';
import { targetError } from '../storage/failures.ts';
import { newPlace } from '../storage/windows-paths.ts';

export interface WrittenRegister {
  file: string;
  sha256: string;
  /** Of a PDF. */
  pages?: number;
  warnings: Warning[];
}

/** @throws ArchiveError BAD_VALUE where a form of one page is to be a table, or the extension is another */
export function registerFormat(out: string, pdfOnly: boolean): 'xlsx' | 'csv' | 'pdf' {
  const extension = extname(out).toLowerCase();
  if (extension === '.pdf') return 'pdf';
  if (!pdfOnly && extension === '.xlsx') return 'xlsx';
  if (!pdfOnly && extension === '.csv') return 'csv';
  const allowed = pdfOnly ? '.pdf' : '.xlsx、.csv 或 .pdf';
  throw new ArchiveError('BAD_VALUE', `文件的扩展名须为 ${allowed}：${basename(out)}`);
}

/** @throws ArchiveError OUT_IN_ARCHIVE, and as the disk says */
export function writeRegisterAsTable(out: string, register: Register, origin: Origin | undefined): WrittenRegister {
  return onDisk(out, () => {
    const file = writeRegisterTable(out, register, origin);
    return { file, sha256: hashOf(readFileSync(file)), warnings: [] };
  });
}

/** @throws ArchiveError EXPORT_FAILED, OUT_IN_ARCHIVE, and as the disk says */
export async function writeRegisterAsPdf(
  out: string,
  job: RegisterJob,
  typesetting: Typesetting,
): Promise<WrittenRegister> {
  const { pdf, pages, warnings } = await typesetting.register(job);
  return onDisk(out, () => {
    const { name } = writeNewFile(dirname(out), basename(out), pdf);
    return { file: join(dirname(out), name), sha256: hashOf(pdf), pages, warnings };
  });
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function onDisk<T>(out: string, write: () => T): T {
  try {
    newPlace(out);
    makeOutputFolder(dirname(out));
    return write();
  } catch (thrown) {
    throw thrown instanceof ArchiveError ? thrown : targetError(thrown, out);
  }
}
