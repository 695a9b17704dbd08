/** An office that is made once for a file of tests and copied for each of them; engines that a test opened are closed behind it. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import type { Engine } from '../../main/archive/engine.ts';
import type { Role } from '../../shared/contract/index.ts';
import { temporaryFolder } from './engine.ts';
import { addPerson, office, openOffice, signInAs } from './office.ts';

interface Person {
  name: string;
  word: string;
  roles: readonly Role[];
}

/** Accounts are the system administrator's to add, roles the security administrator's to grant. */
async function makeOffice(people: readonly Person[]): Promise<string> {
  const { folder } = await office();
  const engine = await openOffice(folder);
  await signInAs(engine, 'sysadmin');
  for (const { name, word } of people) await addPerson(engine, name, word, []);
  await signInAs(engine, 'secadmin');
  for (const { name, roles } of people) await engine.call('accounts.setRoles', { name, roles: [...roles] });
  await engine.close();
  const kept = join(mkdtempSync(join(tmpdir(), 'fuhan-office-')), 'archive');
  cpSync(folder, kept, { recursive: true });
  return kept;
}

/** @param people beside those of `office` @returns `copy`: the folder of a new copy; `closeLater`: an engine to be closed behind the test, unless `closeNow` closes it */
export function keptOffice(people: readonly Person[]): {
  copy: () => Promise<string>;
  closeLater: (engine: Engine) => Engine;
  closeNow: (engine: Engine) => Promise<void>;
} {
  let template: Promise<string> | undefined;
  const engines: Engine[] = [];
  afterAll(async () => {
    if (template !== undefined) rmSync(dirname(await template), { recursive: true, force: true });
    template = undefined;
  });
  afterEach(async () => {
    for (const engine of engines.splice(0)) await engine.close();
  });
  return {
    copy: async () => {
      template ??= makeOffice(people);
      const folder = join(temporaryFolder(), 'archive');
      cpSync(await template, folder, { recursive: true });
      return folder;
    },
    closeLater: (engine) => {
      engines.push(engine);
      return engine;
    },
    closeNow: async (engine) => {
      engines.splice(engines.indexOf(engine), 1);
      await engine.close();
    },
  };
}
