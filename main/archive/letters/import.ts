/** Batch import: every file below some paths, one after the other; a failure of one never stops the others. */
import { existsSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { ArchiveError, reportError } from '../../../shared/errors.ts';
import type { FileSource, ImportItem, ImportResult, Progress } from '../../../shared/contract.ts';
import { ELEMENT_LABELS, type ElementName, type Elements, type Warning } from '../../../shared/model/elements.ts';
import { isDoubtful } from '../reading/doubt.ts';
import { loadLetterFile, readLoadedLetter, type LetterFile } from '../reading/read-letter.ts';
import { walkFiles } from '../reading/walk.ts';
import type { ArchiveDb } from '../storage/types.ts';
import { appendAudit } from '../trust/audit.ts';
import type { NewAttachment } from './attachments.ts';
import { readAttachment } from './attachment-text.ts';
import { findDuplicates, findSameFile } from './catalogue.ts';
import { fileLetter } from './filing.ts';
import { reportTable } from './import-report.ts';
import { RegisterMatcher, readRegister, type RegisterRow } from './register.ts';
import { tableKind, writeTable } from './table-file.ts';
import { findNear, nearWarnings, refreshNearKeys } from './twins.ts';

export interface ImportOptions {
  actor: string;
  paths: string[];
  /** Reads and judges everything, files nothing. */
  dryRun: boolean;
  ocr: boolean;
  /** A register (著录表) beside the files: what it says of a file goes before what was read. */
  register?: string | undefined;
  /** A new xlsx or csv file with what became of each file; written also where the import is cancelled. */
  report?: string | undefined;
  /** Called after each letter is durable. */
  onFiled?: (id: string) => Promise<void> | void;
  onProgress?: ((progress: Progress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** What one run remembers beside the archive: files seen in a dry run, the register. */
interface Run {
  options: ImportOptions;
  seen: Map<string, string>;
  matcher: RegisterMatcher | null;
}

export function emptyResult(): ImportResult {
  return { filed: 0, duplicates: 0, refused: 0, review: 0, items: [] };
}

/**
 * A run that was killed is simply started again: what is filed already is known by its file's hash before it is read, and
 * is told as a duplicate.
 * @throws ArchiveError CANCELLED (what was filed stays); BAD_VALUE, BAD_PATH, BAD_FILE for a register or report that
 *   cannot be used, before anything is filed
 */
export async function importFiles(db: ArchiveDb, options: ImportOptions): Promise<ImportResult> {
  const result = emptyResult();
  const run: Run = { options, seen: new Map(), matcher: openRegister(options) };
  if (options.report !== undefined) checkReport(options.report);
  refreshNearKeys(db);
  try {
    await importAll(db, run, result);
  } finally {
    if (options.report !== undefined) {
      const { heading, rows } = reportTable(result.items);
      result.report = writeTable(options.report, heading, rows);
    }
  }
  if (run.matcher !== null) result.register = run.matcher.report();
  return result;
}

async function importAll(db: ArchiveDb, run: Run, result: ImportResult): Promise<void> {
  const { options } = run;
  const register = options.register === undefined ? null : realpathSync(options.register);
  const found = [...walkFiles(options.paths)].filter(
    (file) => register === null || file.error !== undefined || realpathSync(file.path) !== register,
  );
  for (const [index, file] of found.entries()) {
    if (options.signal?.aborted) throw new ArchiveError('CANCELLED', `已处理 ${index} 个文件`);
    options.onProgress?.({ done: index, total: found.length, message: basename(file.path) });
    if (file.error !== undefined) {
      record(result, { file: file.path, status: 'refused', code: file.error.code, message: file.error.message });
      continue;
    }
    for (const item of await importOne(db, { path: file.path }, file.path, run)) record(result, item);
  }
  options.onProgress?.({ done: found.length, total: found.length, message: '完成' });
}

/** All that is wrong with a register is said before the first file is filed; a dry run tells it in its answer. */
function openRegister({ register, dryRun }: ImportOptions): RegisterMatcher | null {
  if (register === undefined) return null;
  const read = readRegister(register);
  if (read.problems.length > 0 && !dryRun) {
    const shown = read.problems.slice(0, 5).map(({ row, message }) => `第 ${row} 行：${message}`);
    const more = read.problems.length > shown.length ? `（共 ${read.problems.length} 处）` : '';
    throw new ArchiveError('BAD_VALUE', `著录表有误，未入库。${shown.join('')}${more}`);
  }
  return new RegisterMatcher(read);
}

function checkReport(file: string): void {
  tableKind(file);
  if (existsSync(file)) throw new ArchiveError('TARGET_EXISTS', basename(file));
}

export function record(result: ImportResult, item: ImportItem): void {
  result.items.push(item);
  if (item.status === 'filed') result.filed += 1;
  else if (item.status === 'duplicate') result.duplicates += 1;
  else result.refused += 1;
  if (item.review === true) result.review += 1;
}

/** Files one path, for the watched folder. */
export function importFile(db: ArchiveDb, file: string, options: Omit<ImportOptions, 'paths'>): Promise<ImportItem[]> {
  return importOne(db, { path: file }, file, {
    options: { ...options, paths: [file] },
    seen: new Map(),
    matcher: null,
  });
}

/** One file gives one letter; a zip gives one for each file in it. */
async function importOne(db: ArchiveDb, source: FileSource, label: string, run: Run): Promise<ImportItem[]> {
  const { options } = run;
  const reading = { ocr: options.ocr, ...(options.signal && { signal: options.signal }) };
  try {
    const loaded = await loadLetterFile(source, options.signal);
    const known = findSameFile(db.read, loaded.sha256) ?? run.seen.get(loaded.sha256);
    if (known !== undefined) return [duplicateOf(label, known)];
    const read = await readLoadedLetter(loaded, reading);
    if (read.raw.format === 'zip') return await importEntries(db, read, label, run);
    const twin = findDuplicates(db.read, read.sha256, read.clean.text)[0]?.id;
    if (twin !== undefined) return [duplicateOf(label, twin)];
    return [await fileRead(db, source, label, run, read)];
  } catch (thrown) {
    return [refusalOf(db, thrown, label, run)];
  }
}

async function importEntries(db: ArchiveDb, read: LetterFile, label: string, run: Run): Promise<ImportItem[]> {
  const items: ImportItem[] = [];
  for (const entry of read.raw.embedded) {
    if (run.options.signal?.aborted) throw new ArchiveError('CANCELLED');
    const source = { name: basename(entry.name), bytes: entry.bytes };
    items.push(...(await importOne(db, source, `${label}/${entry.name}`, run)));
  }
  if (items.length === 0) throw new ArchiveError('NO_TEXT', label);
  return items;
}

function duplicateOf(label: string, id: string): ImportItem {
  return {
    file: label,
    status: 'duplicate',
    ...(id === '' ? {} : { id }),
    code: 'DUPLICATE',
    message: new ArchiveError('DUPLICATE').message,
  };
}

async function fileRead(
  db: ArchiveDb,
  source: FileSource,
  label: string,
  run: Run,
  read: LetterFile,
): Promise<ImportItem> {
  const { options } = run;
  const { elements, evidence, warnings } = withRegister(read, run.matcher?.take(read.name, read.elements) ?? null);
  const twins = read.clean.text.trim() === '' ? [] : findNear(db.read, read.clean.text, elements);
  warnings.push(...nearWarnings(twins));
  const review = isDoubtful(elements, evidence, warnings);
  const shown = { title: elements.title, doc_number: elements.doc_number, twins: twins.map(({ id }) => id) };
  if (options.dryRun) {
    run.seen.set(read.sha256, '');
    return { file: label, status: 'filed', review, ...shown };
  }
  const attachments: NewAttachment[] = [];
  for (const entry of read.raw.embedded) {
    const part = { name: basename(entry.name), bytes: entry.bytes };
    attachments.push(await readAttachment(part, 'ATTACHMENT', options.ocr));
  }
  const made = fileLetter(db, options.actor, {
    elements,
    text: read.clean.text,
    original: source,
    originalSha256: read.sha256,
    source: {
      fileName: read.name,
      format: read.raw.format,
      rawText: read.raw.text,
      map: read.clean.map,
      pages: read.raw.pages,
      evidence,
      warnings,
    },
    attachments,
    reason: '导入',
    review,
  });
  await options.onFiled?.(made.id);
  return { file: label, status: 'filed', id: made.id, review, ...shown };
}

/** What the register says goes before what was read; where the two differ a person is told. */
function withRegister(
  read: LetterFile,
  row: RegisterRow | null,
): { elements: Elements; evidence: LetterFile['evidence']; warnings: Warning[] } {
  const warnings = [...read.warnings];
  if (row === null) return { elements: read.elements, evidence: read.evidence, warnings };
  const evidence = { ...read.evidence };
  for (const name of Object.keys(row.set) as ElementName[]) {
    const [said, found] = [JSON.stringify(row.set[name]), JSON.stringify(read.elements[name])];
    if (said === found) continue;
    // Evidence shows where a value was read: this one was not read there.
    delete evidence[name];
    if (found === 'null' || found === '[]') continue;
    const message = `著录表第 ${row.row} 行的${ELEMENT_LABELS[name]}与正文不一致：取著录表，正文读作 ${found}。`;
    warnings.push({ code: 'REGISTER_DIFFERS', message });
  }
  return { elements: { ...read.elements, ...row.set }, evidence, warnings };
}

/** @throws what ends the whole import: cancelling, and all that concerns the archive itself */
function refusalOf(db: ArchiveDb, thrown: unknown, label: string, { options }: Run): ImportItem {
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
  return { file: label, status: 'refused', code: report.code, message: report.message };
}
