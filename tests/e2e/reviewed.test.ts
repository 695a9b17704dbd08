/** A filed letter that waits for a person: its doubts stand at it and in its edit, each edit settles its own, and what an edit answers is told. */
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, dropAndRead, fileDraft, openDesk, part, visit } from './window-steps.ts';

/** Neither an office nor a day can be read. */
const LETTER =
  '关于政协青岚市九届二次会议第012号提案答复的函\n李明委员：\n您提出的《关于节约用水的提案》收悉，现答复如下：\n节水改造已列入计划。\n';

let app: LaunchedApp;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  page = app.page;
  const file = path.join(app.folder, '节水.txt');
  fs.writeFileSync(file, LETTER);
  await dropAndRead(app, [file]);
  await fileDraft(page);
  await show();
}, BOOT_TIMEOUT_MS);
afterAll(() => app.close());

async function show(): Promise<void> {
  await visit(page, '全部复函');
  await page.getByRole('listbox').getByRole('option').first().click();
  await page.getByRole('article').first().waitFor();
}
const strip = () => page.getByRole('article').getByRole('region', { name: '待核对' });
const doubts = () => strip().getByRole('list', { name: '尚有疑问' }).getByRole('listitem');
const box = () => page.getByRole('checkbox', { name: '已核对：改正后此件再无疑问' });

describe('a letter that waits', () => {
  test('says what is open', async () => {
    await doubts().filter({ hasText: '责任者' }).waitFor();
    await doubts().filter({ hasText: '成文日期' }).waitFor();
  });

  test('has the same doubts at the fields of its edit', async () => {
    await page.keyboard.press('F2');
    const issuer = page.locator('[data-element="issuer"]');
    await issuer.getByText('请核对').waitFor();
    await page.getByText(/尚有疑问的还有：.*责任者/).waitFor();
  });

  test('waits on while one edit leaves something open, which is told', async () => {
    await page.getByLabel('责任者', { exact: true }).fill('青岚市水务局');
    expect(await page.getByText(/尚有疑问的还有：.*责任者/).count()).toBe(0);
    await box().check();
    await page.getByLabel('修改理由').fill('补录责任者');
    await page.keyboard.press('Control+Enter');
    await page.getByText('第 2 版，共 2 版').waitFor();
    await page
      .getByRole('status')
      .getByText(/^此函件仍待核对，尚有疑问：.*成文日期/)
      .waitFor();
    await doubts().filter({ hasText: '成文日期' }).waitFor();
    expect(await doubts().filter({ hasText: '责任者' }).count()).toBe(0);
    await page.getByRole('button', { name: '知道了' }).click();
    await page.getByText(/^此函件仍待核对/).waitFor({ state: 'detached' });
  });

  test('is told that its archive number keeps its year', async () => {
    await page.keyboard.press('F2');
    await page.getByLabel('成文日期').fill('2019-05-06');
    await page.getByLabel('修改理由').fill('补录日期');
    await page.keyboard.press('Control+Enter');
    await page.getByText('第 3 版，共 3 版').waitFor();
    await page
      .getByRole('status')
      .getByText(/^成文日期在 2019 年，.*仍按归档年度/)
      .waitFor();
  });

  test('waits no more once a person says that the whole is right', async () => {
    await strip().getByRole('button', { name: '已核对' }).click();
    await strip().waitFor({ state: 'detached' });
    await visit(page, '待核对');
    await page.getByText('没有待核对的函件').waitFor();
    await show();
    expect(await strip().count()).toBe(0);
  });
});

describe('an edit that settles the last doubt', () => {
  test('takes the letter out of the queue where the person says so', async () => {
    await part(page, '阅读');
    await page.getByRole('article').getByRole('button', { name: '更多 ▾' }).click();
    await page.getByRole('menuitem', { name: '退回待核对' }).click();
    await strip().waitFor();
    await page.keyboard.press('F2');
    await page.getByLabel('联系人', { exact: true }).fill('何叔宁');
    expect(await page.locator('[data-element]').getByText('请核对', { exact: true }).count()).toBe(0);
    await page.getByText('保存后此件退出待核对。').waitFor();
    await box().check();
    await page.getByLabel('修改理由').fill('补录联系人');
    await page.keyboard.press('Control+Enter');
    await page.getByText('第 4 版，共 4 版').waitFor();
    await strip().waitFor({ state: 'detached' });
  });
});

test('the page complained of nothing', () => {
  expect(complaints).toEqual([]);
});
