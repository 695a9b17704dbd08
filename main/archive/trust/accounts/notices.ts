/** What everybody hears at the next sign-in: acts by which somebody may have got what he should not have. */
import { readRecord } from '../../../../shared/model/stored.ts';
import { beijingTime } from '../../../../shared/text/dates.ts';
import { rolledBack } from '../rolled-back.ts';
import type { ReadableDb } from '../../storage/types.ts';

/** A scheduled job signs in too, and reads nothing: what happened is told for so long in any case. */
const TOLD_DAYS = 7;
const DAY_MS = 86_400_000;
/** Of what is older so many acts of a kind are looked at; the rest stands in the log. What is recent is told whatever came after it. */
const MOST = 20;

interface Row {
  seq: number;
  at: string;
  actor: string;
  action: string;
  subject: string | null;
  detail: string;
}

function approvedBy(row: Row): string | undefined {
  const name = readRecord(row.detail)['approved_by'];
  return typeof name === 'string' ? name : undefined;
}

function noticeOf(row: Row): string | undefined {
  const when = `${beijingTime(row.at)}（审计日志第 ${row.seq} 条）`;
  if (row.action === 'account.recover')
    return `${when}，有人凭恢复单重设了安全管理员“${row.subject ?? ''}”的密码。如非其本人所为，请立即报告单位负责人。`;
  const second = approvedBy(row);
  if (second === undefined) return undefined;
  return `${when}，档案库由“${row.actor}”恢复、“${second}”确认，恢复的内容中账户或日志与此前不同。请核对自己的账户。`;
}

/** @param name the account's name; what happened since it last signed in, and in the last days, is told */
export function noticesFor(db: ReadableDb, name: string, now: Date): string[] {
  const recently = new Date(now.getTime() - TOLD_DAYS * DAY_MS).toISOString();
  const rows = ["'account.recover'", "'backup.restore', 'backup.undo_restore'"]
    .flatMap((actions) => {
      const found = db.all<Row>(
        `SELECT seq, at, actor, action, subject, detail FROM archive.audit WHERE action IN (${actions}) ORDER BY seq DESC`,
      );
      return found.filter(({ at }, place) => place < MOST || at >= recently);
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
      .filter((row) => row.at >= recently || !signedInSince(row.seq))
      .flatMap((row) => noticeOf(row) ?? [])
      .reverse(),
  ];
}
