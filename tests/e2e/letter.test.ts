/** The letter through the real window: conflicts, unsaved work, attachments with reasons, failures with their details. */
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, fileAll, hitsOf, openDesk, part, sample, search, visit } from './window-steps.ts';

let app: LaunchedApp;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  page = app.page;
  await fileAll(app, [sample('02 老旧小区加装电梯提案答复.txt')]);
  await search(page, '电梯');
  await hitsOf(page).first().click();
  await page.getByText('第 1 版，共 1 版').waitFor();
}, BOOT_TIMEOUT_MS);
afterAll(async () => {
  await app.close();
});

/** What somebody else does meanwhile: an edit through the bridge that this window does not know of. */
async function editElsewhere(set: object): Promise<void> {
  await page.evaluate(async (changes) => {
    const list = await window.archive.call('letters.list', {}, `e2e-${Math.random()}`.replace('.', ''));
    if (!list.ok) throw new Error(list.error.message);
    const { id } = (list.value as { letters: { id: string }[] }).letters[0] ?? { id: '' };
    const made = await window.archive.call('letters.edit', { id, set: changes, reason: '他人修改' }, 'e2e-edit');
    if (!made.ok) throw new Error(made.error.message);
  }, set);
}

describe('unsaved changes', () => {
  test('are kept when one leaves, and taken up again', async () => {
    await page.keyboard.press('F2');
    await page.getByLabel('联系人', { exact: true }).fill('何叔宁');
    await visit(page, '今日');
    await page.keyboard.press('Alt+ArrowLeft');
    await page.getByText(/已接着 .* 未保存的修改继续/).waitFor();
    expect(await page.getByLabel('联系人', { exact: true }).inputValue()).toBe('何叔宁');
  });

  test('are given up only after a question; Escape asks it', async () => {
    await page.keyboard.press('Escape');
    const question = page.getByRole('dialog', { name: '放弃对此函件的修改？' });
    await question.getByRole('button', { name: '继续修改' }).click();
    await question.waitFor({ state: 'hidden' });
    expect(await page.getByLabel('联系人', { exact: true }).inputValue()).toBe('何叔宁');
    await page.getByRole('button', { name: '放弃', exact: true }).click();
    await question.getByRole('button', { name: '放弃', exact: true }).click();
    await page.getByText('第 1 版，共 1 版').waitFor();
    await page.keyboard.press('F2');
    await page.getByText('尚未作任何修改').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('第 1 版，共 1 版').waitFor();
  });
});

describe('two people at one letter', () => {
  test('a change on an old version is refused, carried over to the newest and saved', async () => {
    await page.keyboard.press('F2');
    await page.getByLabel('联系人', { exact: true }).fill('何叔宁');
    await editElsewhere({ contact: '王建国', cc: ['市政府督查室'] });
    await page.getByLabel('修改理由').fill('更正联系人');
    await page.keyboard.press('Control+Enter');
    const refused = page.getByRole('alert');
    await refused.getByText('您看到的不是最新版本', { exact: false }).waitFor();
    await refused.getByRole('button', { name: '把我的改动放到最新版上继续' }).click();
    await page.getByText('现显示您的改动，请核对：联系人', { exact: false }).waitFor();
    await page.getByRole('heading', { name: '修改（在第 2 版基础上）' }).waitFor();
    expect(await page.getByLabel('抄送').inputValue()).toBe('市政府督查室');
    await page.keyboard.press('Control+Enter');
    await page.getByText('第 3 版，共 3 版').waitFor();
    await page.locator('[data-field="contact"]').getByText('何叔宁').waitFor();
    await page.locator('[data-field="cc"]').getByText('市政府督查室').waitFor();
  });
});

describe('attachments', () => {
  test('are added with a role and a reason', async () => {
    await app.stubDialog([sample('附件/面商记录.pdf')]);
    await part(page, '附件');
    await page.getByRole('button', { name: '添加附件' }).click();
    const dialog = page.getByRole('dialog', { name: '添加附件' });
    await dialog.getByRole('combobox', { name: '附件种类：面商记录.pdf' }).click();
    await page.getByTitle('面商记录', { exact: true }).click();
    await dialog.getByLabel('理由').fill('补充面商记录');
    await page.keyboard.press('Enter');
    await page.getByText('第 4 版，共 4 版').waitFor();
    await part(page, '附件');
    await page
      .getByRole('listitem')
      .filter({ hasText: '面商记录.pdf' })
      .getByText('面商记录', { exact: true })
      .waitFor();
  });

  test('are taken off with a reason, and stay in the history', async () => {
    await part(page, '附件');
    await page.getByRole('button', { name: '移除：面商记录.pdf' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: '移除' }).isDisabled()).toBe(true);
    await dialog.getByLabel('理由').fill('重复');
    await dialog.getByRole('button', { name: '移除' }).click();
    await page.getByText('第 5 版，共 5 版').waitFor();
    await part(page, '历史');
    await page.locator('[data-op="removed"]').getByText('面商记录.pdf', { exact: false }).waitFor();
  });
});

describe('a failure', () => {
  test('says what happened, with its code and details to copy, and nothing is overwritten', async () => {
    const taken = path.join(app.folder, '已有.txt');
    fs.writeFileSync(taken, '原有内容');
    await part(page, '附件');
    await app.stubDialog([taken]);
    await page
      .getByRole('button', { name: /^另存为：/ })
      .first()
      .click();
    const notice = page.getByRole('alert').filter({ hasText: 'TARGET_EXISTS' });
    await notice.getByText('未覆盖', { exact: false }).first().waitFor();
    await notice.getByRole('button', { name: '显示详细信息' }).click();
    expect(await notice.getByRole('textbox').inputValue()).toContain('TARGET_EXISTS');
    expect(fs.readFileSync(taken, 'utf8')).toBe('原有内容');
  });
});

test('the original is looked at as it is, page by page', async () => {
  await visit(page, '归档');
  await fileAll(app, [sample('08 东部新区医院建议答复.pdf')]);
  await search(page, '医院');
  await hitsOf(page).first().click();
  await part(page, '原件');
  const shown = page.getByRole('img', { name: /\.pdf 第 1 页$/ });
  await shown.waitFor();
  expect(await shown.evaluate((image) => (image as HTMLImageElement).naturalHeight)).toBe(1800);
  await page.getByRole('button', { name: '下一页' }).click();
  await page.getByRole('img', { name: /\.pdf 第 2 页$/ }).waitFor();
  await part(page, '阅读');
  await shown.waitFor({ state: 'detached' });
});

test('the browser had nothing to complain about', () => {
  expect(complaints).toEqual([]);
});
