/** Writes reports into a folder: check sheets, inspections, tables of revisions. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { targetError } from '../storage/failures.ts';
import { safeFileName } from './file-names.ts';
import { makeOutputFolder, writeNewFile } from './new-file.ts';
import type { Report } from './report.ts';
import { typesettingHere, type Typesetting } from './typesetting.ts';

/** Writes bytes into a folder, made where it is missing, under a name that is free. @throws ArchiveError as the disk says */
export function writeReportFile(
  folder: string,
  stem: string,
  extension: string,
  bytes: Uint8Array,
): { file: string; sha256: string } {
  try {
    makeOutputFolder(folder);
    const { name } = writeNewFile(folder, safeFileName(stem, extension, '报告'), bytes);
    return { file: join(folder, name), sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (thrown) {
    throw targetError(thrown, folder);
  }
}

/** Prints a report into a folder; `typesetting` says where its pages are set. @throws ArchiveError EXPORT_FAILED, and as the disk says */
export async function printReport(
  report: Report,
  folder: string,
  stem: string,
  typesetting: Typesetting = typesettingHere,
): Promise<{ file: string; pages: number; sha256: string }> {
  const { pdf, pages } = await typesetting.report(report);
  return { ...writeReportFile(folder, stem, '.pdf', pdf), pages };
}
