/** What of an archive's accounts goes over into the backup that takes its place: nobody gets rid of them, or of a lock, by a restore. */
import { ROLES } from '../../../../shared/contract/index.ts';
import type { ReadableDb, SqlRow, WritableDb } from '../../storage/types.ts';
import { appendAudit } from '../audit.ts';
import { allAccounts, credentialDigest, hasAccounts, type AccountRecord } from './accounts.ts';
import { putSheet, validSheet, type StoredSheet } from './recovery-sheet.ts';

export interface PresentAccounts {
  records: AccountRecord[];
  /** Rows as stored. */
  accounts: SqlRow[];
  passwords: SqlRow[];
  sheet: StoredSheet | undefined;
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
    for (const { key, failures, lockedUntil } of from.records) {
      tx.run('UPDATE archive.account SET failures = ?, locked_until = ? WHERE name_key = ?', [
        failures,
        lockedUntil,
        key,
      ]);
    }
  }
  if (validSheet(tx)?.hash !== from.sheet?.hash) putSheet(tx, actor, from.sheet, now);
  return taken;
}

function takeOver(tx: WritableDb, from: PresentAccounts, actor: string, now: Date): void {
  for (const row of from.accounts) insert(tx, 'account', row);
  for (const row of from.passwords) insert(tx, 'account_password', row);
  for (const { name, displayName, roles, disabled, passwordHash } of from.records) {
    const detail = {
      display_name: displayName,
      roles: ROLES.filter((role) => roles.includes(role)),
      credential_sha256: credentialDigest(passwordHash),
      carried: true,
    };
    appendAudit(tx, { actor, action: 'account.add', subject: name, detail }, now);
    if (disabled) appendAudit(tx, { actor, action: 'account.disable', subject: name }, now);
  }
}
