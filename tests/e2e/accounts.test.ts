/** Accounts through the real window: from none to the first, signing in and out, what each role is shown; closing with work. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, dropAndRead, openDesk, sample } from './window-steps.ts';

let app: LaunchedApp;
let page: Page;
let complaints: string[];
const SECURITY = { name: '安管员甲', password: 'Qm7-竹影横窗-zT' };
const ARCHIVIST = { name: '档案员乙', password: 'Hk4-松风入户-pL' };
const KEEPER = { name: '系统员丙', password: 'Rt8-荷风送香-cV' };
const FRESH = 'Wb9-梅雪争春-xR';

beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  page = app.page;
}, BOOT_TIMEOUT_MS);
afterAll(async () => {
  await app.close();
});

const signInForm = () => page.getByRole('form', { name: '登录' });
async function signIn(name: string, password: string): Promise<void> {
  await signInForm().getByLabel('用户名').fill(name);
  await signInForm().getByLabel('密码', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

async function changePassword(): Promise<void> {
  await page.getByText('请设置新密码后登录').waitFor();
  await signInForm().getByLabel('新密码', { exact: true }).fill(FRESH);
  await signInForm().getByLabel('再输一次新密码').fill(FRESH);
  await page.getByRole('button', { name: '更改密码并登录' }).click();
}
async function addAccount(who: typeof ARCHIVIST, display: string, role: string): Promise<void> {
  const panel = page.getByRole('region', { name: '账户' });
  await panel.getByLabel('用户名').fill(who.name);
  await panel.getByLabel('姓名').fill(display);
  await panel.getByRole('combobox', { name: '角色' }).click();
  await page.getByTitle(role, { exact: true }).click();
  await page.keyboard.press('Escape');
  await panel.getByLabel('初始密码').fill(who.password);
  await panel.getByRole('button', { name: '新建账户' }).click();
  await panel.getByRole('row', { name: new RegExp(`${who.name}.*${role}.*待改初始密码`) }).waitFor();
}

describe('accounts', () => {
  test('without them everybody works at once; the first one is refused with a weak password', async () => {
    await page.keyboard.press('Alt+4');
    const panel = page.getByRole('region', { name: '账户' });
    await panel.getByLabel('用户名').fill(SECURITY.name);
    await panel.getByLabel('初始密码').fill('12345678');
    await panel.getByRole('button', { name: '启用账户' }).click();
    await panel.getByText('WEAK_PASSWORD').waitFor();
    await panel.getByLabel('初始密码').fill(SECURITY.password);
    await panel.getByRole('button', { name: '启用账户' }).click();
    await signInForm().waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
  });

  test('a wrong password is refused, the right one lets in', async () => {
    await signIn(SECURITY.name, '不是这个密码-1A');
    await page.getByText('WRONG_PASSWORD').waitFor();
    await signIn(SECURITY.name, SECURITY.password);
    await page.getByRole('navigation').waitFor();
  });

  test('a security administrator sees accounts, not letters', async () => {
    const items = page.getByRole('navigation').getByRole('button');
    await items.filter({ hasText: '设置' }).waitFor();
    expect(await items.allTextContents()).toEqual(['设置']);
    await addAccount(ARCHIVIST, '乙同志', '档案员');
    await addAccount(KEEPER, '丙同志', '系统管理员');
  });

  test('an initial password is changed at the first sign-in', async () => {
    await page.getByRole('button', { name: '退出登录' }).click();
    await signIn(ARCHIVIST.name, ARCHIVIST.password);
    await changePassword();
    await page.getByText('把复函文件或文件夹拖到这里').waitFor();
    await page.getByText('乙同志').waitFor();
  });

  test('a system administrator finds the backups, no letters and no log', async () => {
    await page.getByRole('button', { name: '退出登录' }).click();
    await signIn(KEEPER.name, KEEPER.password);
    await changePassword();
    const items = page.getByRole('navigation').getByRole('button');
    await items.filter({ hasText: '备份与恢复' }).waitFor();
    expect(await items.allTextContents()).toEqual(['备份与恢复', '设置']);
    await items.first().click();
    expect(await page.getByRole('region', { name: '审计记录' }).count()).toBe(0);
    const usb = join(app.folder, 'usb');
    mkdirSync(usb);
    await app.stubDialog([usb]);
    await page.getByRole('group', { name: '立即备份' }).getByRole('button', { name: '立即备份' }).click();
    await page.getByText(/备份完成并已核对/).waitFor();
    await page.getByRole('button', { name: '退出登录' }).click();
    await signIn(ARCHIVIST.name, FRESH);
    await page.getByText('把复函文件或文件夹拖到这里').waitFor();
  });

  test('who signs in again finds his work as it was', async () => {
    await dropAndRead(app, [sample('02 老旧小区加装电梯提案答复.txt')]);
    await page.getByLabel('联系人', { exact: true }).fill('何叔宁');
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByText('未保存的内容仍保留在窗口中', { exact: false }).waitFor();
    expect(await page.getByText('02 老旧小区加装电梯提案答复.txt').isVisible()).toBe(false);
    await signIn(ARCHIVIST.name, FRESH);
    await page.getByRole('button', { name: /^确认入库/ }).waitFor();
    expect(await page.getByLabel('联系人', { exact: true }).inputValue()).toBe('何叔宁');
  });
});

describe('closing the window', () => {
  // Without a listener the driver of this test would agree to leave in the person's place.
  beforeAll(() => {
    page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
  });

  test('asks while drafts wait on the desk, and stays where the person says so', async () => {
    await page.getByLabel('联系人', { exact: true }).click();
    await page.close({ runBeforeUnload: true });
    const question = page.getByRole('dialog', { name: '关闭窗口？' });
    await question.getByRole('button', { name: '留在此页' }).click();
    await question.waitFor({ state: 'hidden' });
    expect(await page.getByLabel('联系人', { exact: true }).inputValue()).toBe('何叔宁');
  });

  test('the browser had nothing to complain about', () => {
    expect(complaints).toEqual([]);
  });

  test('closes where the person gives the drafts up', async () => {
    await page.close({ runBeforeUnload: true });
    const closed = page.waitForEvent('close');
    await page.getByRole('dialog', { name: '关闭窗口？' }).getByRole('button', { name: '放弃并关闭' }).click();
    await closed;
  });
});
