/**
 * Heads of the log that are kept beside the archive and beside its backups: what an opening found of them is told in the log,
 * shown to people until somebody accepts it, and a problem for `verify` until then.
 */
import { ArchiveError } from '../../../shared/errors.ts';
import { readRecord } from '../../../shared/model/stored.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { compareHead, presentHead, type KeptHead } from '../storage/kept-head.ts';
import { readMeta } from '../storage/meta.ts';
import type { ReadableDb, WritableDb } from '../storage/types.ts';
import { appendAudit, auditTip } from './audit.ts';
import { LoggedHeads, differenceOf, type LoggedRow } from './logged-heads.ts';

/** The first row of a new archive's log. */
export function tellOfMaking(tx: WritableDb, actor: string): void {
  const form = tx.get<{ user_version: number }>('PRAGMA archive.user_version')?.user_version;
  const [archive_id, created] = [readMeta(tx, 'archive_id'), readMeta(tx, 'created')];
  const detail = { archive_id, created, form, sm3_from: Number(readMeta(tx, 'sm3_from')) };
  appendAudit(tx, { actor, action: 'archive.create', detail });
}

const HEAD_ACTIONS = [
  'archive.create',
  'audit.keep_head',
  'audit.head_differs',
  'audit.accept_head',
  'backup.restore',
  'backup.undo_restore',
];

/** What the log says of kept heads: a few rows, found by an index. */
export function readLoggedHeads(db: ReadableDb): LoggedHeads {
  const heads = new LoggedHeads();
  const rows = db.all<LoggedRow>(
    `SELECT * FROM archive.audit WHERE action IN (${HEAD_ACTIONS.map(() => '?').join(', ')}) ORDER BY seq`,
    HEAD_ACTIONS,
  );
  for (const row of rows) heads.add(row, readRecord(row.detail));
  return heads;
}

/**
 * Tells the log what the opening found of the head that was kept beside the archive, and lets the file follow the log again.
 * Work is never kept from going on: where the disk fails it is told at the next opening.
 */
export function tellOfHead(db: ArchiveDb, actor: string): void {
  const { outcome, kept } = db.keptHead;
  if (db.readOnly || outcome === 'same') return;
  const tip = auditTip(db.read);
  try {
    if (outcome === 'none') {
      // A log that has only begun has not lost its file.
      if (tip.seq > 1) db.transaction((tx) => appendAudit(tx, { actor, action: 'audit.keep_head' }), 'log');
      return;
    }
    const told = [...readLoggedHeads(db.read).differed.values()].at(-1);
    // After a crash between telling and moving on it is found once more.
    if (told?.keptSeq !== kept?.seq) {
      const detail = { outcome, kept, found: { seq: tip.seq, hash: tip.hash, sm3: tip.sm3 } };
      db.transaction((tx) => appendAudit(tx, { actor, action: 'audit.head_differs', detail }), 'log');
    }
    db.moveHeadOn();
  } catch (thrown) {
    if (!(thrown instanceof ArchiveError)) throw thrown;
  }
}

/** What did not fit and nobody has accepted: the row that tells of it (undefined where it could not be told), and in words. */
export function headDifferences(
  db: ArchiveDb,
  logged: LoggedHeads = readLoggedHeads(db.read),
): { seq: number | undefined; message: string }[] {
  const found: { seq: number | undefined; message: string }[] = [...logged.differed.values()].map((one) => ({
    seq: one.seq,
    message: differenceOf(one),
  }));
  const { outcome, kept } = db.keptHead;
  const untold = outcome !== 'same' && outcome !== 'none' && found.length === 0 && !isAccepted(db, logged);
  if (untold) {
    const foundSeq = presentHead(db.read).seq;
    found.push({ seq: undefined, message: differenceOf({ outcome, keptSeq: kept?.seq ?? 0, foundSeq }) });
  }
  return found;
}

/** What the opening found has been told and accepted since. */
function isAccepted(db: ArchiveDb, logged: LoggedHeads): boolean {
  return !db.readOnly && db.keptHead.kept !== undefined && logged.explains(db.keptHead.kept);
}

/** For the window and the command line, as long as nobody has accepted it. */
export function headWarnings(db: ArchiveDb): string[] {
  return headDifferences(db).map(
    ({ message }) => `${message}。请用备份、导出的日志或纸上的校验值核对；确认无误后可以认可现有末端。`,
  );
}

/** A head that stands beside a backup; undefined where there is none that can be read. */
export interface BackupHead {
  file: string;
  head: KeptHead | undefined;
}

const MOST_NAMED = 3;

/** That backups have no head beside them, in words: they cannot tell of a log that was cut. Undefined where all have one. */
export function headlessBackups(heads: readonly BackupHead[]): string | undefined {
  const files = heads.filter(({ head }) => head === undefined).map(({ file }) => `“${file}”`);
  if (files.length === 0) return undefined;
  const more = files.length > MOST_NAMED ? `等 ${files.length} 份` : '';
  return `备份${files.slice(0, MOST_NAMED).join('、')}${more}旁没有审计链末端（.head 文件），不能用来核对日志：可能出自较早的程序，也可能被人移走`;
}

/** Heads beside backups that the log has not, and does not explain by a restore. */
export function missedBackupHeads(db: ReadableDb, heads: readonly BackupHead[], logged: LoggedHeads): string[] {
  return heads.flatMap(({ file, head }) => {
    if (head === undefined) return [];
    const { outcome } = compareHead(db, head);
    if (outcome === 'same' || outcome === 'none' || outcome === 'elsewhere' || logged.explains(head)) return [];
    const words = outcome === 'missing' ? '日志中没有这一条' : '日志中这一条是另一内容';
    return [
      `备份“${file}”作成时审计链末端为第 ${head.seq} 条，${words}：日志被截短、改动，或档案库文件被换成了较早的副本`,
    ];
  });
}

/**
 * Somebody has looked into it and takes the log as it is: the finding stays in the log, and is no problem any more.
 * @param seq the row that tells of the finding
 * @throws ArchiveError NOT_FOUND where that row is none, or has been accepted
 */
export function acceptHead(db: ArchiveDb, actor: string, seq: number, reason: string): void {
  db.transaction((tx) => {
    if (!readLoggedHeads(tx).differed.has(seq)) throw new ArchiveError('NOT_FOUND', `审计日志第 ${seq} 条`);
    appendAudit(tx, { actor, action: 'audit.accept_head', detail: { seq, reason: reason.trim() } });
  });
}
