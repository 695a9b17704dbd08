/** Accounts through the real window: from none to the first, signing in and out, what each role is shown; closing with work. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, dropAndRead, fileDraft, openDesk, sample, visit } from './window-steps.ts';

let app: LaunchedApp;
let page: Page;
let complaints: string[];
const SECURITY = { name: '安管员甲', password: 'Qm7-竹影横窗-zT' };
const ARCHIVIST = { name: '档案员乙', password: 'Hk4-松风入户-pL' };
const KEEPER = { name: '系统员丙', password: 'Rt8-荷风送香-cV' };
const AUDITOR = { name: '阅档员丁', password: 'Vg3-秋山问道-sM' };
const FRESH = 'Wb9-梅雪争春-xR';
const RECOVERED = 'Nd5-孤山寻梅-kF';
let recoveryCode = '';

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
  const assistant = () => page.getByRole('dialog', { name: '启用账户' });
  async function fillPerson(who: typeof SECURITY, password: string): Promise<void> {
    await assistant().getByLabel('用户名').fill(who.name);
    await assistant().getByLabel('密码', { exact: true }).or(assistant().getByLabel('初始密码')).fill(password);
    await assistant().getByLabel('再输一次新密码').fill(password);
    await assistant().getByRole('button', { name: '下一步' }).click();
    // The password is tried first; the form of before stays until that is answered.
    const isFirst = who.name === SECURITY.name;
    await (
      isFirst ? assistant().getByLabel('初始密码') : assistant().getByRole('button', { name: '启用账户' })
    ).waitFor();
  }

  test('without them everybody works at once; enabling them says what comes and asks before it does anything', async () => {
    await page.keyboard.press('Alt+9');
    await page.getByRole('region', { name: '账户' }).getByRole('button', { name: '启用账户' }).click();
    const next = assistant().getByRole('button', { name: '下一步' });
    expect(await next.isDisabled()).toBe(true);
    await assistant().getByText('我已了解').click();
    await next.click();
    await fillPerson(SECURITY, SECURITY.password);
    await fillPerson(ARCHIVIST, ARCHIVIST.password);
    await assistant().getByRole('button', { name: '启用账户' }).click();
    const question = page.getByRole('dialog', { name: '确定启用账户？' });
    await question.getByRole('button', { name: '取消' }).click();
    await question.waitFor({ state: 'hidden' });
    await assistant().getByRole('button', { name: '上一步' }).click();
    await assistant().getByRole('button', { name: '上一步' }).click();
  });

  test('a weak password is told at its field, and one that is easy to guess at its step', async () => {
    const type = async (password: string): Promise<void> => {
      for (const name of ['密码', '再输一次新密码']) await assistant().getByLabel(name, { exact: true }).fill(password);
    };
    const next = assistant().getByRole('button', { name: '下一步' });
    await type('12345678');
    await assistant().getByRole('alert').getByText('密码须含大写字母', { exact: false }).waitFor();
    expect(await next.isDisabled()).toBe(true);
    await type(`${SECURITY.name}-Qz7-lianhua`);
    await assistant().getByRole('alert').getByText('密码不得包含用户名或姓名').waitFor();
    expect(await next.isDisabled()).toBe(true);
    await type('Admin@123');
    await next.click();
    await assistant().getByText('WEAK_PASSWORD').waitFor();
    await fillPerson(SECURITY, SECURITY.password);
    await assistant().getByRole('button', { name: '下一步' }).click();
  });

  test('after the second question both accounts are there, and the recovery sheet is shown once', async () => {
    await assistant().getByRole('button', { name: '启用账户' }).click();
    await page.getByRole('button', { name: '启用，不再恢复' }).click();
    await assistant().getByText('账户已启用，两个账户已建立。').waitFor();
    await assistant().getByRole('button', { name: '只在屏幕上显示' }).click();
    recoveryCode = await assistant().getByLabel('恢复码').innerText();
    expect(recoveryCode).toMatch(/^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){5}$/);
    await assistant().getByRole('button', { name: '完成，去登录' }).click();
    await signInForm().waitFor();
    expect(await page.getByRole('navigation', { name: '主要功能' }).count()).toBe(0);
  });

  test('a wrong password is refused, the right one lets in', async () => {
    await signIn(SECURITY.name, '不是这个密码-1A');
    await page.getByText('WRONG_PASSWORD').waitFor();
    await signIn(SECURITY.name, SECURITY.password);
    await page.getByRole('navigation', { name: '主要功能' }).waitFor();
  });

  test('a security administrator sees accounts, not letters', async () => {
    const items = page.getByRole('navigation', { name: '主要功能' }).getByRole('button');
    await items.filter({ hasText: '设置' }).waitFor();
    expect(await items.allTextContents()).toEqual(['设置']);
    await page.getByRole('row', { name: new RegExp(`${ARCHIVIST.name}.*档案员.*待改初始密码`) }).waitFor();
    await addAccount(AUDITOR, '丁同志', '审计');
    // From here on accounts are made by him.
    await addAccount(KEEPER, '丙同志', '系统管理员');
  });

  test('an initial password is changed at the first sign-in', async () => {
    await page.getByRole('button', { name: '退出登录' }).click();
    await signIn(AUDITOR.name, AUDITOR.password);
    await changePassword();
    await page.getByRole('navigation', { name: '主要功能' }).waitFor();
    await page.getByRole('button', { name: '退出登录' }).click();
    await signIn(ARCHIVIST.name, ARCHIVIST.password);
    await changePassword();
    await page.getByRole('heading', { name: '库中还没有函件' }).waitFor();
    await page.getByText(ARCHIVIST.name).first().waitFor();
  });

  test('a system administrator finds the backups, no letters and no log', async () => {
    await page.getByRole('button', { name: '退出登录' }).click();
    await signIn(KEEPER.name, KEEPER.password);
    await changePassword();
    const items = page.getByRole('navigation', { name: '主要功能' }).getByRole('button');
    await items.filter({ hasText: '备份与恢复' }).waitFor();
    expect(await items.allTextContents()).toEqual(['备份与恢复', '设置']);
    await items.first().click();
    expect(await page.getByRole('region', { name: '审计记录' }).count()).toBe(0);
    const usb = join(app.folder, 'usb');
    mkdirSync(usb);
    await app.stubDialog([usb]);
    await page.getByRole('group', { name: '立即备份' }).getByRole('button', { name: '立即备份' }).click();
    await page.getByText(/备份完成并已核对/).waitFor();
  });

  test('a security administrator who lost his password comes in by the recovery sheet, and is told what everybody is told', async () => {
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByText('忘记密码').click();
    await page.getByRole('button', { name: '用恢复单进入' }).click();
    const form = page.getByRole('region', { name: '用恢复单进入' });
    await form.getByLabel('用户名').fill(SECURITY.name);
    await form.getByLabel('恢复码').fill(recoveryCode.toLowerCase());
    await form.getByLabel('新密码', { exact: true }).fill(RECOVERED);
    await form.getByLabel('再输一次新密码').fill(RECOVERED);
    await form.getByRole('button', { name: '重设密码并登录' }).click();
    await page.getByText(`凭恢复单重设了安全管理员“${SECURITY.name}”的密码`, { exact: false }).waitFor();
    await page.getByText('目前没有可用的恢复单', { exact: false }).waitFor();
  });

  test('a restore by which the accounts would change takes the security administrator too', async () => {
    await page.getByRole('button', { name: '退出登录' }).click();
    await signIn(KEEPER.name, FRESH);
    await page.getByText(`凭恢复单重设了安全管理员“${SECURITY.name}”的密码`, { exact: false }).waitFor();
    await page.getByRole('navigation', { name: '主要功能' }).getByRole('button', { name: '备份与恢复' }).click();
    const card = page.getByRole('group', { name: '从备份恢复', exact: true });
    await card.getByRole('button', { name: '列出备份' }).click();
    await card
      .getByRole('button', { name: /^恢复到/ })
      .first()
      .click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^恢复到/ })
      .click();
    const two = page.getByRole('dialog', { name: '须两人确认' });
    await two.getByText('SECOND_PERSON_REQUIRED').waitFor();
    await two.getByLabel('安全管理员用户名').fill(SECURITY.name);
    await two.getByLabel('安全管理员密码').fill('不是这个密码-1A');
    await two.getByRole('button', { name: '确认并恢复' }).click();
    await two.getByText('WRONG_PASSWORD').waitFor();
    await two.getByLabel('安全管理员密码').fill(RECOVERED);
    await two.getByRole('button', { name: '确认并恢复' }).click();
    await signInForm().waitFor();
    await signIn(ARCHIVIST.name, FRESH);
    await page.getByRole('navigation', { name: '主要功能' }).waitFor();
    await page.getByText(`由“${KEEPER.name}”恢复、“${SECURITY.name}”确认`, { exact: false }).waitFor();
  });

  test('who signs in again finds his work as it was', async () => {
    await dropAndRead(app, [sample('02 老旧小区加装电梯提案答复.txt')]);
    await page.getByLabel('联系人', { exact: true }).fill('何叔宁');
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByText('未保存的内容仍保留在窗口中', { exact: false }).waitFor();
    expect(await page.getByText('02 老旧小区加装电梯提案答复.txt').first().isVisible()).toBe(false);
    await signIn(ARCHIVIST.name, FRESH);
    await page.getByRole('button', { name: /^确认入库/ }).waitFor();
    expect(await page.getByLabel('联系人', { exact: true }).inputValue()).toBe('何叔宁');
  });
});

describe('letters in windows of their own', () => {
  test('go with the person who opened them', async () => {
    await fileDraft(page);
    await visit(page, '全部复函');
    await page.getByRole('article').first().waitFor();
    const coming = page.context().waitForEvent('page');
    await page.keyboard.press('Control+Shift+Enter');
    const own = await coming;
    await own.getByRole('article').first().waitFor();
    const closed = own.waitForEvent('close');
    await page.getByRole('button', { name: '退出登录' }).click();
    await closed;
    await signInForm().waitFor();
    expect(page.context().pages()).toHaveLength(1);
  });
});

describe('files that are let go over the sign-in', () => {
  test('lie at the desk of who signs in', async () => {
    await app.drop('body', [sample('03 农村客运公交化建议答复.docx')]);
    await signIn(ARCHIVIST.name, FRESH);
    await page.getByText('待归档 1 件').waitFor();
    await page.getByRole('button', { name: /^确认入库/ }).waitFor();
    await page.getByLabel('联系人', { exact: true }).fill('何叔宁');
  });
});

describe('a retention is shortened', () => {
  test('by two: the other one signs in beside who changes it', async () => {
    await visit(page, '整理');
    await page.getByRole('tab', { name: '保管期限' }).click();
    const panel = page.getByRole('tabpanel', { name: '保管期限' });
    await panel.getByRole('checkbox').nth(1).check();
    await panel.getByRole('combobox', { name: '改为' }).click();
    await page.getByTitle('10年', { exact: true }).click();
    await panel.getByRole('button', { name: '改定 1 件的保管期限' }).click();
    await page.getByLabel('理由').fill('鉴定后缩短');
    await page.getByRole('dialog').getByRole('button', { name: '改定 1 件的保管期限' }).click();
    const two = page.getByRole('dialog', { name: '须两人确认' });
    await two.getByText('RETENTION_SECOND_PERSON').waitFor();
    const agree = two.getByRole('button', { name: '确认并改定' });
    await two.getByLabel('另一人的用户名').fill(ARCHIVIST.name);
    await two.getByLabel('另一人的密码').fill(FRESH);
    await agree.click();
    // Who changes it is no other person.
    await two.getByText('RETENTION_SECOND_PERSON').waitFor({ state: 'detached' });
    await two.getByLabel('另一人的用户名').fill(AUDITOR.name);
    await two.getByLabel('另一人的密码').fill(FRESH);
    await agree.click();
    await page.getByText('已改定 1 件').waitFor();
    await panel.getByRole('row').filter({ hasText: '10年' }).waitFor();
    await visit(page, '归档');
  });
});

describe('closing the window', () => {
  // Without a listener the driver of this test would agree to leave in the person's place.
  beforeAll(() => {
    page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
  });

  test('asks while something lies at the desk that is on no disk, and stays where the person says so', async () => {
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    }, '关于第9号建议的答复');
    await page.getByText('待归档 2 件').waitFor();
    await page.close({ runBeforeUnload: true });
    const question = page.getByRole('dialog', { name: '关闭窗口？' });
    await question.getByText('粘贴的内容', { exact: false }).waitFor();
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
