/**
 * Whether an account and the computer's clock may be believed for a disposal, by the log. Who resets a password can act under that name, and who sets the
 * clock ahead makes retentions end: both are asked before each step.
 */
import { ArchiveError } from '../../../shared/errors.ts';
import { readRecord } from '../../../shared/model/stored.ts';
import { beijingDay } from '../../../shared/text/dates.ts';
import type { ReadableDb } from '../storage/types.ts';
import { nameKey } from '../trust/accounts/account-names.ts';
import type { LoggedAct } from '../trust/audit.ts';

const YEAR_MS = 366 * 86_400_000;
/** On so many days must the archive have been used since the clock went ahead. */
export const DAYS_AFTER_LEAP = 7;

/**
 * @param appraisal which he takes part in; an account that was added since it was opened is none of its persons
 * @throws ArchiveError DISPOSAL_RESET where his password was reset and he has not set another himself and signed in on a later day
 */
export function requireOwnHand(db: ReadableDb, appraisal: string, actor: string): void {
  const key = nameKey(actor);
  const rows = db
    .all<LoggedAct>(
      `SELECT seq, at, actor, action, subject, detail FROM audit
       WHERE action IN ('account.add', 'account.password', 'session.sign_in') ORDER BY seq`,
    )
    .filter(({ subject }) => subject !== null && nameKey(subject) === key);
  const opened = db.get<{ seq: number }>("SELECT seq FROM audit WHERE action = 'disposal.open' AND subject = ?", [
    appraisal,
  ])?.seq;
  /** Nothing was reset; it was; he set another himself, on that day. */
  let state: 'own' | 'reset' | { changed: string } = 'own';
  for (const { seq, at, action, detail } of rows) {
    if (action === 'account.add') state = opened !== undefined && seq > opened ? 'reset' : 'own';
    else if (action === 'account.password' && readRecord(detail)['own'] !== true) state = 'reset';
    else if (action === 'account.password' && state === 'reset') state = { changed: beijingDay(at) };
    else if (action === 'session.sign_in' && typeof state === 'object' && beijingDay(at) > state.changed) state = 'own';
  }
  if (state !== 'own') throw new ArchiveError('DISPOSAL_RESET');
}

/**
 * @throws ArchiveError DISPOSAL_CLOCK where the clock went ahead by more than a year from one row of the log to the next, has not come back, and the
 *   archive was not used on several days since
 */
export function requireSoundClock(db: ReadableDb, now: Date = new Date()): void {
  let last: string | undefined;
  /** Where the clock went ahead: the row before, and the days on which there are rows since. */
  let leap: { from: string; days: Set<string> } | undefined;
  const note = (at: string): void => {
    const isLeap = (from: string): boolean => Date.parse(at) - Date.parse(from) > YEAR_MS;
    if (last !== undefined && isLeap(last)) leap = { from: leap?.from ?? last, days: new Set() };
    if (leap !== undefined && !isLeap(leap.from)) leap = undefined;
    leap?.days.add(beijingDay(at));
    if (leap !== undefined && leap.days.size > DAYS_AFTER_LEAP) leap = undefined;
    last = at;
  };
  for (const { at } of db.iterate<{ at: string }>('SELECT at FROM audit ORDER BY seq')) note(at);
  note(now.toISOString());
  if (leap !== undefined) throw new ArchiveError('DISPOSAL_CLOCK', beijingDay(leap.from));
}
