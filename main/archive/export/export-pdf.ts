/** Exports letters as PDF files into a folder: set, written, opened again and compared, each for itself. */
import type { LongWork } from '../work/long-work.ts';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ArchiveError, reportError } from '../../../shared/errors.ts';
import type { ExportPdfResult } from '../../../shared/contract/index.ts';
import type { AuditTip } from '../../../shared/model/audit.ts';
import type { Warning } from '../../../shared/model/elements.ts';
import { shownOriginal, type Attachment, type Letter, type VersionRow } from '../../../shared/model/letter.ts';
import type { ArchiveStamp } from '../print/archive-stamp.ts';
import { targetError } from '../storage/failures.ts';
import { letterFileName, safeFileName } from '../print/file-names.ts';
import { makeOutputFolder, writeNewFile, type NewFile, type Pieces } from '../print/new-file.ts';
import type { LetterPdf } from '../print/letter-pdf.ts';
import { PDF_MIME } from '../reading/readers/pdf.ts';
import { typesettingHere, type Stamped, type Typesetting } from '../print/typesetting.ts';
import { attachPages, joinedPieces, type JoinedLetter } from './attached-pages.ts';
import type { ExportJournal, FinishedFile } from './export-journal.ts';
import { readUnlinked } from './unlinked-file.ts';

/** A letter to export, with what only some exports need. */
export interface PdfLetter {
  letter: Letter;
  history?: readonly VersionRow[];
  stamp?: ArchiveStamp;
  /** What is to be said of it beside what its pages give. */
  warnings?: readonly Warning[];
  /** Bytes of an attachment by its SHA-256, piece by piece; needed where attachments are exported. */
  piecesOf?: (sha256: string) => Iterable<Uint8Array>;
  /** What was read from a page (from 1) of an attachment; needed where attachments are wanted as pages. */
  wordsOf?: (file: Attachment, page: number) => string;
}

/** How a letter is fetched when its turn comes; with its id, so that one that cannot be fetched is named. */
export type PdfSource = (() => PdfLetter) | { id: string; load: () => PdfLetter };

export interface ExportPdfOptions {
  cover?: boolean;
  history?: boolean;
  /** The head of the log, for the covers. */
  logHead?: AuditTip;
  /** Writes each letter's attachments, byte for byte, into a folder beside its PDF. */
  withAttachments?: boolean;
  /** Puts each letter's attachments behind it as pages, see attached-pages.ts. */
  attachmentsAsPages?: boolean;
  /** Prints the 归档章 on each letter's first page. */
  stamp?: boolean;
  /** Writes beside it a copy of the pdf that the letter came as, with the 归档章 on its first page. */
  stampOriginal?: boolean;
}

/** What one run wrote; what the log says of it, the engine adds. */
export type ExportedFiles = Pick<ExportPdfResult, 'files' | 'failed'>;

export interface ExportContext extends LongWork {
  /** Where pages are set; without it, here. */
  typesetting?: Typesetting;
  /** What an earlier run of the same export has finished. */
  journal?: ExportJournal;
}

type ExportedFile = ExportPdfResult['files'][number];
/** Stands where a letter's pages were, so that a batch does not keep them. */
const NOTHING = new Promise<never>(() => undefined);

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function write(folder: string, name: string, content: Uint8Array | Pieces): NewFile {
  try {
    return writeNewFile(folder, name, content);
  } catch (thrown) {
    throw targetError(thrown, join(folder, name));
  }
}

function attachmentName(file: Attachment, index: number): string {
  const [, stem = file.name, extension = ''] = /^(.+)(\.[A-Za-z0-9]{1,10})$/s.exec(file.name) ?? [];
  return safeFileName(`${String(index + 1).padStart(2, '0')} ${stem}`, extension, '附件');
}

/** Pieces of an attachment; at the end they are what its hash says, or there is an error. */
function* attachmentPieces({ piecesOf }: PdfLetter, file: Attachment): Iterable<Uint8Array> {
  if (piecesOf === undefined) throw new ArchiveError('EXPORT_FAILED', file.name, 'no source of attachment bytes');
  const sum = createHash('sha256');
  for (const piece of piecesOf(file.sha256)) {
    sum.update(piece);
    yield piece;
  }
  if (sum.digest('hex') !== file.sha256) throw new ArchiveError('EXPORT_MISMATCH', file.name);
}

function requireWhole(source: PdfLetter, file: Attachment): void {
  for (const _piece of attachmentPieces(source, file)) continue;
}

function writeAttachments(source: PdfLetter, folder: string): void {
  makeOutputFolder(folder);
  for (const [index, file] of source.letter.attachments.entries()) {
    write(folder, attachmentName(file, index), () => attachmentPieces(source, file));
  }
}

/** One letter set and compared, not yet written; with its stamped original, where that is wanted. */
interface SetLetter {
  source: PdfLetter;
  set: LetterPdf;
  original: Stamped | undefined;
  /** With the pages of its attachments, where they are wanted and there are some. */
  joined: JoinedLetter | undefined;
}

type Made = { finished: FinishedFile } | SetLetter;

/** Compared before it gets its name: a file that does not hold the letter is never seen in the folder. */
async function setOne(
  source: PdfLetter,
  out: string,
  options: ExportPdfOptions,
  typesetting: Typesetting,
  signal: AbortSignal | undefined,
): Promise<SetLetter> {
  const { letter } = source;
  const set = await typesetting.letter(letter, {
    ...(options.cover === true ? { cover: true } : {}),
    ...(options.logHead === undefined ? {} : { logHead: options.logHead }),
    ...(source.history === undefined ? {} : { versions: source.history }),
    ...(source.stamp === undefined ? {} : { stamp: source.stamp }),
    ...(options.history === true ? { history: true } : {}),
    ...(options.stamp === true ? { stampFirst: true } : {}),
  });
  const original = options.stampOriginal === true ? await stampedOriginal(source, typesetting) : undefined;
  if (options.attachmentsAsPages !== true) return { source, set, original, joined: undefined };
  const attach = {
    ...source,
    bytesOf: (file: Attachment) => attachmentPieces(source, file),
    wordsOf: source.wordsOf ?? (() => ''),
  };
  return { source, set, original, joined: await attachPages(attach, set, { folder: out, typesetting, signal }) };
}

/** Larger originals are not held in memory to be stamped. */
const MOST_STAMPED_BYTES = 64 * 1024 * 1024;

const refused = (code: string, message: string): Stamped => ({ refused: { code, message } });

/** The pdf that a letter came as, stamped; or why it is not. */
async function stampedOriginal(source: PdfLetter, typesetting: Typesetting): Promise<Stamped> {
  const { letter, stamp } = source;
  const file = shownOriginal(letter.attachments);
  if (stamp === undefined || file?.mime !== PDF_MIME)
    return refused('STAMP_NO_PDF', `“${letterFileName(letter)}”入库的原件不是 PDF，没有可加盖归档章的原件。`);
  if (file.size > MOST_STAMPED_BYTES)
    return refused('STAMP_TOO_LARGE', `“${file.name}”超过 64 MB，没有加盖归档章。请打印后在纸上加盖。`);
  const bytes = Buffer.concat([...attachmentPieces(source, file)]);
  try {
    return await typesetting.stamped(file.name, bytes, stamp);
  } catch (thrown) {
    const { code, message } = reportError(thrown);
    return refused(code, `“${file.name}”没有加盖归档章：${message}`);
  }
}

function writeOne(made: SetLetter, out: string, options: ExportPdfOptions): ExportedFile {
  try {
    return writeMade(made, out, options);
  } finally {
    if (made.joined !== undefined) rmSync(made.joined.path, { force: true });
  }
}

function writeMade({ source, set, original, joined }: SetLetter, out: string, options: ExportPdfOptions): ExportedFile {
  const { letter } = source;
  const attached = options.withAttachments === true ? letter.attachments : [];
  // All attachments are looked at before anything is written (piece by piece: they may be large).
  for (const file of attached) requireWhole(source, file);
  const stamped = original === undefined || 'refused' in original ? undefined : original;
  const warnings = [
    ...set.warnings,
    ...(source.warnings ?? []),
    ...(joined?.warnings ?? []),
    ...(original === undefined ? [] : 'refused' in original ? [original.refused] : original.warnings),
  ];
  const wanted = letterFileName(letter);
  const { name, created } = write(out, wanted, joined === undefined ? set.pdf : () => joinedPieces(joined));
  let copy: ExportedFile['stamped_original'];
  try {
    if (stamped !== undefined) {
      const { name: beside } = write(out, `${name.replace(/\.pdf$/, '')} 原件（归档章）.pdf`, stamped.pdf);
      copy = { file: join(out, beside), pages: stamped.pages, sha256: hash(stamped.pdf) };
    }
    if (attached.length > 0) writeAttachments(source, join(out, `${name.replace(/\.pdf$/, '')} 附件`));
  } catch (thrown) {
    if (created) rmSync(join(out, name), { force: true });
    throw thrown;
  }
  return {
    id: letter.id,
    file: join(out, name),
    pages: joined?.pages ?? set.pages,
    sha256: joined?.sha256 ?? hash(set.pdf),
    warnings: [...warnings, ...(name === wanted ? [] : [renamed(name)])],
    ...(copy === undefined ? {} : { stamped_original: copy }),
    ...(joined === undefined ? {} : { attached: joined.attached }),
  };
}

/** Nothing is written over: who exports again after an edit finds both, and is told which is which. */
const renamed = (name: string): Warning => ({
  code: 'FILE_RENAMED',
  message: `文件夹中已有同名而内容不同的文件，本次写为“${name}”，原有的未改动。`,
});

const versionHash = ({ letter, history }: PdfLetter): string | undefined =>
  history?.find(({ version }) => version === letter.version)?.sha256;

/** A file that an earlier run of this export finished, and that is still as it was written. */
function stillThere(journal: ExportJournal | undefined, source: PdfLetter, out: string): FinishedFile | undefined {
  const version = versionHash(source);
  const finished = version === undefined ? undefined : journal?.find(source.letter.id, version);
  if (finished === undefined) return undefined;
  const copy = finished.stamped_original;
  const isThere = (file: string, sha256: string): boolean => {
    const bytes = readUnlinked(file);
    return bytes !== undefined && hash(bytes) === sha256;
  };
  if (copy !== undefined && !isThere(copy.file, copy.sha256)) return undefined;
  return isThere(join(out, finished.file), finished.sha256) ? finished : undefined;
}

/**
 * Exports letters in their order, some set at the same time. What fails for one letter is told in `failed` and does not stop the others.
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
  const typesetting = context.typesetting ?? typesettingHere;
  const result: ExportedFiles = { files: [], failed: [] };
  const idOf = (at: number): string => {
    const source = sources[at];
    return source === undefined || typeof source === 'function' ? '' : source.id;
  };
  const ids = sources.map((_, at) => idOf(at));
  const begin = async (at: number): Promise<Made> => {
    const source = sources[at];
    if (source === undefined) throw new RangeError(`no letter ${at}`);
    const fetched = typeof source === 'function' ? source() : source.load();
    ids[at] = fetched.letter.id;
    const finished = stillThere(context.journal, fetched, out);
    return finished === undefined ? setOne(fetched, out, options, typesetting, context.signal) : { finished };
  };
  // Pages of attachments are in memory until they are set: those of one letter at a time.
  const width = options.attachmentsAsPages === true ? 1 : typesetting.width;
  const isStopped = (): boolean => context.signal?.aborted === true;
  const begun: Promise<Made>[] = [];
  for (let done = 0; done < sources.length; done += 1) {
    // Other calls get their turn between two letters, and a cancel is heard.
    await nextTurn();
    if (isStopped()) throw new ArchiveError('CANCELLED');
    context.onProgress?.({ done, total: sources.length, message: `正在导出第 ${done + 1} 件` });
    while (begun.length < Math.min(sources.length, done + width)) {
      const made = begin(begun.length);
      // Heard when its turn comes.
      made.catch(() => undefined);
      begun.push(made);
    }
    try {
      const made = await begun[done];
      if (made === undefined) throw new RangeError(`no letter ${done}`);
      begun[done] = NOTHING;
      if ('finished' in made) {
        const { program: _program, version: _version, ...finished } = made.finished;
        result.files.push({ ...finished, file: join(out, finished.file) });
        continue;
      }
      const written = writeOne(made, out, options);
      result.files.push(written);
      const version = versionHash(made.source);
      if (version !== undefined) context.journal?.add({ ...written, file: basename(written.file), version });
    } catch (thrown) {
      if (isStopped()) throw new ArchiveError('CANCELLED');
      const { code, message } = reportError(thrown);
      result.failed.push({ id: ids[done] ?? '', code, message });
    }
  }
  if (sources.length > 0) context.onProgress?.({ done: sources.length, total: sources.length, message: '导出完成' });
  return result;
}
