/**
 * Signing in: five failures lock an account for 30 minutes (GB/T 22239-2019, 身份鉴别). A try is counted before the password
 * is looked at, so that neither many tries at once nor a killed program gets more than five.
 */
import type { Role } from '../../../../shared/contract/index.ts';
import { ArchiveError, type ErrorCode } from '../../../../shared/errors.ts';
import type { ArchiveDb } from '../../storage/archive-db.ts';
import { appendAudit } from '../audit.ts';
import { NOBODY, findAccount, type AccountRecord } from './accounts.ts';
import { NO_PASSWORD, expiryOf, verifyPassword } from './passwords.ts';

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
 * @throws ArchiveError WRONG_PASSWORD, ACCOUNT_LOCKED, ACCOUNT_DISABLED, PASSWORD_EXPIRED (also where an administrator
 *   set the password): the last two only to who knows the password
 */
export async function signIn(db: ArchiveDb, name: string, password: string, now: Date = new Date()): Promise<Session> {
  const record = await authenticate(db, name, password, now);
  const isOld = record.mustChange || expiryOf(record.passwordSetAt) <= now;
  // On a read-only medium no password can be changed: an old one must not shut the archive for ever.
  if (isOld && !db.readOnly) refuse(db, record, 'PASSWORD_EXPIRED', now);
  write(db, (tx) => {
    tx.run('UPDATE archive.account SET last_sign_in = ? WHERE name_key = ?', [now.toISOString(), record.key]);
    appendAudit(tx, { actor: record.name, action: 'session.sign_in', subject: record.name }, now);
  });
  return { account: record.name, roles: record.roles, startedAt: now, lastUsedAt: now };
}

/**
 * Checks a name and a password and counts the try; the password may be too old.
 * @throws ArchiveError WRONG_PASSWORD, ACCOUNT_LOCKED, ACCOUNT_DISABLED
 */
export async function authenticate(
  db: ArchiveDb,
  name: string,
  password: string,
  now: Date = new Date(),
): Promise<AccountRecord> {
  const record = countTry(db, name, now);
  if (record === undefined) {
    await verifyPassword(password, NO_PASSWORD);
    refuse(db, undefined, 'WRONG_PASSWORD', now);
  }
  if (!(await verifyPassword(password, record.passwordHash))) {
    refuse(db, record, record.lockedUntil === null ? 'WRONG_PASSWORD' : 'ACCOUNT_LOCKED', now);
  }
  write(db, (tx) => {
    tx.run('UPDATE archive.account SET failures = 0, locked_until = NULL WHERE name_key = ?', [record.key]);
  });
  if (record.disabled) refuse(db, record, 'ACCOUNT_DISABLED', now);
  return record;
}

/**
 * Counts a try as failed until it has succeeded; the fifth locks.
 * @returns the account with this try counted; undefined where there is none of that name
 * @throws ArchiveError ACCOUNT_LOCKED
 */
function countTry(db: ArchiveDb, name: string, now: Date): AccountRecord | undefined {
  const record = findAccount(db.read, name);
  if (record === undefined) {
    // Written for the time it takes: an account's own counter is written too.
    write(db, (tx) => {
      tx.run(`INSERT INTO archive.meta (key, value) VALUES ('unknown_sign_ins', '1')
        ON CONFLICT (key) DO UPDATE SET value = CAST(value + 1 AS TEXT)`);
    });
    return undefined;
  }
  // ISO times compare as text. A clock set back only makes the lock longer.
  const at = now.toISOString();
  if (record.lockedUntil !== null && at < record.lockedUntil) refuse(db, record, 'ACCOUNT_LOCKED', now);
  const failures = (record.lockedUntil === null ? record.failures : 0) + 1;
  const lockedUntil = failures >= MOST_FAILURES ? new Date(now.getTime() + LOCK_MS).toISOString() : null;
  write(db, (tx) => {
    tx.run('UPDATE archive.account SET failures = ?, locked_until = ? WHERE name_key = ?', [
      failures,
      lockedUntil,
      record.key,
    ]);
  });
  return { ...record, failures, lockedUntil };
}

/**
 * Records a failed sign-in and throws its error. A name that is not there is not recorded: it may be a password typed into
 * the wrong field.
 */
function refuse(db: ArchiveDb, record: AccountRecord | undefined, code: ErrorCode, now: Date): never {
  write(db, (tx) => {
    const subject = record?.name ?? null;
    appendAudit(tx, { actor: NOBODY, action: 'session.sign_in_failed', subject, detail: { code } }, now);
  });
  const until = code === 'ACCOUNT_LOCKED' && record?.lockedUntil ? `until ${record.lockedUntil}` : undefined;
  throw new ArchiveError(code, undefined, until);
}

/** On a read-only medium tries cannot be counted or recorded; what can be read there can be copied anyway. */
function write(db: ArchiveDb, act: Parameters<ArchiveDb['transaction']>[0]): void {
  if (!db.readOnly) db.transaction(act, 'log');
}
