/**
 * Every pair of role and call through the engine, against the table in docs/spec/accounts.md: what is allowed comes about, what is
 * refused has no effect but its row of the log.
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import type { ArchiveDb } from '../../../main/archive/storage/archive-db.ts';
import { CALL_NAMES, ROLES, type CallName, type Role } from '../../../shared/contract/index.ts';
import { documentedRights } from '../../support/documented-rights.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { INPUTS, secretOf, type World } from '../../support/every-call.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';
import { openOffice } from '../../support/office.ts';

const RIGHTS = documentedRights();
const SPARES = ['备用甲', '备用乙', '备用丙'] as const;
const NO_ROLE = '无角色';
const DISABLED = '停用甲';
/** Those that change who may what, or who is signed in, come last; each finds somebody signed in again. */
const LAST: readonly CallName[] = [
  'trust.restoreBackup',
  'trust.undoRestore',
  'session.signIn',
  'session.signOut',
  'accounts.add',
  'accounts.enable',
  'accounts.recover',
];
const ORDER = [...CALL_NAMES.filter((name) => !LAST.includes(name)), ...LAST];
/** Where a call that the table allows says no for itself. */
const OWN_REFUSALS: Readonly<Record<string, string>> = {
  // A system administrator adds accounts once there is one.
  'secadmin accounts.add': 'FORBIDDEN',
  'secadmin accounts.enable': 'ACCOUNTS_ENABLED',
  // The system user of an archive without accounts: nobody's password, no sheet.
  // A letter of plain text has no pages to be drawn.
  'archivist desk.page': 'UNSUPPORTED_FORMAT',
  'single desk.page': 'UNSUPPORTED_FORMAT',
  'single accounts.setDisabled': 'NOT_FOUND',
  'single accounts.setRoles': 'NOT_FOUND',
  'single accounts.unlock': 'NOT_FOUND',
  'single accounts.changePassword': 'WRONG_PASSWORD',
  'single accounts.makeRecoverySheet': 'NOT_FOUND',
  'single session.signIn': 'WRONG_PASSWORD',
  'single accounts.recover': 'RECOVERY_REFUSED',
};
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

let place = '';
let letters: Pick<World, 'letter' | 'other' | 'picture'>;
let recoveryCode = '';

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'fuhan-every-call-'));
  await makeOffice();
}, 120_000);
afterAll(() => rmSync(place, { recursive: true, force: true }));

const engines: Engine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
});

/** Two archives of the same letters: one with an account for each role, and one as it was before there were accounts. */
async function makeOffice(): Promise<void> {
  const folder = join(place, 'office');
  const engine = await openOfficeIn(folder);
  const letter = await fileText(engine, WRAPPED_LETTER);
  const other = await fileText(engine, PLAIN_LETTER, '建议.txt');
  const source = { name: '现场.png', bytes: Uint8Array.from(Buffer.from(PIXEL, 'base64')) };
  const attached = await engine.call('letters.attach', { id: letter, attachments: [{ source }], reason: '补充' });
  letters = { letter, other, picture: attached.attachments.at(-1)?.id ?? '' };
  await engine.call('trust.backup', { to: join(place, 'single.sqlite') });
  await engine.close();
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

const openOfficeIn = (folder: string): Promise<Engine> => openEngine(folder);

const databaseOf = (engine: Engine): ArchiveDb => Reflect.get(engine, 'db') as ArchiveDb;

/** All that a call could have changed: every table but the log, and every file of the archive and outside. */
function stateOf(engine: Engine, world: World): string {
  const { read, folder } = databaseOf(engine);
  const hash = createHash('sha256');
  const tables = read.all<{ name: string }>(
    "SELECT name FROM archive.sqlite_schema WHERE type = 'table' ORDER BY name",
  );
  for (const { name } of tables) {
    if (name === 'audit') continue;
    hash.update(name);
    for (const row of read.iterate(`SELECT * FROM archive.${name}`)) {
      for (const value of Object.values(row)) hash.update(value instanceof Uint8Array ? value : `${String(value)}\0`);
    }
  }
  for (const root of [folder, world.place]) {
    for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
      const { size } = statSync(join(root, name));
      // The log goes into the journal, and at times from there into the file.
      hash.update(/archive\.sqlite(-wal)?$/.test(name) ? name : `${name} ${size}`);
    }
  }
  return hash.digest('hex');
}

interface Persona {
  /** 'single' is the archive without accounts. */
  name: string;
  signIn: boolean;
  roles: readonly Role[] | 'all';
  archive: 'office' | 'single';
  disabled?: boolean;
}

const PERSONAS: readonly Persona[] = [
  ...ROLES.map((role): Persona => ({ name: role, signIn: true, roles: [role], archive: 'office' })),
  { name: NO_ROLE, signIn: true, roles: [], archive: 'office' },
  { name: 'nobody', signIn: false, roles: [], archive: 'office' },
  { name: DISABLED, signIn: true, roles: [], archive: 'office', disabled: true },
  { name: 'single', signIn: false, roles: 'all', archive: 'single' },
];

function mayBe(persona: Persona, name: CallName): boolean {
  const right = RIGHTS.get(name);
  if (right === undefined) throw new Error(`${name} is not in the table`);
  if (persona.roles === 'all' || right.open) return true;
  const { roles } = persona;
  return right.roles.some((role) => roles.includes(role));
}

async function begin(persona: Persona): Promise<{ engine: Engine; world: World }> {
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
    place: temporaryFolder(),
    made: {},
  };
  return { engine, world };
}

/** The sessions in which people were signed in last. */
const signedIn = new Map<Engine, unknown>();

/** Puts the engine into the state in which this person asks. */
async function present(engine: Engine, persona: Persona): Promise<void> {
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

test('the table names every call, and no other', () => {
  expect([...RIGHTS.keys()].sort()).toEqual([...CALL_NAMES].sort());
});

test.each(PERSONAS.map((persona) => [persona.name, persona] as const))(
  '%s may use exactly the calls of the table; a refused one has no effect but its row of the log',
  async (_name, persona) => {
    const { engine, world } = await begin(persona);
    const log = (): { action: string; detail: string }[] =>
      databaseOf(engine).read.all('SELECT action, detail FROM audit ORDER BY seq');
    let allowed = 0;
    for (const name of ORDER) {
      // In an archive without accounts the first one ends it.
      if (persona.archive === 'single' && name === 'accounts.add') continue;
      if (LAST.includes(name)) signedIn.delete(engine);
      await present(engine, persona);
      const input = INPUTS[name](world);
      const may = mayBe(persona, name);
      const before = may ? { state: '', rows: 0 } : { state: stateOf(engine, world), rows: log().length };
      const code = await engine.call(name, input as never).then(
        (value) => {
          world.made = { ...world.made, [name]: value };
          return 'done';
        },
        (thrown: unknown) => (thrown as { code?: string }).code ?? String(thrown),
      );
      const what = `${persona.name} ${name}`;
      if (may) {
        expect(`${what} ${code}`).toBe(`${what} ${OWN_REFUSALS[what] ?? 'done'}`);
        allowed += 1;
        continue;
      }
      const added = log().slice(before.rows);
      const asked = persona.signIn && persona.disabled !== true;
      expect(code, what).toBe(asked ? 'FORBIDDEN' : 'SIGN_IN_REQUIRED');
      const refused = { action: 'session.refused', detail: `{"call":"${name}"}` };
      expect(added, what).toEqual(asked ? [refused] : []);
      expect(stateOf(engine, world), what).toBe(before.state);
    }
    expect(allowed).toBeGreaterThan(3);
  },
  120_000,
);
