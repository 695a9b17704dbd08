/** Everybody's sign-in: each role comes in with the password it was given, changes it, sees its places and no other, and does its work. */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BOOT_TIMEOUT_MS, found, hitsOf, search, visit } from '../e2e/window-steps.ts';
import { beginDay, type Day } from './steps.ts';

const SECURITY = { name: '安管员甲', password: 'Qm7-竹影横窗-zT' };
const GIVEN = 'Hk4-松风入户-pL';
const OWN = 'Wb9-梅雪争春-xR';
const ARCHIVIST = '档案员乙';
// The system administrator last: from then on he makes accounts, and the security administrator gives roles.
const OTHERS = { 查阅员丙: 'reader', 审计员丁: 'auditor', 审管员己: 'auditadmin', 系统员戊: 'sysadmin' } as const;

let day: Day;
beforeAll(async () => {
  day = await beginDay(30);
  await day.ask('accounts.enable', { secadmin: SECURITY, archivist: { name: ARCHIVIST, password: GIVEN } });
  await day.page.reload();
}, BOOT_TIMEOUT_MS);
afterAll(() => day.app.close());

const form = () => day.page.getByRole('form', { name: '登录' });
const places = () => day.page.getByRole('navigation', { name: '主要功能' }).getByRole('button');

async function signIn(name: string, password: string): Promise<void> {
  await form().getByLabel('用户名').fill(name);
  await form().getByLabel('密码', { exact: true }).fill(password);
  await day.page.keyboard.press('Enter');
}

/** The first time: with the given password, and a new one at once. */
async function comeIn(name: string): Promise<void> {
  await signIn(name, GIVEN);
  await day.page.getByText('请设置新密码后登录').waitFor();
  await form().getByLabel('新密码', { exact: true }).fill(OWN);
  await form().getByLabel('再输一次新密码').fill(OWN);
  await day.page.getByRole('button', { name: '更改密码并登录' }).click();
  await places().first().waitFor();
}

const leave = async (): Promise<void> => {
  await day.page.getByRole('button', { name: '退出登录' }).click();
  await form().waitFor();
};
/** Names of the places, without the counts behind them. */
const seen = async (): Promise<string[]> => (await places().allInnerTexts()).map((text) => text.split('\n')[0] ?? '');

describe('the security administrator', () => {
  test('comes in, sees accounts and no letters, and makes the others', async () => {
    await signIn(SECURITY.name, SECURITY.password);
    await places().first().waitFor();
    expect(await seen()).toEqual(['设置']);
    for (const [name, role] of Object.entries(OTHERS))
      await day.ask('accounts.add', { name, roles: [role], password: GIVEN });
    await leave();
  });
});

describe('the reader', () => {
  test('sees letters to read, and neither desk nor log', async () => {
    await comeIn('查阅员丙');
    expect(await seen()).toEqual(['今日', '全部复函', '检索', '统计', '整理', '鉴定', '设置']);
  });

  test('searches and reads, and can change nothing', async () => {
    const { page } = day;
    await search(page, '养老');
    await found(page, 5);
    await hitsOf(page).first().click();
    await page.getByRole('article').waitFor();
    expect(await page.getByRole('button', { name: '修改', exact: true }).isDisabled()).toBe(true);
  });

  test('what he drops is taken nowhere', async () => {
    const { app, page } = day;
    const file = path.join(app.folder, '外来.txt');
    fs.writeFileSync(file, '来信收悉。');
    await app.drop('article', [file]);
    await page.getByRole('article').waitFor();
    expect(await page.getByText('待归档').count()).toBe(0);
    await leave();
  });
});

describe('the auditor', () => {
  test('sees the log and the letters', async () => {
    await comeIn('审计员丁');
    expect(await seen()).toEqual(['今日', '全部复函', '检索', '统计', '整理', '审计', '设置']);
    await visit(day.page, '审计');
    await day.page.getByRole('tab', { name: '日志' }).click();
    await day.page.getByRole('list', { name: '审计记录' }).getByText('登录', { exact: false }).first().waitFor();
  });

  test('checks the archive', async () => {
    const { page } = day;
    await page.getByRole('tab', { name: '校验与检测' }).click();
    await page.getByRole('button', { name: '全库校验' }).click();
    await page.getByText('校验通过，未发现问题').waitFor();
    await leave();
  });
});

describe('the system administrator', () => {
  test('makes a backup, and sees no letters and no log', async () => {
    const { app, page } = day;
    await comeIn('系统员戊');
    expect(await seen()).toEqual(['备份与恢复', '设置']);
    await visit(page, '备份与恢复');
    const usb = path.join(app.folder, 'usb');
    fs.mkdirSync(usb);
    await app.stubDialog([usb]);
    await page.getByRole('group', { name: '立即备份' }).getByRole('button', { name: '立即备份' }).click();
    await page.getByText(/备份完成并已核对/).waitFor();
    await leave();
  });
});

describe('the audit administrator', () => {
  test('reads the log without the names of letters', async () => {
    const { page } = day;
    await comeIn('审管员己');
    expect(await seen()).toEqual(['审计', '设置']);
    await visit(page, '审计');
    await page.getByRole('tab', { name: '日志' }).click();
    const log = page.getByRole('list', { name: '审计记录' });
    await log.getByText('一件函件').first().waitFor();
    expect(await log.innerText()).not.toMatch(/片区/);
    await leave();
  });
});

describe('the archivist', () => {
  test('sees all that has to do with letters', async () => {
    await comeIn(ARCHIVIST);
    expect(await seen()).toEqual(['今日', '归档', '待核对', '全部复函', '检索', '统计', '整理', '审计', '设置']);
  });

  test('finds nothing of the reader before him: an empty box, no tabs', async () => {
    const { page } = day;
    await visit(page, '检索');
    expect(await page.getByRole('combobox', { name: '检索词' }).inputValue()).toBe('');
    expect(await page.getByRole('tablist', { name: '打开的函件' }).count()).toBe(0);
  });

  test('what he puts on the desk is there for him and for nobody else', async () => {
    const { app, page } = day;
    const file = path.join(app.folder, '他的.txt');
    fs.writeFileSync(file, '关于第9号建议的答复\n王红代表：\n来信收悉。\n2023年6月1日\n');
    await app.drop('#root', [file]);
    await page.getByText('待归档 1 件').waitFor();
    await leave();
    await page.reload();
    await signIn('查阅员丙', OWN);
    await places().first().waitFor();
    await expect(day.ask('shell.keptDesk', {})).resolves.toEqual({ chosen: [] });
    await leave();
    await signIn(ARCHIVIST, OWN);
    await visit(page, '归档');
    await page.getByText('待归档 1 件').waitFor();
  });
});

test('the browser had nothing to complain about', () => {
  expect(day.complaints).toEqual([]);
});
