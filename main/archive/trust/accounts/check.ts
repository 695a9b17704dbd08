/**
 * Accounts against the audit log: what an account is must be what the log says was done to it. Somebody who changes the
 * file itself, to give himself a role or another a password, or takes all accounts out, shows here.
 */
import type { ReadableDb } from '../../storage/types.ts';
import { canonicalJson } from '../canonical.ts';
import { sameStored } from '../half-characters.ts';
import { nameKey } from './account-names.ts';
import { allAccounts, credentialDigest, type AccountRecord } from './accounts.ts';
import { LoggedAccounts, type AccountRow, type LoggedAccount } from './logged-accounts.ts';
import { rememberedCount } from './passwords.ts';
import { loggedSheet, validSheet } from './recovery-sheet.ts';
import { MOST_FAILURES } from './sign-in.ts';

export interface AccountProblem {
  /** The account's name. */
  id: string;
  message: string;
  /** True where it may be what a crash left, and does no harm. */
  harmless?: true;
}

/** What the whole log tells. */
function replay(db: ReadableDb): LoggedAccounts {
  const logged = new LoggedAccounts();
  const rows = db.iterate<AccountRow>(
    `SELECT at, action, subject, detail FROM archive.audit
     WHERE action LIKE 'account.%' OR action LIKE 'session.%' ORDER BY seq`,
  );
  for (const row of rows) logged.add(row);
  return logged;
}

interface StoredPassword {
  seq: number;
  set_at: string;
  hash: string;
}

/** The first programs remembered five passwords; later ones those of the last days on which one was set, which are more. */
const FEWEST_REMEMBERED = 5;

/** Stored are the present password and the latest before it, numbered as they were set. */
function arePasswordsRight(db: ReadableDb, key: string, { passwords }: LoggedAccount): boolean {
  const stored = db.all<StoredPassword>(
    'SELECT seq, set_at, hash FROM archive.account_password WHERE name_key = ? ORDER BY seq',
    [key],
  );
  const most = rememberedCount(passwords.map(({ setAt }) => setAt).reverse());
  if (stored.length > most || stored.length < Math.min(FEWEST_REMEMBERED, most)) return false;
  const told = passwords.slice(passwords.length - stored.length);
  return stored.every(({ seq, set_at, hash }, at) => {
    const one = told[at];
    const same = one?.credential === null || one?.credential === credentialDigest(hash);
    return seq === one?.seq && set_at === one.setAt && same;
  });
}

/** A try is counted before its row is written: after a crash there may be more counted than the log tells, never fewer. */
function countOf(record: AccountRecord, logged: LoggedAccount): 'right' | 'more' | 'wrong' {
  if (record.failures === logged.failures) return record.lockedUntil === logged.lockedUntil ? 'right' : 'wrong';
  const locked = record.lockedUntil !== null;
  return record.failures > logged.failures && locked === record.failures >= MOST_FAILURES ? 'more' : 'wrong';
}

function differences(db: ReadableDb, record: AccountRecord, logged: LoggedAccount): string[] {
  const is = (same: boolean, what: string): string[] => (same ? [] : [what]);
  return [
    ...is(record.key === nameKey(record.name), '用户名的比较形式'),
    ...is(logged.displayName === undefined || sameStored(record.displayName, logged.displayName), '姓名'),
    ...is(record.rolesText === logged.roles, '角色'),
    ...is(record.disabled === logged.disabled, '停用状态'),
    ...is(record.mustChange === logged.mustChange, '须改密码的标记'),
    ...is(countOf(record, logged) !== 'wrong', '登录失败次数或锁定时间'),
    ...is(record.lastSignIn === logged.lastSignIn, '最近登录时间'),
    ...is(record.created === logged.created && record.changed === logged.changed, '新建或更改时间'),
    ...is(arePasswordsRight(db, record.key, logged), '密码'),
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
    const found = account === undefined ? undefined : differences(db, record, account);
    if (found === undefined) problems.push({ id: record.name, message: `账户 ${record.name} 不在审计日志中` });
    else if (found.length > 0) {
      problems.push({ id: record.name, message: `账户 ${record.name} 的${found.join('、')}与审计日志不符` });
    }
    if (account !== undefined && countOf(record, account) === 'more') {
      const message = `账户 ${record.name} 的登录失败次数比审计日志多：程序曾在登录中途终止，或计数被改动`;
      problems.push({ id: record.name, message, harmless: true });
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
