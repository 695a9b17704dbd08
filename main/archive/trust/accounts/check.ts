/**
 * Accounts against the audit log: what an account is must be what the log says was done to it. Somebody who changes the
 * file itself, to give himself a role or another a password, or takes all accounts out, shows here.
 */
import type { ReadableDb } from '../../storage/types.ts';
import { allAccounts, credentialDigest, type AccountRecord } from './accounts.ts';

export interface AccountProblem {
  /** The account's name. */
  id: string;
  message: string;
}

/** An account as the log tells. */
interface Logged {
  roles: string;
  disabled: boolean;
  credential: string;
}

type Detail = Readonly<Record<string, unknown>>;

function parseDetail(text: string): Detail {
  try {
    const detail: unknown = JSON.parse(text);
    return typeof detail === 'object' && detail !== null ? (detail as Detail) : {};
  } catch {
    return {}; // the check of the audit log itself reports a row that was changed
  }
}

/** The accounts that the log tells of, by name. */
function replay(db: ReadableDb): Map<string, Logged> {
  const accounts = new Map<string, Logged>();
  const rows = db.iterate<{ action: string; subject: string; detail: string }>(
    `SELECT action, subject, detail FROM archive.audit WHERE action LIKE 'account.%' AND subject IS NOT NULL ORDER BY seq`,
  );
  for (const { action, subject, detail: text } of rows) {
    const detail = parseDetail(text);
    const before = accounts.get(subject) ?? { roles: '[]', disabled: false, credential: '' };
    switch (action) {
      case 'account.add':
        accounts.set(subject, {
          roles: JSON.stringify(detail['roles']),
          disabled: false,
          credential: String(detail['credential_sha256']),
        });
        break;
      case 'account.roles':
        accounts.set(subject, { ...before, roles: JSON.stringify(detail['to']) });
        break;
      case 'account.disable':
      case 'account.enable':
        accounts.set(subject, { ...before, disabled: action === 'account.disable' });
        break;
      case 'account.password':
        accounts.set(subject, { ...before, credential: String(detail['credential_sha256']) });
        break;
    }
  }
  return accounts;
}

function differences(record: AccountRecord, logged: Logged): string[] {
  return [
    ...(JSON.stringify(record.roles) === logged.roles ? [] : ['角色']),
    ...(record.disabled === logged.disabled ? [] : ['停用状态']),
    ...(credentialDigest(record.passwordHash) === logged.credential ? [] : ['密码']),
  ];
}

/** Every account that is not as the log says, is missing, or is not in the log. Empty where all agree. */
export function checkAccounts(db: ReadableDb): AccountProblem[] {
  const logged = replay(db);
  const problems: AccountProblem[] = [];
  for (const record of allAccounts(db)) {
    const told = logged.get(record.name);
    logged.delete(record.name);
    const found = told === undefined ? undefined : differences(record, told);
    if (found === undefined) problems.push({ id: record.name, message: `账户 ${record.name} 不在审计日志中` });
    else if (found.length > 0) {
      problems.push({ id: record.name, message: `账户 ${record.name} 的${found.join('、')}与审计日志不符` });
    }
  }
  for (const name of logged.keys()) problems.push({ id: name, message: `账户 ${name} 在审计日志中有记录而库中没有` });
  return problems;
}
