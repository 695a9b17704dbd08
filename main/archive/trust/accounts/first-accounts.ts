/** From none to the first two accounts in one act: nothing is half done, and there is somebody who works with letters. */
import type { Account } from '../../../../shared/contract/index.ts';
import { ArchiveError, errorFromReport } from '../../../../shared/errors.ts';
import type { ArchiveDb } from '../../storage/archive-db.ts';
import { requirePersonUnlike, requireUnlike } from './account-names.ts';
import {
  hasAccounts,
  insertAccount,
  properNames,
  type AccountRecord,
  type Caller,
  type NewAccount,
} from './accounts.ts';
import { hashPassword, requireStrongPassword } from './passwords.ts';

type FirstPerson = Omit<NewAccount, 'roles'>;

/** A person as he will be stored. @throws ArchiveError BAD_ACCOUNT_NAME, ACCOUNT_NAME_MISLEADING, WEAK_PASSWORD */
async function checked(person: FirstPerson): Promise<Pick<AccountRecord, 'name' | 'displayName'> & { hash: string }> {
  const names = properNames(person);
  try {
    await requireStrongPassword(person.password, [names.name, names.displayName]);
  } catch (thrown) {
    if (!(thrown instanceof ArchiveError)) throw thrown;
    // Two passwords come at once: which of them it is about.
    throw errorFromReport({ code: thrown.code, message: `${names.name}：${thrown.message}` });
  }
  return { ...names, hash: await hashPassword(person.password) };
}

/**
 * Makes the security administrator, who grants roles, and the archivist, who changes his password at his first sign-in.
 * @throws ArchiveError ACCOUNTS_ENABLED, ACCOUNT_EXISTS, BAD_ACCOUNT_NAME, ACCOUNT_NAME_MISLEADING, WEAK_PASSWORD
 */
export async function enableAccounts(
  db: ArchiveDb,
  caller: Caller,
  people: { secadmin: FirstPerson; archivist: FirstPerson },
  now: Date = new Date(),
): Promise<{ secadmin: Account; archivist: Account }> {
  const requireNone = (): void => {
    if (hasAccounts(db.read)) throw new ArchiveError('ACCOUNTS_ENABLED');
  };
  requireNone();
  const secadmin = await checked(people.secadmin);
  const archivist = await checked(people.archivist);
  requireUnlike([secadmin.name], archivist.name);
  const first = { name: secadmin.name, display_name: secadmin.displayName };
  requirePersonUnlike([first], archivist.name, archivist.displayName);
  return db.transaction((tx) => {
    // Once more: another account may have been made while the passwords were hashed.
    requireNone();
    return {
      secadmin: insertAccount(tx, caller, { ...secadmin, roles: ['secadmin'], mustChange: false }, now),
      archivist: insertAccount(tx, caller, { ...archivist, roles: ['archivist'], mustChange: true }, now),
    };
  });
}
