/** How long letters are kept (保管期限): what runs out when, and the act that changes it. */
import { ArchiveError } from '../../../shared/errors.ts';
import { RETENTIONS, type Retention } from '../../../shared/model/settings.ts';
import type { ReadableDb, WritableDb } from '../storage/types.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { appendAudit } from '../trust/audit.ts';
import { absent } from '../trust/disposed/records.ts';
import { expiryDate, nextRefCode } from './ref-code.ts';

export interface RetentionRow {
  id: string;
  title: string | null;
  ref_code: string | null;
  year: number;
  retention: Retention;
  /** ISO date; null for ever. */
  expires: string | null;
}

interface LetterRecord {
  id: string;
  title: string | null;
  ref_code: string | null;
  archive_year: number;
  retention: Retention;
}

/** The last year in which it is kept, in SQL; what is kept for ever sorts last. */
const LAST_YEAR = `CASE retention WHEN 'D10' THEN archive_year + 10 WHEN 'D30' THEN archive_year + 30 ELSE 1e9 END`;

/**
 * Letters by the end of their retention, the first to end first.
 * @param until ISO date; only letters whose retention has ended by then
 */
export function listRetention(
  db: ReadableDb,
  { until, limit, offset }: { until?: string | undefined; limit: number; offset: number },
): { total: number; counts: Record<Retention, number>; letters: RetentionRow[] } {
  const counts: Record<Retention, number> = { Y: 0, D30: 0, D10: 0 };
  for (const row of db.all<{ retention: Retention; n: number }>(
    'SELECT retention, count(*) AS n FROM letter GROUP BY retention',
  )) {
    if (RETENTIONS.includes(row.retention)) counts[row.retention] = row.n;
  }
  const condition = until === undefined ? '' : `WHERE retention <> 'Y' AND (${LAST_YEAR}) <= ?`;
  const params = until === undefined ? [] : [lastEnded(until)];
  const total = db.get<{ n: number }>(`SELECT count(*) AS n FROM letter ${condition}`, params)?.n ?? 0;
  const letters = db
    .all<LetterRecord>(
      `SELECT id, title, ref_code, archive_year, retention FROM letter ${condition}
       ORDER BY ${LAST_YEAR}, archive_year, item_no LIMIT ? OFFSET ?`,
      [...params, limit, offset],
    )
    .map(({ archive_year: year, ...row }) => ({ ...row, year, expires: expiryDate(year, row.retention) }));
  return { total, counts, letters };
}

/** The last year whose last day has come by then. */
function lastEnded(until: string): number {
  const year = Number(until.slice(0, 4));
  return until.slice(4) >= '-12-31' ? year : year - 1;
}

/** Years that letters are kept. */
const YEARS: Readonly<Record<Retention, number>> = { Y: Infinity, D30: 30, D10: 10 };
const isShorter = (one: Retention, than: Retention): boolean => YEARS[one] < YEARS[than];

/** Whether another retention would let one of these letters go sooner. */
export function shortens(db: ReadableDb, ids: readonly string[], retention: Retention): boolean {
  return ids.some((id) => {
    const now = db.get<{ retention: Retention }>('SELECT retention FROM letter WHERE id = ?', [id])?.retention;
    return now !== undefined && isShorter(retention, now);
  });
}

/**
 * Gives letters another retention and with it the next archive number of that series, all of them or none. The number that
 * a letter had stays in the log.
 * @returns the letters that were changed with their new numbers
 * @throws ArchiveError NOT_FOUND, NOTHING_CHANGED
 */
export function setRetention(
  db: ArchiveDb,
  request: {
    ids: readonly string[];
    retention: Retention;
    reason: string;
    actor: string;
    /** Who agreed beside the one who acts. */
    approver?: string | undefined;
  },
): { id: string; ref_code: string }[] {
  const { actor, retention, approver } = request;
  const reason = request.reason.trim();
  if (reason === '') throw new ArchiveError('REASON_REQUIRED');
  return db.transaction((tx) => {
    const changed = request.ids.flatMap((id) => {
      const code = setRetentionOf(tx, id, { retention, reason, actor, approver });
      return code === undefined ? [] : [{ id, ref_code: code }];
    });
    if (changed.length === 0) throw new ArchiveError('NOTHING_CHANGED');
    return changed;
  });
}

/**
 * The same for one letter inside a transaction.
 * @returns its new number; undefined where it has that retention
 * @throws ArchiveError NOT_FOUND
 */
export function setRetentionOf(
  tx: WritableDb,
  id: string,
  {
    retention,
    reason,
    actor,
    approver,
  }: { retention: Retention; reason: string; actor: string; approver?: string | undefined },
): string | undefined {
  const letter = tx.get<LetterRecord>('SELECT id, title, ref_code, archive_year, retention FROM letter WHERE id = ?', [
    id,
  ]);
  if (letter === undefined) throw absent(tx, id);
  if (letter.retention === retention) return undefined;
  const next = nextRefCode(tx, letter.archive_year, retention);
  tx.run('UPDATE letter SET retention = ?, item_no = ?, ref_code = ? WHERE id = ?', [
    ...[retention, next.item, next.code, id],
  ]);
  const detail = {
    from: letter.retention,
    to: retention,
    ref_code: next.code,
    old_ref_code: letter.ref_code,
    item_no: next.item,
    reason,
    ...(isShorter(retention, letter.retention) ? { shortened: true } : {}),
    ...(approver === undefined ? {} : { approved_by: approver }),
  };
  appendAudit(tx, { actor, action: 'letter.retention', subject: id, detail });
  return next.code;
}
