/** Accounts and the acts on them: each is one transaction with its audit row, in which no password ever stands. */
import { ROLES, type Account, type Role } from '../../../../shared/contract/index.ts';
import { ArchiveError } from '../../../../shared/errors.ts';
import type { AuditAction } from '../../../../shared/model/audit.ts';
import { readTexts } from '../../../../shared/model/stored.ts';
import type { ReadableDb, WritableDb } from '../../storage/types.ts';
import type { ArchiveDb } from '../../storage/archive-db.ts';
import { appendAudit } from '../audit.ts';
import { sha256Hex } from '../canonical.ts';
import { nameKey, properDisplayName, properName, requireNameFree, requirePersonFree } from './account-names.ts';
import {
  MOST_CHANGES_A_DAY,
  dayOf,
  expiryOf,
  hashPassword,
  isReused,
  rememberedCount,
  requireStrongPassword,
} from './passwords.ts';
import {
  administratorsIn,
  requireFirstRoles,
  requireMayAdd,
  requireSeparated,
  type Administrator,
} from './separation-of-duties.ts';

/** Who does an act. In an archive without accounts: the system user, with no roles. */
export interface Caller {
  actor: string;
  roles: readonly Role[];
}

/** An account as stored, with its present password. */
export interface AccountRecord {
  key: string;
  name: string;
  displayName: string;
  roles: Role[];
  /** With those that this program does not know, which give no rights here. */
  storedRoles: string[];
  /** As the column has them. */
  rolesText: string;
  disabled: boolean;
  mustChange: boolean;
  failures: number;
  /** ISO UTC, as all times here; null where sign-in is not refused. */
  lockedUntil: string | null;
  lastSignIn: string | null;
  created: string;
  changed: string;
  passwordSetAt: string;
  passwordHash: string;
}

interface AccountRow {
  name_key: string;
  name: string;
  display_name: string;
  roles: string;
  disabled: number;
  must_change: number;
  failures: number;
  locked_until: string | null;
  last_sign_in: string | null;
  created: string;
  changed: string;
  set_at: string;
  hash: string;
}

const SELECT = `SELECT a.*, p.set_at, p.hash FROM archive.account a JOIN archive.account_password p
  ON p.name_key = a.name_key AND p.seq = (SELECT max(seq) FROM archive.account_password WHERE name_key = a.name_key)`;

function toRecord(row: AccountRow): AccountRecord {
  const storedRoles = readTexts(row.roles);
  return {
    key: row.name_key,
    name: row.name,
    displayName: row.display_name,
    roles: ROLES.filter((role) => storedRoles.includes(role)),
    storedRoles,
    rolesText: row.roles,
    disabled: row.disabled === 1,
    mustChange: row.must_change === 1,
    failures: row.failures,
    lockedUntil: row.locked_until,
    lastSignIn: row.last_sign_in,
    created: row.created,
    changed: row.changed,
    passwordSetAt: row.set_at,
    passwordHash: row.hash,
  };
}

/** What the log keeps of a stored hash, to show whether it is still the one that was set; it opens nothing. */
export function credentialDigest(storedHash: string): string {
  return sha256Hex(storedHash);
}

export function toAccount(record: AccountRecord): Account {
  return {
    name: record.name,
    display_name: record.displayName,
    roles: record.roles,
    disabled: record.disabled,
    must_change: record.mustChange,
    locked_until: record.lockedUntil,
    last_sign_in: record.lastSignIn,
    password_expires: expiryOf(record.passwordSetAt).toISOString(),
    created: record.created,
    changed: record.changed,
  };
}

/** False in a single-user archive, where the system user is the actor and nobody signs in. */
export function hasAccounts(db: ReadableDb): boolean {
  return db.get('SELECT 1 AS one FROM archive.account LIMIT 1') !== undefined;
}

export function findAccount(db: ReadableDb, name: string): AccountRecord | undefined {
  const row = db.get<AccountRow>(`${SELECT} WHERE a.name_key = ?`, [nameKey(name)]);
  return row && toRecord(row);
}

/** @throws ArchiveError NOT_FOUND */
export function getAccount(db: ReadableDb, name: string): AccountRecord {
  const record = findAccount(db, name);
  if (record === undefined) throw new ArchiveError('NOT_FOUND', '账户');
  return record;
}

/** All accounts as stored, in the order of their making. */
export function allAccounts(db: ReadableDb): AccountRecord[] {
  return db.all<AccountRow>(`${SELECT} ORDER BY a.created, a.name_key`).map(toRecord);
}

/** All accounts in the order of their making. */
export function listAccounts(db: ReadableDb): Account[] {
  return allAccounts(db).map(toAccount);
}

/** Whether somebody of this kind, other than the account `but`, is not disabled. */
function hasEnabled(db: ReadableDb, kind: Administrator, but?: string): boolean {
  return allAccounts(db).some((record) => record.roles.includes(kind) && !record.disabled && record.key !== but);
}

/** @throws ArchiveError LAST_ADMIN where nobody enabled would be left of one of these kinds */
function requireOthers(db: ReadableDb, record: AccountRecord, kinds: readonly Administrator[]): void {
  if (record.disabled) return;
  for (const kind of kinds) if (!hasEnabled(db, kind, record.key)) throw new ArchiveError('LAST_ADMIN', record.name);
}

/** Nobody widens or narrows his own rights. @throws ArchiveError FORBIDDEN */
function requireAnother(caller: Caller, record: AccountRecord): void {
  if (nameKey(caller.actor) === record.key) throw new ArchiveError('FORBIDDEN', '不能更改自己的账户');
}

export interface NewAccount {
  name: string;
  /** The person's name as shown; the account's name where left out. */
  displayName?: string | undefined;
  /** Left out: none, or for the first account secadmin. */
  roles?: readonly Role[] | undefined;
  password: string;
}

/**
 * Adds an account. The first one must be a secadmin; from then on everybody signs in. Whoever gets a password from
 * somebody else must change it at the first sign-in.
 * @throws ArchiveError BAD_ACCOUNT_NAME, ACCOUNT_NAME_MISLEADING, ACCOUNT_EXISTS, ROLE_CONFLICT, FIRST_ACCOUNT, FORBIDDEN, WEAK_PASSWORD
 */
export async function addAccount(
  db: ArchiveDb,
  caller: Caller,
  added: NewAccount,
  now: Date = new Date(),
): Promise<Account> {
  const { name, displayName } = properNames(added);
  const rolesFor = (tx: ReadableDb): { roles: Role[]; first: boolean } => {
    if (!hasAccounts(tx)) return { roles: requireFirstRoles(added.roles ?? ['secadmin']), first: true };
    const roles = requireSeparated(added.roles ?? []);
    requireMayAdd(caller.roles, roles, hasEnabled(tx, 'sysadmin'));
    requireNameFree(tx, name);
    requirePersonFree(tx, name, displayName);
    return { roles, first: false };
  };
  rolesFor(db.read);
  await requireStrongPassword(added.password, [name, displayName]);
  const hash = await hashPassword(added.password);
  return db.transaction((tx) => {
    // Once more: another account may have been made while the password was hashed.
    const { roles, first } = rolesFor(tx);
    return insertAccount(tx, caller, { name, displayName, roles, hash, mustChange: !first }, now);
  });
}

/** A proper account name, and the person's name beside it. @throws ArchiveError BAD_ACCOUNT_NAME, ACCOUNT_NAME_MISLEADING */
export function properNames(given: Pick<NewAccount, 'name' | 'displayName'>): { name: string; displayName: string } {
  const name = properName(given.name);
  return { name, displayName: properDisplayName(given.displayName, name) };
}

/** Puts an account there, with its row of the log. Everything about it has been checked. */
export function insertAccount(
  tx: WritableDb,
  caller: Caller,
  added: { name: string; displayName: string; roles: readonly Role[]; hash: string; mustChange: boolean },
  now: Date,
): Account {
  const { name, displayName, roles, hash } = added;
  const at = now.toISOString();
  tx.run(
    `INSERT INTO archive.account (name_key, name, display_name, roles, must_change, created, changed)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [nameKey(name), name, displayName, JSON.stringify(roles), added.mustChange ? 1 : 0, at, at],
  );
  storePassword(tx, nameKey(name), hash, at);
  const detail = { display_name: displayName, roles, credential_sha256: credentialDigest(hash) };
  appendAudit(tx, { actor: caller.actor, action: 'account.add', subject: name, detail }, now);
  return toAccount(getAccount(tx, name));
}

/** Only those hashes are kept that reuse is checked against: an old one is of use to a thief alone. */
export function storePassword(tx: WritableDb, key: string, hash: string, at: string): void {
  const newest = tx.get<{ seq: number | null }>(
    'SELECT max(seq) AS seq FROM archive.account_password WHERE name_key = ?',
    [key],
  );
  const seq = (newest?.seq ?? 0) + 1;
  tx.run('INSERT INTO archive.account_password (name_key, seq, set_at, hash) VALUES (?, ?, ?, ?)', [
    key,
    seq,
    at,
    hash,
  ]);
  const stored = storedPasswords(tx, key);
  const forgotten = stored[rememberedCount(stored.map((one) => one.set_at))];
  if (forgotten === undefined) return;
  tx.run('DELETE FROM archive.account_password WHERE name_key = ? AND seq <= ?', [key, forgotten.seq]);
}

/** The newest first. */
function storedPasswords(db: ReadableDb, key: string): { seq: number; set_at: string; hash: string }[] {
  return db.all('SELECT seq, set_at, hash FROM archive.account_password WHERE name_key = ? ORDER BY seq DESC', [key]);
}

/**
 * A new password's hash, once it is known to be strong and to be none that is remembered.
 * @param own false where somebody else sets it, who must not learn whether a guess of his was an earlier password: it serves
 *   for one sign-in, at which the person sets another
 * @throws ArchiveError WEAK_PASSWORD, PASSWORD_TOO_OFTEN; PASSWORD_REUSED for one's own
 */
export async function newPasswordHash(
  db: ReadableDb,
  record: AccountRecord,
  password: string,
  { own, now }: { own: boolean; now: Date },
): Promise<string> {
  await requireStrongPassword(password, [record.name, record.displayName]);
  const stored = storedPasswords(db, record.key);
  const today = stored.filter((one) => dayOf(one.set_at) === dayOf(now.toISOString()));
  if (today.length >= MOST_CHANGES_A_DAY) throw new ArchiveError('PASSWORD_TOO_OFTEN');
  const hashes = stored.map((one) => one.hash);
  if (own && (await isReused(password, hashes))) throw new ArchiveError('PASSWORD_REUSED');
  return hashPassword(password);
}

/** One change of an account with its audit row. `act` answers the detail of the row, or undefined where nothing changes. */
function change(
  db: ArchiveDb,
  caller: Caller,
  name: string,
  action: AuditAction,
  now: Date,
  act: (tx: WritableDb, record: AccountRecord) => object | undefined,
): Account {
  return db.transaction((tx) => {
    const record = getAccount(tx, name);
    const detail = act(tx, record);
    if (detail !== undefined) {
      tx.run('UPDATE archive.account SET changed = ? WHERE name_key = ?', [now.toISOString(), record.key]);
      appendAudit(tx, { actor: caller.actor, action, subject: record.name, detail }, now);
    }
    return toAccount(getAccount(tx, name));
  });
}

/** Disables or enables an account. @throws ArchiveError NOT_FOUND, FORBIDDEN (one's own), LAST_ADMIN */
export function setDisabled(
  db: ArchiveDb,
  caller: Caller,
  name: string,
  disabled: boolean,
  now: Date = new Date(),
): Account {
  return change(db, caller, name, disabled ? 'account.disable' : 'account.enable', now, (tx, record) => {
    requireAnother(caller, record);
    if (record.disabled === disabled) return undefined;
    if (disabled) requireOthers(tx, record, administratorsIn(record.roles));
    tx.run('UPDATE archive.account SET disabled = ? WHERE name_key = ?', [disabled ? 1 : 0, record.key]);
    return {};
  });
}

/** Gives an account exactly these roles. @throws ArchiveError NOT_FOUND, FORBIDDEN (one's own), ROLE_CONFLICT, LAST_ADMIN */
export function setRoles(
  db: ArchiveDb,
  caller: Caller,
  name: string,
  roles: readonly Role[],
  now: Date = new Date(),
): Account {
  const wanted = requireSeparated(roles);
  return change(db, caller, name, 'account.roles', now, (tx, record) => {
    requireAnother(caller, record);
    if (JSON.stringify(record.storedRoles) === JSON.stringify(wanted)) return undefined;
    requireOthers(
      tx,
      record,
      administratorsIn(record.roles).filter((kind) => !wanted.includes(kind)),
    );
    tx.run('UPDATE archive.account SET roles = ? WHERE name_key = ?', [JSON.stringify(wanted), record.key]);
    return { from: record.storedRoles, to: wanted };
  });
}

/** Ends the lock after failed sign-ins. @throws ArchiveError NOT_FOUND */
export function unlock(db: ArchiveDb, caller: Caller, name: string, now: Date = new Date()): Account {
  return change(db, caller, name, 'account.unlock', now, (tx, record) => {
    if (record.lockedUntil === null && record.failures === 0) return undefined;
    tx.run('UPDATE archive.account SET failures = 0, locked_until = NULL WHERE name_key = ?', [record.key]);
    return { locked_until: record.lockedUntil };
  });
}

/**
 * Sets a password. Who calls has shown that it is his own, or has the right to set another's; one set by somebody else
 * must be changed at the next sign-in.
 * @throws ArchiveError NOT_FOUND, WEAK_PASSWORD, PASSWORD_REUSED, PASSWORD_TOO_OFTEN
 */
export async function changePassword(
  db: ArchiveDb,
  caller: Caller,
  name: string,
  password: string,
  now: Date = new Date(),
): Promise<Account> {
  const record = getAccount(db.read, name);
  const own = nameKey(caller.actor) === record.key;
  const hash = await newPasswordHash(db.read, record, password, { own, now });
  return change(db, caller, name, 'account.password', now, (tx, { key }) => {
    storePassword(tx, key, hash, now.toISOString());
    tx.run('UPDATE archive.account SET must_change = ? WHERE name_key = ?', [own ? 0 : 1, key]);
    return { own, credential_sha256: credentialDigest(hash) };
  });
}
