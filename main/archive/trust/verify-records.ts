/** Texts of attached files, bulk edits, what the archive says of itself, and kept heads of the log: each against the log. */
import { DEFAULT_SETTINGS } from '../../../shared/model/settings.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import type { AuditedActs, LoggedBatch } from './audited-acts.ts';
import { attachmentTextDigest, batchDigest, type AttachmentTextRecord, type BatchRecord } from './evidence.ts';
import { headDifferences, headlessBackups, missedBackupHeads, type BackupHead } from './kept-heads.ts';
import { needsSeal } from './seal.ts';
import { META_KEYS } from './table-evidence.ts';
import type { Check } from './verify-check.ts';

const BATCH = 500;

/** Text that was read from an attached file is what the log says was read; a text taken out hides the file from searches. */
export async function checkAttachmentTexts({ db, report, note, slicer }: Check, { texts }: AuditedActs): Promise<void> {
  slicer.stage('核对附件文字', texts.size);
  const told = new Map(texts);
  const sealed = !needsSeal(db);
  let untold = 0;
  const owner = (sha256: string): string | undefined =>
    db.get<{ letter_id: string }>('SELECT letter_id FROM archive.attachment WHERE sha256 = ?', [sha256])?.letter_id;
  const wrong = (sha256: string, what: string): void => {
    const id = owner(sha256);
    report('content', id, `${id === undefined ? '' : `函件 ${id} 的`}附件（${sha256}）读出的文字${what}`);
  };
  for (let last = ''; ;) {
    const rows = db.all<AttachmentTextRecord>(
      'SELECT * FROM archive.attachment_text WHERE sha256 > ? ORDER BY sha256 LIMIT ?',
      [last, BATCH],
    );
    if (rows.length === 0) break;
    for (const row of rows) {
      const digest = told.get(row.sha256);
      told.delete(row.sha256);
      if (digest === undefined && sealed) wrong(row.sha256, '在审计日志中没有记录');
      else if (digest === undefined) untold++;
      else if (digest !== attachmentTextDigest(row)) wrong(row.sha256, '被改动');
      last = row.sha256;
      await slicer.step();
    }
  }
  for (const sha256 of told.keys()) wrong(sha256, '在审计日志中有记录而库中没有');
  if (untold > 0) note('content', undefined, `${untold} 份附件的文字尚未记入审计日志，在可写的位置打开档案库时补记`);
}

function hasTable({ db }: Check, name: string): boolean {
  return db.get("SELECT 1 AS one FROM archive.sqlite_schema WHERE type = 'table' AND name = ?", [name]) !== undefined;
}

/** Bulk edits, and which letters each changed: what the log says, no more and no less. */
export async function checkBatches(check: Check, { batches }: AuditedActs): Promise<void> {
  if (!hasTable(check, 'batch')) return;
  const { db, report, slicer } = check;
  slicer.stage('核对批量修改', batches.size);
  const sealed = !needsSeal(db);
  const told = new Map(batches);
  const wrong = (id: string, what: string): void => report('batch', id, `批量修改 ${id} ${what}`);
  for (const row of db.all<BatchRecord & { undone_at: string | null }>('SELECT * FROM archive.batch ORDER BY id')) {
    const logged = told.get(row.id);
    told.delete(row.id);
    if (logged === undefined) {
      wrong(row.id, '不在审计日志中');
      continue;
    }
    if (logged.sha256 === undefined ? sealed : logged.sha256 !== batchDigest(row)) wrong(row.id, '的登记被改动');
    if (!isUndoneRight(row.undone_at, logged.undoneAt)) wrong(row.id, '的撤销状态与审计日志不符');
    if (!areLettersRight(check, row.id, logged)) wrong(row.id, '所改函件的登记与审计日志不符');
    await slicer.step();
  }
  for (const id of told.keys()) wrong(id, '在审计日志中有记录而库中没有');
}

/** @param told '' where an older program told that it was undone and not when */
function isUndoneRight(stored: string | null, told: string | null): boolean {
  return told === '' ? stored !== null : stored === told;
}

function areLettersRight({ db }: Check, id: string, { letters }: LoggedBatch): boolean {
  const sql = 'SELECT letter_id, version FROM archive.batch_letter WHERE batch_id = ?';
  const stored = db.all<{ letter_id: string; version: number }>(sql, [id]);
  return stored.length === letters.size && stored.every(({ letter_id, version }) => letters.get(letter_id) === version);
}

/** What the archive says of itself: its id, when it was made, where the chain of SM3 begins; and no key that nobody writes. */
export async function checkMeta(
  { db, report, note }: Check,
  { archive, beginsWithMaking }: AuditedActs,
): Promise<void> {
  const stored = new Map(
    db.all<{ key: string; value: string }>('SELECT key, value FROM archive.meta').map(({ key, value }) => [key, value]),
  );
  for (const [key, label] of [
    ['archive_id', '档案库标识'],
    ['created', '建库时间'],
    ['sm3_from', 'SM3 链的起点'],
  ] as const) {
    const told = archive[key];
    if (told !== undefined && stored.get(key) !== String(told)) report('meta', key, `${label}与审计日志不符`);
  }
  for (const key of stored.keys()) if (!isKnownKey(key)) report('meta', key, `多出 ${key}`);
  if (!beginsWithMaking) note('audit', undefined, '审计日志没有建库的记录：档案库由旧版程序建立');
}

function isKnownKey(key: string): boolean {
  if (!key.startsWith('setting:')) return Object.hasOwn(META_KEYS, key);
  return Object.hasOwn(DEFAULT_SETTINGS, key.slice('setting:'.length));
}

/** Heads of the log that were kept beside the archive and beside its backups. */
export async function checkKeptHeads(
  { db, report, note }: Check,
  archive: ArchiveDb,
  { heads }: AuditedActs,
  { ofBackup, backupHeads }: { ofBackup?: boolean; backupHeads?: () => readonly BackupHead[] },
): Promise<void> {
  for (const { seq, message } of headDifferences(archive, heads)) {
    if (seq === undefined) report('head', undefined, message);
    else (ofBackup === true ? note : report)('head', String(seq), message);
  }
  const besideBackups = backupHeads?.() ?? [];
  for (const message of missedBackupHeads(db, besideBackups, heads)) report('head', undefined, message);
  const headless = headlessBackups(besideBackups);
  if (headless !== undefined) note('head', undefined, headless);
  for (const seq of heads.begunAnew) {
    const message = `旁边留存的审计链末端曾经不在，自第 ${seq} 条起重新留存：此前的末尾若被截去，只有备份、导出或纸上的末端能够查出`;
    note('head', String(seq), message);
  }
}
