/** Accounts and the log do not vanish by a restore (docs/spec/accounts.md, docs/spec/trust.md). */
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { openBackup } from '../../../main/archive/trust/backup.ts';
import { runCommandLine } from '../../../main/cli/run.ts';
import { passwordOf } from '../../support/accounts.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';
import { PEOPLE, addPerson, credentials, office, openOffice, signInAs, type OfficeRole } from '../../support/office.ts';
import { tamper } from '../../support/tamper.ts';

const code = (expected: string): unknown => expect.objectContaining({ code: expected });
const engines: Engine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
});

async function opened(folder: string, as?: OfficeRole): Promise<Engine> {
  const engine = await openOffice(folder);
  engines.push(engine);
  if (as !== undefined) await signInAs(engine, as);
  return engine;
}

async function backUp(engine: Engine): Promise<string> {
  await signInAs(engine, 'sysadmin');
  return (await engine.call('trust.backup', { to: join(temporaryFolder(), 'usb') })).file;
}

/** An archive of another id, and a backup of it. */
async function foreign(): Promise<string> {
  const engine = await openEngine();
  await fileText(engine, PLAIN_LETTER);
  const made = await engine.call('trust.backup', { to: join(temporaryFolder(), 'usb') });
  await engine.close();
  return made.file;
}

/** The log of an archive's file, whichever it is. */
async function logOf(file: string): Promise<{ actor: string; action: string; detail: Record<string, unknown> }[]> {
  const copy = await openBackup(file);
  try {
    return copy.read
      .all<{ actor: string; action: string; detail: string }>('SELECT actor, action, detail FROM audit ORDER BY seq')
      .map((row) => ({ ...row, detail: JSON.parse(row.detail) as Record<string, unknown> }));
  } finally {
    copy.close();
  }
}

describe('another archive', () => {
  test('its backup is refused, with accounts and without; nobody is signed out, nothing is left behind', async () => {
    const file = await foreign();
    const { folder } = await office();
    const engine = await opened(folder, 'sysadmin');
    const names = readdirSync(folder).sort();
    const second = credentials('secadmin');
    await expect(engine.call('trust.restoreBackup', { file, second })).rejects.toThrow(code('BACKUP_FOREIGN'));
    expect(await engine.call('session.current', {})).toMatchObject({ session: { name: PEOPLE.sysadmin.name } });
    expect(readdirSync(folder).sort()).toEqual(names);
    const single = await openEngine();
    await fileText(single, PLAIN_LETTER);
    await expect(single.call('trust.restoreBackup', { file })).rejects.toThrow(code('BACKUP_FOREIGN'));
    expect((await single.call('letters.list', {})).total).toBe(1);
  });

  test('is taken where the present one holds no letter and no account, or does not open: a new computer', async () => {
    const file = await foreign();
    const fresh = await openEngine();
    await fresh.call('trust.restoreBackup', { file });
    expect((await fresh.call('letters.list', {})).total).toBe(1);
    const broken = join(temporaryFolder(), 'archive');
    const engine = await openEngine(broken);
    await fileText(engine, PLAIN_LETTER);
    await engine.close();
    writeFileSync(join(broken, 'archive.sqlite'), 'spoiled');
    expect((await fuhan(broken, ['restore-backup', file])).exit).toBe(0);
  });
});

describe('a backup whose accounts or log are not those of the present archive', () => {
  test('a copy from before there were accounts takes two persons, and gets the accounts that are there', async () => {
    const { folder, withoutAccounts } = await office();
    const engine = await opened(folder, 'sysadmin');
    const file = withoutAccounts;
    await expect(engine.call('trust.restoreBackup', { file })).rejects.toThrow(code('SECOND_PERSON_REQUIRED'));
    await engine.call('trust.restoreBackup', { file, second: credentials('secadmin') });
    await expect(engine.call('letters.list', {})).rejects.toThrow(code('SIGN_IN_REQUIRED'));
    await signInAs(engine, 'secadmin');
    expect((await engine.call('accounts.list', {})).map(({ name, roles }) => [name, roles[0]])).toEqual([
      [PEOPLE.secadmin.name, 'secadmin'],
      [PEOPLE.archivist.name, 'archivist'],
      [PEOPLE.sysadmin.name, 'sysadmin'],
    ]);
    await signInAs(engine, 'archivist');
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
  });

  test('an unchanged set of accounts and a log that goes on in the present one takes one person', async () => {
    const { folder } = await office();
    const engine = await opened(folder);
    const file = await backUp(engine);
    await signInAs(engine, 'archivist');
    const id = await fileText(engine, WRAPPED_LETTER);
    await signInAs(engine, 'sysadmin');
    const { kept } = await engine.call('trust.restoreBackup', { file });
    await signInAs(engine, 'archivist');
    await expect(engine.call('letters.show', { id })).rejects.toThrow(code('NOT_FOUND'));
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
    // Both logs tell: the one that was replaced, and the one that is there now.
    const replaced = await logOf(join(kept ?? '', 'archive.sqlite'));
    expect(replaced.at(-1)).toMatchObject({ actor: PEOPLE.sysadmin.name, action: 'backup.restore_begun' });
    const [row] = await engine.call('trust.audit', { action: 'backup.restore' });
    expect(row).toMatchObject({ actor: PEOPLE.sysadmin.name, subject: basename(file) });
    expect(JSON.parse(row?.detail ?? '')).not.toHaveProperty('approved_by');
  });

  test.each([
    ['fewer accounts', (engine: Engine) => addPerson(engine, '李查阅', 'li', [])],
    ['other roles', (engine: Engine) => setRoles(engine, [])],
    ['a password that was changed since', (engine: Engine) => changeOwn(engine)],
    ['an account that was disabled since', (engine: Engine) => disable(engine)],
  ])('with %s it takes a security administrator beside who restores; both logs name the two', async (_what, change) => {
    const { folder } = await office();
    const engine = await opened(folder);
    const file = await backUp(engine);
    await change(engine);
    await signInAs(engine, 'sysadmin');
    const restore = (second?: { name: string; password: string }) =>
      engine.call('trust.restoreBackup', { file, ...(second && { second }) });
    await expect(restore()).rejects.toThrow(code('SECOND_PERSON_REQUIRED'));
    // The refusal cost nobody his session.
    expect(await engine.call('session.current', {})).toMatchObject({ session: { name: PEOPLE.sysadmin.name } });
    await expect(restore({ ...credentials('secadmin'), password: 'wrong' })).rejects.toThrow(code('WRONG_PASSWORD'));
    await expect(restore(credentials('sysadmin'))).rejects.toThrow(code('FORBIDDEN'));
    const { kept } = await restore(credentials('secadmin'));
    const two = { approved_by: PEOPLE.secadmin.name };
    expect((await logOf(join(kept ?? '', 'archive.sqlite'))).at(-1)).toMatchObject({ detail: two });
    await signInAs(engine, 'archivist');
    const [row] = await engine.call('trust.audit', { action: 'backup.restore' });
    expect(JSON.parse(row?.detail ?? '')).toMatchObject(two);
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
    // Everybody hears of it at the next sign-in.
    expect((await engine.call('session.current', {})).session?.notices.join()).toContain(
      `由“${PEOPLE.sysadmin.name}”恢复、“${PEOPLE.secadmin.name}”确认`,
    );
  });

  test('a log that goes another way takes two as well', async () => {
    const { folder } = await office();
    const engine = await opened(folder);
    const early = await backUp(engine);
    const late = await backUp(engine);
    await signInAs(engine, 'sysadmin');
    await engine.call('trust.restoreBackup', { file: early });
    await signInAs(engine, 'sysadmin');
    await expect(engine.call('trust.restoreBackup', { file: late })).rejects.toThrow('审计日志不能接到现有的日志');
  });

  test('a lock goes over, and no restore gives five more tries', async () => {
    const { folder } = await office();
    const engine = await opened(folder);
    const file = await backUp(engine);
    const wrong = { name: PEOPLE.secadmin.name, password: 'wrong' };
    for (let i = 0; i < 5; i += 1) await expect(engine.call('session.signIn', wrong)).rejects.toThrow();
    await signInAs(engine, 'sysadmin');
    await engine.call('trust.restoreBackup', { file });
    await expect(signInAs(engine, 'secadmin')).rejects.toThrow(code('ACCOUNT_LOCKED'));
  });

  test('of a recovery sheet that was used since, the code stays dead; one that is valid stays valid', async () => {
    const { folder } = await office();
    const engine = await opened(folder, 'secadmin');
    const current = passwordOf(PEOPLE.secadmin.word);
    const sheet = await engine.call('accounts.makeRecoverySheet', { current });
    const file = await backUp(engine);
    const recover = (word: string, from: { code?: string | undefined }) =>
      engine.call('accounts.recover', {
        name: PEOPLE.secadmin.name,
        code: from.code ?? '',
        password: passwordOf(word),
      });
    await recover('used', sheet);
    await signInAs(engine, 'sysadmin');
    const second = { name: PEOPLE.secadmin.name, password: passwordOf('used') };
    await engine.call('trust.restoreBackup', { file, second });
    await expect(recover('again', sheet)).rejects.toThrow(code('RECOVERY_REFUSED'));
    await signInAs(engine, 'secadmin');
    const next = await engine.call('accounts.makeRecoverySheet', { current });
    await signInAs(engine, 'sysadmin');
    await engine.call('trust.restoreBackup', { file });
    await expect(recover('again', next)).resolves.toMatchObject({ name: PEOPLE.secadmin.name });
    await signInAs(engine, 'archivist');
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
  });

  test('on the command line the second person is --second-user, with FUHAN_SECOND_PASSWORD', async () => {
    const { folder, withoutAccounts } = await office();
    const restore = ['restore-backup', withoutAccounts, '--user', PEOPLE.sysadmin.name];
    const mine = { FUHAN_PASSWORD: passwordOf(PEOPLE.sysadmin.word) };
    const both = { ...mine, FUHAN_SECOND_PASSWORD: passwordOf(PEOPLE.secadmin.word) };
    expect(await fuhan(folder, restore, mine)).toMatchObject({ exit: 1, error: 'SECOND_PERSON_REQUIRED' });
    const two = ['--second-user', PEOPLE.secadmin.name];
    expect(await fuhan(folder, [...restore, ...two], mine)).toMatchObject({ exit: 3, error: 'SIGN_IN_REQUIRED' });
    expect((await fuhan(folder, [...restore, ...two], both)).exit).toBe(0);
    expect(await fuhan(folder, ['search', '公交'])).toMatchObject({ exit: 3, error: 'SIGN_IN_REQUIRED' });
  });
});

describe('undoing a restore', () => {
  test('takes only what a restore here kept, as the log tells: no other folder, no random bytes, no foreign archive', async () => {
    const engine = await openEngine();
    await fileText(engine, PLAIN_LETTER);
    const { archive } = await engine.call('archive.info', {});
    const made = await engine.call('trust.backup', { to: join(temporaryFolder(), 'usb') });
    const { kept } = await engine.call('trust.restoreBackup', { file: made.file });
    const elsewhere = join(temporaryFolder(), 'elsewhere');
    const planted = join(archive, 'before-restore-20990101T000000Z-aaaaaaaa');
    for (const [folder, bytes] of [
      [elsewhere, readFileSync(made.file)],
      [planted, readFileSync(await foreign())],
    ] as const) {
      mkdirSync(folder);
      writeFileSync(join(folder, 'archive.sqlite'), bytes);
      await expect(engine.call('trust.undoRestore', { kept: folder })).rejects.toThrow(code('NOT_FOUND'));
    }
    // Nor what was put into the folder that a restore did make.
    const there = join(kept ?? '', 'archive.sqlite');
    const whole = readFileSync(there);
    for (const bytes of [Buffer.from('random bytes'), readFileSync(await foreign()), readFileSync(made.file)]) {
      writeFileSync(there, bytes);
      await expect(engine.call('trust.undoRestore', {})).rejects.toThrow(code('BACKUP_BAD'));
    }
    expect((await engine.call('letters.list', {})).total).toBe(1);
    writeFileSync(there, whole);
    await engine.call('trust.undoRestore', {});
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
  });

  test('an archive that was replaced because it does not open is not put back', async () => {
    const folder = join(temporaryFolder(), 'archive');
    const engine = await openEngine(folder);
    await fileText(engine, PLAIN_LETTER);
    const made = await engine.call('trust.backup', { to: join(temporaryFolder(), 'usb') });
    await engine.close();
    writeFileSync(join(folder, 'archive.sqlite'), 'spoiled');
    expect((await fuhan(folder, ['restore-backup', made.file])).exit).toBe(0);
    expect(await fuhan(folder, ['undo-restore'])).toMatchObject({ exit: 1, error: 'BACKUP_BAD' });
    expect((await fuhan(folder, ['search', '公交'])).exit).toBe(0);
  });

  test('does not take the accounts away that were made since: two persons, and they go over', async () => {
    const { withoutAccounts } = await office();
    // As if the archive had been restored while it had no accounts yet.
    const single = join(temporaryFolder(), 'archive');
    mkdirSync(single);
    copyFileSync(withoutAccounts, join(single, 'archive.sqlite'));
    const first = await openEngine(single);
    await first.call('trust.restoreBackup', { file: withoutAccounts });
    await first.call('accounts.enable', {
      secadmin: { name: '甲安全', password: passwordOf('jia') },
      archivist: { name: '乙档案', password: passwordOf('yi-first') },
    });
    const own = { name: '乙档案', current: passwordOf('yi-first'), password: passwordOf('yi') };
    await first.call('accounts.changePassword', own);
    await first.call('session.signIn', { name: '乙档案', password: passwordOf('yi') });
    await expect(first.call('trust.undoRestore', {})).rejects.toThrow(code('SECOND_PERSON_REQUIRED'));
    await first.call('trust.undoRestore', { second: { name: '甲安全', password: passwordOf('jia') } });
    await expect(first.call('letters.list', {})).rejects.toThrow(code('SIGN_IN_REQUIRED'));
    await first.call('session.signIn', { name: '乙档案', password: passwordOf('yi') });
    expect((await first.call('trust.verify', {})).problems).toEqual([]);
  });

  test('can itself be undone, and leaves one copy of each archive', async () => {
    const engine = await openEngine();
    await fileText(engine, PLAIN_LETTER);
    const { archive } = await engine.call('archive.info', {});
    const made = await engine.call('trust.backup', { to: join(temporaryFolder(), 'usb') });
    const second = await fileText(engine, WRAPPED_LETTER);
    await engine.call('trust.restoreBackup', { file: made.file });
    await engine.call('trust.undoRestore', {});
    expect((await engine.call('letters.show', { id: second })).id).toBe(second);
    await engine.call('trust.undoRestore', {});
    expect((await engine.call('letters.list', {})).total).toBe(1);
    const kept = readdirSync(archive).filter((name) => existsSync(join(archive, name, 'archive.sqlite')));
    expect(kept).toHaveLength(1);
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
  });

  test('a row of the log that was changed vouches for nothing', async () => {
    const engine = await openEngine();
    await fileText(engine, PLAIN_LETTER);
    const { archive } = await engine.call('archive.info', {});
    const made = await engine.call('trust.backup', { to: join(temporaryFolder(), 'usb') });
    await engine.call('trust.restoreBackup', { file: made.file });
    await engine.close();
    tamper(join(archive, 'archive.sqlite'), `UPDATE audit SET detail = 'no json' WHERE action = 'backup.restore'`);
    const again = await openEngine(archive);
    await expect(again.call('trust.undoRestore', {})).rejects.toThrow(code('NOT_FOUND'));
    expect((await again.call('trust.verify', {})).ok).toBe(false);
  });
});

async function setRoles(engine: Engine, roles: []): Promise<void> {
  await signInAs(engine, 'secadmin');
  await engine.call('accounts.setRoles', { name: PEOPLE.archivist.name, roles });
}

async function changeOwn(engine: Engine): Promise<void> {
  const { name, password: current } = credentials('archivist');
  await engine.call('accounts.changePassword', { name, current, password: passwordOf('changed') });
}

async function disable(engine: Engine): Promise<void> {
  await signInAs(engine, 'sysadmin');
  await engine.call('accounts.setDisabled', { name: PEOPLE.archivist.name, disabled: true });
}

async function fuhan(
  folder: string,
  words: string[],
  environment: Record<string, string> = {},
): Promise<{ exit: number; error: string | undefined }> {
  const names = ['FUHAN_PASSWORD', 'FUHAN_SECOND_PASSWORD'];
  for (const name of names) delete process.env[name];
  Object.assign(process.env, environment);
  let out = '';
  try {
    const exit = await runCommandLine([...words, '--archive', folder, '--json'], {
      out: (text) => (out += text),
      err: () => undefined,
    });
    const value = JSON.parse(out) as { error?: { code: string } };
    return { exit, error: value.error?.code };
  } finally {
    for (const name of names) delete process.env[name];
  }
}
