/** Answers the contract's calls on accounts and sessions. */
import type { ACCOUNT_CALLS } from '../../../../shared/contract/index.ts';
import { ArchiveError } from '../../../../shared/errors.ts';
import type { HandlersOf } from '../../host/handlers.ts';
import type { ArchiveDb } from '../../storage/archive-db.ts';
import {
  addAccount,
  changePassword,
  findAccount,
  hasAccounts,
  listAccounts,
  setDisabled,
  setRoles,
  unlock,
} from './accounts.ts';
import type { CurrentSession } from './current-session.ts';
import { authenticate } from './sign-in.ts';

export function accountHandlers(db: ArchiveDb, session: CurrentSession): HandlersOf<typeof ACCOUNT_CALLS> {
  return {
    'session.current': () => ({
      accounts: hasAccounts(db.read),
      session: session.info(),
      idle_seconds: session.idleMs / 1000,
    }),
    'session.signIn': (input) => session.signIn(input.name, input.password),
    'session.signOut': () => {
      session.signOut();
      return {};
    },

    'accounts.list': () => listAccounts(db.read),
    'accounts.add': (input) =>
      addAccount(
        db,
        session.caller,
        { name: input.name, displayName: input.display_name, roles: input.roles, password: input.password },
        session.now,
      ),
    'accounts.setDisabled': (input) => setDisabled(db, session.caller, input.name, input.disabled, session.now),
    'accounts.setRoles': (input) => setRoles(db, session.caller, input.name, input.roles, session.now),
    'accounts.unlock': (input) => unlock(db, session.caller, input.name, session.now),
    'accounts.changePassword': async (input) => {
      if (input.current !== undefined) {
        const own = await authenticate(db, input.name, input.current, session.now);
        return changePassword(db, { actor: own.name, roles: own.roles }, own.name, input.password, session.now);
      }
      const { caller } = session;
      if (!hasAccounts(db.read)) throw new ArchiveError('NOT_FOUND', '账户');
      if (session.info() === null) throw new ArchiveError('SIGN_IN_REQUIRED');
      if (!caller.roles.includes('secadmin')) throw new ArchiveError('FORBIDDEN');
      // Who has left his desk must not lose his account to a passer-by.
      if (findAccount(db.read, input.name)?.name === caller.actor) {
        throw new ArchiveError('FORBIDDEN', '更改自己的密码须给出现有密码');
      }
      return changePassword(db, caller, input.name, input.password, session.now);
    },
  };
}
