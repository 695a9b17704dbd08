/**
 * The recovery sheet: a one-time code on paper by which a security administrator who has lost his password sets a new one. The archive
 * keeps only its scrypt hash; the log tells of the making and the use, and never holds the code.
 */
import type { Account } from '../../../../shared/contract/index.ts';
import { ArchiveError } from '../../../../shared/errors.ts';
import type { ArchiveDb } from '../../storage/archive-db.ts';
import type { ReadableDb, WritableDb } from '../../storage/types.ts';
import { appendAudit } from '../audit.ts';
import { NOBODY } from './account-names.ts';
import {
  credentialDigest,
  findAccount,
  getAccount,
  newPasswordHash,
  storePassword,
  toAccount,
  type AccountRecord,
} from './accounts.ts';
import { NO_PASSWORD, hashPassword, verifyPassword } from './passwords.ts';
import { newRecoveryCode, normalRecoveryCode } from './recovery-code.ts';

/** The sheet whose code is valid. */
export interface StoredSheet {
  /** Sheets are numbered, so that papers can be told apart. */
  number: number;
  /** ISO UTC. */
  made: string;
  hash: string;
}

/** A sheet before it counts: only once it is on paper does it take the place of the one before. */
export interface NewSheet extends StoredSheet {
  code: string;
}

export function validSheet(db: ReadableDb): StoredSheet | undefined {
  return db.get<StoredSheet>('SELECT number, made, hash FROM archive.recovery_sheet');
}

/** How many sheets have been made, as the log tells. */
function countSheets(db: ReadableDb): number {
  const sql = "SELECT count(*) AS n FROM archive.audit WHERE action = 'account.recovery_sheet'";
  return db.get<{ n: number }>(sql)?.n ?? 0;
}

export async function newSheet(db: ReadableDb, now: Date): Promise<NewSheet> {
  const code = newRecoveryCode();
  const hash = await hashPassword(normalRecoveryCode(code));
  return { number: countSheets(db) + 1, made: now.toISOString(), hash, code };
}

/** Makes a sheet the valid one; the one before is void. @param sheet undefined: there is none from now on */
export function putSheet(tx: WritableDb, actor: string, sheet: StoredSheet | undefined, now: Date): void {
  tx.run('DELETE FROM archive.recovery_sheet');
  if (sheet !== undefined) {
    const { number, made, hash } = sheet;
    tx.run('INSERT INTO archive.recovery_sheet (id, number, made, hash) VALUES (1, ?, ?, ?)', [number, made, hash]);
  }
  const detail = sheet === undefined ? NO_SHEET : loggedSheet(sheet);
  appendAudit(tx, { actor, action: 'account.recovery_sheet', detail }, now);
}

/** A sheet as its row of the log tells of it. */
export interface LoggedSheet {
  number: number | null;
  made: string | null;
  credential_sha256: string | null;
}

const NO_SHEET: LoggedSheet = { number: null, made: null, credential_sha256: null };

export function loggedSheet({ number, made, hash }: StoredSheet): LoggedSheet {
  return { number, made, credential_sha256: credentialDigest(hash) };
}

/**
 * Sets a new password for a security administrator by the code of the valid sheet, ends his lock, and makes the sheet void. A name
 * that is not there, not a security administrator's or disabled takes as long and gets the same answer as a wrong code.
 * @throws ArchiveError RECOVERY_REFUSED, WEAK_PASSWORD, PASSWORD_REUSED, PASSWORD_TOO_OFTEN
 */
export async function recoverAccount(
  db: ArchiveDb,
  given: { name: string; code: string; password: string },
  now: Date,
): Promise<Account> {
  const sheet = validSheet(db.read);
  const right = await verifyPassword(normalRecoveryCode(given.code), sheet?.hash ?? NO_PASSWORD);
  const record = findAccount(db.read, given.name);
  if (!right || sheet === undefined || record === undefined || !mayRecover(record)) refuse(db, record, now);
  const hash = await newPasswordHash(db.read, record, given.password, { own: true, now });
  return db.transaction((tx) => {
    const at = now.toISOString();
    // Once more: the code may have been used while the password was hashed.
    if (validSheet(tx)?.hash !== sheet.hash) throw new ArchiveError('RECOVERY_REFUSED');
    storePassword(tx, record.key, hash, at);
    tx.run(
      'UPDATE archive.account SET must_change = 0, failures = 0, locked_until = NULL, changed = ? WHERE name_key = ?',
      [at, record.key],
    );
    tx.run('DELETE FROM archive.recovery_sheet');
    const detail = { number: sheet.number, credential_sha256: credentialDigest(hash) };
    appendAudit(tx, { actor: record.name, action: 'account.recover', subject: record.name, detail }, now);
    return toAccount(getAccount(tx, record.name));
  });
}

const mayRecover = (record: AccountRecord): boolean => record.roles.includes('secadmin') && !record.disabled;

function refuse(db: ArchiveDb, record: AccountRecord | undefined, now: Date): never {
  const detail = { code: 'RECOVERY_REFUSED' };
  const entry = { actor: NOBODY, action: 'session.sign_in_failed', subject: record?.name ?? null, detail } as const;
  if (!db.readOnly) db.transaction((tx) => appendAudit(tx, entry, now), 'log');
  throw new ArchiveError('RECOVERY_REFUSED');
}
