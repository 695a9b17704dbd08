/** People with accounts in tests of the window, made by calls of its page as their administrator would; the window's own way is e2e/accounts. */
import type { Page } from 'playwright-core';
import type { Role } from '../../shared/contract/index.ts';

/** Sends a call as the page does. @throws Error with the code of the answer */
export const bridge = (page: Page, name: string, input: unknown): Promise<unknown> =>
  page.evaluate(
    async ([one, given]) => {
      const answer = await window.archive.call(one as 'archive.info', given, `t${crypto.randomUUID()}`);
      if (!answer.ok) throw new Error(answer.error.code);
      return answer.value;
    },
    [name, input] as const,
  );

const passwordOf = (name: string): string =>
  `Hetang-${name.length}-Yuese-${Buffer.from(name).toString('hex').slice(0, 6)}`;

/** Enables accounts with 陈安全 (security administrator), 王档案 (archivist) and others by their roles; nobody is signed in then. */
export async function enablePeople(page: Page, others: Readonly<Record<string, Role>>): Promise<void> {
  const first = (name: string) => ({ name, password: `Shouci-${passwordOf(name)}` });
  const secadmin = { name: '陈安全', password: passwordOf('陈安全') };
  await bridge(page, 'accounts.enable', { secadmin, archivist: first('王档案') });
  await bridge(page, 'session.signIn', secadmin);
  for (const [name, role] of Object.entries(others))
    await bridge(page, 'accounts.add', { ...first(name), roles: [role] });
  for (const name of ['王档案', ...Object.keys(others)])
    await bridge(page, 'accounts.changePassword', { name, current: first(name).password, password: passwordOf(name) });
  await bridge(page, 'session.signOut', {});
  await page.reload();
}

export async function signIn(page: Page, name: string): Promise<void> {
  const form = page.getByRole('form', { name: '登录' });
  await form.getByLabel('用户名').fill(name);
  await form.getByLabel('密码', { exact: true }).fill(passwordOf(name));
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: '主要功能' }).waitFor();
}
