/** Hostile letters through the real window, from the drop to every part of the filed letter: nothing in them runs, and nothing is asked of a network. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ELSEWHERE, RAN, writeHostileLetters } from '../support/hostile-letters.ts';
import type { LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, fileDraft, hitsOf, openDesk, part, search, visit } from './window-steps.ts';

let app: LaunchedApp;
let page: Page;
let complaints: string[];
const asked: string[] = [];
const dialogs: string[] = [];

beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  page = app.page;
  page.on('request', (request) => asked.push(request.url()));
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
}, BOOT_TIMEOUT_MS);
afterAll(async () => {
  await app.close();
});

/** What a letter that got through would have left. */
async function nothingHappened(address: string): Promise<void> {
  expect(await page.evaluate((name) => name in window, RAN)).toBe(false);
  expect(page.url()).toBe(address);
  expect(page.context().pages()).toHaveLength(1);
  expect(dialogs).toEqual([]);
  const own = new URL(address).origin;
  expect(asked.filter((url) => !url.startsWith(own) && !url.startsWith('blob:') && !url.startsWith('data:'))).toEqual(
    [],
  );
  expect(asked.filter((url) => url.includes(ELSEWHERE))).toEqual([]);
  // Markup that became part of the page would be asked for and refused by the content policy, which the browser complains of.
  expect(complaints).toEqual([]);
  expect(
    await page.locator(`[src*="${ELSEWHERE}"], [href*="${ELSEWHERE}"], [href^="javascript:"], iframe`).count(),
  ).toBe(0);
}

test('at the desk, as page and as text', { timeout: 180_000 }, async () => {
  const address = page.url();
  const files = writeHostileLetters(path.join(app.folder, '来文'));
  await app.drop('#root', files);
  const queue = page.getByRole('list', { name: '待归档' }).getByRole('button');
  for (let at = 0; at < files.length; at += 1) {
    await queue.nth(at).click();
    await page.getByRole('button', { name: /^确认入库/ }).waitFor();
    const text = page.getByRole('radiogroup', { name: '原件的显示方式' });
    if ((await text.count()) > 0) await text.getByText('文字', { exact: true }).click();
    await nothingHappened(address);
  }
  for (let count = 1; count <= files.length; count += 1) await fileDraft(page);
  await nothingHappened(address);
});

test('found, read, and in every part of the letter', { timeout: 180_000 }, async () => {
  const address = page.url();
  await search(page, 'script');
  await hitsOf(page).first().waitFor();
  const count = await hitsOf(page).count();
  expect(count).toBeGreaterThanOrEqual(3);
  for (let at = 0; at < count; at += 1) {
    await search(page, 'script');
    await hitsOf(page).nth(at).click();
    await page.getByText('第 1 版，共 1 版').waitFor();
    for (const name of ['阅读', '附件', '历史', '原件', '相似']) {
      await part(page, name);
      await nothingHappened(address);
    }
  }
  for (const place of ['今日', '待核对', '审计']) {
    await visit(page, place);
    await nothingHappened(address);
  }
});
