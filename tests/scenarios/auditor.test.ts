/** The auditor's day and who may do what: the log in sentences, checks with their history, backups, sheets, roles, the first run. */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BOOT_TIMEOUT_MS, part, visit } from '../e2e/window-steps.ts';
import { beginDay, type Day } from './steps.ts';

describe('the log', () => {
  let day: Day;
  beforeAll(async () => {
    day = await beginDay(40);
    const { letters } = await day.ask<{ letters: { id: string }[] }>('letters.list', { limit: 3 });
    for (const { id } of letters)
      await day.ask('letters.edit', { id, set: { openness: '依申请公开' }, reason: '含个人信息' });
  }, BOOT_TIMEOUT_MS);
  afterAll(() => day.app.close());

  const log = () => day.page.getByRole('list', { name: '审计记录' });
  const place = async (name: string): Promise<void> => {
    await visit(day.page, '审计');
    await day.page.getByRole('tab', { name }).click();
  };

  test('is told in sentences with the names of the letters and what was changed', async () => {
    await place('日志');
    await log()
      .getByText(/修改了/)
      .first()
      .waitFor();
    await log().getByText('公开属性', { exact: false }).first().waitFor();
    await log().getByText('理由：含个人信息').first().waitFor();
  });

  test('shows no hashes until they are asked for', async () => {
    expect(await log().innerText()).not.toMatch(/[0-9a-f]{32}/);
    await day.page
      .getByRole('button', { name: /^详情：第 \d+ 条$/ })
      .first()
      .click();
    await day.page
      .getByRole('complementary')
      .getByText(/^[0-9a-f]{64}$/)
      .first()
      .waitFor();
    await day.page.getByRole('button', { name: '关闭', exact: true }).click();
  });

  test('is narrowed by the kind of act, and by the day', async () => {
    const { page } = day;
    await page.getByRole('button', { name: '操作 ▾' }).click();
    await page.getByLabel('操作', { exact: true }).click();
    await page.getByTitle('修改函件', { exact: true }).click();
    await page.keyboard.press('Escape');
    await page.getByText('已列出 3 条，最新的在前').waitFor();
    await page.getByRole('button', { name: '去掉筛选：修改函件' }).click();
    await page.getByRole('button', { name: '今天', exact: true }).click();
    await page.getByRole('button', { name: /^去掉筛选：\d{4}-\d\d-\d\d 至/ }).waitFor();
  });

  test('leads to the letter and back', async () => {
    const { page } = day;
    await log().getByRole('button', { name: /^《/ }).first().click();
    await page.getByRole('article').waitFor();
    await page.keyboard.press('Alt+ArrowLeft');
    await log().waitFor();
  });

  test('is narrowed to one letter, from its row and from its history, and to one person', async () => {
    const { page } = day;
    await page.getByRole('button', { name: '刷新', exact: true }).click();
    await log().getByText('理由：含个人信息').first().waitFor();
    await page.getByRole('button', { name: '操作 ▾' }).click();
    await page.getByLabel('操作', { exact: true }).click();
    await page.getByTitle('修改函件', { exact: true }).click();
    await page.keyboard.press('Escape');
    await page
      .getByRole('button', { name: /^详情：第 \d+ 条$/ })
      .first()
      .click();
    const detail = page.getByRole('complementary');
    await detail.getByText('公开属性', { exact: true }).waitFor();
    await detail.getByRole('button', { name: '只看此件的记录' }).click();
    await page.getByText('已列出 1 条，最新的在前').waitFor();
    await page.getByRole('button', { name: /^去掉筛选：《/ }).waitFor();
    await log().getByRole('button', { name: /^《/ }).first().click();
    await page.getByRole('article').waitFor();
    await part(page, '历史');
    await page.getByRole('button', { name: '此件在日志中的记录' }).click();
    await log().getByText('归档', { exact: false }).first().waitFor();
    await log().getByText('理由：含个人信息').waitFor();
    await page.getByRole('button', { name: '操作人 ▾' }).click();
    await page.getByLabel('操作人', { exact: true }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: '本机用户' }).click();
    await page.keyboard.press('Escape');
    const person = page.getByRole('group', { name: '筛选' }).getByRole('button', { name: '去掉筛选：本机用户' });
    await person.waitFor();
    // «全部», the first of the list, takes it off again.
    await page.getByRole('button', { name: '操作人 ▾' }).click();
    await page.getByLabel('操作人', { exact: true }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: '全部' }).click();
    await page.keyboard.press('Escape');
    await person.waitFor({ state: 'detached' });
  });

  test('a check is made, and stands in the history of checks', async () => {
    const { page } = day;
    await place('校验与检测');
    await page.getByRole('button', { name: '全库校验' }).click();
    await page.getByText('校验通过，未发现问题').waitFor();
    await page.getByRole('region', { name: '历次校验和检测' }).getByText('全库校验，通过').waitFor();
    await page.getByText(/^校验 刚刚/).waitFor();
  });

  test('the inspection of the four properties is as wide as the window', async () => {
    const { app, page } = day;
    const out = path.join(app.folder, 'reports');
    fs.mkdirSync(out);
    await app.stubDialog([out]);
    await page.getByRole('button', { name: '四性检测' }).click();
    const table = page.getByRole('group', { name: '四性检测' }).getByRole('table').first();
    await table.waitFor();
    expect((await table.boundingBox())?.width).toBeGreaterThan(700);
  });

  test('a backup is made and its age stands at the foot', async () => {
    const { app, page } = day;
    await place('备份与恢复');
    const usb = path.join(app.folder, 'usb');
    fs.mkdirSync(usb);
    await app.stubDialog([usb]);
    await page.getByRole('button', { name: '立即备份' }).click();
    await page.getByText(/备份完成并已核对/).waitFor();
    await page.getByText(/^备份 刚刚/).waitFor();
    await page
      .getByRole('region', { name: '历次备份和恢复' })
      .getByText('打开核对通过', { exact: false })
      .first()
      .waitFor();
  });

  test('the check sheet is made for this month', async () => {
    const { app, page } = day;
    await place('校验单');
    await app.stubDialog([path.join(app.folder, 'reports')]);
    await page.getByRole('button', { name: '出具校验单' }).click();
    await page.getByText('已出具，共 1 页').waitFor();
  });

  test('the state shows chain, check, inspection and backup on one page', async () => {
    const { page } = day;
    await place('状态');
    for (const name of ['日志链', '全库校验', '四性检测', '最近备份'])
      await page.getByRole('button', { name: new RegExp(`^${name}`) }).waitFor();
    await page.getByRole('button', { name: /^日志链/ }).click();
    await log().waitFor();
  });

  test('the browser had nothing to complain about', () => {
    expect(day.complaints).toEqual([]);
  });
});

describe('the first run', () => {
  let day: Day;
  beforeAll(async () => {
    day = await beginDay(0);
  }, BOOT_TIMEOUT_MS);
  afterAll(() => day.app.close());

  test('says what to do, and offers an assistant', async () => {
    const { page } = day;
    await visit(page, '今日');
    await page.getByRole('heading', { name: '库中还没有函件' }).waitFor();
    await page.getByRole('button', { name: /首次使用向导/ }).click();
    await page.getByRole('dialog', { name: '首次使用向导' }).getByText('档案库已建在', { exact: false }).waitFor();
  });

  test('the assistant sets the archive numbers', async () => {
    const dialog = day.page.getByRole('dialog', { name: '首次使用向导' });
    await dialog.getByRole('button', { name: '下一步' }).click();
    await dialog.getByLabel('全宗号').fill('Z123');
    // Going on saves what was typed.
    await dialog.getByRole('button', { name: '下一步' }).click();
    await day.page.getByText('设置已保存').waitFor();
    const settings = await day.ask<{ ref_code: { fonds: string } }>('settings.show', {});
    expect(settings.ref_code.fonds).toBe('Z123');
  });

  test('and ends at the desk, once for all', async () => {
    const { page } = day;
    const dialog = page.getByRole('dialog', { name: '首次使用向导' });
    await dialog.getByRole('button', { name: '上一步' }).click();
    expect(await dialog.getByLabel('全宗号').inputValue()).toBe('Z123');
    await dialog.getByRole('button', { name: '下一步' }).click();
    await dialog.getByRole('button', { name: '下一步' }).click();
    await dialog.getByRole('button', { name: '完成，开始归档' }).click();
    await page.getByText('把复函文件或文件夹拖到这里').waitFor();
    await visit(page, '今日');
    expect(await page.getByRole('button', { name: /首次使用向导/ }).count()).toBe(0);
  });

  test('settings are found by words', async () => {
    const { page } = day;
    await visit(page, '设置');
    await page
      .getByRole('searchbox', { name: '在设置中查找' })
      .or(page.getByLabel('在设置中查找'))
      .first()
      .fill('备份');
    await page.getByRole('region', { name: '备份', exact: true }).waitFor();
    expect(await page.getByRole('region', { name: '快捷键' }).count()).toBe(0);
  });

  test('the browser had nothing to complain about', () => {
    expect(day.complaints).toEqual([]);
  });
});
