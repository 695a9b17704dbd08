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
import type { SessionKeeper } from './session-keeper.ts';
import { authenticate } from './sign-in.ts';

export function accountHandlers(db: ArchiveDb, keeper: SessionKeeper): HandlersOf<typeof ACCOUNT_CALLS> {
  return {
    'session.current': () => ({
      accounts: hasAccounts(db.read),
      session: keeper.info(),
      idle_seconds: keeper.idleMs / 1000,
    }),
    'session.signIn': (input) => keeper.signIn(input.name, input.password),
    'session.signOut': () => {
      keeper.signOut();
      return {};
    },

    'accounts.list': () => listAccounts(db.read),
    'accounts.add': (input) =>
      addAccount(
        db,
        keeper.caller,
        { name: input.name, displayName: input.display_name, roles: input.roles, password: input.password },
        keeper.now,
      ),
    'accounts.setDisabled': (input) => setDisabled(db, keeper.caller, input.name, input.disabled, keeper.now),
    'accounts.setRoles': (input) => setRoles(db, keeper.caller, input.name, input.roles, keeper.now),
    'accounts.unlock': (input) => unlock(db, keeper.caller, input.name, keeper.now),
    'accounts.changePassword': async (input) => {
      if (input.current !== undefined) {
        const own = await authenticate(db, input.name, input.current, keeper.now);
        return changePassword(db, { actor: own.name, roles: own.roles }, own.name, input.password, keeper.now);
      }
      const { caller } = keeper;
      if (!hasAccounts(db.read)) throw new ArchiveError('NOT_FOUND', '账户');
      if (keeper.info() === null) throw new ArchiveError('SIGN_IN_REQUIRED');
      if (!caller.roles.includes('secadmin')) throw new ArchiveError('FORBIDDEN');
      // Who has left his desk must not lose his account to a passer-by.
      if (findAccount(db.read, input.name)?.name === caller.actor) {
        throw new ArchiveError('FORBIDDEN', '更改自己的密码须给出现有密码');
      }
      return changePassword(db, caller, input.name, input.password, keeper.now);
    },
  };
}
