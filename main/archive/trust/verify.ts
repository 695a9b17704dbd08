/**
 * The check of a whole archive, one button or `fuhan verify`: database, every content against its hash, every history,
 * the audit chain, and each of these against the others. Each problem names the record that was touched; what is to be told
 * and is no damage is a note.
 */
import { join, resolve } from 'node:path';
import type { VerifyResult } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import { VALUE_PROBLEM } from '../../../shared/model/stored.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { openArchiveDb } from '../storage/database.ts';
import { realDisk } from '../storage/disk.ts';
import type { Disk } from '../storage/disk.ts';
import { accounts as accountsMigration } from '../storage/migrations/0002-accounts.ts';
import { ARCHIVE_NAME } from '../storage/open-checks.ts';
import { findDamagedPages } from '../storage/page-checks.ts';
import { placeNotes } from '../storage/place-notes.ts';
import { schemaVersionOf } from '../storage/migrate.ts';
import { schemaFaults } from '../storage/schema.ts';
import type { LongWork } from '../work/long-work.ts';
import { TimeSlicer } from '../work/time-slicer.ts';
import { misleadingNames } from './accounts/account-names.ts';
import { checkAccounts } from './accounts/check.ts';
import { readAccountsMark } from './accounts/mark.ts';
import { walkAuditChain } from './audit-chain.ts';
import { AuditedActs } from './audited-acts.ts';
import type { BackupHead } from './kept-heads.ts';
import { rolledBack } from './rolled-back.ts';
import { copyHasAccounts } from './restore-rules.ts';
import { unfitSettings } from './settings.ts';
import { guarded, reportInto, reportUnreadable, unreadable } from './verify-check.ts';
import type { Check, Problem } from './verify-check.ts';
import { checkContents } from './verify-contents.ts';
import { checkDerived } from './verify-derived.ts';
import { checkLetters } from './verify-letters.ts';
import { checkAttachmentTexts, checkBatches, checkKeptHeads, checkMeta } from './verify-records.ts';
import { checkDisposals } from './verify-disposals.ts';
import { checkPackages } from './verify-packages.ts';
import { checkPublicActs } from './verify-public.ts';
import { checkStructure } from './verify-structure.ts';
import { checkValues } from './verify-values.ts';
import type { StructureReport } from './verify-structure.ts';

export type { Problem } from './verify-check.ts';

/** What a check that is done elsewhere found. */
export interface Found {
  problems: Problem[];
  notes: Problem[];
}

export interface VerifyOptions extends LongWork {
  /** The search index's own check against the texts. */
  searchCheck?: (work: LongWork) => Promise<Found>;
  /** True: what takes long is worked out again for all letters, not for a random sample. */
  deep?: boolean;
  /** True for a backup: what an opening of the archive itself once found is told and is no fault of the copy. */
  ofBackup?: boolean;
  /** Heads of the log that stand beside backups. */
  backupHeads?: () => readonly BackupHead[];
  /**
   * True: SQLite's own check of the structure also in a large archive, where it stops all other work for seconds.
   * False: only what can be done in small pieces. By the size of the archive where left out.
   */
  wholeStructure?: boolean;
  /** Is shown all bytes of the file while its pages are looked at, so that a backup need not be read once more for its hash. */
  onFileBytes?: (bytes: Uint8Array) => void;
}

/**
 * Checks everything. Never changes anything; work can go on meanwhile.
 * @throws ArchiveError CANCELLED
 */
export async function verifyArchive(db: ArchiveDb, options: VerifyOptions = {}): Promise<VerifyResult> {
  const problems: Problem[] = [];
  const notes: Problem[] = [];
  const checked = { letters: 0, versions: 0, blobs: 0, audit: 0 };
  const slicer = new TimeSlicer(options);
  const check: Check = { db: db.read, report: reportInto(problems), note: reportInto(notes), slicer, checked };
  const named = new AuditedActs();
  const part = (kind: string, what: string, act: () => Promise<void>): Promise<void> => guarded(check, kind, what, act);
  await part('page', '数据库文件', () => checkPages(check, db, options.onFileBytes));
  await part('structure', '数据库结构', () =>
    checkStructure(db, options.wholeStructure, structureReport(check, problems), slicer),
  );
  await part('schema', '表和触发器', () => checkSchema(check, db));
  await part('structure', '各列的值', () => checkValues(check));
  await part('audit', '审计日志', () => checkAudit(check, named));
  await part('head', '留存的审计链末端', () => checkKeptHeads(check, db, named, options));
  await part('meta', '档案库标识', () => checkMeta(check, named));
  await part('account', '账户和设置', () => checkAccountRows(check, named));
  await part('account', '账户标记', async () => checkMark(check, db));
  await part('letter', '函件和版本', () => checkLetters(check, named));
  await part('version', '数据包中的历史', () => checkPackages(db.read, named.disposed, check.report, slicer));
  await part('content', '附件文字', () => checkAttachmentTexts(check, named));
  await part('batch', '批量修改', () => checkBatches(check, named));
  await part('public', '公开版', () => checkPublicActs(check, named));
  await part('disposal', '鉴定和销毁', () => checkDisposals(check, named));
  await part('content', '内容', () => checkContents(check, db));
  await part('letter', '正文键和近似键', () =>
    checkDerived(check, { all: options.deep === true, mayBeOld: !named.beginsWithMaking }),
  );
  await part('index', '检索索引', async () => {
    slicer.stage('核对检索索引', 0);
    const found = await options.searchCheck?.(options);
    problems.push(...(found?.problems ?? []));
    notes.push(...(found?.notes ?? []));
  });
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
    const { why, details } = unreadable(thrown);
    const problems: Problem[] = [{ kind: 'archive', message: why, ...(details !== undefined && { details }) }];
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

/** What is not as it was written: a value that does not fit today's rules is no damage. */
export function damageIn({ problems }: VerifyResult): Problem[] {
  return problems.filter(({ kind }) => kind !== VALUE_PROBLEM);
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

function structureReport({ report }: Check, problems: readonly Problem[]): StructureReport {
  return {
    hasFound: () => problems.length > 0,
    problem: report,
    unreadable: (kind, id, what, thrown) => reportUnreadable(report, { kind, id, what }, thrown),
  };
}

/** Triggers guard what must never change: one that is missing or altered is damage as well. */
async function checkSchema({ db, report }: Check, { migrations }: ArchiveDb): Promise<void> {
  for (const { name, message } of await schemaFaults(db, migrations)) report('schema', name, message);
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
async function checkAccountRows(check: Check, { accounts, settings }: AuditedActs): Promise<void> {
  const { db, report, note, slicer } = check;
  if (schemaVersionOf(db) < accountsMigration.number) return;
  slicer.stage('核对账户和设置', 0);
  for (const { id, message, harmless } of checkAccounts(db, accounts))
    (harmless === true ? note : report)('account', id, message);
  for (const { name, message } of misleadingNames(db)) note('account', name, message);
  for (const { seq, message } of rolledBack(db)) note('restore', String(seq), message);
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
