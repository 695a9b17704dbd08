/**
 * Batch import: every file below some paths, one after the other; a failure of one never stops the others. Letters are read
 * one by one and filed a few in one transaction, since making each durable by itself would cost more than reading it.
 */
import { isRightGone, type LongWork } from '../work/long-work.ts';
import { realpathSync } from 'node:fs';
import { basename, sep } from 'node:path';
import { ArchiveError, reportError } from '../../../shared/errors.ts';
import type { FileSource, ImportItem, ImportResult } from '../../../shared/contract/index.ts';
import { beijingTime } from '../../../shared/text/dates.ts';
import { ELEMENT_LABELS, type ElementName, type Elements, type Warning } from '../../../shared/model/elements.ts';
import type { Retention } from '../../../shared/model/settings.ts';
import { collectIfLarge } from '../work/memory.ts';
import { isDoubtful } from '../reading/doubt.ts';
import type { ReadOptions } from '../reading/readers/reader.ts';
import { loadLetterFile, readLoadedLetter, type LetterFile } from '../reading/read-letter.ts';
import { sha256OfBytes } from '../reading/load-file.ts';
import { readAhead } from '../reading/read-raw.ts';
import { refuseSecretInput } from '../reading/secrecy-input.ts';
import { refuseSecretName } from '../reading/secrecy.ts';
import { nearKey } from '../reading/text-key.ts';
import { hasUnfinishedName, settled } from '../reading/unfinished.ts';
import { walkFiles } from '../reading/walk.ts';
import { withNames } from '../storage/letter-names.ts';
import type { ReadableDb, WritableDb } from '../storage/types.ts';
import type { LocalVocabulary } from '../../../shared/model/vocabulary.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { appendAudit } from '../trust/audit.ts';
import { refuseDisposed } from '../trust/disposed/records.ts';
import type { NewAttachment } from '../letters/attachments.ts';
import { readAttachment } from '../letters/attachment-text.ts';
import { findDuplicates, takenInAs } from '../letters/catalogue.ts';
import { fileIn } from '../letters/filing.ts';
import { checkReport, writeReport } from './import-report.ts';
import { TriedLetters } from './tried-letters.ts';
import { RegisterMatcher, readRegister, type RegisterRow } from './register.ts';
import { localVocabulary } from './vocabulary.ts';
import { findNear, keptNearWarnings, nearWarnings } from './near-duplicates.ts';
import { asVersion, goesOn, lettersBegunBy, triedAsVersion, type Begun, type PreparedCopy } from './longer-copies.ts';
import { partsInside } from './parts-inside.ts';
import { withWholeParts } from './whole-parts.ts';
import { refreshKeys } from '../letters/near-keys.ts';
import { doubtsInWords, openDoubts } from '../letters/open-doubts.ts';

export interface ImportOptions extends LongWork {
  actor: string;
  paths: string[];
  /** Folders and files below the paths that are left out: packages, which go their own way. */
  except?: readonly string[];
  /** What became of those: the answer and the report go on from here. */
  already?: ImportResult;
  /** Reads and judges everything, files nothing. */
  dryRun: boolean;
  ocr: boolean;
  /** Files also what is in the archive already, byte for byte. */
  allowDuplicates?: boolean;
  /** Makes whole files of letters that were filed from unfinished ones new versions of these. */
  asVersion?: boolean;
  /** As the settings say where left out. */
  retention?: Retention | undefined;
  /** A register (著录表) beside the files: what it says of a file goes before what was read. */
  register?: string | undefined;
  /** A new xlsx or csv file with what became of each file; written also where the import is cancelled. */
  report?: string | undefined;
  /** Answers what was done where it is cancelled, instead of failing. */
  answerCancelled?: boolean;
  /** Called after each letter is durable. */
  onFiled?: (id: string) => Promise<void> | void;
}

/** Letters of one transaction: few enough that a search is not kept waiting by it. */
const GROUP = 16;
/** So many files are begun before their turn: while a group is filed, the reading process goes on. */
const FILES_AHEAD = 6;
/** Files whose bytes are held until their group is filed, together. */
const GROUP_BYTES = 32 * 1024 * 1024;

/** A letter that is read and waits for its group, or what became of a file that was not filed. */
type Outcome = ImportItem | Prepared;
interface Prepared extends PreparedCopy {
  retention: Retention | undefined;
}
/** With the `nearKey` of its text: worked out when it is filed, since its other key is then worked out from the same folded text. */
type Keyed = Prepared & { key: Uint8Array };
const withKey = (letter: Prepared): Keyed => ({ ...letter, key: nearKey(letter.read.clean.text) });
const isPrepared = (outcome: Outcome): outcome is Prepared => 'read' in outcome;

/** What one run remembers beside the archive. */
interface Run {
  db: ArchiveDb;
  options: ImportOptions;
  result: ImportResult;
  begunAt: string;
  /** Files that were not come to yet. */
  left: number;
  /** What a dry run has seen: files by their hash, and the letters in them. */
  seen: Map<string, string>;
  tried: TriedLetters;
  matcher: RegisterMatcher | null;
  waiting: Outcome[];
  /** Making the last group findable goes on while the next one is read. */
  indexing: Promise<void>;
  /** What the archive has learned when the run begins. */
  local: LocalVocabulary;
}

function startRun(db: ArchiveDb, options: ImportOptions): Run {
  const matcher = openRegister(options);
  return {
    db,
    options,
    result: options.already ?? emptyResult(),
    begunAt: new Date().toISOString(),
    left: 0,
    seen: new Map(),
    tried: new TriedLetters(),
    matcher,
    waiting: [],
    indexing: Promise.resolve(),
    local: localVocabulary(db.read),
  };
}

export function emptyResult(): ImportResult {
  return { filed: 0, duplicates: 0, refused: 0, review: 0, items: [] };
}

/**
 * A run that was killed is simply started again: what is filed already is known by its file's hash before it is read, and
 * is told as a duplicate.
 * @throws ArchiveError CANCELLED (what was filed stays); BAD_VALUE, BAD_PATH, BAD_FILE, OUT_IN_ARCHIVE for a register or report that
 *   cannot be used, before anything is filed
 */
export async function importFiles(db: ArchiveDb, options: ImportOptions): Promise<ImportResult> {
  const run = startRun(db, options);
  const { result } = run;
  if (options.report !== undefined) checkReport(options.report);
  refreshKeys(db);
  try {
    try {
      await importAll(run);
    } catch (thrown) {
      if (options.answerCancelled !== true || !isCancelled(thrown, options)) throw thrown;
      result.cancelled = { left: run.left };
    } finally {
      // What was read before a cancel is filed: "what is done stays" then means what the person has seen go by.
      try {
        flush(run);
      } finally {
        await run.indexing;
      }
    }
  } finally {
    if (options.report !== undefined) {
      result.report = writeReport(options.report, result.items, options.dryRun);
    }
  }
  if (run.matcher !== null) result.register = run.matcher.report();
  if (options.dryRun) result.dry_run = true;
  return result;
}

/** Somebody stopped it; not: who began it may not go on. */
const isCancelled = (thrown: unknown, { signal }: ImportOptions): boolean =>
  signal?.aborted === true && !isRightGone(signal) && reportError(thrown).code === 'CANCELLED';

async function importAll(run: Run): Promise<void> {
  const { options } = run;
  const register = options.register === undefined ? null : realpathSync(options.register);
  const found = [...walkFiles(options.paths, run.db.folder)].filter(
    (file) =>
      !isBelow(file.path, options.except) &&
      (register === null || file.error !== undefined || realpathSync(file.path) !== register),
  );
  run.left = found.length;
  let index = 0;
  let begun = 1;
  for await (const file of settled(found)) {
    if (options.signal?.aborted) throw new ArchiveError('CANCELLED', `已处理 ${index} 个文件`);
    options.onProgress?.({ done: index, total: found.length, message: basename(file.path) });
    if (file.error !== undefined) {
      const { code, message } = file.error;
      await take(run, { file: file.path, status: code === 'READ_BEFORE' ? 'duplicate' : 'refused', code, message });
    } else {
      for (; begun <= index + FILES_AHEAD && begun < found.length; begun += 1) {
        const next = found[begun];
        if (begun > index && next?.error === undefined && next !== undefined)
          void readAhead({ path: next.path }, readingOptions(run));
      }
      await importOne(run, { path: file.path }, file.path);
    }
    index += 1;
    run.left -= 1;
  }
  flush(run);
  await run.indexing;
  options.onProgress?.({ done: found.length, total: found.length, message: '完成' });
}

const isBelow = (path: string, folders: readonly string[] = []): boolean =>
  folders.some((folder) => path === folder || path.startsWith(folder + sep));

/** Puts an outcome into the row of the others; a full group is filed. */
async function take(run: Run, outcome: Outcome): Promise<void> {
  run.waiting.push(outcome);
  const held = run.waiting.filter(isPrepared);
  const bytes = held.reduce((sum, one) => sum + (one.read.bytes?.length ?? 0), 0);
  if (held.length < GROUP && bytes < GROUP_BYTES) return;
  await run.indexing;
  flush(run);
  collectIfLarge();
}

/**
 * Files what waits, in one transaction, and records every outcome in the order of the files.
 * @throws ArchiveError CANCELLED where who began it may not file any more
 */
function flush(run: Run): void {
  if (isRightGone(run.options.signal)) throw new ArchiveError('CANCELLED');
  const waiting = run.waiting.splice(0);
  const letters = waiting.filter(isPrepared);
  const filed = letters.length === 0 ? [] : fileGroup(run, letters);
  let next = 0;
  for (const outcome of waiting) {
    const item = isPrepared(outcome) ? filed[next++] : outcome;
    if (item !== undefined) record(run.result, item);
  }
  const { onFiled, dryRun } = run.options;
  if (dryRun || onFiled === undefined) return;
  const ids = filed.flatMap((item) => (MADE.has(item.status) && item.id !== undefined ? [item.id] : []));
  run.indexing = run.indexing.then(async () => {
    for (const id of ids) await onFiled(id);
  });
}

/** Outcomes by which the letter of an item has something new to be found. */
const MADE: ReadonlySet<ImportItem['status']> = new Set(['filed', 'version']);

function fileGroup(run: Run, letters: readonly Prepared[]): ImportItem[] {
  if (run.options.dryRun) return letters.map((letter) => tried(run, withKey(letter)));
  try {
    return run.db.transaction((tx) => letters.map((letter) => fileOne(tx, run, withKey(letter))));
  } catch (thrown) {
    if (letters.length === 1) return [refusalOf(thrown, letters[0]?.label ?? '', run)];
    // One of them cannot be filed (its file has changed since): each by itself, so that only that one is refused.
    return letters.flatMap((letter) => fileGroup(run, [letter]));
  }
}

/** What is said of a letter before it is filed: its likeness to others is looked for at the last moment. */
function judge(
  db: ReadableDb,
  { label, read, key, elements, evidence, warnings }: Keyed,
): { item: ImportItem; warnings: Warning[] } {
  const { text } = read.clean;
  const attached = read.raw.embedded.map(({ bytes }) => sha256OfBytes(bytes));
  const inside = (): readonly string[] | undefined => (read.bytes === null ? undefined : partsInside(read.bytes));
  const near = text.trim() === '' ? [] : findNear(db, { text, elements, attached, inside, key });
  const likest = nearWarnings(db, near);
  const all = [...warnings, ...keptNearWarnings(db, near)];
  const review = isDoubtful(elements, evidence, all);
  const { title, doc_number } = elements;
  const why = review ? doubtsInWords(openDoubts(elements, elements, evidence, warnings)) : '';
  return {
    item: {
      ...{ file: label, status: 'filed', review, title, doc_number, twins: near.map(({ id }) => id), ...likest[0] },
      ...(why === '' ? {} : { why }),
    },
    warnings: all,
  };
}

/** What a dry run says of a letter: its likeness to those before it counts as that to the letters of the archive does. */
function tried(run: Run, letter: Keyed): ImportItem {
  const { db, tried, options } = run;
  const begun = begunBy(db.read, run, letter);
  if (begun !== undefined)
    return options.asVersion === true ? triedAsVersion(letter, begun) : goesOn(db.read, letter, begun);
  const { label, elements, evidence, key } = letter;
  const beside = tried.beside({ name: basename(label), key, elements });
  const { item, warnings } = judge(db.read, letter);
  if (beside === null || item.code !== undefined) return item;
  return { ...item, ...beside, review: isDoubtful(elements, evidence, [...warnings, beside]) };
}

function fileOne(tx: WritableDb, run: Run, letter: Keyed): ImportItem {
  const { read, elements, evidence, source, attachments } = letter;
  // Equal letters among the group: the first of them is filed by now.
  const same = run.options.allowDuplicates === true ? undefined : filedBefore(tx, read.sha256);
  if (same !== undefined) return duplicateOf(letter.label, same);
  const begun = begunBy(tx, run, letter);
  if (begun !== undefined)
    return run.options.asVersion === true ? asVersion(tx, run.options.actor, letter, begun) : goesOn(tx, letter, begun);
  const { item, warnings } = judge(tx, letter);
  const made = fileIn(tx, run.options.actor, {
    elements,
    text: read.clean.text,
    // The bytes that were read are what is kept; only very large files are taken from their place again.
    original: read.bytes === null ? source : { name: read.name, bytes: read.bytes },
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
    nearKey: letter.key,
    retention: letter.retention,
    reason: '导入',
    review: item.review === true,
  });
  return { ...item, id: made.id };
}

/** The letter that a file goes on with, unless it is to be filed all the same. */
function begunBy(db: ReadableDb, { options }: Run, { read, key }: Keyed): Begun | undefined {
  if (options.allowDuplicates === true && options.asVersion !== true) return undefined;
  return lettersBegunBy(db, read, key)[0];
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

export function record(result: ImportResult, item: ImportItem): void {
  result.items.push(item);
  if (item.status === 'filed') result.filed += 1;
  else if (item.status === 'duplicate') result.duplicates += 1;
  else if (item.status === 'refused') result.refused += 1;
  else if (item.status === 'version') result.completed = (result.completed ?? 0) + 1;
  if (item.review === true) result.review += 1;
}

/** Files one path, for the watched folder. */
export async function importFile(
  db: ArchiveDb,
  file: string,
  options: Omit<ImportOptions, 'paths'>,
): Promise<ImportItem[]> {
  const run = startRun(db, { ...options, paths: [file] });
  await importOne(run, { path: file }, file);
  flush(run);
  await run.indexing;
  return run.result.items;
}

function readingOptions({ options: { ocr, signal }, local }: Run): ReadOptions {
  return { ocr, apart: true, local, ...(signal && { signal }) };
}

/**
 * One file gives one letter; a zip gives one for each file in it.
 * @param entry its name in a zip, whose folders may bear a mark of secrecy
 */
async function importOne(run: Run, source: FileSource, label: string, entry?: string): Promise<void> {
  const { options } = run;
  try {
    if (entry !== undefined) refuseSecretName(entry);
    // Below folders the walk names them; here those that are named singly, and the entries of zips.
    if (hasUnfinishedName(basename(label))) throw new ArchiveError('FILE_UNFINISHED', basename(label));
    const loaded = await loadLetterFile(source, options.signal);
    refuseDisposed(run.db.read, { fileSha256: loaded.sha256 });
    const known = options.allowDuplicates === true ? undefined : knownFile(run, loaded.sha256, label);
    if (known !== undefined) return await take(run, duplicateOf(label, known));
    const found = await readLoadedLetter(loaded, readingOptions(run));
    if (found.raw.format === 'zip') return await importEntries(run, found, label);
    const read = withWholeParts(found);
    if (options.dryRun) run.seen.set(read.sha256, label);
    const attachments: NewAttachment[] = [];
    for (const entry of options.dryRun ? [] : read.raw.embedded) {
      const part = { name: basename(entry.name), bytes: entry.bytes };
      attachments.push(await readAttachment(part, 'ATTACHMENT', options));
    }
    const row = run.matcher?.take(read.name, read.elements) ?? null;
    // What a table says is kept as what somebody types.
    if (row !== null) refuseSecretInput(row.set);
    const retention = row?.retention ?? options.retention;
    await take(run, {
      label,
      source,
      read,
      ...withRegister(read, row),
      retention,
      attachments,
      given: row?.set ?? {},
    });
  } catch (thrown) {
    await take(run, refusalOf(thrown, label, run));
  }
}

/** What a zip holds and does not give is told beside its files: nothing of it is left out without a word. */
const ZIP_LOSSES = new Set(['ENTRIES_DAMAGED', 'ENTRIES_LOCKED', 'METHOD_UNKNOWN', 'NESTED_NOT_OPENED']);

async function importEntries(run: Run, read: LetterFile, label: string): Promise<void> {
  const losses = read.raw.warnings.filter(({ code }) => ZIP_LOSSES.has(code));
  for (const { code, message } of losses) await take(run, { file: label, status: 'refused', code, message });
  if (read.raw.embedded.length === 0 && losses.length === 0) throw new ArchiveError('NO_TEXT', label);
  for (const entry of read.raw.embedded) {
    if (run.options.signal?.aborted) throw new ArchiveError('CANCELLED');
    await importOne(run, { name: basename(entry.name), bytes: entry.bytes }, `${label}/${entry.name}`, entry.name);
  }
}

/** What a file equals byte for byte: a letter of the archive or, in a dry run, a file before it. */
interface Same {
  id?: string;
  /** What it is called by. */
  name: string;
  /** When it was taken in, where the file had this very name then. */
  filedAt?: string | undefined;
}

/** The letter that holds the same file. */
const filedBefore = (db: ReadableDb, sha256: string): Same | undefined =>
  withNames(db, findDuplicates(db, sha256).slice(0, 1))[0];

function knownFile({ db, seen, begunAt }: Run, sha256: string, label: string): Same | undefined {
  const before = seen.get(sha256);
  const same = filedBefore(db.read, sha256);
  if (same?.id === undefined) return before === undefined ? undefined : { name: basename(before) };
  const filedAt = takenInAs(db.read, same.id, { sha256, name: basename(label) });
  // What this run itself took in is a copy of it in the same batch.
  return filedAt !== undefined && filedAt < begunAt ? { ...same, filedAt } : same;
}

/** Nothing is left out silently: the letter that the file equals is named. */
function duplicateOf(label: string, { id, name, filedAt }: Same): ImportItem {
  return {
    file: label,
    status: 'duplicate',
    ...(id === undefined ? {} : { id }),
    code: 'DUPLICATE',
    ...(filedAt === undefined ? {} : { same_file: true }),
    message:
      filedAt !== undefined
        ? `已在库中（同一文件，${beijingTime(filedAt).slice(0, 16)} 归档）：“${name}”。`
        : id === undefined
          ? `与“${name}”相同：同批中已有相同的文件，导入时不会重复入库。`
          : new ArchiveError('DUPLICATE', `与“${name}”相同`).message,
  };
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
function refusalOf(thrown: unknown, label: string, { db, options }: Run): ImportItem {
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
