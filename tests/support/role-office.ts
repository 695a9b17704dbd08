/**
 * An office with an account for each role, and the same archive from before there were accounts; whoever asks (a role, nobody, one whose
 * account was disabled meanwhile), and all that a call could have changed. Made once a test file, copied for each test.
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import type { Engine } from '../../main/archive/engine.ts';
import type { ArchiveDb } from '../../main/archive/storage/archive-db.ts';
import { ROLES, type CallName, type Role } from '../../shared/contract/index.ts';
import { documentedRights } from './documented-rights.ts';
import { fileText, openEngine, temporaryFolder } from './engine.ts';
import { secretOf, type World } from './every-call.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from './letters.ts';
import { openOffice } from './office.ts';

export const RIGHTS = documentedRights();
const SPARES = ['备用甲', '备用乙', '备用丙'] as const;
const NO_ROLE = '无角色';
const DISABLED = '停用甲';
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

let place = '';
let letters: Pick<World, 'letter' | 'other' | 'picture' | 'mail'>;
let recoveryCode = '';
let making: Promise<void> | undefined;

afterAll(() => {
  if (place !== '') rmSync(place, { recursive: true, force: true });
  place = '';
  making = undefined;
});

const engines: Engine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
});

/** Two archives of the same letters: one with an account for each role, and one as it was before there were accounts. */
async function makeOffice(): Promise<void> {
  place = mkdtempSync(join(tmpdir(), 'fuhan-every-call-'));
  const folder = join(place, 'office');
  const engine = await openOfficeIn(folder);
  const letter = await fileText(engine, WRAPPED_LETTER);
  const other = await fileText(engine, PLAIN_LETTER, '建议.txt');
  const source = { name: '现场.png', bytes: Uint8Array.from(Buffer.from(PIXEL, 'base64')) };
  const mail = { name: '来信.eml', bytes: Uint8Array.from(Buffer.from('Subject: x\r\n\r\nhello\r\n')) };
  const attached = await engine.call('letters.attach', {
    id: letter,
    attachments: [{ source }, { source: mail }],
    reason: '补充',
  });
  const idOf = (name: string): string => attached.attachments.find((one) => one.name === name)?.id ?? '';
  letters = { letter, other, picture: idOf(source.name), mail: idOf(mail.name) };
  await engine.close();
  await changeApart(folder, other);
  const changed = await openOfficeIn(folder);
  await changed.call('trust.backup', { to: join(place, 'single.sqlite') });
  await changed.close();
  cpSync(folder, join(place, 'single'), { recursive: true });
  const again = await openOfficeIn(folder);
  const first = (name: string) => ({ name, password: secretOf(name, 'first') });
  const own = (name: string) =>
    again.call('accounts.changePassword', { name, current: secretOf(name, 'first'), password: secretOf(name) });
  await again.call('accounts.enable', {
    secadmin: { name: 'secadmin', password: secretOf('secadmin') },
    archivist: first('archivist'),
  });
  await again.call('session.signIn', { name: 'secadmin', password: secretOf('secadmin') });
  const people: [string, Role[]][] = [
    ...(['reader', 'auditor', 'auditadmin'] as const).map((role): [string, Role[]] => [role, [role]]),
    [DISABLED, ['archivist', 'reader', 'auditor']],
    ...[NO_ROLE, ...SPARES].map((name): [string, Role[]] => [name, []]),
    ['sysadmin', ['sysadmin']],
  ];
  for (const [name, roles] of people) await again.call('accounts.add', { ...first(name), roles });
  for (const name of ['archivist', ...people.map(([one]) => one)]) await own(name);
  const sheet = await again.call('accounts.makeRecoverySheet', { current: secretOf('secadmin') });
  recoveryCode = sheet.code ?? '';
  await again.call('session.signIn', { name: 'sysadmin', password: secretOf('sysadmin') });
  await again.call('trust.backup', { to: join(place, 'office.sqlite') });
  await again.close();
}

/** Another archive goes on with the same letter and packs it; then this one does. */
async function changeApart(folder: string, id: string): Promise<void> {
  cpSync(folder, join(place, 'apart'), { recursive: true });
  const apart = await openOfficeIn(join(place, 'apart'));
  await apart.call('letters.edit', { id, set: { result_code: 'A' }, reason: '那边核对' });
  await apart.call('export.package', { selection: { ids: [id] }, out: join(place, 'packed') });
  await apart.close();
  const here = await openOfficeIn(folder);
  await here.call('letters.edit', { id, set: { result_code: 'C' }, reason: '这边核对' });
  await here.close();
}

const openOfficeIn = (folder: string): Promise<Engine> => openEngine(folder);

export const databaseOf = (engine: Engine): ArchiveDb => Reflect.get(engine, 'db') as ArchiveDb;

/** A hash of every table but the log. */
export function tablesOf(engine: Engine): Map<string, string> {
  const { read } = databaseOf(engine);
  const tables = read.all<{ name: string }>(
    "SELECT name FROM archive.sqlite_schema WHERE type = 'table' ORDER BY name",
  );
  return new Map(
    tables.flatMap(({ name }): [string, string][] => {
      if (name === 'audit') return [];
      const hash = createHash('sha256');
      for (const row of read.iterate(`SELECT * FROM archive.${name}`)) {
        for (const value of Object.values(row)) hash.update(value instanceof Uint8Array ? value : `${String(value)}\0`);
      }
      return [[name, hash.digest('hex')]];
    }),
  );
}

/** All that a call could have changed: every table but the log, and every file of the archive and outside. */
export function stateOf(engine: Engine, world: World): string {
  const { folder } = databaseOf(engine);
  const hash = createHash('sha256');
  for (const [name, digest] of tablesOf(engine)) hash.update(`${name} ${digest}`);
  for (const root of [folder, world.place]) {
    for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
      const { size } = statSync(join(root, name));
      // The log goes into the journal, and at times from there into the file.
      hash.update(/archive\.sqlite(-wal)?$/.test(name) ? name : `${name} ${size}`);
    }
  }
  return hash.digest('hex');
}

export interface Persona {
  /** 'single' is the archive without accounts. */
  name: string;
  signIn: boolean;
  roles: readonly Role[] | 'all';
  archive: 'office' | 'single';
  disabled?: boolean;
}

export const PERSONAS: readonly Persona[] = [
  ...ROLES.map((role): Persona => ({ name: role, signIn: true, roles: [role], archive: 'office' })),
  { name: NO_ROLE, signIn: true, roles: [], archive: 'office' },
  { name: 'nobody', signIn: false, roles: [], archive: 'office' },
  { name: DISABLED, signIn: true, roles: [], archive: 'office', disabled: true },
  { name: 'single', signIn: false, roles: 'all', archive: 'single' },
];

/** Whether the documented table lets this person use a call. */
export function mayBe(persona: Persona, name: CallName): boolean {
  const right = RIGHTS.get(name);
  if (right === undefined) throw new Error(`${name} is not in the table`);
  if (persona.roles === 'all' || right.open) return true;
  const { roles } = persona;
  return right.roles.some((role) => roles.includes(role));
}

/** A copy of the archive of its own, opened, and what calls can be about in it. */
export async function begin(persona: Persona): Promise<{ engine: Engine; world: World }> {
  making ??= makeOffice();
  await making;
  const folder = join(temporaryFolder(), 'archive');
  cpSync(join(place, persona.archive), folder, { recursive: true });
  const engine = await openOffice(folder);
  engines.push(engine);
  const of = persona.signIn && persona.disabled !== true ? persona.name : SPARES[0];
  const world: World = {
    ...letters,
    version: () =>
      databaseOf(engine).read.get<{ version: number }>('SELECT version FROM letter WHERE id = ?', [letters.letter])
        ?.version ?? 0,
    spares: SPARES,
    self: { name: of, password: secretOf(of) },
    secadmin: { name: 'secadmin', password: secretOf('secadmin') },
    recoveryCode,
    backup: join(place, `${persona.archive}.sqlite`),
    packed: join(place, 'packed'),
    place: temporaryFolder(),
    made: {},
  };
  return { engine, world };
}

/** The sessions in which people were signed in last. */
export const signedIn = new Map<Engine, unknown>();

/** Puts the engine into the state in which this person asks. */
export async function present(engine: Engine, persona: Persona): Promise<void> {
  const { session } = await engine.call('session.current', {});
  // To the engine a disabled person is nobody, though he is still signed in.
  const stillThere = persona.disabled === true && Reflect.get(engine, 'session') === signedIn.get(engine);
  if (stillThere) return;
  if (persona.signIn && session === null) {
    const setDisabled = (disabled: number): void =>
      databaseOf(engine).transaction((tx) => {
        tx.run('UPDATE archive.account SET disabled = ? WHERE name = ?', [disabled, persona.name]);
      });
    if (persona.disabled === true) setDisabled(0);
    await engine.call('session.signIn', { name: persona.name, password: secretOf(persona.name) });
    // Nobody else is there to disable him: as if another had done it meanwhile.
    if (persona.disabled === true) setDisabled(1);
    signedIn.set(engine, Reflect.get(engine, 'session'));
  } else if (!persona.signIn && session !== null) await engine.call('session.signOut', {});
}
