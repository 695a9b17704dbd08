/** What everybody hears at the next sign-in: acts by which somebody may have got what he should not have. */
import { readRecord } from '../../../../shared/model/stored.ts';
import { beijingTime } from '../../../../shared/text/dates.ts';
import { CLOCK_SET_BACK, type LoggedAct } from '../audit.ts';
import { rolledBack } from '../rolled-back.ts';
import type { ReadableDb } from '../../storage/types.ts';

/** A scheduled job signs in too, and reads nothing: what happened is told for so long in any case. */
const TOLD_DAYS = 7;
const DAY_MS = 86_400_000;
/** Of what is older so many acts of a kind are looked at; the rest stands in the log. What is recent is told whatever came after it. */
const MOST = 20;

/** What a clock had already told when it was set back: later acts of the log are older than this by their own time. */
interface SetBack {
  seq: number;
  from: string;
}

function approvedBy(row: LoggedAct): string | undefined {
  const name = readRecord(row.detail)['approved_by'];
  return typeof name === 'string' ? name : undefined;
}

function noticeOf(row: LoggedAct): string | undefined {
  const when = `${beijingTime(row.at)}（审计日志第 ${row.seq} 条）`;
  if (row.action === 'account.recover')
    return `${when}，有人凭恢复单重设了安全管理员“${row.subject ?? ''}”的密码。如非其本人所为，请立即报告单位负责人。`;
  const second = approvedBy(row);
  if (second === undefined) return undefined;
  return `${when}，档案库由“${row.actor}”恢复、“${second}”确认，恢复的内容中账户或日志与此前不同。请核对自己的账户。`;
}

function setBacks(db: ReadableDb): SetBack[] {
  const rows = db.all<{ seq: number; detail: string }>('SELECT seq, detail FROM archive.audit WHERE action = ?', [
    CLOCK_SET_BACK,
  ]);
  return rows.map(({ seq, detail }) => {
    const { from } = readRecord(detail);
    return { seq, from: typeof from === 'string' ? from : '' };
  });
}

/**
 * From when the days of an act are counted: from its own time, or, where the clock had been set back, from the first row after it by
 * which the clock was again where it had been; undefined as long as there is none.
 */
function countedFrom(db: ReadableDb, row: LoggedAct, back: readonly SetBack[]): string | undefined {
  const been = back.reduce((latest, { seq, from }) => (seq < row.seq && from > latest ? from : latest), '');
  if (row.at >= been) return row.at;
  return db.get<{ at: string }>('SELECT at FROM archive.audit WHERE seq > ? AND at >= ? ORDER BY seq LIMIT 1', [
    row.seq,
    been,
  ])?.at;
}

/** @param name the account's name; what happened since it last signed in, and in the last days, is told */
export function noticesFor(db: ReadableDb, name: string, now: Date): string[] {
  const recently = new Date(now.getTime() - TOLD_DAYS * DAY_MS).toISOString();
  const back = setBacks(db);
  const isRecent = (row: LoggedAct): boolean => (countedFrom(db, row, back) ?? recently) >= recently;
  const rows = ["'account.recover'", "'backup.restore', 'backup.undo_restore'"]
    .flatMap((actions) => {
      const found = db.all<LoggedAct>(
        `SELECT seq, at, actor, action, subject, detail FROM archive.audit WHERE action IN (${actions}) ORDER BY seq DESC`,
      );
      return found.filter((row, place) => place < MOST || isRecent(row));
    })
    .sort((one, other) => other.seq - one.seq);
  const signedInSince = (seq: number): boolean =>
    db.get("SELECT 1 AS one FROM archive.audit WHERE action = 'session.sign_in' AND seq > ? AND subject = ? LIMIT 1", [
      seq,
      name,
    ]) !== undefined;
  return [
    ...rolledBack(db).map(
      ({ message }) => `${message}请核对自己近期的工作；须由安全管理员查明后确认，此前每次登录都会提示。`,
    ),
    ...rows
      .filter((row) => isRecent(row) || !signedInSince(row.seq))
      .flatMap((row) => noticeOf(row) ?? [])
      .reverse(),
  ];
}
