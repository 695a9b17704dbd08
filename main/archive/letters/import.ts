/** Batch import: every file below some paths, one after the other; a failure of one never stops the others. */
import { basename } from 'node:path';
import { ArchiveError, reportError } from '../../../shared/errors.ts';
import type { FileSource, ImportItem, ImportResult, Progress } from '../../../shared/contract.ts';
import { isDoubtful } from '../reading/doubt.ts';
import { readLetter } from '../reading/read-letter.ts';
import { walkFiles } from '../reading/walk.ts';
import type { ArchiveDb } from '../storage/types.ts';
import { appendAudit } from '../trust/audit.ts';
import type { NewAttachment } from './attachments.ts';
import { readAttachment } from './attachment-text.ts';
import { findDuplicates } from './catalogue.ts';
import { fileLetter } from './filing.ts';

export interface ImportOptions {
  actor: string;
  paths: string[];
  /** Reads and judges everything, files nothing. */
  dryRun: boolean;
  ocr: boolean;
  /** Called after each letter is durable. */
  onFiled?: (id: string) => Promise<void> | void;
  onProgress?: ((progress: Progress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** @throws ArchiveError CANCELLED (what was filed stays) */
export async function importFiles(db: ArchiveDb, options: ImportOptions): Promise<ImportResult> {
  const result: ImportResult = { filed: 0, duplicates: 0, refused: 0, review: 0, items: [] };
  const seen = new Map<string, string>();
  const found = [...walkFiles(options.paths)];
  for (const [index, file] of found.entries()) {
    if (options.signal?.aborted) throw new ArchiveError('CANCELLED', `已处理 ${index} 个文件`);
    options.onProgress?.({ done: index, total: found.length, message: basename(file.path) });
    if (file.error !== undefined) {
      record(result, { file: file.path, status: 'refused', code: file.error.code, message: file.error.message });
      continue;
    }
    for (const item of await importOne(db, { path: file.path }, file.path, options, seen)) record(result, item);
  }
  options.onProgress?.({ done: found.length, total: found.length, message: '完成' });
  return result;
}

function record(result: ImportResult, item: ImportItem): void {
  result.items.push(item);
  if (item.status === 'filed') result.filed += 1;
  else if (item.status === 'duplicate') result.duplicates += 1;
  else result.refused += 1;
  if (item.review === true) result.review += 1;
}

/** One file gives one letter; a zip gives one for each file in it. */
async function importOne(
  db: ArchiveDb,
  source: FileSource,
  label: string,
  options: ImportOptions,
  seen: Map<string, string>,
): Promise<ImportItem[]> {
  try {
    const read = await readLetter(source, { ocr: options.ocr, ...(options.signal && { signal: options.signal }) });
    if (read.raw.format === 'zip') {
      const items: ImportItem[] = [];
      for (const entry of read.raw.embedded) {
        if (options.signal?.aborted) throw new ArchiveError('CANCELLED');
        items.push(
          ...(await importOne(
            db,
            { name: basename(entry.name), bytes: entry.bytes },
            `${label}/${entry.name}`,
            options,
            seen,
          )),
        );
      }
      if (items.length === 0) throw new ArchiveError('NO_TEXT', label);
      return items;
    }
    const duplicate = findDuplicates(db.read, read.sha256, read.clean.text)[0]?.id ?? seen.get(read.sha256);
    if (duplicate !== undefined) {
      return [
        {
          file: label,
          status: 'duplicate',
          id: duplicate,
          code: 'DUPLICATE',
          message: new ArchiveError('DUPLICATE').message,
        },
      ];
    }
    const review = isDoubtful(read.elements, read.evidence, read.warnings);
    if (options.dryRun) {
      seen.set(read.sha256, '');
      return [{ file: label, status: 'filed', review }];
    }
    const attachments: NewAttachment[] = [];
    for (const entry of read.raw.embedded) {
      attachments.push(
        await readAttachment({ name: basename(entry.name), bytes: entry.bytes }, 'ATTACHMENT', options.ocr),
      );
    }
    const made = fileLetter(db, options.actor, {
      elements: read.elements,
      text: read.clean.text,
      original: source,
      originalSha256: read.sha256,
      source: {
        fileName: read.name,
        format: read.raw.format,
        rawText: read.raw.text,
        map: read.clean.map,
        pages: read.raw.pages,
        evidence: read.evidence,
        warnings: read.warnings,
      },
      attachments,
      reason: '导入',
      review,
    });
    await options.onFiled?.(made.id);
    return [{ file: label, status: 'filed', id: made.id, review }];
  } catch (thrown) {
    const report = reportError(thrown);
    if (report.code === 'CANCELLED') throw thrown;
    if (report.code === 'SECRET_REFUSED') {
      // Only the fact is kept: no name, no text, no hash of a file that must not be here.
      if (!options.dryRun) {
        db.transaction((tx) => appendAudit(tx, { actor: options.actor, action: 'secret.refused', detail: {} }), 'log');
      }
    } else if (report.code === 'DISK_FULL' || report.code === 'DISK_ERROR' || report.code === 'ARCHIVE_DAMAGED') {
      throw thrown;
    }
    return [{ file: label, status: 'refused', code: report.code, message: report.message }];
  }
}
