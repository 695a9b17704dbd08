/** The list of an export: what became which files, and the head of the log at that time, to be held against it later. */
import { basename } from 'node:path';
import type { ExportPdfResult } from '../../../shared/contract/index.ts';
import type { AuditTip } from '../../../shared/model/audit.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { beijingTime } from '../../../shared/text/dates.ts';
import { writeReportFile } from '../print/print-report.ts';

/** A letter's PDF, a volume or a table of letters. `file` is a path; its name alone is written. */
export type ListedFile =
  | (ExportPdfResult['files'][number] & Pick<Letter, 'version' | 'ref_code'>)
  | { file: string; letters: number; pages?: number; sha256: string };

export interface ExportList {
  archive_id: string;
  /** ISO 8601, UTC. */
  exported_at: string;
  actor: string;
  /** Head of the audit log, behind the entry of this export: a log that is whole has this hash at this number (`fuhan audit`). */
  audit_tip: AuditTip;
  files: ListedFile[];
  failed: ExportPdfResult['failed'];
}

/**
 * Writes the list beside the files, under a name that is free.
 * @returns its path
 * @throws ArchiveError as the disk says
 */
export function writeExportList(folder: string, list: ExportList): string {
  const stamp = beijingTime(list.exported_at).slice(0, 19).replaceAll(':', '').replace(' ', '-');
  const files = list.files.map((one) => ({ ...one, file: basename(one.file) }));
  const bytes = Buffer.from(`${JSON.stringify({ ...list, files }, null, 2)}\n`);
  return writeReportFile(folder, `导出清单 ${stamp}`, '.json', bytes).file;
}
