/** Answers the contract's calls on accounts and sessions. */
import { mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ACCOUNT_CALLS, CallOutput, ParsedInput } from '../../../../shared/contract/index.ts';
import { ArchiveError } from '../../../../shared/errors.ts';
import type { HandlersOf } from '../../host/handlers.ts';
import type { Host } from '../../host/host.ts';
import { makeOutputFolder, placeFinished } from '../../print/new-file.ts';
import { printReport } from '../../print/print-report.ts';
import { targetError } from '../../storage/failures.ts';
import { closeOwnFile } from '../../storage/own-places.ts';
import { archiveIdOf } from '../../storage/meta.ts';
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
import { enableAccounts } from './first-accounts.ts';
import { keepAccountsMark } from './mark.ts';
import { recoveryPaper } from './recovery-paper.ts';
import { newSheet, putSheet, recoverAccount, validSheet } from './recovery-sheet.ts';
import { requireStrongPassword } from './passwords.ts';
import { authenticate } from './sign-in.ts';

/** @param host where sheets are printed */
export function accountHandlers(host: Host, session: CurrentSession): HandlersOf<typeof ACCOUNT_CALLS> {
  const { db } = host;
  /** What a change of accounts means for the rest of the engine. */
  const changed = <T>(made: T): T => {
    keepAccountsMark(db);
    session.stopWhoMayNoLonger();
    return made;
  };
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
    'accounts.add': async (input) => changed(await addAccount(db, session.caller, personOf(input), session.now)),
    'accounts.tryPassword': async ({ password, names }) => {
      await requireStrongPassword(password, names);
      return {};
    },
    'accounts.enable': async ({ secadmin, archivist }) => {
      const people = { secadmin: personOf(secadmin), archivist: personOf(archivist) };
      return changed(await enableAccounts(db, session.caller, people, session.now));
    },
    'accounts.setDisabled': (input) =>
      changed(setDisabled(db, session.caller, input.name, input.disabled, session.now)),
    'accounts.setRoles': (input) => changed(setRoles(db, session.caller, input.name, input.roles, session.now)),
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

    'accounts.recoverySheet': () => {
      const sheet = validSheet(db.read);
      return { sheet: sheet === undefined ? null : { number: sheet.number, made: sheet.made } };
    },
    'accounts.makeRecoverySheet': (input) => makeRecoverySheet(host, session, input),
    'accounts.recover': (input) => recoverAccount(db, input, session.now),
  };
}

type Person = ParsedInput<'accounts.enable'>['secadmin'] & Pick<ParsedInput<'accounts.add'>, 'roles'>;

const personOf = ({ name, display_name, roles, password }: Person) => ({
  name,
  displayName: display_name,
  roles,
  password,
});

/** The sheet before is void only once the new one is on paper, or on its way to the person. */
async function makeRecoverySheet(
  host: Host,
  session: CurrentSession,
  input: ParsedInput<'accounts.makeRecoverySheet'>,
): Promise<CallOutput<'accounts.makeRecoverySheet'>> {
  const { db } = host;
  const { actor } = session.caller;
  if (!hasAccounts(db.read)) throw new ArchiveError('NOT_FOUND', '账户');
  await authenticate(db, actor, input.current, session.now);
  const sheet = await newSheet(db.read, session.now);
  const printed = input.out === undefined ? undefined : await print(input.out);
  db.transaction((tx) => putSheet(tx, actor, sheet, session.now));
  const { number, made, code } = sheet;
  return printed === undefined ? { number, made, code } : { number, made, file: printed.file, pages: printed.pages };

  async function print(folder: string): ReturnType<typeof printReport> {
    const secadmins = listAccounts(db.read)
      .filter((one) => one.roles.includes('secadmin') && !one.disabled)
      .map((one) => one.name);
    const paper = recoveryPaper(sheet, { archiveId: archiveIdOf(db.read), secadmins, maker: actor });
    makeOutputFolder(folder);
    // It is a password on paper: at no moment may others on this computer read it. A folder made so is its owner's alone.
    let apart: string | undefined;
    try {
      apart = mkdtempSync(join(folder, '.fuhan-'));
      const printed = await printReport(paper, apart, `恢复单 第${sheet.number}号`, host.typesetting);
      closeOwnFile(printed.file);
      return { ...printed, file: join(folder, placeFinished(printed.file, folder, basename(printed.file))) };
    } catch (thrown) {
      throw targetError(thrown, folder);
    } finally {
      if (apart !== undefined) rmSync(apart, { recursive: true, force: true });
    }
  }
}
