/** Who may use which call: the contract's roles, checked in the engine for window and command line alike. */
import { CONTRACT, type CallName, type Role } from '../../../../shared/contract/index.ts';
import { ArchiveError } from '../../../../shared/errors.ts';
import type { ReadableDb } from '../../storage/types.ts';
import { findAccount, hasAccounts } from './accounts.ts';
import type { Session } from './sign-in.ts';

/** Whether one of these roles may use a call. */
export function mayCall(roles: readonly Role[], name: CallName): boolean {
  return CONTRACT[name].roles.some((role) => roles.includes(role));
}

/** Whether a call is answered before anybody has signed in. */
export function isOpen(name: CallName): boolean {
  return CONTRACT[name].open === true;
}

/**
 * Lets a call pass or refuses it. Without accounts the one user may do everything. With them the account as it is now
 * counts, not as it was at sign-in: rights taken away are gone at once.
 * @param session who is signed in; null where nobody is
 * @throws ArchiveError SIGN_IN_REQUIRED, FORBIDDEN
 */
export function requireRight(session: Session | null, name: CallName, db: ReadableDb): void {
  if (isOpen(name) || !hasAccounts(db)) return;
  const account = session === null ? undefined : findAccount(db, session.account);
  if (account === undefined || account.disabled) throw new ArchiveError('SIGN_IN_REQUIRED');
  if (!mayCall(account.roles, name)) throw new ArchiveError('FORBIDDEN');
}
