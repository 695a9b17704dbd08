/** What of an archive's accounts goes over into the backup that takes its place: nobody gets rid of them, or of a lock, by a restore. */
import { ROLES } from '../../../../shared/contract/index.ts';
import type { ReadableDb, SqlRow, WritableDb } from '../../storage/types.ts';
import { appendAudit } from '../audit.ts';
import { allAccounts, credentialDigest, hasAccounts, type AccountRecord } from './accounts.ts';
import { putSheet, validSheet, type StoredSheet } from './recovery-sheet.ts';
import type { Tries } from './unknown-names.ts';

export interface PresentAccounts {
  records: AccountRecord[];
  /** Rows as stored. */
  accounts: SqlRow[];
  passwords: SqlRow[];
  sheet: StoredSheet | undefined;
}

/** An account as the row of its carrying over tells of it. */
export interface CarriedState {
  must_change: boolean;
  failures: number;
  locked_until: string | null;
  last_sign_in: string | null;
  created: string;
  changed: string;
  /** Those that are remembered, the oldest first. */
  passwords: { seq: number; set_at: string; sha256: string }[];
}

/** @returns undefined where there are none */
export function presentAccounts(db: ReadableDb): PresentAccounts | undefined {
  if (!hasAccounts(db)) return undefined;
  return {
    records: allAccounts(db),
    accounts: db.all<SqlRow>('SELECT * FROM archive.account'),
    passwords: db.all<SqlRow>('SELECT * FROM archive.account_password'),
    sheet: validSheet(db),
  };
}

function insert(tx: WritableDb, table: string, row: SqlRow): void {
  const columns = Object.keys(row);
  tx.run(
    `INSERT INTO archive.${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    Object.values(row),
  );
}

/**
 * A backup without accounts gets those of the archive that it replaces. One with accounts keeps its own; locks and failed tries go
 * over. The recovery sheet that is valid stays valid, and no used one becomes so again.
 * @returns whether the accounts themselves were taken over
 */
export function carryOver(tx: WritableDb, from: PresentAccounts, actor: string, now: Date): boolean {
  const taken = !hasAccounts(tx);
  if (taken) takeOver(tx, from, actor, now);
  else {
    for (const { key, failures, lockedUntil } of from.records)
      carryTries(tx, key, { failures, lockedUntil }, actor, now);
  }
  if (validSheet(tx)?.hash !== from.sheet?.hash) putSheet(tx, actor, from.sheet, now);
  return taken;
}

/** Failed tries and a lock go over; the log, which tells of those before the backup only, tells of that. */
function carryTries(tx: WritableDb, key: string, tries: Tries, actor: string, now: Date): void {
  const there = tx.get<{ name: string; failures: number; locked_until: string | null }>(
    'SELECT name, failures, locked_until FROM archive.account WHERE name_key = ?',
    [key],
  );
  const { failures, lockedUntil } = tries;
  if (there === undefined || (there.failures === failures && there.locked_until === lockedUntil)) return;
  tx.run('UPDATE archive.account SET failures = ?, locked_until = ? WHERE name_key = ?', [failures, lockedUntil, key]);
  const detail = { failures, locked_until: lockedUntil };
  appendAudit(tx, { actor, action: 'session.tries_carried', subject: there.name, detail }, now);
}

function takeOver(tx: WritableDb, from: PresentAccounts, actor: string, now: Date): void {
  for (const row of from.accounts) insert(tx, 'account', row);
  for (const row of from.passwords) insert(tx, 'account_password', row);
  for (const record of from.records) {
    const { name, displayName, roles, disabled, passwordHash } = record;
    const detail = {
      display_name: displayName,
      roles: ROLES.filter((role) => roles.includes(role)),
      credential_sha256: credentialDigest(passwordHash),
      carried: true,
      account: stateOf(record, from.passwords),
    };
    appendAudit(tx, { actor, action: 'account.add', subject: name, detail }, now);
    if (disabled) appendAudit(tx, { actor, action: 'account.disable', subject: name }, now);
  }
}

/** What an account was when it was carried over: the rows that tell how it became so are in the log that was replaced. */
function stateOf(record: AccountRecord, passwords: readonly SqlRow[]): CarriedState {
  const own = passwords.filter((row) => row['name_key'] === record.key);
  return {
    must_change: record.mustChange,
    failures: record.failures,
    locked_until: record.lockedUntil,
    last_sign_in: record.lastSignIn,
    created: record.created,
    changed: record.changed,
    passwords: own
      .map(({ seq, set_at, hash }) => ({
        seq: Number(seq),
        set_at: String(set_at),
        sha256: credentialDigest(String(hash)),
      }))
      .sort((a, b) => a.seq - b.seq),
  };
}
