/** An office with accounts whose log tells of each: made once a test file, copied for each test. Passwords: passwordOf(the word behind the name). */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Role } from '../../shared/contract/index.ts';
import { Engine } from '../../main/archive/engine.ts';
import { passwordOf } from './accounts.ts';
import { fileText, temporaryFolder } from './engine.ts';
import { PLAIN_LETTER } from './letters.ts';

/** Account names and the words of their passwords. */
export const PEOPLE = {
  secadmin: { name: '陈安全', word: 'chen' },
  sysadmin: { name: '赵系统', word: 'zhao' },
  archivist: { name: '王档案', word: 'wang' },
} as const;
export type OfficeRole = keyof typeof PEOPLE;

/** Opens an archive as the window does, but without threads. */
export function openOffice(folder: string, clock?: () => Date): Promise<Engine> {
  return Engine.open({ folder, actor: 'office-pc', inProcess: true, ...(clock && { clock }) });
}

export async function signInAs(engine: Engine, role: OfficeRole): Promise<void> {
  await engine.call('session.signIn', credentials(role));
}

export const credentials = (role: OfficeRole): { name: string; password: string } => ({
  name: PEOPLE[role].name,
  password: passwordOf(PEOPLE[role].word),
});

/** An account whose person has set his own password. */
export async function addPerson(engine: Engine, name: string, word: string, roles: Role[]): Promise<void> {
  await engine.call('accounts.add', { name, password: passwordOf(`${word}-first`), roles });
  const current = passwordOf(`${word}-first`);
  await engine.call('accounts.changePassword', { name, current, password: passwordOf(word) });
}

let template: Promise<string> | undefined;
let place = '';
afterAll(() => {
  if (place !== '') rmSync(place, { recursive: true, force: true });
  template = undefined;
});

async function makeOffice(): Promise<string> {
  place = mkdtempSync(join(tmpdir(), 'fuhan-office-'));
  const folder = join(place, 'archive');
  const engine = await Engine.open({ folder, actor: 'office-pc', create: true, inProcess: true });
  try {
    await fileText(engine, PLAIN_LETTER);
    await engine.call('trust.backup', { to: join(place, 'without-accounts.sqlite') });
    await engine.call('accounts.add', credentials('secadmin'));
    await signInAs(engine, 'secadmin');
    await addPerson(engine, PEOPLE.archivist.name, PEOPLE.archivist.word, ['archivist']);
    await addPerson(engine, PEOPLE.sysadmin.name, PEOPLE.sysadmin.word, ['sysadmin']);
  } finally {
    await engine.close();
  }
  return folder;
}

export interface Office {
  /** The archive's folder. */
  folder: string;
  /** A backup from before there were accounts. */
  withoutAccounts: string;
}

/** An archive of this test's own. */
export async function office(): Promise<Office> {
  template ??= makeOffice();
  const made = await template;
  const folder = join(temporaryFolder(), 'archive');
  cpSync(made, folder, { recursive: true });
  return { folder, withoutAccounts: join(place, 'without-accounts.sqlite') };
}
