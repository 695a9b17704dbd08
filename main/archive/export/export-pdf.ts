/** Exports letters as PDF files into a folder: set, written, opened again and compared, each for itself. */
import type { LongWork } from '../work/long-work.ts';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ArchiveError, reportError } from '../../../shared/errors.ts';
import type { ExportPdfResult } from '../../../shared/contract/index.ts';
import type { Attachment, Letter, VersionRow } from '../../../shared/model/letter.ts';
import type { ArchiveStamp } from '../print/archive-stamp.ts';
import { diskError } from '../storage/failures.ts';
import { letterFileName, safeFileName } from '../print/file-names.ts';
import { makeOutputFolder, writeNewFile, type NewFile } from '../print/new-file.ts';
import { typesettingHere, type Typesetting } from '../print/typesetting.ts';

/** A letter to export, with what only some exports need. */
export interface PdfLetter {
  letter: Letter;
  history?: readonly VersionRow[];
  stamp?: ArchiveStamp;
  /** Bytes of an attachment by its SHA-256; needed where attachments are exported. */
  bytesOf?: (sha256: string) => Uint8Array;
}

/** How a letter is fetched when its turn comes; with its id, so that one that cannot be fetched is named. */
export type PdfSource = (() => PdfLetter) | { id: string; load: () => PdfLetter };

export interface ExportPdfOptions {
  cover?: boolean;
  history?: boolean;
  /** Writes each letter's attachments, byte for byte, into a folder beside its PDF. */
  withAttachments?: boolean;
}

/** What one run wrote; what the log says of it, the engine adds. */
export type ExportedFiles = Pick<ExportPdfResult, 'files' | 'failed'>;

export interface ExportContext extends LongWork {
  /** Where pages are set; without it, here. */
  typesetting?: Typesetting;
}

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function write(folder: string, name: string, bytes: Uint8Array): NewFile {
  try {
    return writeNewFile(folder, name, bytes);
  } catch (thrown) {
    throw diskError(thrown, join(folder, name));
  }
}

function attachmentName(file: Attachment, index: number): string {
  const [, stem = file.name, extension = ''] = /^(.+)(\.[A-Za-z0-9]{1,10})$/s.exec(file.name) ?? [];
  return safeFileName(`${String(index + 1).padStart(2, '0')} ${stem}`, extension, '附件');
}

function attachmentBytes(source: PdfLetter, file: Attachment): Uint8Array {
  if (source.bytesOf === undefined) throw new ArchiveError('EXPORT_FAILED', file.name, 'no source of attachment bytes');
  const bytes = source.bytesOf(file.sha256);
  if (hash(bytes) !== file.sha256) throw new ArchiveError('EXPORT_MISMATCH', file.name);
  return bytes;
}

function writeAttachments(source: PdfLetter, folder: string): void {
  makeOutputFolder(folder);
  for (const [index, file] of source.letter.attachments.entries()) {
    write(folder, attachmentName(file, index), attachmentBytes(source, file));
  }
}

async function exportOne(
  source: PdfLetter,
  out: string,
  options: ExportPdfOptions,
  typesetting: Typesetting,
): Promise<ExportPdfResult['files'][number]> {
  const { letter } = source;
  // Compared before it gets its name: a file that does not hold the letter is never seen in the folder.
  const { pdf, pages } = await typesetting.letter(letter, {
    ...(options.cover === true ? { cover: true } : {}),
    ...(source.history === undefined ? {} : { versions: source.history }),
    ...(source.stamp === undefined ? {} : { stamp: source.stamp }),
    ...(options.history === true ? { history: true } : {}),
  });
  const attached = options.withAttachments === true ? letter.attachments : [];
  // All attachments are looked at before anything is written (one at a time: they may be large).
  for (const file of attached) attachmentBytes(source, file);
  const { name, created } = write(out, letterFileName(letter), pdf);
  try {
    if (attached.length > 0) writeAttachments(source, join(out, `${name.replace(/\.pdf$/, '')} 附件`));
  } catch (thrown) {
    if (created) rmSync(join(out, name), { force: true });
    throw thrown;
  }
  return { id: letter.id, file: join(out, name), pages, sha256: hash(pdf) };
}

/**
 * Exports letters one after the other. What fails for one letter is told in `failed` and does not stop the others.
 * @param letters each is fetched only when its turn comes, so that a large batch needs no memory
 * @param out folder; made where it is missing
 * @throws ArchiveError CANCELLED; OUT_IN_ARCHIVE; BAD_PATH, NO_PERMISSION, DISK_FULL where the folder cannot be made
 */
export async function exportPdf(
  letters: Iterable<PdfSource>,
  out: string,
  options: ExportPdfOptions = {},
  context: ExportContext = {},
): Promise<ExportedFiles> {
  makeOutputFolder(out);
  const sources = [...letters];
  const result: ExportedFiles = { files: [], failed: [] };
  for (const [done, source] of sources.entries()) {
    // Other calls get their turn between two letters, and a cancel is heard.
    await nextTurn();
    if (context.signal?.aborted === true) throw new ArchiveError('CANCELLED');
    context.onProgress?.({ done, total: sources.length, message: `正在导出第 ${done + 1} 件` });
    let id = typeof source === 'function' ? '' : source.id;
    try {
      const fetched = typeof source === 'function' ? source() : source.load();
      id = fetched.letter.id;
      result.files.push(await exportOne(fetched, out, options, context.typesetting ?? typesettingHere));
    } catch (thrown) {
      const { code, message } = reportError(thrown);
      result.failed.push({ id, code, message });
    }
  }
  context.onProgress?.({ done: sources.length, total: sources.length, message: '导出完成' });
  return result;
}
