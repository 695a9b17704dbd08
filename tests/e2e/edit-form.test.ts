/** What the form of an edit says before something is saved, and that nothing told to one person stays for the next. */
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FORM_ORDER } from '../../renderer/components/elements-form.tsx';
import type { LaunchedApp } from './fixtures.ts';
import { bridge, enablePeople, signIn } from './people.ts';
import { BOOT_TIMEOUT_MS, fileAll, openDesk, part, visit } from './window-steps.ts';

const LETTER =
  '青岚市水务局\n青水函〔2023〕5号\n关于政协青岚市九届二次会议第012号提案答复的函\n李明委员：\n您提出的《关于节约用水的提案》收悉，现答复如下：\n节水改造已列入计划。\n青岚市水务局\n2023年5月6日\n';

let app: LaunchedApp;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  page = app.page;
  const scheme = {
    name: '青岚两类',
    places: ['青岚'],
    codes: { A: { legend: '已经办成', class: 'SOLVED' }, B: { legend: '列入计划', class: 'PLANNED' } },
  };
  await bridge(page, 'settings.change', { reading: { forgotten: [], schemes: [scheme] } });
  const file = path.join(app.folder, '节水.txt');
  fs.writeFileSync(file, LETTER);
  await fileAll(app, [file]);
}, BOOT_TIMEOUT_MS);
afterAll(() => app.close());

async function edit(): Promise<void> {
  await visit(page, '全部复函');
  await page.getByRole('listbox').getByRole('option').first().click();
  await page.getByRole('article').first().waitFor();
  await page.keyboard.press('F2');
  await page.getByText('尚未作任何修改').waitFor();
}

test('Tab goes from field to field, with nothing between that only the mouse would want', async () => {
  await edit();
  const stops: string[] = [];
  await page.getByLabel('题名', { exact: true }).focus();
  const here = () => page.evaluate(() => document.activeElement?.id ?? '');
  for (let at = await here(); at !== 'edit-reason' && stops.length < 60; at = await here()) {
    // The results of the scheme are chosen by keys as well.
    const isOffer = await page.evaluate(() => document.activeElement?.closest('[role=group]') !== null);
    if (!isOffer) stops.push(at);
    await page.keyboard.press('Tab');
  }
  expect(stops).toEqual(FORM_ORDER.map((name) => `edit-${name}`));
  await page.keyboard.press('Escape');
  await page.getByRole('article').first().waitFor();
});

describe('the result of a letter', () => {
  const offered = () => page.getByRole('group', { name: '办理结果的分类（青岚两类）' });
  const result = () => page.getByLabel('办理结果', { exact: true });

  test('is offered as the registered scheme has it', async () => {
    await edit();
    expect(await offered().getByRole('button').allTextContents()).toEqual(['A 已经办成', 'B 列入计划']);
    await offered().getByRole('button', { name: 'B 列入计划' }).click();
    expect(await result().inputValue()).toBe('B');
  });

  test('that the scheme does not know is told at the field, and saved only after a question', async () => {
    await result().fill('E');
    await offered().getByText('“E”不在登记的分类（青岚两类）中').waitFor();
    await page.getByLabel('修改理由').fill('试验');
    await page.keyboard.press('Control+Enter');
    const question = page.getByRole('dialog', { name: '“E”不在登记的分类（青岚两类）中' });
    await question.getByRole('button', { name: '返回修改' }).click();
    await question.waitFor({ state: 'hidden' });
    await page.getByText('已修改：办理结果').waitFor();
    await page.keyboard.press('Control+Enter');
    await question.getByRole('button', { name: '照此保存' }).click();
    await page.getByText('第 2 版，共 2 版').waitFor();
    await page.locator('[data-field="result_code"]:visible').getByText('E', { exact: true }).waitFor();
  });

  test('that was stored so before is not asked about again', async () => {
    await edit();
    await page.getByLabel('联系人', { exact: true }).fill('何叔宁');
    await page.getByLabel('修改理由').fill('试验');
    await page.keyboard.press('Control+Enter');
    await page.getByText('第 3 版，共 3 版').waitFor();
  });
});

test('a date of another year says that the archive number stays', async () => {
  await edit();
  const stays = page.getByText(/^档号 .*2023.* 归入 2023 年度，入库时已编定/);
  expect(await stays.count()).toBe(0);
  await page.getByLabel('成文日期').fill('2022-05-06');
  await stays.waitFor();
  await page.getByLabel('成文日期').fill('2023-07-01');
  await stays.waitFor({ state: 'hidden' });
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').getByRole('button', { name: '放弃', exact: true }).click();
  await page.getByText('第 3 版，共 3 版').waitFor();
});

test('the help tells how elements are written', async () => {
  await page.keyboard.press('F1');
  const help = page.getByRole('dialog', { name: '帮助' });
  await help.getByText('要素著录约定', { exact: true }).click();
  await help.getByText('按先提到的会议定', { exact: false }).waitFor();
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'hidden' });
});

test('a failure that was told goes when its person signs out', { timeout: 120_000 }, async () => {
  await enablePeople(page, {});
  await signIn(page, '王档案');
  await visit(page, '全部复函');
  await page.getByRole('listbox').getByRole('option').first().click();
  await part(page, '附件');
  const taken = path.join(app.folder, '已有.txt');
  fs.writeFileSync(taken, '原有内容');
  await app.stubDialog([taken]);
  await page
    .getByRole('button', { name: /^另存为：/ })
    .first()
    .click();
  const notice = page.getByText('TARGET_EXISTS');
  await notice.waitFor();
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.getByRole('form', { name: '登录' }).waitFor();
  await notice.waitFor({ state: 'detached' });
});

test('the browser had nothing to complain about', () => {
  expect(complaints).toEqual([]);
});
