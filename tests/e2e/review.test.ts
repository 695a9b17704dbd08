/** The review queue through the real window: what the import doubted comes in order, and one key confirms and moves on. */
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, callThroughWindow, openDesk } from './window-steps.ts';

let app: LaunchedApp;
let page: Page;
let complaints: string[];
const queue = () => page.getByRole('list', { name: '待核对的函件' }).getByRole('listitem');

/** Three letters that say less and less: the last has neither title nor office nor date. */
const LETTERS: Readonly<Record<string, string>> = {
  '甲.txt':
    '青岚市水务局\n青水复t2023〕5号\n关于市政协九届二次会议第12号提案的答复\n李明委员：\n您提出的《关于节水的提案》收悉，现答复如下：\n已落实。\n青岚市水务局\n2023年5月6日\n',
  '乙.txt':
    '关于第9号建议的答复\n王红代表：\n您提出的《关于修路的建议》收悉，现答复如下：\n已列入计划。\n2023年6月1日\n',
  '丙.txt': '来信收悉，情况已转有关部门。\n',
};

beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  page = app.page;
}, BOOT_TIMEOUT_MS);
afterAll(async () => {
  await app.close();
});

test('what the import doubted waits in the queue, the most doubtful first', async () => {
  const folder = path.join(app.folder, '来件');
  fs.mkdirSync(folder);
  for (const [name, text] of Object.entries(LETTERS)) fs.writeFileSync(path.join(folder, name), text);
  await page.getByRole('button', { name: '导入文件夹' }).click();
  await app.stubDialog([folder]);
  await page.getByRole('button', { name: '选择文件夹' }).click();
  await page.getByRole('button', { name: '开始导入' }).click();
  await page.getByText('其中待核对 3 件', { exact: false }).waitFor();
  // The summary of the import leads to each letter that waits, and to all of them.
  await page
    .getByRole('row', { name: /甲\.txt/ })
    .getByRole('button', { name: '去核对' })
    .click();
  await page.getByText('甲.txt', { exact: true }).filter({ visible: true }).first().waitFor();
  await page.keyboard.press('Alt+2');
  await page.getByRole('button', { name: '去核对 3 件' }).click();
  await page.getByRole('heading', { level: 2, name: '待核对 3 件' }).waitFor();
  expect(await queue().count()).toBe(3);
  await page.getByText('丙.txt', { exact: true }).filter({ visible: true }).first().waitFor();
});

test('one key confirms a letter and shows the next', async () => {
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { level: 2, name: '待核对 2 件' }).waitFor();
  await page.getByText('乙.txt', { exact: true }).filter({ visible: true }).first().waitFor();
  await page.getByText('已核对 1 件').waitFor();
});

test('F9 goes on without confirming, as at the desk', async () => {
  await page.keyboard.press('F9');
  await page.getByText('甲.txt', { exact: true }).filter({ visible: true }).first().waitFor();
  await page.getByRole('heading', { level: 2, name: '待核对 2 件' }).waitFor();
});

test('the letter that was confirmed last waits again, and the log keeps both acts', async () => {
  await page.keyboard.press('Control+Shift+z');
  await page.getByText('丙.txt', { exact: true }).filter({ visible: true }).first().waitFor();
  await page.getByRole('heading', { level: 2, name: '待核对 3 件' }).waitFor();
  const log = JSON.stringify(await callThroughWindow(page, 'trust.audit', {}));
  expect(log).toContain('letter.reopen');
  expect(log).toContain('letter.review');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { level: 2, name: '待核对 2 件' }).waitFor();
  await page.getByText('乙.txt', { exact: true }).filter({ visible: true }).first().waitFor();
});

test('a correction is saved as a version with the same key', async () => {
  const issuer = page.getByLabel('责任者');
  await issuer.fill('青岚市交通运输局');
  await page.getByRole('button', { name: /^保存更正/ }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { level: 2, name: '待核对 1 件' }).waitFor();
  await page.getByText('甲.txt', { exact: true }).filter({ visible: true }).first().waitFor();
  await page.locator('[data-evidence="doc_number"]').first().waitFor();
});

test('leaving with a correction unsaved is asked about, and the queue ends with a word', async () => {
  const contact = page.getByLabel('联系人', { exact: true });
  await page.getByRole('button', { name: /^其余 \d+ 项/ }).click();
  await contact.fill('值班室');
  await page.keyboard.press('Alt+9');
  await page.getByRole('dialog').getByText('未保存的更正', { exact: false }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: /^保存更正/ }).click();
  await page.getByText('没有待核对的函件').waitFor();
});

test('a watched folder files what is put into it, while another page is shown', async () => {
  const folder = path.join(app.folder, '收件夹');
  fs.mkdirSync(folder);
  await page.keyboard.press('Alt+2');
  await app.stubDialog([folder]);
  await page.getByRole('button', { name: '选择收件夹' }).click();
  await page.getByRole('button', { name: '开始守候' }).click();
  await page.getByText('已归档 0 件', { exact: false }).waitFor();
  const file = path.join(folder, '丁.txt');
  fs.writeFileSync(file, '关于第10号建议的答复\n赵刚代表：\n您提出的《关于修桥的建议》收悉。\n2023年6月2日\n');
  const old = Date.now() / 1000 - 60;
  fs.utimesSync(file, old, old);
  await page.keyboard.press('Alt+3');
  await page.getByText('共 4 件').waitFor();
  await page.keyboard.press('Alt+2');
  await page.getByRole('button', { name: '停止守候' }).click();
  await page.getByText('守候已停止：归档 1 件，重复 0 件，未入库 0 件').waitFor();
});

test('the browser had nothing to complain about', () => {
  expect(complaints).toEqual([]);
});
