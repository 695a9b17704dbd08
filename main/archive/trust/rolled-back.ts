/**
 * Restores by which rows of the log, and what they tell of, went out of the archive, though its accounts stayed the same: one person may make
 * such a restore. It is told to everybody until a security administrator has acknowledged it.
 */
import { z } from 'zod';
import { ArchiveError } from '../../../shared/errors.ts';
import { readRecord } from '../../../shared/model/stored.ts';
import { beijingTime } from '../../../shared/text/dates.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { archiveIdOf } from '../storage/meta.ts';
import type { ReadableDb } from '../storage/types.ts';
import { appendAudit, auditTip, type LoggedAct } from './audit.ts';

/** The end of the log that a restore replaced. */
export interface ReplacedLog {
  /** null where neither the log nor the head beside it can be read. */
  tip: { seq: number; hash: string } | null;
  /** '' where it is not known of which archive it was. */
  archiveId: string;
  /** Whether there was an archive, or what one leaves. */
  wasThere: boolean;
  /** What earlier restores had lost there, and nobody had acknowledged; left out where its log cannot be read. */
  before?: readonly LostBefore[];
}

/** Rows that an earlier restore took away. */
export interface LostBefore {
  rows_lost: number | null;
  /** The end of the log that had them. */
  replaced_tip: { seq: number; hash: string } | null;
  /** That restore's own row, by which it is told where the log still has it. */
  told: { seq: number; hash: string };
}

/**
 * How many rows of the replaced log are not in the one that takes its place.
 * @param coming before anything is written into it
 * @returns null where that cannot be told
 */
export function rowsLost(coming: ReadableDb, { tip, archiveId, wasThere }: ReplacedLog): number | null {
  if (!wasThere || (archiveId !== '' && archiveId !== archiveIdOf(coming))) return 0;
  if (tip === null) return null;
  const row = coming.get<{ hash: string }>('SELECT hash FROM archive.audit WHERE seq = ?', [tip.seq]);
  if (row?.hash === tip.hash) return 0;
  const own = auditTip(coming).seq;
  return tip.seq > own ? tip.seq - own : null;
}

export interface RolledBack {
  /** The row that tells of it. */
  seq: number;
  message: string;
}

const tipSchema = z.object({ seq: z.number(), hash: z.string() });
const lostSchema = z.object({
  rows_lost: z.number().nullable(),
  replaced_tip: tipSchema.nullable(),
});
const beforeSchema = z.object({ lost_before: z.array(lostSchema.extend({ told: tipSchema })) });

/** What is open in a log, for the one that takes its place: a second restore does not make the first one small. */
export function openLosses(db: ReadableDb): LostBefore[] {
  return rolledBack(db).flatMap(({ seq }) => {
    const row = db.get<{ hash: string; detail: string }>('SELECT hash, detail FROM archive.audit WHERE seq = ?', [seq]);
    if (row === undefined) return [];
    const detail = readRecord(row.detail);
    const own = lostSchema.safeParse(detail);
    if (!own.success) return [];
    const before = beforeSchema.safeParse(detail);
    const carried = before.success ? before.data.lost_before : [];
    const all = own.data.rows_lost;
    const rest = carried.reduce<number | null>((sum, one) => plus(sum, one.rows_lost), 0);
    const rows = all === null || rest === null ? null : all - rest;
    return [{ ...own.data, rows_lost: rows, told: { seq, hash: row.hash } }, ...carried];
  });
}

const plus = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one + other;

/** Of what earlier restores lost that which neither is back with the one that takes the place, nor is told by it. */
export function stillLost(coming: ReadableDb, before: readonly LostBefore[]): LostBefore[] {
  const has = (row: { seq: number; hash: string } | null): boolean =>
    row !== null &&
    coming.get<{ hash: string }>('SELECT hash FROM archive.audit WHERE seq = ?', [row.seq])?.hash === row.hash;
  const toldOf = new Set(
    coming
      .all<{ detail: string }>(
        "SELECT detail FROM archive.audit WHERE action IN ('backup.restore', 'backup.undo_restore')",
      )
      .flatMap(({ detail }) => beforeSchema.safeParse(readRecord(detail)).data?.lost_before ?? [])
      .map(({ told }) => told.hash),
  );
  return before.filter(({ replaced_tip, told }) => !has(replaced_tip) && !has(told) && !toldOf.has(told.hash));
}

/** All that is lost by a restore, with what was before. */
export const lostInAll = (lost: number | null, before: readonly LostBefore[]): number | null =>
  before.reduce<number | null>((sum, one) => plus(sum, one.rows_lost), lost);

const ACKNOWLEDGED = 'backup.acknowledge';

function messageOf({ seq, at, actor, action, subject }: LoggedAct, lost: unknown): string {
  const rows = typeof lost === 'number' ? `此后的 ${lost} 条审计记录` : '此后的审计记录';
  const act =
    action === 'backup.restore'
      ? `从备份“${subject ?? ''}”恢复，库已退回到较早的备份`
      : '撤回了一次恢复，库已退回到那次恢复之前';
  return `${beijingTime(at)}（审计日志第 ${seq} 条），“${actor}”${act}：${rows}及所记的改动不在库中。`;
}

/** Those that nobody has acknowledged, in their order. Two persons who restored together know of it. */
export function rolledBack(db: ReadableDb): RolledBack[] {
  const rows = db.all<LoggedAct>(
    `SELECT seq, at, actor, action, subject, detail FROM archive.audit
     WHERE action IN ('backup.restore', 'backup.undo_restore', '${ACKNOWLEDGED}') ORDER BY seq`,
  );
  const open = new Map<number, RolledBack>();
  for (const row of rows) {
    const { rows_lost: lost, approved_by: approver, seq } = readRecord(row.detail);
    if (row.action === ACKNOWLEDGED) open.delete(Number(seq));
    else if (lost !== undefined && lost !== 0 && approver === undefined)
      open.set(row.seq, { seq: row.seq, message: messageOf(row, lost) });
  }
  return [...open.values()];
}

/** @throws ArchiveError NOT_FOUND where the row is none, or has been acknowledged */
export function acknowledgeRestore(db: ArchiveDb, actor: string, seq: number, reason: string): void {
  db.transaction((tx) => {
    if (!rolledBack(tx).some((one) => one.seq === seq)) throw new ArchiveError('NOT_FOUND', `审计日志第 ${seq} 条`);
    appendAudit(tx, { actor, action: ACKNOWLEDGED, detail: { seq, reason: reason.trim() } });
  });
}
