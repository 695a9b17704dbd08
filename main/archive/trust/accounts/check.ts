/**
 * Accounts against the audit log: what an account is must be what the log says was done to it. Somebody who changes the
 * file itself, to give himself a role or another a password, or takes all accounts out, shows here.
 */
import { readRecord } from '../../../../shared/model/stored.ts';
import type { ReadableDb } from '../../storage/types.ts';
import { canonicalJson } from '../canonical.ts';
import { allAccounts, credentialDigest, type AccountRecord } from './accounts.ts';
import { loggedSheet, validSheet } from './recovery-sheet.ts';

export interface AccountProblem {
  /** The account's name. */
  id: string;
  message: string;
}

/** An account as the log tells. */
interface Logged {
  roles: string;
  disabled: boolean;
  /** Null where the program that wrote the row did not say (schema version 2). */
  credential: string | null;
}

const credentialIn = ({ credential_sha256: told }: Readonly<Record<string, unknown>>): string | null =>
  typeof told === 'string' ? told : null;

/** The accounts as the log tells of them, made by going through its rows in their order. */
export class LoggedAccounts {
  readonly #accounts = new Map<string, Logged>();
  #sheet: string | null = null;

  /** Takes note of one row; rows about anything else are passed over. */
  add({ action, subject, detail: text }: { action: string; subject: string | null; detail: string }): void {
    if (!action.startsWith('account.')) return;
    // A row that does not parse is reported as changed.
    const detail = readRecord(text);
    if (action === 'account.recovery_sheet') this.#sheet = credentialIn(detail) === null ? null : canonicalJson(detail);
    if (subject === null) return;
    const before = this.#accounts.get(subject) ?? { roles: '[]', disabled: false, credential: null };
    switch (action) {
      case 'account.add':
        this.#accounts.set(subject, {
          roles: JSON.stringify(detail['roles']),
          disabled: false,
          credential: credentialIn(detail),
        });
        break;
      case 'account.roles':
        this.#accounts.set(subject, { ...before, roles: JSON.stringify(detail['to']) });
        break;
      case 'account.disable':
      case 'account.enable':
        this.#accounts.set(subject, { ...before, disabled: action === 'account.disable' });
        break;
      case 'account.recover':
        this.#sheet = null;
        this.#accounts.set(subject, { ...before, credential: credentialIn(detail) });
        break;
      case 'account.password':
        this.#accounts.set(subject, { ...before, credential: credentialIn(detail) });
        break;
    }
  }

  /** The recovery sheet that is valid, as its row of the log tells of it; null where none is. */
  get sheet(): string | null {
    return this.#sheet;
  }

  /** By name. */
  all(): Map<string, Logged> {
    return new Map(this.#accounts);
  }
}

/** What the whole log tells. */
function replay(db: ReadableDb): LoggedAccounts {
  const logged = new LoggedAccounts();
  const rows = db.iterate<{ action: string; subject: string | null; detail: string }>(
    `SELECT action, subject, detail FROM archive.audit WHERE action LIKE 'account.%' ORDER BY seq`,
  );
  for (const row of rows) logged.add(row);
  return logged;
}

function differences(record: AccountRecord, logged: Logged): string[] {
  return [
    ...(JSON.stringify(record.storedRoles) === logged.roles ? [] : ['角色']),
    ...(record.disabled === logged.disabled ? [] : ['停用状态']),
    ...([null, credentialDigest(record.passwordHash)].includes(logged.credential) ? [] : ['密码']),
  ];
}

/**
 * Every account that is not as the log says, is missing, or is not in the log. Empty where all agree.
 * @param told what the log tells, where the caller has gone through it already
 */
export function checkAccounts(db: ReadableDb, told: LoggedAccounts = replay(db)): AccountProblem[] {
  const logged = told.all();
  const problems: AccountProblem[] = [];
  for (const record of allAccounts(db)) {
    const account = logged.get(record.name);
    logged.delete(record.name);
    const found = account === undefined ? undefined : differences(record, account);
    if (found === undefined) problems.push({ id: record.name, message: `账户 ${record.name} 不在审计日志中` });
    else if (found.length > 0) {
      problems.push({ id: record.name, message: `账户 ${record.name} 的${found.join('、')}与审计日志不符` });
    }
  }
  for (const name of logged.keys()) problems.push({ id: name, message: `账户 ${name} 在审计日志中有记录而库中没有` });
  if (storedSheet(db) !== told.sheet) problems.push({ id: '恢复单', message: '恢复单与审计日志不符' });
  return problems;
}

/** The recovery sheet as a row of the log would tell of it; null where there is none, or an earlier schema version has no place for one. */
function storedSheet(db: ReadableDb): string | null {
  if (db.get("SELECT 1 AS one FROM archive.sqlite_schema WHERE name = 'recovery_sheet'") === undefined) return null;
  const sheet = validSheet(db);
  return sheet === undefined ? null : canonicalJson(loggedSheet(sheet));
}
