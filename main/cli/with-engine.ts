/** Opens the archive that a command names, signs in where it has accounts, and always closes it. */
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { ArchiveError } from '../../shared/errors.ts';
import { Engine } from '../archive/engine.ts';
import { ACCOUNTS_MARK_NAME } from '../archive/storage/open-checks.ts';
import type { Arguments } from './arguments.ts';
import { PRESENT_PASSWORD, askPassword } from './ask-password.ts';
import { forLines } from './visible.ts';

/** Who acts in an archive without accounts. */
export function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without a name, as in some containers.
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
}

/** Errors of opening an archive: the same code may elsewhere speak of another file (BAD_PATH). */
export const notOpened = new WeakSet<Error>();

/**
 * @param options.signIn false for the command that changes a password too old to sign in with
 * @throws ArchiveError SIGN_IN_REQUIRED, WRONG_PASSWORD, ACCOUNT_LOCKED, PASSWORD_EXPIRED, … and what `act` throws
 */
export async function withEngine<T>(
  args: Arguments,
  act: (engine: Engine) => Promise<T>,
  options: { create?: boolean; signIn?: boolean } = {},
): Promise<T> {
  const folder = resolve(args.archive);
  const early = options.signIn === false ? undefined : await passwordBefore(folder, args);
  const engine = await Engine.open({
    folder,
    actor: systemUser(),
    create: options.create ?? false,
    inProcess: true,
  }).catch((thrown: unknown) => {
    if (thrown instanceof Error) notOpened.add(thrown);
    throw thrown;
  });
  try {
    for (const line of engine.alarms()) args.tell(line);
    if (options.signIn !== false) await signIn(engine, args, early);
    return await act(args.flag('json') ? engine : speaking(engine));
  } finally {
    await engine.close();
  }
}

/** The engine for answers that are put into lines for people. */
function speaking(engine: Engine): Engine {
  const call: Engine['call'] = async (...asked) => forLines(await engine.call(...asked));
  return Object.assign(Object.create(engine) as Engine, { call });
}

const passwordOf = (name: string): Promise<string> => askPassword(`${name} 的密码：`, PRESENT_PASSWORD);

/** Asked before the archive is opened, where it shows that it has accounts: who does not answer keeps nobody else out of it. */
async function passwordBefore(folder: string, args: Arguments): Promise<string | undefined> {
  const name = args.text('user');
  const isTyped = process.stdin.isTTY && (process.env[PRESENT_PASSWORD] ?? '') === '';
  return name !== undefined && isTyped && existsSync(join(folder, ACCOUNTS_MARK_NAME)) ? passwordOf(name) : undefined;
}

/**
 * Nothing to do in an archive without accounts: `--user` has no effect there.
 * @param early the password, where it was asked for already
 */
async function signIn(engine: Engine, args: Arguments, early: string | undefined): Promise<void> {
  const { accounts } = await engine.call('session.current', {});
  if (!accounts) return;
  const name = args.text('user');
  if (name === undefined) throw new ArchiveError('SIGN_IN_REQUIRED', '请用 --user 写明用户名');
  const password = early ?? (await passwordOf(name));
  const { notices } = await engine.call('session.signIn', { name, password });
  notices.forEach(args.tell);
}
