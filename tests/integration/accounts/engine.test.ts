/** Accounts as the engine's callers meet them: rights on every call, idle sessions, who acts (docs/spec/accounts.md). */
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Engine } from '../../../main/archive/engine.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import type { Role } from '../../../shared/contract/index.ts';
import { MINUTE_MS, TestClock, passwordOf, person } from '../../support/accounts.ts';
import { fileText, openEngine, temporaryFile, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';

const code = (expected: string): unknown => expect.objectContaining({ code: expected });

const engines: Engine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
});

/** One account for each role, named after it, in an archive with one letter. */
async function office(): Promise<{ engine: Engine; clock: TestClock; id: string; as: (role: Role) => Promise<void> }> {
  const folder = join(temporaryFolder(), 'archive');
  const first = await openEngine(folder);
  const id = await fileText(first, WRAPPED_LETTER);
  await first.close();
  const db = await openArchiveDb(folder);
  for (const role of ['secadmin', 'sysadmin', 'auditadmin', 'archivist', 'reader', 'auditor'] as const) {
    person(db, role, role, [role]);
  }
  db.close();
  const clock = new TestClock();
  const engine = await Engine.open({ folder, actor: 'office-pc', inProcess: true, clock: () => clock.now });
  engines.push(engine);
  const as = async (role: Role): Promise<void> => {
    await engine.call('session.signIn', { name: role, password: passwordOf(role) });
  };
  return { engine, clock, id, as };
}

describe('an archive with accounts', () => {
  test('answers nobody who has not signed in', async () => {
    const { engine, id } = await office();
    expect(await engine.call('session.current', {})).toMatchObject({ accounts: true, session: null });
    await expect(engine.call('letters.show', { id })).rejects.toThrow(code('SIGN_IN_REQUIRED'));
    await expect(engine.call('archive.info', {})).rejects.toThrow(code('SIGN_IN_REQUIRED'));
    await expect(engine.call('accounts.list', {})).rejects.toThrow(code('SIGN_IN_REQUIRED'));
    await expect(engine.call('accounts.changePassword', { name: 'reader', password: 'x' })).rejects.toThrow(
      code('SIGN_IN_REQUIRED'),
    );
  });

  test('gives each role its calls and no others; a refused call is recorded', async () => {
    const { engine, id, as } = await office();
    const edit = { id, set: { result_code: 'A' }, reason: '更正' };
    await as('reader');
    expect(await engine.call('letters.show', { id })).toMatchObject({ id });
    await expect(engine.call('letters.edit', edit)).rejects.toThrow(code('FORBIDDEN'));
    await expect(engine.call('trust.audit', {})).rejects.toThrow(code('FORBIDDEN'));
    await as('sysadmin');
    await expect(engine.call('letters.show', { id })).rejects.toThrow(code('FORBIDDEN'));
    await as('archivist');
    expect(await engine.call('letters.edit', edit)).toMatchObject({ id, version: 2 });
    await as('auditor');
    const rows = await engine.call('trust.audit', { action: 'session.refused' });
    expect(rows.map(({ actor, detail }) => [actor, detail])).toEqual([
      ['reader', '{"call":"letters.edit"}'],
      ['reader', '{"call":"trust.audit"}'],
      ['sysadmin', '{"call":"letters.show"}'],
    ]);
  });

  test('writes the name of who signed in into history and log', async () => {
    const { engine, id, as } = await office();
    await as('archivist');
    await engine.call('letters.edit', { id, set: { result_code: 'A' }, reason: '更正' });
    const history = await engine.call('letters.history', { id });
    expect(history.map((row) => row.actor)).toEqual(['王档案', 'archivist']);
    expect(await engine.call('trust.audit', { actor: 'archivist', action: 'letter.edit' })).toHaveLength(1);
  });

  test('a long call keeps the name of who began it', async () => {
    const { engine, as } = await office();
    await as('archivist');
    const read = await engine.call('desk.read', { source: { path: temporaryFile('建议答复.txt', PLAIN_LETTER) } });
    const filing = engine.call('desk.file', { draft_id: read.draft_id, elements: read.elements });
    await engine.call('session.signOut', {});
    const { id } = await filing;
    await as('reader');
    const history = await engine.call('letters.history', { id });
    expect(history.map((row) => row.actor)).toEqual(['archivist']);
  });

  test('ends a session after ten minutes without a call, asked or not', async () => {
    const { engine, clock, id, as } = await office();
    await as('archivist');
    clock.pass(9 * MINUTE_MS);
    await engine.call('letters.show', { id });
    clock.pass(9 * MINUTE_MS);
    // A clock of the window that asks is no use of the session.
    expect(await engine.call('session.current', {})).toMatchObject({ session: { name: 'archivist' } });
    clock.pass(MINUTE_MS);
    await expect(engine.call('letters.show', { id })).rejects.toThrow('超过 10 分钟未操作');
    expect(await engine.call('session.current', {})).toMatchObject({ session: null });
    await as('archivist');
    expect(await engine.call('trust.audit', { action: 'session.sign_out' })).toMatchObject([
      { actor: 'archivist', detail: '{"idle":true}' },
    ]);
  });

  test('signing out ends the session, and a failed sign-in leaves nobody signed in', async () => {
    const { engine, id, as } = await office();
    await as('reader');
    await expect(engine.call('session.signIn', { name: 'archivist', password: 'x' })).rejects.toThrow(
      code('WRONG_PASSWORD'),
    );
    await expect(engine.call('letters.show', { id })).rejects.toThrow(code('SIGN_IN_REQUIRED'));
    await as('reader');
    await engine.call('session.signOut', {});
    await expect(engine.call('letters.show', { id })).rejects.toThrow(code('SIGN_IN_REQUIRED'));
  });

  test('a password of one’s own is changed with the present one, signed in or not; wrong ones count', async () => {
    const { engine, as } = await office();
    const change = (current: string) =>
      engine.call('accounts.changePassword', { name: 'reader', current, password: passwordOf('new') });
    await expect(change('wrong')).rejects.toThrow(code('WRONG_PASSWORD'));
    expect(await change(passwordOf('reader'))).toMatchObject({ name: 'reader', must_change: false });
    for (let i = 0; i < 5; i += 1) await expect(change('x')).rejects.toThrow();
    await expect(change(passwordOf('new'))).rejects.toThrow(code('ACCOUNT_LOCKED'));
    await as('auditadmin');
    const failed = await engine.call('trust.audit', { action: 'session.sign_in_failed' });
    expect(failed.map((row) => row.subject)).toEqual(Array.from({ length: 7 }, () => 'reader'));
  });

  test('only a security administrator sets another’s password, and not the own one without the present', async () => {
    const { engine, as } = await office();
    const set = (name: string) => engine.call('accounts.changePassword', { name, password: passwordOf('reset') });
    for (const role of ['archivist', 'sysadmin', 'auditadmin'] as const) {
      await as(role);
      await expect(set('reader')).rejects.toThrow(code('FORBIDDEN'));
    }
    await as('secadmin');
    await expect(set('secadmin')).rejects.toThrow(code('FORBIDDEN'));
    await expect(set('无此人')).rejects.toThrow(code('NOT_FOUND'));
    expect(await set('reader')).toMatchObject({ name: 'reader', must_change: true });
  });
});

test('in an archive without accounts everything is allowed, until the first account is made', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, PLAIN_LETTER);
  expect(await engine.call('session.current', {})).toEqual({ accounts: false, session: null, idle_seconds: 600 });
  expect(await engine.call('accounts.list', {})).toEqual([]);
  await expect(engine.call('accounts.changePassword', { name: '甲某', password: passwordOf('x') })).rejects.toThrow(
    code('NOT_FOUND'),
  );
  const made = await engine.call('accounts.add', { name: '陈安全', password: passwordOf('chen') });
  expect(made.roles).toEqual(['secadmin']);
  await expect(engine.call('letters.show', { id })).rejects.toThrow(code('SIGN_IN_REQUIRED'));
  await expect(engine.call('accounts.add', { name: '赵安全', password: passwordOf('zhao') })).rejects.toThrow(
    code('SIGN_IN_REQUIRED'),
  );
});

test('a call that is refused for its form never repeats a password', async () => {
  const engine = await openEngine();
  const secret = 'Very-Secret-77';
  const bad = [
    engine.call('accounts.add', { name: '', password: secret }),
    engine.call('session.signIn', { name: '甲', password: [secret] as unknown as string }),
    engine.call('accounts.setRoles', { name: '甲', roles: [secret as Role] }),
  ];
  for (const one of bad) {
    const thrown: unknown = await one.catch((error: unknown) => error);
    expect(thrown).toEqual(code('BAD_REQUEST'));
    expect(`${String(thrown)} ${JSON.stringify(thrown)}`).not.toContain(secret);
  }
});
