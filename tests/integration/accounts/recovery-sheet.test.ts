/** The recovery sheet, by which the last security administrator gets in again (docs/spec/accounts.md). */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { normalRecoveryCode } from '../../../main/archive/trust/accounts/recovery-code.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { appendAudit } from '../../../main/archive/trust/audit.ts';
import { runCommandLine } from '../../../main/cli/run.ts';
import { DAY_MS, TestClock, passwordOf } from '../../support/accounts.ts';
import { temporaryFolder } from '../../support/engine.ts';
import { PEOPLE, addPerson, credentials, office, openOffice, signInAs } from '../../support/office.ts';
import { textOfPdf } from '../../support/pdf-text.ts';
import { tamper } from '../../support/tamper.ts';

const code = (expected: string): unknown => expect.objectContaining({ code: expected });
const { name } = PEOPLE.secadmin;
const current = passwordOf(PEOPLE.secadmin.word);

let folder = '';
let clock: TestClock;
let engine: Engine;
beforeEach(async () => {
  ({ folder } = await office());
  clock = new TestClock();
  engine = await openOffice(folder, () => clock.now);
});
afterEach(() => engine.close());

async function makeSheet(): Promise<{ number: number; code: string }> {
  await signInAs(engine, 'secadmin');
  const sheet = await engine.call('accounts.makeRecoverySheet', { current });
  await engine.call('session.signOut', {});
  return { number: sheet.number, code: sheet.code ?? '' };
}

const recover = (from: string, word: string, as: string = name) =>
  engine.call('accounts.recover', { name: as, code: from, password: passwordOf(word) });

async function lockOut(): Promise<void> {
  for (let i = 0; i < 5; i += 1)
    await expect(engine.call('session.signIn', { name, password: 'wrong' })).rejects.toThrow();
}

test('its code sets a new password and ends the lock, once; the log tells of it, and everybody hears of it at the next sign-in', async () => {
  const sheet = await makeSheet();
  await lockOut();
  expect(await recover(sheet.code, 'new')).toMatchObject({ name, must_change: false, locked_until: null });
  await expect(recover(sheet.code, 'newer')).rejects.toThrow(code('RECOVERY_REFUSED'));
  await expect(engine.call('session.signIn', credentials('secadmin'))).rejects.toThrow(code('WRONG_PASSWORD'));
  await engine.call('session.signIn', { name, password: passwordOf('new') });
  for (const role of ['sysadmin', 'archivist'] as const) {
    await signInAs(engine, role);
    const { session } = await engine.call('session.current', {});
    expect(session?.notices, role).toEqual([expect.stringContaining(`重设了安全管理员“${name}”的密码`)]);
  }
  const [row] = await engine.call('trust.audit', { action: 'account.recover' });
  expect(row).toMatchObject({ actor: name, subject: name });
  expect((await engine.call('trust.verify', {})).problems).toEqual([]);
  // After a week, and once heard, no more; who comes later still hears it.
  clock.pass(8 * DAY_MS);
  await signInAs(engine, 'archivist');
  expect((await engine.call('session.current', {})).session?.notices).toEqual([]);
});

test('where the clock had been set back, the seven days begin when it is again where it had been', async () => {
  // Behind all rows that the office has from its making.
  clock.pass(DAY_MS);
  const sheet = await makeSheet();
  const heard = async (): Promise<number> => {
    await signInAs(engine, 'archivist');
    return (await engine.call('session.current', {})).session?.notices.length ?? 0;
  };
  expect(await heard()).toBe(0);
  clock.pass(-20 * DAY_MS);
  await recover(sheet.code, 'new');
  clock.pass(20 * DAY_MS - 1000);
  // By a second the clock is not yet where it had been.
  expect([await heard(), await heard()]).toEqual([1, 1]);
  clock.pass(2000);
  expect(await heard()).toBe(1);
  for (let day = 1; day <= 6; day++) {
    clock.pass(DAY_MS);
    expect(await heard(), `day ${day}`).toBe(1);
  }
  clock.pass(2 * DAY_MS);
  expect(await heard()).toBe(0);
});

test('who signs in for the first time after a long while still hears of it', async () => {
  const sheet = await makeSheet();
  await recover(sheet.code, 'new');
  clock.pass(30 * DAY_MS);
  await signInAs(engine, 'sysadmin');
  expect((await engine.call('session.current', {})).session?.notices).toHaveLength(1);
});

test('a new sheet makes the one before void; only a security administrator makes one, with his password', async () => {
  const first = await makeSheet();
  const second = await makeSheet();
  expect(second.number).toBe(first.number + 1);
  await expect(recover(first.code, 'new')).rejects.toThrow(code('RECOVERY_REFUSED'));
  for (const role of ['sysadmin', 'archivist'] as const) {
    await signInAs(engine, role);
    await expect(engine.call('accounts.makeRecoverySheet', { current })).rejects.toThrow(code('FORBIDDEN'));
    await expect(engine.call('accounts.recoverySheet', {})).rejects.toThrow(code('FORBIDDEN'));
  }
  await signInAs(engine, 'secadmin');
  await expect(engine.call('accounts.makeRecoverySheet', { current: 'wrong' })).rejects.toThrow(code('WRONG_PASSWORD'));
  expect(await engine.call('accounts.recoverySheet', {})).toMatchObject({ sheet: { number: second.number } });
  await expect(recover(second.code, 'new')).resolves.toMatchObject({ name });
  expect(await engine.call('accounts.recoverySheet', {})).toEqual({ sheet: null });
});

test('a wrong code, a name that is not there, one that is no security administrator’s or is disabled get the same answer', async () => {
  await signInAs(engine, 'sysadmin');
  await addPerson(engine, '钱安全', 'qian', []);
  await signInAs(engine, 'secadmin');
  await engine.call('accounts.setRoles', { name: '钱安全', roles: ['secadmin'] });
  await engine.call('accounts.setDisabled', { name: '钱安全', disabled: true });
  const sheet = await makeSheet();
  const answers = await Promise.all(
    [
      recover('0000-0000-0000-0000-0000-0000', 'new'),
      recover(sheet.code, 'new', '无此人'),
      recover(sheet.code, 'new', PEOPLE.archivist.name),
      recover(sheet.code, 'new', '钱安全'),
    ].map((one) => one.catch((thrown: unknown) => String(thrown))),
  );
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain('用户名或恢复码不正确');
  await expect(recover(sheet.code, 'new')).resolves.toMatchObject({ name });
});

test('a weak or remembered password is refused, and the code stays good', async () => {
  const sheet = await makeSheet();
  const weak = engine.call('accounts.recover', { name, code: sheet.code, password: 'short' });
  await expect(weak).rejects.toThrow(code('WEAK_PASSWORD'));
  await expect(recover(sheet.code, PEOPLE.secadmin.word)).rejects.toThrow(code('PASSWORD_REUSED'));
  await expect(recover(sheet.code.toLowerCase().replaceAll('-', ' '), 'new')).resolves.toMatchObject({ name });
});

test('two who use it at once are one', async () => {
  const sheet = await makeSheet();
  const tries = await Promise.allSettled([recover(sheet.code, 'one'), recover(sheet.code, 'two')]);
  expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('without accounts, or without a sheet, no code is right', async () => {
  await expect(recover('0000', 'new')).rejects.toThrow(code('RECOVERY_REFUSED'));
});

test('it is printed as a PDF with the code, or its code is told once; no file of the archive and no row of the log has it', async () => {
  const out = temporaryFolder();
  await signInAs(engine, 'secadmin');
  const printed = await engine.call('accounts.makeRecoverySheet', { current, out });
  expect(printed).toMatchObject({ pages: 1 });
  expect(printed).not.toHaveProperty('code');
  expect(readdirSync(out)).toEqual([basename(printed.file ?? '')]);
  if (process.platform !== 'win32') expect(statSync(printed.file ?? '').mode & 0o777).toBe(0o600);
  const text = await textOfPdf(printed.file ?? '');
  const onPaper = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){5}/.exec(text)?.[0] ?? '';
  expect(text).toContain(name);
  await engine.call('session.signOut', {});
  await expect(recover(onPaper, 'new')).resolves.toMatchObject({ name });
  const second = await engine.call('session.signIn', { name, password: passwordOf('new') });
  expect(second.roles).toEqual(['secadmin']);
  const shown = await engine.call('accounts.makeRecoverySheet', { current: passwordOf('new') });
  await engine.close();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((one) => join(folder, one))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path).toString('latin1'));
  for (const secret of [onPaper, shown.code ?? '']) {
    for (const form of [secret, normalRecoveryCode(secret)]) {
      expect(form.length).toBeGreaterThanOrEqual(24);
      expect(files.some((bytes) => bytes.includes(form))).toBe(false);
    }
  }
});

test('a sheet that was put into the file past the log, or taken out, is named by verify', async () => {
  const problems = async (): Promise<string[]> => {
    engine = await openOffice(folder);
    await signInAs(engine, 'archivist');
    const found = (await engine.call('trust.verify', {})).problems.map(({ message }) => message);
    await engine.close();
    return found;
  };
  await makeSheet();
  await engine.close();
  expect(await problems()).toEqual([]);
  const path = join(folder, 'archive.sqlite');
  for (const change of ['number = 7', "made = '2020-01-01'", 'hash = (SELECT hash FROM account_password LIMIT 1)']) {
    tamper(path, `UPDATE recovery_sheet SET ${change}`);
    expect(await problems(), change).toEqual(['恢复单与审计日志不符']);
  }
  tamper(path, `DELETE FROM recovery_sheet`);
  expect(await problems()).toEqual(['恢复单与审计日志不符']);
});

test('on the command line: user recovery-sheet and user recover, with FUHAN_RECOVERY_CODE', async () => {
  await engine.close();
  const secrets = ['FUHAN_PASSWORD', 'FUHAN_NEW_PASSWORD', 'FUHAN_RECOVERY_CODE'];
  const fuhan = async (words: string[], environment: Record<string, string>) => {
    Object.assign(process.env, environment);
    let out = '';
    let err = '';
    const exit = await runCommandLine([...words, '--archive', folder, '--json'], {
      out: (text) => (out += text),
      err: (text) => (err += text),
    });
    for (const secret of secrets) delete process.env[secret];
    return { exit, value: JSON.parse(out) as { code?: string; name?: string }, err };
  };
  const made = await fuhan(['user', 'recovery-sheet', '--user', name], { FUHAN_PASSWORD: current });
  expect(made.exit).toBe(0);
  const use = { FUHAN_NEW_PASSWORD: passwordOf('new'), FUHAN_RECOVERY_CODE: made.value.code ?? '' };
  expect(await fuhan(['user', 'recover', name], use)).toMatchObject({ exit: 0, value: { name } });
  expect((await fuhan(['user', 'recover', name], { ...use, FUHAN_NEW_PASSWORD: passwordOf('newer') })).exit).toBe(1);
  const mine = { FUHAN_PASSWORD: passwordOf(PEOPLE.archivist.word) };
  const search = await fuhan(['search', '公交', '--user', PEOPLE.archivist.name], mine);
  expect(search).toMatchObject({ exit: 0, err: expect.stringContaining('凭恢复单重设了') as string });
});

test('that a sheet was used is told for seven days, however many restores come after it', async () => {
  const { code } = await makeSheet();
  await engine.call('session.signOut', {});
  await recover(code, 'new');
  await engine.close();
  const db = await openArchiveDb(folder);
  for (let n = 0; n < 25; n++)
    db.transaction((tx) => appendAudit(tx, { actor: '赵系统', action: 'backup.restore', detail: { rows_lost: 0 } }));
  db.close();
  engine = await openOffice(folder);
  const { notices } = await engine.call('session.signIn', credentials('archivist'));
  expect(notices).toEqual([expect.stringContaining('凭恢复单重设了')]);
});
