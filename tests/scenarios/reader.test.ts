/** The reader's day: a search refined by chips and read by arrows, two letters compared, what belongs together, quoting with the source. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BOOT_TIMEOUT_MS, found, hitsOf, part, search, visit } from '../e2e/window-steps.ts';
import { beginDay, type Day } from './steps.ts';

let day: Day;
beforeAll(async () => {
  day = await beginDay(60);
}, BOOT_TIMEOUT_MS);
afterAll(() => day.app.close());

const box = () => day.page.getByRole('combobox', { name: '检索词' });
const heading = () => day.page.getByRole('article').getByRole('heading', { level: 2 });

describe('a search', () => {
  test('is typed and answered at every key', async () => {
    await search(day.page, '加装电梯');
    await found(day.page, 10);
  });

  test('is refined by a chip of years', async () => {
    const { page } = day;
    await page.getByRole('button', { name: '年份 ▾' }).click();
    await page.getByRole('group', { name: '年份' }).getByRole('button').first().click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^去掉筛选：20\d\d$/ }).waitFor();
  });

  test('and by days, and back by taking chips off', async () => {
    const { page } = day;
    await page.getByRole('button', { name: '成文日期 ▾' }).click();
    await page.getByLabel('自', { exact: true }).fill('2019-01-01');
    await page.getByLabel('至', { exact: true }).fill('2030-01-01');
    await page.getByRole('button', { name: '筛选', exact: true }).click();
    await page.getByRole('button', { name: '去掉筛选：成文日期' }).click();
    await page.getByRole('button', { name: /^去掉筛选：20\d\d$/ }).click();
    await found(day.page, 10);
  });

  test('is walked by arrows from the box, the letter beside following', async () => {
    const { page } = day;
    await box().focus();
    const seen = new Set<string>();
    for (let step = 0; step < 5; step += 1) {
      await page.keyboard.press('ArrowDown');
      const active = page.locator('[role="option"][data-active] strong');
      const name = (await active.textContent()) ?? '';
      await page.getByRole('article', { name, exact: true }).waitFor();
      seen.add(name);
    }
    expect(seen.size).toBe(5);
  });

  test('marks what was found, with a map beside the scroll bar', async () => {
    const { page } = day;
    await page.getByText(/第 1 处，共 \d+ 处/).waitFor();
    expect(await page.getByRole('article').locator('mark').count()).toBeGreaterThan(0);
  });

  test('is kept under a name and stands in the navigation', async () => {
    const { page } = day;
    await page.keyboard.press('Control+d');
    await page.getByRole('textbox', { name: '检索名称' }).fill('电梯');
    await page.keyboard.press('Enter');
    const kept = page.getByRole('region', { name: '已保存的检索' });
    await kept.getByRole('button', { name: /^电梯/ }).waitFor();
    await search(page, '养老');
    await kept.getByRole('button', { name: /^电梯/ }).click();
    await found(page, 10);
  });

  test('that finds nothing says what was tried', async () => {
    const { page } = day;
    await search(page, '火星基地');
    await page.getByRole('heading', { name: '没有找到' }).waitFor();
  });

  test('by a member, by a number, by a field', async () => {
    const { page } = day;
    for (const query of ['周砚清', '云民函〔2019〕1号']) {
      await search(page, query);
      await hitsOf(page).first().waitFor();
    }
    await box().fill('单位:民政局');
    await hitsOf(page).first().getByText('云溪市民政局', { exact: false }).first().waitFor();
  });
});

describe('letters', () => {
  test('have tabs of their own, which stay while one searches on', async () => {
    const { page } = day;
    await search(page, '养老');
    await found(page, 10);
    await box().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('listbox', { name: '检索结果' }).getByRole('option').nth(3).dblclick();
    const tabs = page.getByRole('tablist', { name: '打开的函件' });
    expect(await tabs.getByRole('tab').count()).toBe(3);
    await search(page, '电梯');
    expect(await tabs.getByRole('tab').count()).toBeGreaterThanOrEqual(3);
    // The suggestions lie over the tabs as long as one types.
    await hitsOf(page).first().click();
    while ((await tabs.count()) > 0)
      await tabs
        .getByTitle(/^关闭标签页/)
        .first()
        .click();
    await tabs.waitFor({ state: 'detached' });
  });

  test('two of them are compared side by side', async () => {
    const { page } = day;
    await page.getByRole('listbox', { name: '检索结果' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByRole('button', { name: '对比这两件' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('region', { name: '两件函件对比（早的在左）' }).getByText('发文字号').first().waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.keyboard.press('Escape');
  });

  test('tell those like them, with reasons in words', async () => {
    const { page } = day;
    await hitsOf(page).first().click();
    await part(page, '相似');
    const similar = page.getByRole('region', { name: '相似的函件' });
    await similar
      .getByText(/^同一案由：|^同一委员/)
      .first()
      .waitFor();
    expect(await similar.innerText()).not.toMatch(/届|会议第/);
    await part(page, '阅读');
  });

  test('are looked through for words of their own', async () => {
    const { page } = day;
    await page.keyboard.press('Control+f');
    await page.getByRole('textbox', { name: '在本函中查找' }).fill('投入资金');
    await page.getByText('第 1 处，共 1 处').waitFor();
  });

  test('are copied with their source', async () => {
    const { page } = day;
    await page.keyboard.press('Control+Shift+c');
    await page.getByText('已复制，末尾注明了出处').waitFor();
  });

  test('show the elements beside, or not', async () => {
    const { page } = day;
    const side = page.getByRole('complementary', { name: '要素' });
    await side.waitFor();
    await page.keyboard.press('F4');
    await side.waitFor({ state: 'detached' });
    await page.keyboard.press('F4');
    await side.waitFor();
  });

  test('the context menu offers what can be done', async () => {
    const { page } = day;
    await hitsOf(page).first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^在标签页中打开/ }).waitFor();
    await page.getByRole('menuitem', { name: /^历史/ }).click();
    await page.getByRole('list', { name: '全部版本' }).waitFor();
  });
});

describe('the window', () => {
  test('remembers the letters that were read, on 今日', async () => {
    const { page } = day;
    await visit(page, '今日');
    await page.getByRole('region', { name: '最近打开' }).getByRole('button').first().click();
    await heading().waitFor();
    await page.keyboard.press('Alt+ArrowLeft');
    await page.getByRole('region', { name: '最近打开' }).waitFor();
  });

  test('is dark when it is asked to be, and large', async () => {
    const { page } = day;
    await page.keyboard.press('Control+Shift+p');
    await page.getByRole('combobox', { name: '命令面板' }).fill('深色');
    await page.keyboard.press('Enter');
    await page.locator('html[data-look="dark"]').waitFor({ state: 'attached' });
    await page.keyboard.press('Control+=');
    expect(await page.evaluate(() => getComputedStyle(document.body).fontSize)).toBe('16px');
    await page.keyboard.press('Control+-');
  });

  test('is narrow and still of use: the list alone, then the letter', async () => {
    const { page } = day;
    await page.setViewportSize({ width: 1000, height: 700 });
    await search(page, '养老');
    await found(page, 10);
    await hitsOf(page).first().dblclick();
    await heading().waitFor();
    await page.keyboard.press('Alt+ArrowLeft');
    await found(page, 10);
    await page.setViewportSize({ width: 1366, height: 768 });
  });

  test('the browser had nothing to complain about', () => {
    expect(day.complaints).toEqual([]);
  });
});
