/** The accounts as the audit log tells of them, made by going through its rows in their order. */
import { z } from 'zod';
import { readRecord } from '../../../../shared/model/stored.ts';
import { canonicalJson } from '../canonical.ts';
import { LOCK_MS, MOST_FAILURES } from './sign-in.ts';

/** A password as the log tells. */
export interface LoggedPassword {
  seq: number;
  setAt: string;
  /** The digest of what is stored; null where the program that wrote the row did not say (schema version 2). */
  credential: string | null;
}

/** An account as the log tells. */
export interface LoggedAccount {
  /** undefined where no row tells it. */
  displayName: string | undefined;
  roles: string;
  disabled: boolean;
  mustChange: boolean;
  failures: number;
  lockedUntil: string | null;
  lastSignIn: string | null;
  created: string;
  changed: string;
  /** In their order, the present one last. */
  passwords: LoggedPassword[];
}

type Detail = ReturnType<typeof readRecord>;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const credentialIn = (detail: Detail): string | null => textOf(detail['credential_sha256']) ?? null;

export interface AccountRow {
  at: string;
  action: string;
  subject: string | null;
  detail: string;
}

/** What an account that was carried over from a replaced archive was then (carry-over.ts). */
const carriedSchema = z.object({
  must_change: z.boolean(),
  failures: z.number(),
  locked_until: z.string().nullable(),
  last_sign_in: z.string().nullable(),
  created: z.string(),
  changed: z.string(),
  passwords: z.array(z.object({ seq: z.number(), set_at: z.string(), sha256: z.string() })),
});

/** Reasons of failed sign-ins that were counted, and those that show that the password was right. */
const WRONG = new Set(['WRONG_PASSWORD', 'ACCOUNT_LOCKED']);
const RIGHT = new Set(['ACCOUNT_DISABLED', 'PASSWORD_EXPIRED']);

function newAccount(at: string, detail: Detail, isFirst: boolean): LoggedAccount {
  const about = {
    displayName: textOf(detail['display_name']),
    roles: JSON.stringify(detail['roles']),
    disabled: false,
  };
  const carried = carriedSchema.safeParse(detail['account']);
  if (carried.success) {
    const { data } = carried;
    return {
      ...about,
      mustChange: data.must_change,
      failures: data.failures,
      lockedUntil: data.locked_until,
      lastSignIn: data.last_sign_in,
      created: data.created,
      changed: data.changed,
      passwords: data.passwords.map(({ seq, set_at, sha256 }) => ({ seq, setAt: set_at, credential: sha256 })),
    };
  }
  return {
    ...about,
    // Whoever makes the first account chooses its password for himself.
    mustChange: !isFirst,
    failures: 0,
    lockedUntil: null,
    lastSignIn: null,
    created: at,
    changed: at,
    passwords: [{ seq: 1, setAt: at, credential: credentialIn(detail) }],
  };
}

function endTries(account: LoggedAccount): void {
  account.failures = 0;
  account.lockedUntil = null;
}

function setPassword(account: LoggedAccount, at: string, detail: Detail): void {
  const seq = (account.passwords.at(-1)?.seq ?? 0) + 1;
  account.passwords.push({ seq, setAt: at, credential: credentialIn(detail) });
}

export class LoggedAccounts {
  readonly #accounts = new Map<string, LoggedAccount>();
  #sheet: string | null = null;

  /** Takes note of one row; rows about anything else are passed over. */
  add({ at, action, subject, detail: text }: AccountRow): void {
    const isAccount = action.startsWith('account.');
    if (!isAccount && !action.startsWith('session.')) return;
    // A row that does not parse is reported as changed.
    const detail = readRecord(text);
    if (action === 'account.recovery_sheet') this.#sheet = credentialIn(detail) === null ? null : canonicalJson(detail);
    if (action === 'account.recover') this.#sheet = null;
    if (subject === null) return;
    if (action === 'account.add') this.#accounts.set(subject, newAccount(at, detail, this.#accounts.size === 0));
    const account = this.#accounts.get(subject);
    if (account === undefined) return;
    if (isAccount) noteAct(account, at, action, detail);
    else noteSession(account, at, action, detail);
  }

  /** The recovery sheet that is valid, as its row of the log tells of it; null where none is. */
  get sheet(): string | null {
    return this.#sheet;
  }

  /** By name. */
  all(): Map<string, LoggedAccount> {
    return new Map(this.#accounts);
  }
}

function noteAct(account: LoggedAccount, at: string, action: string, detail: Detail): void {
  switch (action) {
    case 'account.roles':
      account.roles = JSON.stringify(detail['to']);
      break;
    case 'account.disable':
    case 'account.enable':
      account.disabled = action === 'account.disable';
      break;
    case 'account.unlock':
      endTries(account);
      break;
    case 'account.recover':
      endTries(account);
      account.mustChange = false;
      setPassword(account, at, detail);
      break;
    case 'account.password':
      account.mustChange = detail['own'] !== true;
      // Who changes his own has given the present one.
      if (detail['own'] === true) endTries(account);
      setPassword(account, at, detail);
      break;
    default:
      return;
  }
  account.changed = at;
}

/** Five wrong passwords lock; a right one ends the count, whatever else then forbids to sign in. */
function noteSession(account: LoggedAccount, at: string, action: string, detail: Detail): void {
  const code = action === 'session.sign_in_failed' ? String(detail['code']) : '';
  if (action === 'session.sign_in') account.lastSignIn = at;
  if (action === 'session.sign_in' || action === 'session.tries_ended' || RIGHT.has(code)) endTries(account);
  else if (action === 'session.tries_carried') {
    account.failures = Number(detail['failures']);
    account.lockedUntil = textOf(detail['locked_until']) ?? null;
  } else if (WRONG.has(code)) {
    // Refused while the lock lasted: not counted.
    if (account.lockedUntil !== null && at < account.lockedUntil) return;
    account.failures = (account.lockedUntil === null ? account.failures : 0) + 1;
    account.lockedUntil = account.failures >= MOST_FAILURES ? new Date(Date.parse(at) + LOCK_MS).toISOString() : null;
  }
}
