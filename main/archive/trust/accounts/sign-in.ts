/**
 * Signing in: five failures lock an account for 30 minutes (GB/T 22239-2019, 身份鉴别). A try is counted before the password
 * is looked at, so that neither many tries at once nor a killed program gets more than five.
 */
import { ROLE_LABELS, type Role } from '../../../../shared/contract/index.ts';
import { ArchiveError, type ErrorCode } from '../../../../shared/errors.ts';
import type { ArchiveDb } from '../../storage/archive-db.ts';
import { appendAudit } from '../audit.ts';
import { noRoomFor } from '../room-for-log.ts';
import { NOBODY, nameKey } from './account-names.ts';
import { findAccount, type AccountRecord } from './accounts.ts';
import { noticesFor } from './notices.ts';
import { NO_PASSWORD, expiryOf, verifyPassword } from './passwords.ts';
import { keepUnknownTries, unknownTries, type Tries } from './unknown-names.ts';

export const MOST_FAILURES = 5;
export const LOCK_MS = 30 * 60_000;
/** A session unused for so long ends. */
export const IDLE_MS = 10 * 60_000;

export interface Session {
  /** The account's name. */
  readonly account: string;
  /** As they were at sign-in; rights are checked against the account as it is. */
  readonly roles: readonly Role[];
  readonly startedAt: Date;
  /** What this person must hear. */
  readonly notices: readonly string[];
  lastUsedAt: Date;
}

/** The name that acts in a session, as it stands in history and the log. */
export function actorOf(session: Session): string {
  return session.account;
}

/** Whether a session has been left alone too long. A clock set back by more than that ends it too. */
export function isIdle(session: Session, now: Date, idleMs: number = IDLE_MS): boolean {
  return Math.abs(now.getTime() - session.lastUsedAt.getTime()) >= idleMs;
}

/**
 * Signs in. A name that is not there takes the same time and gets the same answer as a wrong password.
 * @throws ArchiveError DISK_FULL where the disk has no room for the log, WRONG_PASSWORD, ACCOUNT_LOCKED, ACCOUNT_DISABLED, PASSWORD_EXPIRED (also where an administrator
 *   set the password): the last two only to who knows the password
 */
export async function signIn(db: ArchiveDb, name: string, password: string, now: Date = new Date()): Promise<Session> {
  const record = await authenticate(db, name, password, now);
  requireFresh(db, record, now);
  const notices = noticesFor(db.read, record.name, now);
  write(db, (tx) => {
    tx.run('UPDATE archive.account SET last_sign_in = ? WHERE name_key = ?', [now.toISOString(), record.key]);
    appendAudit(tx, { actor: record.name, action: 'session.sign_in', subject: record.name }, now);
  });
  return { account: record.name, roles: record.roles, startedAt: now, lastUsedAt: now, notices };
}

/**
 * Shows that a second person is there for an act that takes two: he signs in beside who is signed in, without a session.
 * @returns the account's name
 * @throws ArchiveError as signIn(); FORBIDDEN where the account has none of the roles
 */
export async function signInBeside(
  db: ArchiveDb,
  who: { name: string; password: string; roles: readonly Role[] },
  now: Date,
): Promise<string> {
  const record = await authenticate(db, who.name, who.password, now);
  requireFresh(db, record, now);
  if (!who.roles.some((role) => record.roles.includes(role)))
    throw new ArchiveError('FORBIDDEN', `须为${who.roles.map((role) => ROLE_LABELS[role]).join('、')}`);
  return record.name;
}

/** On a read-only medium no password can be changed: an old one must not shut the archive for ever. */
function requireFresh(db: ArchiveDb, record: AccountRecord, now: Date): void {
  const isOld = record.mustChange || expiryOf(record.passwordSetAt) <= now;
  if (isOld && !db.readOnly) refuse(db, record, record, 'PASSWORD_EXPIRED', now);
}

/**
 * Checks a name and a password and counts the try; the password may be too old.
 * @throws ArchiveError DISK_FULL, whatever the name and the password, where the try could not be counted; WRONG_PASSWORD, ACCOUNT_LOCKED, ACCOUNT_DISABLED
 */
export async function authenticate(
  db: ArchiveDb,
  name: string,
  password: string,
  now: Date = new Date(),
): Promise<AccountRecord> {
  if (db.noRoom) throw noRoomFor('登录');
  const record = findAccount(db.read, name);
  const tries = countTry(db, name, record, now);
  const right = await verifyPassword(password, record?.passwordHash ?? NO_PASSWORD);
  if (!right || record === undefined) {
    refuse(db, record, tries, tries.lockedUntil === null ? 'WRONG_PASSWORD' : 'ACCOUNT_LOCKED', now);
  }
  write(db, (tx) => {
    tx.run('UPDATE archive.account SET failures = 0, locked_until = NULL WHERE name_key = ?', [record.key]);
    // Failed tries are in the log: so is what ended their count, whatever comes of this try.
    if (record.failures > 0)
      appendAudit(tx, { actor: record.name, action: 'session.tries_ended', subject: record.name }, now);
  });
  if (record.disabled) refuse(db, record, record, 'ACCOUNT_DISABLED', now);
  return record;
}

/**
 * Counts a try as failed until it has succeeded; the fifth locks. A name that is not there is counted and locked like one that is.
 * @returns the tries with this one
 * @throws ArchiveError ACCOUNT_LOCKED
 */
function countTry(db: ArchiveDb, name: string, record: AccountRecord | undefined, now: Date): Tries {
  const before = record ?? unknownTries(db.read, nameKey(name));
  // ISO times compare as text. A clock set back only makes the lock longer.
  const at = now.toISOString();
  if (before.lockedUntil !== null && at < before.lockedUntil) refuse(db, record, before, 'ACCOUNT_LOCKED', now);
  const failures = (before.lockedUntil === null ? before.failures : 0) + 1;
  const lockedUntil = failures >= MOST_FAILURES ? new Date(now.getTime() + LOCK_MS).toISOString() : null;
  write(db, (tx) => {
    if (record === undefined) keepUnknownTries(tx, nameKey(name), { failures, lockedUntil });
    else {
      tx.run('UPDATE archive.account SET failures = ?, locked_until = ? WHERE name_key = ?', [
        failures,
        lockedUntil,
        record.key,
      ]);
    }
  });
  return { failures, lockedUntil };
}

/**
 * Records a failed sign-in and throws its error. A name that is not there is not recorded: it may be a password typed into
 * the wrong field.
 */
function refuse(
  db: ArchiveDb,
  record: AccountRecord | undefined,
  { lockedUntil }: Pick<Tries, 'lockedUntil'>,
  code: ErrorCode,
  now: Date,
): never {
  write(db, (tx) => {
    const subject = record?.name ?? null;
    appendAudit(tx, { actor: NOBODY, action: 'session.sign_in_failed', subject, detail: { code } }, now);
  });
  throw new ArchiveError(
    code,
    undefined,
    code === 'ACCOUNT_LOCKED' && lockedUntil ? `until ${lockedUntil}` : undefined,
  );
}

/** On a read-only medium tries cannot be counted or recorded; what can be read there can be copied anyway. */
function write(db: ArchiveDb, act: Parameters<ArchiveDb['transaction']>[0]): void {
  if (!db.readOnly) db.transaction(act, 'log');
}
