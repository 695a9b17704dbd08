/** Searching through the real window: input methods, the keyboard, facets, nothing found. */
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, fileAll, openDesk, sample, search } from './window-steps.ts';

let app: LaunchedApp;
let page: Page;
let session: CDPSession;
let complaints: string[];
const box = () => page.getByRole('combobox', { name: '检索词' });
const hits = () => page.getByRole('option');

beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  page = app.page;
  session = await page.context().newCDPSession(page);
  await fileAll(app, [
    sample('02 老旧小区加装电梯提案答复.txt'),
    sample('03 农村客运公交化建议答复.docx'),
    sample('07 书院古籍保护提案答复.docx'),
  ]);
}, BOOT_TIMEOUT_MS);
afterAll(async () => {
  await app.close();
});

/** A call through the same bridge: whatever the page had sent before it was on its way earlier. */
const afterOtherCalls = (): Promise<unknown> => page.evaluate(() => window.archive.call('trust.tip', {}, 'e2e-fence'));

describe('an empty box', () => {
  test('shows the newest letters', async () => {
    await page.keyboard.press('Control+k');
    await page.getByText('库中共 3 件，最近入库的在前').waitFor();
    expect(await hits().count()).toBe(3);
    expect(await hits().first().textContent()).toContain('王𬱖');
  });
});

describe('an input method', () => {
  test('asks nothing while it composes, nor takes the Enter that ends it', async () => {
    await box().focus();
    await session.send('Input.imeSetComposition', { text: 'dian', selectionStart: 4, selectionEnd: 4 });
    await session.send('Input.imeSetComposition', { text: "dian'ti", selectionStart: 7, selectionEnd: 7 });
    expect(await box().inputValue()).toBe("dian'ti");
    await box().dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true });
    await afterOtherCalls();
    await page.getByText('库中共 3 件，最近入库的在前').waitFor();
    expect(await hits().count()).toBe(3);
  });

  test('asks once the composition has ended', async () => {
    await session.send('Input.insertText', { text: '电梯' });
    await page.getByText('含“电梯”').waitFor();
    expect(await box().inputValue()).toBe('电梯');
    expect(await hits().count()).toBe(1);
    expect(await hits().locator('mark').first().textContent()).toBe('电梯');
  });
});

describe('typing', () => {
  test('the answer is that of the last keystroke', async () => {
    await search(page, '农村客运');
    await page
      .getByText(/^共 1 件，用时/)
      .first()
      .waitFor();
    expect(await hits().first().textContent()).toContain('农村客运');
  });

  test('traditional characters in the letter are found with simplified ones', async () => {
    await search(page, '云溪书院');
    await page
      .getByText(/^共 1 件，用时/)
      .first()
      .waitFor();
    expect(await hits().locator('mark').first().textContent()).toBe('雲溪書院');
  });

  test('the keyboard alone chooses, opens and comes back to the same place', async () => {
    await search(page, '云溪市');
    await page
      .getByText(/^共 3 件，用时/)
      .first()
      .waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const chosen = page.getByRole('option', { selected: true });
    const title = await chosen.getByRole('heading').textContent();
    expect(await box().getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: title ?? '' }).waitFor();
    await page.getByText(/第 1 处，共 \d+ 处/).waitFor();
    await page.keyboard.press('F3');
    await page.getByText(/第 2 处，共 \d+ 处/).waitFor();
    await page.keyboard.press('Shift+F3');
    await page.keyboard.press('Shift+F3');
    const all = await page.getByText(/第 (\d+) 处，共 \1 处/).textContent();
    expect(all).toMatch(/第 \d+ 处/);
    await page.keyboard.press('Alt+ArrowLeft');
    await page
      .getByText(/^共 3 件，用时/)
      .first()
      .waitFor();
    expect(await box().inputValue()).toBe('云溪市');
    expect(await chosen.getByRole('heading').textContent()).toBe(title);
  });
});

describe('narrowing', () => {
  test('a facet narrows the result and is taken off again', async () => {
    const kinds = page.getByRole('group', { name: '文书类别' });
    await kinds.getByRole('button', { name: /人大建议/ }).click();
    await page
      .getByText(/^共 1 件，用时/)
      .first()
      .waitFor();
    expect(await hits().first().textContent()).toContain('建议');
    await page.getByRole('button', { name: '清除全部筛选' }).click();
    await page
      .getByText(/^共 3 件，用时/)
      .first()
      .waitFor();
  });

  test('a query that cannot be understood is said plainly', async () => {
    await box().fill('日期:2022-02-31');
    await page.getByText('检索式中的日期不存在或写法不对', { exact: false }).waitFor();
  });

  test('nothing found says what was tried', async () => {
    await search(page, '核潜艇');
    await page.getByRole('heading', { name: '没有找到' }).waitFor();
    await page.getByText(/已查：.*核潜艇/).waitFor();
  });
});

test('the browser had nothing to complain about', () => {
  expect(complaints).toEqual([]);
});
