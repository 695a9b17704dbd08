/** The audit log: append-only, each row's hash covers the row before. Triggers refuse every change. */
import type { AuditRow } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { AuditAction, AuditTip } from '../../../shared/model/audit.ts';
import type { ReadableDb, SqlValue, WritableDb } from '../storage/types.ts';
import { NO_HASH, canonicalJson, sha256Hex, sm3Hex } from './canonical.ts';

export interface AuditEntry {
  actor: string;
  action: AuditAction;
  /** What it was done to: a letter's id, a file's name. */
  subject?: string | null;
  /** More about it, without the letter's text. */
  detail?: object;
}

/** What the hash of a row covers. `detail` is the JSON text as stored. */
export interface HashedAuditRow {
  seq: number;
  at: string;
  actor: string;
  action: string;
  subject: string | null;
  detail: string;
  previous_hash: string;
}

/** A row as it is read for what it tells. */
export type LoggedAct = Omit<HashedAuditRow, 'previous_hash'>;

/** What the hash of a row is taken over: the canonical JSON (RFC 8785) of exactly `action, actor, at, detail, previous_hash, seq, subject`. */
export function auditText({ seq, at, actor, action, subject, detail, previous_hash }: HashedAuditRow): string {
  return canonicalJson({ seq, at, actor, action, subject, detail, previous_hash });
}

/** SHA-256 of a row. 64 zeros stand before the first. */
export function auditHash(row: HashedAuditRow): string {
  return sha256Hex(auditText(row));
}

/**
 * SM3 (GB/T 32905-2016) over the canonical JSON of exactly `action, actor, at, detail, previous_sm3, seq, subject`: a chain
 * of its own beside that of SHA-256. 64 zeros stand before the first row that has one.
 * @param previousSm3 the SM3 of the row before; '' where that row has none
 */
export function auditSm3(row: Omit<HashedAuditRow, 'previous_hash'>, previousSm3: string): string {
  const { seq, at, actor, action, subject, detail } = row;
  const previous_sm3 = previousSm3 === '' ? NO_HASH : previousSm3;
  return sm3Hex(canonicalJson({ seq, at, actor, action, subject, detail, previous_sm3 }));
}

/** The action under which a clock that was set back is recorded. */
export const CLOCK_SET_BACK: AuditAction = 'clock.set_back';

/** The head of the chain: what is printed, signed and kept elsewhere. seq 0 where the log is empty. */
export function auditTip(db: ReadableDb): AuditTip {
  // All columns: a copy of an older schema version has no `sm3`.
  const tip = db.get<Omit<AuditTip, 'sm3'> & { sm3?: string }>('SELECT * FROM archive.audit ORDER BY seq DESC LIMIT 1');
  if (tip === undefined) return { seq: 0, hash: NO_HASH, sm3: NO_HASH, at: '' };
  return { seq: tip.seq, hash: tip.hash, sm3: tip.sm3 ?? '', at: tip.at };
}

/**
 * Appends one row, in the transaction of the act that it tells of. Where the computer's clock is behind the last row,
 * a row saying so is put before it.
 * @param now the time of the act
 */
export function appendAudit(db: WritableDb, entry: AuditEntry, now: Date = new Date()): AuditRow {
  const tip = auditTip(db);
  const at = now.toISOString();
  if (at < tip.at) append(db, { actor: entry.actor, action: CLOCK_SET_BACK, detail: { from: tip.at, to: at } }, at);
  return append(db, entry, at);
}

function append(db: WritableDb, entry: AuditEntry, at: string): AuditRow {
  const tip = auditTip(db);
  const row: HashedAuditRow = {
    seq: tip.seq + 1,
    at,
    // The column can not hold half a character, and the hash covers what it holds. A system's user may be named so.
    actor: entry.actor.toWellFormed(),
    action: entry.action,
    subject: entry.subject?.toWellFormed() ?? null,
    detail: canonicalJson(entry.detail ?? {}),
    previous_hash: tip.hash,
  };
  const hash = auditHash(row);
  const sm3 = auditSm3(row, tip.sm3);
  db.run(
    'INSERT INTO archive.audit (seq, at, actor, action, subject, detail, previous_hash, hash, sm3) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    [row.seq, row.at, row.actor, row.action, row.subject, row.detail, row.previous_hash, hash, sm3],
  );
  const { previous_hash: _, ...shown } = row;
  return { ...shown, hash, sm3 };
}

/** Rows among which a clock that was set back is still news. */
const RECENT_ROWS = 1000;

/** What a person must know of the computer's clock: that it was set back, as the latest rows tell. */
export function clockWarnings(db: ReadableDb): string[] {
  const row = db.get<{ seq: number }>(
    `SELECT seq FROM (SELECT seq, action FROM archive.audit ORDER BY seq DESC LIMIT ${RECENT_ROWS})
     WHERE action = ? ORDER BY seq DESC LIMIT 1`,
    [CLOCK_SET_BACK],
  );
  if (row === undefined) return [];
  return [`本机时间曾倒退（审计日志第 ${row.seq} 条）。请核对本机时钟，记录的时间以当时的时钟为准。`];
}

export interface AuditFilter {
  /** A day of China's time (2026-03-01), in which rows are shown, or a moment (ISO). Both ends are included. */
  from?: string | undefined;
  to?: string | undefined;
  actor?: string | undefined;
  action?: string | undefined;
  limit: number;
  offset: number;
  /** The newest rows first; in their order where left out. */
  subject?: string | undefined;
  newest_first?: boolean | undefined;
}

/** Moments of a filter are compared as ISO UTC text. A day begins and ends where China's does. */
function moment(text: string, end: boolean): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const time = new Date(isDay ? `${text}T${end ? '23:59:59.999' : '00:00:00'}+08:00` : text);
  if (Number.isNaN(time.getTime())) throw new ArchiveError('BAD_VALUE', `日期“${text}”`);
  return time.toISOString();
}

/** Rows in their order, or the newest first. @throws ArchiveError BAD_VALUE for a date that is none */
export function readAudit(db: ReadableDb, filter: AuditFilter): AuditRow[] {
  const conditions: string[] = [];
  const params: SqlValue[] = [];
  const where = (condition: string, value: string | undefined): void => {
    if (value === undefined) return;
    conditions.push(condition);
    params.push(value);
  };
  where('at >= ?', filter.from === undefined ? undefined : moment(filter.from, false));
  where('at <= ?', filter.to === undefined ? undefined : moment(filter.to, true));
  where('actor = ?', filter.actor);
  where('action = ?', filter.action);
  where('subject = ?', filter.subject);
  const clause = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return db.all<AuditRow>(
    `SELECT seq, at, actor, action, subject, detail, hash, sm3 FROM archive.audit ${clause} ORDER BY seq ${filter.newest_first === true ? 'DESC' : 'ASC'} LIMIT ? OFFSET ?`,
    [...params, filter.limit, filter.offset],
  );
}
