/** What stands beside a list stays in sight while one types and walks; the menu of a line is made when it opens. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, fileAll, hitsOf, openDesk, sample, search, visit } from './window-steps.ts';

let app: LaunchedApp;
let complaints: string[];
beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  await fileAll(app, [
    sample('02 老旧小区加装电梯提案答复.txt'),
    sample('03 农村客运公交化建议答复.docx'),
    sample('06 农村饮水安全提案答复.docx'),
  ]);
}, BOOT_TIMEOUT_MS);
afterAll(() => app.close());

/** Notes each moment at which no letter is drawn beside the list. */
const watchForGaps = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const noted = window as unknown as { gaps: number };
    noted.gaps = 0;
    const seen = (): boolean =>
      [...document.querySelectorAll('article [role=document]')].some((one) => one.getClientRects().length > 0);
    new MutationObserver(() => {
      if (!seen()) noted.gaps += 1;
    }).observe(document.body, { subtree: true, childList: true });
  });
const gapsOf = (page: Page): Promise<number> => page.evaluate(() => (window as unknown as { gaps: number }).gaps);

test(
  'the letter of before stays while one types and walks, and the marks are always of its own text',
  { timeout: 120_000 },
  async () => {
    const { page } = app;
    await search(page, '农');
    await page.getByRole('article').locator('mark').first().waitFor();
    await watchForGaps(page);
    const box = page.getByRole('combobox', { name: '检索词' });
    await box.pressSequentially('村');
    await page.getByText('含“农村”').first().waitFor();
    await page.getByRole('article').locator('mark', { hasText: '农村' }).first().waitFor();
    expect(await gapsOf(page)).toBe(0);
    const before = await page.getByRole('article').getAttribute('aria-label');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(
      (name) => document.querySelector('article')?.getAttribute('aria-label') !== name,
      before,
    );
    await page.getByRole('article').locator('mark').first().waitFor();
    for (const text of await page.getByRole('article').locator('mark').allTextContents()) expect(text).toBe('农村');
    expect(await gapsOf(page)).toBe(0);
    expect(complaints).toEqual([]);
  },
);

test('where nothing is found no letter of before stands beside it', { timeout: 120_000 }, async () => {
  const { page } = app;
  await search(page, '查无此词此句');
  await page.getByRole('article').waitFor({ state: 'hidden' });
});

test(
  'the menu of a line opens at the pointer and at its line, and goes with Escape',
  { timeout: 120_000 },
  async () => {
    const { page } = app;
    await search(page, '农村');
    await page.getByRole('article').waitFor();
    await hitsOf(page).first().click({ button: 'right' });
    const item = page.getByRole('menuitem', { name: /在新窗口中打开/ });
    await item.waitFor();
    await page.keyboard.press('Escape');
    await item.waitFor({ state: 'hidden' });
    await page.getByRole('listbox', { name: '检索结果' }).focus();
    await page.keyboard.press('Shift+F10');
    await item.waitFor();
    await page.mouse.click(5, 5);
    await item.waitFor({ state: 'hidden' });
  },
);

/** Presses F2 at the moment at which the page shows that a letter is being opened; to be called before what opens it. */
const editAsSoonAsItOpens = (page: Page, sign: string): Promise<void> =>
  page.evaluate((selector) => {
    const noted = window as unknown as { pressed: number };
    noted.pressed = 0;
    const watch = new MutationObserver(() => {
      if (document.querySelector(selector) === null) return;
      watch.disconnect();
      noted.pressed += 1;
      const at = document.activeElement ?? document.body;
      at.dispatchEvent(new KeyboardEvent('keydown', { key: 'F2', bubbles: true, cancelable: true }));
    });
    watch.observe(document.body, { subtree: true, childList: true, attributes: true });
  }, sign);
const pressedOf = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { pressed: number }).pressed);

test('a key pressed while a letter opens acts on it, and not on the one before', { timeout: 120_000 }, async () => {
  const { page } = app;
  await visit(page, '全部复函');
  await page.getByRole('listbox', { name: '全部复函' }).focus();
  await page.keyboard.press('Home');
  const second =
    (await page
      .getByRole('listbox', { name: '全部复函' })
      .getByRole('option')
      .nth(1)
      .locator('strong')
      .textContent()) ?? '';
  await page.getByRole('article').waitFor();
  await editAsSoonAsItOpens(page, '[data-waits]');
  await page.keyboard.press('ArrowDown');
  await page.getByRole('heading', { name: '修改（在第 1 版基础上）' }).waitFor();
  expect(await pressedOf(page)).toBe(1);
  expect(await page.getByLabel('案由', { exact: true }).inputValue()).toBe(second);
  await page.keyboard.press('Escape');
  await page.getByRole('article', { name: second }).waitFor();
});

test('nor is it lost where no letter was in sight before', { timeout: 120_000 }, async () => {
  const { page } = app;
  await visit(page, '今日');
  await editAsSoonAsItOpens(page, 'section[aria-label] div[aria-busy=true]');
  const recent = page.getByRole('region', { name: '最近打开' }).getByRole('button').first();
  await recent.click();
  await page.getByRole('heading', { name: '修改（在第 1 版基础上）' }).waitFor();
  expect(await pressedOf(page)).toBe(1);
  expect(complaints).toEqual([]);
});
