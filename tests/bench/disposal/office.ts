/** An archive with accounts, and the six persons whom a disposal takes. All are invented. */
import type { Engine } from '../../../main/archive/engine.ts';
import type { Role } from '../../../shared/contract/index.ts';

const PEOPLE = {
  secadmin: { name: '陈安全', roles: ['secadmin'] },
  archivist: { name: '王档案', roles: ['archivist'] },
  second: { name: '钱业务', roles: ['reader'] },
  third: { name: '冯审计', roles: ['auditor'] },
  leader: { name: '郑主任', roles: ['archivist'] },
  watcher: { name: '何监销', roles: ['reader'] },
  witness: { name: '吕监销', roles: ['auditor'] },
  sysadmin: { name: '赵系统', roles: ['sysadmin'] },
} as const satisfies Readonly<Record<string, { name: string; roles: readonly Role[] }>>;
export type Person = keyof typeof PEOPLE;

const passwordOf = (who: Person, number = 1): string => `Hetang-${who}-Yuese${number}`;
export const credentials = (who: Person): { name: string; password: string } => ({
  name: PEOPLE[who].name,
  password: passwordOf(who),
});

export async function signIn(engine: Engine, who: Person): Promise<void> {
  await engine.call('session.signIn', credentials(who));
}

/** Accounts are the system administrator's to add once there is one, roles the security administrator's to grant; each sets a password of his own. */
export async function addPeople(engine: Engine): Promise<void> {
  await engine.call('accounts.add', credentials('secadmin'));
  await signIn(engine, 'secadmin');
  await add(engine, 'sysadmin', [...PEOPLE.sysadmin.roles]);
  await signIn(engine, 'sysadmin');
  const others = (Object.keys(PEOPLE) as Person[]).filter((who) => who !== 'secadmin' && who !== 'sysadmin');
  for (const who of others) await add(engine, who, []);
  await signIn(engine, 'secadmin');
  for (const who of others)
    await engine.call('accounts.setRoles', { name: PEOPLE[who].name, roles: [...PEOPLE[who].roles] });
  await signIn(engine, 'archivist');
}

async function add(engine: Engine, who: Person, roles: Role[]): Promise<void> {
  const { name } = PEOPLE[who];
  await engine.call('accounts.add', { name, password: passwordOf(who, 2), roles });
  await engine.call('accounts.changePassword', { name, current: passwordOf(who, 2), password: passwordOf(who) });
}

/** Opinions, approval and both signatures for these letters. @returns the appraisal, ready to be executed by the archivist, who is signed in */
export async function readyToGo(engine: Engine, ids: readonly string[]): Promise<string> {
  const { id } = await engine.call('disposal.open', { ids: [...ids], reason: '保管期限届满' });
  for (const who of ['archivist', 'second', 'third'] as const) {
    await signIn(engine, who);
    const opinions = ids.map((letter) => ({ letter, verdict: 'destroy' as const, note: '' }));
    await engine.call('disposal.opine', { id, opinions });
  }
  await signIn(engine, 'leader');
  await engine.call('disposal.approve', { id, agreed: true });
  for (const who of ['watcher', 'witness'] as const) {
    await signIn(engine, who);
    await engine.call('disposal.sign', { id });
  }
  await signIn(engine, 'archivist');
  return id;
}
