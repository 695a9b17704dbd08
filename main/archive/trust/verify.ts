/**
 * The check of a whole archive, one button or `fuhan verify`: database, every content against its hash, every history,
 * the audit chain, and each of these against the others. Each problem names the record that was touched.
 */
import type { LongWork } from '../work/long-work.ts';
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import type { VerifyResult, problemSchema } from '../../../shared/contract/index.ts';
import { ArchiveError, reportError } from '../../../shared/errors.ts';
import { ELEMENT_LABELS } from '../../../shared/model/elements.ts';
import type { Attachment } from '../../../shared/model/letter.ts';
import {
  VALUE_PROBLEM,
  attachmentsFit,
  elementFaults,
  knownElements,
  readAttachments,
  readElements,
  readTexts,
} from '../../../shared/model/stored.ts';
import { BYTE_CHUNK } from '../storage/content.ts';
import { openArchiveDb } from '../storage/database.ts';
import { errnoCode, realDisk } from '../storage/disk.ts';
import type { Disk } from '../storage/disk.ts';
import { diskError } from '../storage/failures.ts';
import { ARCHIVE_NAME } from '../storage/open-checks.ts';
import { findDamagedPages } from '../storage/page-checks.ts';
import { placeNotes } from '../storage/place-notes.ts';
import { TimeSlicer } from '../work/time-slicer.ts';
import { accounts as accountsMigration } from '../storage/migrations/0002-accounts.ts';
import { expectedSchema } from '../storage/schema.ts';
import { schemaVersionOf } from '../storage/migrate.ts';
import type { ReadableDb } from '../storage/types.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { checkAccounts } from './accounts/check.ts';
import { readAccountsMark } from './accounts/mark.ts';
import { walkAuditChain } from './audit-chain.ts';
import { AuditedActs, type LoggedNumber } from './audited-acts.ts';
import { canonicalJson } from './canonical.ts';
import { unfitSettings } from './settings.ts';
import { copyHasAccounts } from './restore-rules.ts';
import { asGiven, halfCharacterNote, sameStored } from './half-characters.ts';
import { checkStructure } from './verify-structure.ts';
import type { StructureReport } from './verify-structure.ts';
import { changedParts, hashOfRecord } from './version-record.ts';
import type { VersionRecord } from './version-record.ts';

export type Problem = z.infer<typeof problemSchema>;

export interface VerifyOptions extends LongWork {
  /** The search index's own check against the texts. */
  searchCheck?: () => Promise<Problem[]>;
  /**
   * True: SQLite's own check of the structure also in a large archive, where it stops all other work for seconds.
   * False: only what can be done in small pieces. By the size of the archive where left out.
   */
  wholeStructure?: boolean;
  /** Is shown all bytes of the file while its pages are looked at, so that a backup need not be read once more for its hash. */
  onFileBytes?: (bytes: Uint8Array) => void;
}

/** What one check works with: the database, where to put problems, and when to let others have a turn. */
interface Check {
  db: ReadableDb;
  report: (kind: string, id: string | undefined, message: string) => void;
  /** As `report`, of what is whole and should be known. */
  note: Check['report'];
  slicer: TimeSlicer;
  checked: VerifyResult['checked'];
}

const into =
  (list: Problem[]): Check['report'] =>
  (kind, id, message) =>
    void list.push(id === undefined ? { kind, message } : { kind, id, message });

/**
 * Checks everything. Never changes anything; work can go on meanwhile.
 * @throws ArchiveError CANCELLED
 */
export async function verifyArchive(db: ArchiveDb, options: VerifyOptions = {}): Promise<VerifyResult> {
  const problems: Problem[] = [];
  const notes: Problem[] = [];
  const checked = { letters: 0, versions: 0, blobs: 0, audit: 0 };
  const slicer = new TimeSlicer(options);
  const check: Check = {
    db: db.read,
    report: into(problems),
    note: into(notes),
    slicer,
    checked,
  };
  const named = new AuditedActs();
  await guarded(check, 'page', '数据库文件', () => checkPages(check, db, options.onFileBytes));
  await guarded(check, 'structure', '数据库结构', () =>
    checkStructure(db, options.wholeStructure, structureReport(check), slicer),
  );
  await guarded(check, 'schema', '表和触发器', () => checkSchema(check, db));
  await guarded(check, 'audit', '审计日志', () => checkAudit(check, named));
  await guarded(check, 'account', '账户和设置', () => checkAccountRows(check, named));
  await guarded(check, 'account', '账户标记', async () => checkMark(check, db));
  await guarded(check, 'letter', '函件和版本', () => checkLetters(check, named));
  await guarded(check, 'content', '内容', () => checkContents(check, db));
  if (options.searchCheck !== undefined) {
    const { searchCheck } = options;
    slicer.stage('核对检索索引', 0);
    await guarded(check, 'index', '检索索引', async () => {
      problems.push(...(await searchCheck()));
    });
  }
  return { ok: problems.length === 0, checked, problems, notes };
}

/**
 * Checks the archive of a folder even where it is too damaged to be worked with: then what can be read is read, and
 * the damage is named. Takes the lock and changes nothing.
 * @throws ArchiveError as openArchiveDb, other than ARCHIVE_DAMAGED; CANCELLED
 */
export async function verifyFolder(
  folder: string,
  options: VerifyOptions & { disk?: Disk } = {},
): Promise<VerifyResult> {
  const disk = options.disk ?? realDisk();
  try {
    const db = await openArchiveDb(folder, { disk, readOnly: true, damaged: 'read' });
    try {
      const checked = await verifyArchive(db, { wholeStructure: true, ...options });
      return { ...checked, notes: [...checked.notes, ...aboutPlace(db)] };
    } finally {
      db.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof ArchiveError) || thrown.code !== 'ARCHIVE_DAMAGED') throw thrown;
    const problems: Problem[] = [{ kind: 'archive', message: unreadable(thrown) }];
    for (const { damaged } of findDamagedPages(disk, join(resolve(folder), ARCHIVE_NAME))) {
      for (const page of damaged) problems.push(pageProblem(page));
    }
    return { ok: false, checked: { letters: 0, versions: 0, blobs: 0, audit: 0 }, problems, notes: [] };
  }
}

/** What is to be known of the place of the archive. */
export function aboutPlace(db: ArchiveDb): Problem[] {
  return placeNotes(db).map((message) => ({ kind: 'place', message }));
}

/** What cannot even be read is a problem, not the end of the check. */
async function guarded(check: Check, kind: string, what: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (thrown) {
    if (thrown instanceof ArchiveError && thrown.code === 'CANCELLED') throw thrown;
    check.report(unreadableKind(kind, thrown), undefined, `${what}无法读全：${unreadable(thrown)}`);
  }
}

/** The kind of a problem that lies in the disk and may be gone at the next attempt. */
export const DISK_PROBLEM = 'disk';

/** What is not as it was written: a value that does not fit today's rules is no damage. */
export function damageIn({ problems }: VerifyResult): Problem[] {
  return problems.filter(({ kind }) => kind !== VALUE_PROBLEM);
}

function unreadableKind(kind: string, thrown: unknown): string {
  const ofDisk = errnoCode(thrown) !== '' || (thrown instanceof ArchiveError && thrown.code === 'DISK_ERROR');
  return ofDisk ? DISK_PROBLEM : kind;
}

function unreadable(thrown: unknown): string {
  const { message, details } = reportError(errnoCode(thrown) === '' ? thrown : diskError(thrown, ''));
  return details === undefined ? message : `${message}（${details.split('\n')[0] ?? ''}）`;
}

function pageProblem(page: number): Problem {
  return { kind: 'page', id: String(page), message: `数据库文件第 ${page} 页被改动或损坏` };
}

/** Every page of the file against its checksum, whether anything points to it or not. */
async function checkPages(
  { report, slicer }: Check,
  archive: ArchiveDb,
  onBytes: VerifyOptions['onFileBytes'],
): Promise<void> {
  // Where a crash's journal stands in for half-written pages, those that are read are still checked, one by one.
  if (!archive.fileIsWhole) return;
  const { disk, folder, fileName } = archive;
  const path = join(folder, fileName);
  slicer.stage('核对数据库文件', disk.stat(path).sizeBytes);
  for (const { damaged, bytes } of findDamagedPages(disk, path, onBytes)) {
    for (const page of damaged) {
      const problem = pageProblem(page);
      report(problem.kind, problem.id, problem.message);
    }
    await slicer.step(bytes);
  }
}

function structureReport({ report }: Check): StructureReport {
  return {
    problem: report,
    unreadable: (kind, id, message, thrown) => {
      report(unreadableKind(kind, thrown), id, `${message}：${unreadable(thrown)}`);
    },
  };
}

/** Triggers guard what must never change: one that is missing or altered is damage as well. */
async function checkSchema({ db, report }: Check, { migrations }: ArchiveDb): Promise<void> {
  const schemaVersion = schemaVersionOf(db);
  const expected = await expectedSchema(schemaVersion, migrations);
  const found = new Map(
    db
      .all<{ name: string; sql: string | null }>('SELECT name, sql FROM archive.sqlite_schema')
      .map(({ name, sql }) => [name, sql]),
  );
  for (const [name, sql] of expected) {
    if (!found.has(name)) report('schema', name, `缺少 ${name}`);
    else if (found.get(name) !== sql) report('schema', name, `${name} 的定义被改动`);
  }
  for (const name of found.keys()) {
    if (!expected.has(name)) report('schema', name, `多出 ${name}`);
  }
}

async function checkAudit({ db, report, note, slicer, checked }: Check, named: AuditedActs): Promise<void> {
  await walkAuditChain(db, slicer, (row, faults, halved) => {
    if (halved) note('half_character', String(row.seq), `审计日志第 ${row.seq} 条中有不完整的字符，不影响完整性`);
    for (const message of faults) report('audit', String(row.seq), message);
    named.note(row);
    checked.audit++;
  });
}

/** Accounts and settings are what the log says was done to them. */
async function checkAccountRows({ db, report, slicer }: Check, { accounts, settings }: AuditedActs): Promise<void> {
  const schemaVersion = schemaVersionOf(db);
  if (schemaVersion < accountsMigration.number) return;
  slicer.stage('核对账户和设置', 0);
  for (const { id, message } of checkAccounts(db, accounts)) report('account', id, message);
  for (const name of settings.differences(db)) report('setting', name, `设置“${name}”与审计日志中记录的不符`);
  for (const name of unfitSettings(db)) report(VALUE_PROBLEM, name, `设置“${name}”的值不合要求，本程序读不出`);
  await slicer.step();
}

/** Beside an archive that must have accounts: see accounts/mark.ts. A backup has no mark of its own. */
function checkMark({ db, report }: Check, archive: ArchiveDb): void {
  if (archive.fileName !== ARCHIVE_NAME || copyHasAccounts(db)) return;
  if (readAccountsMark(archive.disk, archive.folder) !== undefined)
    report('account', undefined, '档案库旁的账户标记表明设有账户，而库中没有');
}

interface AttachmentRecord {
  id: string;
  letter_id: string;
  name: string;
  mime: string;
  size: number;
  sha256: string;
}
type LetterRecord = Record<string, string | number | null> & { id: string; version: number };

const LETTER_BATCH = 200;

async function checkLetters(check: Check, named: AuditedActs): Promise<void> {
  const { db, report, slicer, checked } = check;
  const total = db.get<{ n: number }>('SELECT count(*) AS n FROM archive.letter')?.n ?? 0;
  slicer.stage('核对函件和版本', total);
  for (let last = ''; ;) {
    const ids = db.all<{ id: string }>('SELECT id FROM archive.letter WHERE id > ? ORDER BY id LIMIT ?', [
      last,
      LETTER_BATCH,
    ]);
    if (ids.length === 0) break;
    for (const { id } of ids) {
      try {
        checkLetter(check, id, named);
      } catch (thrown) {
        report(unreadableKind('letter', thrown), id, `函件 ${id} 无法读全：${unreadable(thrown)}`);
      }
      checked.letters++;
      last = id;
      await slicer.step();
    }
  }
  for (const { letterId, version } of named.left()) {
    report('version', letterId, `审计日志中记有函件 ${letterId} 第 ${version} 版，库中没有`);
  }
}

/** One letter, whole: no other work comes between its reads. */
function checkLetter({ db, report, note, checked }: Check, id: string, named: AuditedActs): void {
  const versions = db.all<VersionRecord>('SELECT * FROM archive.version WHERE letter_id = ? ORDER BY version', [id]);
  const attachments = new Map(
    db
      .all<AttachmentRecord>(
        'SELECT id, letter_id, name, mime, size, sha256 FROM archive.attachment WHERE letter_id = ?',
        [id],
      )
      .map((attachment) => [attachment.id, attachment]),
  );
  let previous: VersionRecord | undefined;
  for (const version of versions) {
    const wrong = (message: string): void => {
      report('version', id, `函件 ${id} 第 ${version.version} 版${message}`);
    };
    const expected = (previous?.version ?? 0) + 1;
    if (version.version !== expected) wrong(`之前缺少第 ${expected} 版`);
    else if (version.previous_sha256 !== (previous?.sha256 ?? '')) wrong('与前一版接不上');
    const whole = asGiven(version, named.halfReason(id, version.version));
    checkVersion(whole, previous, wrong);
    const half = halfCharacterNote(whole);
    if (half !== undefined) note('half_character', id, half);
    const told = named.take(id, version.version);
    if (told === undefined) wrong('没有对应的审计记录');
    else if (told !== version.sha256) wrong('与审计日志中记录的摘要不同');
    checkVersionAttachments(version, attachments, wrong);
    previous = version;
    checked.versions++;
  }
  checkLetterRow(
    db,
    id,
    { first: versions[0], newest: previous, finalVersion: named.finalVersion(id), number: named.number(id) },
    report,
  );
}

function checkVersion(
  version: VersionRecord,
  previous: VersionRecord | undefined,
  wrong: (message: string) => void,
): void {
  let hash: string;
  try {
    hash = hashOfRecord(version);
  } catch {
    wrong('的要素或附件清单无法读出');
    return;
  }
  if (hash !== version.sha256) wrong('被改动');
  const changes = previous === undefined ? [] : changedParts(previous, version);
  // Another program may know other elements, or name them in another order.
  const told = readTexts(version.changes);
  if (canonicalJson(told) !== version.changes || canonicalJson(changes.sort()) !== canonicalJson(told.sort()))
    wrong('的变更说明与内容不符');
}

function checkVersionAttachments(
  version: VersionRecord,
  known: ReadonlyMap<string, AttachmentRecord>,
  wrong: (message: string) => void,
): void {
  let listed: Attachment[];
  try {
    listed = readAttachments(version.attachments, '');
  } catch {
    return; // reported with the version
  }
  for (const attachment of listed) {
    const record = known.get(attachment.id);
    if (record === undefined) wrong(`的附件“${attachment.name}”（${attachment.id}）没有登记`);
    else if (
      record.sha256 !== attachment.sha256 ||
      record.size !== attachment.size ||
      !sameStored(record.name, attachment.name) ||
      record.mime !== attachment.mime
    ) {
      wrong(`的附件“${attachment.name}”（${attachment.id}）的登记被改动`);
    }
  }
}

const LISTED_ELEMENTS = [
  'title',
  'doc_number',
  'issuer',
  'issued_on',
  'reply_kind',
  'result_code',
  'openness',
] as const;

/** What a letter's row has to agree with. */
interface LetterHistory {
  first: VersionRecord | undefined;
  newest: VersionRecord | undefined;
  finalVersion: number | null;
  number: LoggedNumber | undefined;
}

/** The row that lists and filters use repeats the newest version. */
function checkLetterRow(
  db: ReadableDb,
  id: string,
  { first, newest, finalVersion, number }: LetterHistory,
  report: Check['report'],
): void {
  const row = db.get<LetterRecord>('SELECT * FROM archive.letter WHERE id = ?', [id]);
  if (row === undefined) return;
  const wrong = (message: string): void => {
    report('letter', id, `函件 ${id} ${message}`);
  };
  if (newest === undefined || first === undefined) {
    wrong('没有任何版本');
    return;
  }
  if (row.version !== newest.version) wrong(`登记为第 ${row.version} 版，最新却是第 ${newest.version} 版`);
  if (row['text_sha256'] !== newest.text_sha256) wrong('登记的正文不是最新一版的正文');
  if (row['filed_at'] !== first.at) wrong('登记的入库时间不是第 1 版的时间');
  const original = readAttachments(first.attachments, '').find(({ role }) => role === 'ORIGINAL');
  if (row['file_sha256'] !== null && row['file_sha256'] !== original?.sha256) wrong('登记的原件不是第 1 版的原件');
  // The column came with a later schema version of the archive; a copy of an older one does not have it.
  if ((row['final_version'] ?? null) !== finalVersion) wrong('登记的定稿状态与审计日志不符');
  if (row['ref_code'] !== (number?.refCode ?? null)) wrong('登记的档号与审计日志不符');
  for (const [name, label] of [
    ['archive_year', '归档年度'],
    ['retention', '保管期限'],
    ['item_no', '件号'],
  ] as const) {
    const told = number?.[name];
    if (told !== undefined && row[name] !== told) wrong(`登记的${label}与审计日志不符`);
  }
  const stored = readElements(newest.elements, `函件 ${id} `);
  const elements = knownElements(stored);
  for (const name of LISTED_ELEMENTS) {
    if (!sameStored(row[name], elements[name])) wrong(`登记的 ${name} 与最新一版不同`);
  }
  if (row['addressees'] !== JSON.stringify(elements.addressees)) wrong('登记的主送与最新一版不同');
  // Only of the newest version: a correction ends it, earlier versions stay as they were.
  for (const { name } of elementFaults(stored))
    report(VALUE_PROBLEM, id, `函件 ${id} 的${ELEMENT_LABELS[name]}不合要求，按原样显示`);
  if (!attachmentsFit(newest.attachments)) report(VALUE_PROBLEM, id, `函件 ${id} 的附件清单中有不合要求的内容`);
}

interface ContentRecord {
  sha256: string;
  kind: 'bytes' | 'text';
  size: number;
}

const CONTENT_BATCH = 500;

async function checkContents(check: Check, archive: ArchiveDb): Promise<void> {
  const { db, slicer, checked } = check;
  const total = db.get<{ n: number }>('SELECT coalesce(sum(size), 0) AS n FROM archive.content')?.n ?? 0;
  slicer.stage('核对内容的摘要', total);
  for (let last = ''; ;) {
    const batch = db.all<ContentRecord>('SELECT * FROM archive.content WHERE sha256 > ? ORDER BY sha256 LIMIT ?', [
      last,
      CONTENT_BATCH,
    ]);
    if (batch.length === 0) return;
    for (const content of batch) {
      try {
        const wrong = await checkContent(archive, content, slicer);
        if (wrong !== undefined) reportContent(check, content.sha256, wrong);
      } catch (thrown) {
        if (thrown instanceof ArchiveError && thrown.code === 'CANCELLED') throw thrown;
        reportContent(check, content.sha256, `无法读全：${unreadable(thrown)}`, unreadableKind('content', thrown));
      }
      checked.blobs++;
      last = content.sha256;
    }
  }
}

/** Reads all rows of one content; answers what is wrong with it. */
async function checkContent(
  archive: ArchiveDb,
  content: ContentRecord,
  slicer: TimeSlicer,
): Promise<string | undefined> {
  const table = content.kind === 'text' ? 'text_chunk' : 'byte_chunk';
  const sql = `SELECT data FROM archive.${table} WHERE sha256 = ? AND seq = ?`;
  const count = `SELECT count(*) AS n FROM archive.${table} WHERE sha256 = ?`;
  const rows = archive.read.get<{ n: number }>(count, [content.sha256])?.n ?? 0;
  const hash = createHash('sha256');
  let size = 0;
  for (let seq = 0; seq < rows; seq++) {
    let length = 0;
    const found = archive.peek(sql, [content.sha256, seq], (bytes) => {
      length = bytes.length;
      hash.update(bytes);
    });
    if (!found) return `缺少第 ${seq + 1} 段`;
    if (content.kind === 'bytes' && seq < rows - 1 && length !== BYTE_CHUNK) return `第 ${seq + 1} 段长度不对`;
    size += length;
    await slicer.step(length);
  }
  if (size !== content.size) return `应有 ${content.size} 字节，实有 ${size} 字节`;
  return hash.digest('hex') === content.sha256 ? undefined : '与入库时的摘要不符，内容被改动';
}

/** Names whatever the content belongs to. */
function reportContent({ db, report }: Check, sha256: string, wrong: string, kind = 'content'): void {
  let named = 0;
  const name = (letterId: string, what: string): void => {
    named++;
    report(kind, letterId, `函件 ${letterId} 的${what}（${sha256}）${wrong}`);
  };
  try {
    for (const row of db.all<{ id: string; letter_id: string; name: string }>(
      'SELECT id, letter_id, name FROM archive.attachment WHERE sha256 = ?',
      [sha256],
    )) {
      name(row.letter_id, `附件“${row.name}”（${row.id}）`);
    }
    for (const row of db.all<{ letter_id: string; version: number }>(
      'SELECT letter_id, version FROM archive.version WHERE text_sha256 = ?',
      [sha256],
    )) {
      name(row.letter_id, `第 ${row.version} 版正文`);
    }
    for (const row of db.all<{ letter_id: string }>(
      'SELECT letter_id FROM archive.letter_source WHERE raw_text_sha256 = ?',
      [sha256],
    )) {
      name(row.letter_id, '原件文字');
    }
  } catch {
    // The tables that would name it are damaged themselves, which is reported apart.
  }
  if (named === 0) report(kind, sha256, `内容 ${sha256} ${wrong}`);
}
