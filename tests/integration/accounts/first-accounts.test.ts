/** From none to the first two accounts in one act (docs/spec/accounts.md). */
import { expect, test } from 'vitest';
import { passwordOf } from '../../support/accounts.ts';
import { openEngine } from '../../support/engine.ts';

const code = (expected: string): unknown => expect.objectContaining({ code: expected });
const SECADMIN = { name: '陈安全', display_name: '陈静', password: passwordOf('chen') };
const ARCHIVIST = { name: '王档案', password: passwordOf('first') };

test('the security administrator and the archivist are made together; the archivist changes his password first', async () => {
  const engine = await openEngine();
  const made = await engine.call('accounts.enable', { secadmin: SECADMIN, archivist: ARCHIVIST });
  expect(made).toMatchObject({
    secadmin: { display_name: '陈静', roles: ['secadmin'], must_change: false },
    archivist: { roles: ['archivist'], must_change: true },
  });
  await expect(engine.call('letters.list', {})).rejects.toThrow(code('SIGN_IN_REQUIRED'));
  await expect(engine.call('session.signIn', ARCHIVIST)).rejects.toThrow(code('PASSWORD_EXPIRED'));
  const own = { name: ARCHIVIST.name, current: ARCHIVIST.password, password: passwordOf('wang') };
  await engine.call('accounts.changePassword', own);
  await engine.call('session.signIn', { name: ARCHIVIST.name, password: passwordOf('wang') });
  expect((await engine.call('trust.verify', {})).problems).toEqual([]);
  expect((await engine.call('trust.audit', { action: 'account.add' })).map(({ actor }) => actor)).toEqual([
    '王档案',
    '王档案',
  ]);
});

test('where one of the two cannot be made neither is, and everybody goes on working', async () => {
  const engine = await openEngine();
  const enable = (archivist: { name: string; password: string }, secadmin = SECADMIN) =>
    engine.call('accounts.enable', { secadmin, archivist });
  await expect(enable({ ...ARCHIVIST, password: 'short' })).rejects.toThrow(code('WEAK_PASSWORD'));
  await expect(enable({ ...ARCHIVIST, name: '../x' })).rejects.toThrow(code('BAD_ACCOUNT_NAME'));
  await expect(enable({ ...ARCHIVIST, name: '陈安全' })).rejects.toThrow(code('ACCOUNT_EXISTS'));
  await expect(enable(ARCHIVIST, { ...SECADMIN, password: 'short' })).rejects.toThrow(code('WEAK_PASSWORD'));
  expect(await engine.call('session.current', {})).toMatchObject({ accounts: false });
  expect(await engine.call('accounts.list', {})).toEqual([]);
});

test('a second time it is refused', async () => {
  const engine = await openEngine();
  await engine.call('accounts.enable', { secadmin: SECADMIN, archivist: ARCHIVIST });
  await engine.call('session.signIn', SECADMIN);
  const again = { secadmin: { ...SECADMIN, name: '李安全' }, archivist: { ...ARCHIVIST, name: '李档案' } };
  await expect(engine.call('accounts.enable', again)).rejects.toThrow(code('ACCOUNTS_ENABLED'));
});

test('a password is tried before anything is done, and the rule that it does not meet is said', async () => {
  const engine = await openEngine();
  const tried = (password: string) => engine.call('accounts.tryPassword', { password, names: ['王安全'] });
  for (const [password, rule] of [
    ['Kurz1!', '至少须有 8 个字符'],
    ['nurkleinbuchstaben', '三类'],
    ['王安全-Qz7-lianhua', '不得包含用户名或姓名'],
    ['Admin@123', '太常见或太容易猜到'],
  ] as const)
    await expect(tried(password), password).rejects.toMatchObject({
      code: 'WEAK_PASSWORD',
      message: expect.stringContaining(rule) as unknown,
    });
  expect(await tried('Qz7-lianhua-Shui')).toEqual({});
  expect(await engine.call('session.current', {})).toMatchObject({ accounts: false });
});
