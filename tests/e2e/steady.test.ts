/** What stands beside a list stays in sight while one types and walks; the menu of a line is made when it opens. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, fileAll, hitsOf, openDesk, sample, search } from './window-steps.ts';

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
