/** The keyboard stands again where it stood when what lay over the page has gone: the list, the box of the search, a part of the letter. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, fileAll, found, hitsOf, openDesk, part, sample, search, visit } from './window-steps.ts';

let app: LaunchedApp;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  page = app.page;
  await fileAll(app, ['02 老旧小区加装电梯提案答复.txt', '03 农村客运公交化建议答复.docx'].map(sample));
  await search(page, '云溪市');
  await found(page, 2);
  await page.getByRole('article').waitFor();
}, BOOT_TIMEOUT_MS);
afterAll(async () => {
  await app.close();
});

const list = (): Locator => page.getByRole('listbox', { name: '检索结果' });
const box = (): Locator => page.getByRole('combobox', { name: '检索词' });
const paper = (): Locator => page.getByRole('article').getByRole('tab', { name: '阅读' });
const dialog = (): Locator => page.getByRole('dialog');

const PLACES: Readonly<Record<string, () => Locator>> = { 列表: list, 检索框: box, 阅读栏: paper };
/** What lies over the page, opened by its keys and closed with Escape. */
const OVER: Readonly<Record<string, { open: string; shown: () => Locator }>> = {
  命令面板: { open: 'Control+Shift+p', shown: () => page.getByRole('combobox', { name: '命令面板' }) },
  帮助: { open: 'F1', shown: () => dialog().getByText('快捷键一览').first() },
  导出: { open: 'Control+e', shown: () => dialog().getByRole('button', { name: '选择文件夹' }) },
};

/** Waits until the keyboard stands there, and says where it stands otherwise. */
async function standsAt(place: Locator): Promise<void> {
  const element = await place.elementHandle();
  await page
    .waitForFunction((one) => document.activeElement === one, element)
    .catch(async () =>
      expect(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200))).toBe('there'),
    );
}

describe.each(Object.entries(PLACES))('from %s', (_name, place) => {
  test.each(Object.entries(OVER))('%s gives the keyboard back', async (_over, { open, shown }) => {
    await place().focus();
    await page.keyboard.press(open);
    await shown().waitFor();
    await page.keyboard.press('Escape');
    await shown().waitFor({ state: 'hidden' });
    await standsAt(place());
  });
});

describe('a context menu', () => {
  test('takes the arrows while it is open, and gives the keyboard back to the list', async () => {
    await list().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+F10');
    const first = page.getByRole('menuitem', { name: '打开' }).first();
    await standsAt(first);
    await page.keyboard.press('ArrowDown');
    await standsAt(page.getByRole('menuitem', { name: '在新窗口中打开' }));
    expect(await hitsOf(page).first().getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Escape');
    await first.waitFor({ state: 'detached' });
    await standsAt(list());
  });

  test('of the pointer gives it back as well', async () => {
    await hitsOf(page).nth(1).click({ button: 'right' });
    await standsAt(page.getByRole('menuitem', { name: '打开' }).first());
    await page.keyboard.press('Escape');
    await standsAt(list());
  });

  test('leads to a dialog, and from there back to the list', async () => {
    await hitsOf(page).nth(1).click({ button: 'right' });
    await page.getByRole('menuitem', { name: '导出 PDF' }).click();
    await dialog().getByRole('button', { name: '选择文件夹' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
    await standsAt(list());
    await page.keyboard.press('Home');
    await hitsOf(page).first().and(page.locator('[aria-selected="true"]')).waitFor();
  });
});

describe('a menu below a button', () => {
  test('gives the keyboard back to its button', async () => {
    const more = page.getByRole('article').getByRole('button', { name: '更多 ▾' });
    await more.focus();
    await page.keyboard.press('Enter');
    await standsAt(page.getByRole('menuitem', { name: '在新窗口中打开' }));
    await page.keyboard.press('Escape');
    await standsAt(more);
  });
});

describe('a chip', () => {
  test('gives the keyboard back when its values are closed', async () => {
    const chip = page.getByRole('button', { name: '结果 ▾' });
    await chip.focus();
    await page.keyboard.press('Enter');
    const values = page.getByRole('group', { name: '结果' });
    await values.getByRole('button').first().focus();
    await page.keyboard.press('Escape');
    await values.waitFor({ state: 'hidden' });
    await standsAt(chip);
  });
});

describe('a command of the palette', () => {
  test('that opens a dialog leads back to where the keyboard stood before both', async () => {
    await part(page, '阅读');
    await list().focus();
    await page.keyboard.press('Control+Shift+p');
    await page.getByRole('combobox', { name: '命令面板' }).fill('导出 PDF');
    await page.keyboard.press('Enter');
    await dialog().getByRole('button', { name: '选择文件夹' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
    await standsAt(list());
  });

  test('that goes to another place leaves the keyboard there', async () => {
    await page.keyboard.press('Control+Shift+p');
    await page.getByRole('combobox', { name: '命令面板' }).fill('整理');
    await page.keyboard.press('Enter');
    await standsAt(page.getByRole('heading', { level: 1, name: '整理' }));
    await visit(page, '检索');
  });
});

describe('the list of work', () => {
  test('gives the keyboard back when it is closed from within', async () => {
    await list().focus();
    await page.keyboard.press('Control+j');
    const jobs = page.getByRole('region', { name: '任务列表' });
    await standsAt(jobs);
    await page.keyboard.press('Tab');
    await standsAt(jobs.getByRole('button', { name: '关闭' }));
    await page.keyboard.press('Enter');
    await jobs.waitFor({ state: 'detached' });
    await standsAt(list());
    await page.keyboard.press('Control+j');
    await standsAt(jobs);
    await page.keyboard.press('Escape');
    await jobs.waitFor({ state: 'detached' });
    await standsAt(list());
  });
});

test('the page complained of nothing', () => {
  expect(complaints).toEqual([]);
});
