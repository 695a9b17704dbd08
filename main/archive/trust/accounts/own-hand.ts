/**
 * Whether an account and the computer's clock may be believed, by the log. Who resets a password can act under that name, and who sets the clock
 * ahead makes retentions end: the first is asked wherever two persons are needed for what one alone must not do, both before each step of a disposal.
 */
import { ArchiveError } from '../../../../shared/errors.ts';
import { readRecord } from '../../../../shared/model/stored.ts';
import { beijingDay } from '../../../../shared/text/dates.ts';
import type { ReadableDb } from '../../storage/types.ts';
import type { LoggedAct } from '../audit.ts';
import { nameKey } from './account-names.ts';

const YEAR_MS = 366 * 86_400_000;
/** On so many days must the archive have been used since the clock went ahead. */
export const DAYS_AFTER_LEAP = 7;

/**
 * @param opened number of the row of the log from which on an added account counts as another's; none does where left out
 * @returns false where his password was reset and he has not set another himself and signed in on a later day
 */
export function actsByOwnHand(db: ReadableDb, actor: string, opened = Infinity): boolean {
  const key = nameKey(actor);
  const rows = db
    .all<LoggedAct>(
      `SELECT seq, at, actor, action, subject, detail FROM audit
       WHERE action IN ('account.add', 'account.password', 'session.sign_in') ORDER BY seq`,
    )
    .filter(({ subject }) => subject !== null && nameKey(subject) === key);
  /** Nothing was reset; it was; he set another himself, on that day. */
  let state: 'own' | 'reset' | { changed: string } = 'own';
  for (const { seq, at, action, detail } of rows) {
    if (action === 'account.add') state = seq > opened ? 'reset' : 'own';
    else if (action === 'account.password' && readRecord(detail)['own'] !== true) state = 'reset';
    else if (action === 'account.password' && state === 'reset') state = { changed: beijingDay(at) };
    else if (action === 'session.sign_in' && typeof state === 'object' && beijingDay(at) > state.changed) state = 'own';
  }
  return state === 'own';
}

/** @throws ArchiveError ACCOUNT_RESET */
export function requireOwnHands(db: ReadableDb, ...actors: readonly string[]): void {
  for (const actor of actors) if (!actsByOwnHand(db, actor)) throw new ArchiveError('ACCOUNT_RESET', actor);
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
