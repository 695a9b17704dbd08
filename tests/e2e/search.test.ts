/**
 * Searching through the real window: input methods, the keyboard, facets, nothing found, attachments, earlier versions,
 * kept searches.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallName, Chosen, ShellCallName } from '../../shared/contract/index.ts';
import type { LaunchedApp } from './fixtures.ts';
import {
  BOOT_TIMEOUT_MS,
  callThroughWindow,
  fileAll,
  found,
  hitsOf,
  openDesk,
  part,
  sample,
  search,
  visit,
} from './window-steps.ts';

let app: LaunchedApp;
let page: Page;
let session: CDPSession;
let complaints: string[];
const box = () => page.getByRole('combobox', { name: '检索词' });
const hits = () => hitsOf(page);

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
    await visit(page, '检索');
    await page.getByText('库中共 3 件，最近入库的在前').waitFor();
    await hits().nth(2).waitFor();
    expect(await hits().count()).toBe(3);
    expect(await hits().first().textContent()).toContain('書院');
  });

  test('as a table has its columns below each other, whatever stands in them', async () => {
    const view = page.getByRole('radiogroup', { name: '列表样式' });
    const before = page.viewportSize() ?? { width: 1280, height: 720 };
    await page.setViewportSize({ width: 1366, height: 768 });
    await view.getByText('表格').click();
    await page.getByRole('button', { name: '列 ▾' }).waitFor();
    const lefts = await hits().evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll('span[title]')].map((cell) => Math.round(cell.getBoundingClientRect().left)),
      ),
    );
    expect(lefts[0]?.length).toBeGreaterThan(3);
    expect(lefts).toEqual(lefts.map(() => lefts[0]));
    await view.getByText('双行').click();
    await page.setViewportSize(before);
  });
});

describe('an input method', () => {
  test('asks nothing while it composes, nor takes the Enter that ends it', async () => {
    // The page takes the focus itself once its list has come: that would end a composition.
    await page.getByText('库中共 3 件，最近入库的在前').waitFor();
    await afterOtherCalls();
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
    await found(page, 1);
    expect(await hits().first().textContent()).toContain('农村客运');
  });

  test('traditional characters in the letter are found with simplified ones', async () => {
    await search(page, '云溪书院');
    await found(page, 1);
    expect(await hits().locator('mark').first().textContent()).toBe('雲溪書院');
  });

  test('the keyboard walks the result, and the letter beside follows', async () => {
    await search(page, '云溪市');
    await found(page, 3);
    await page.keyboard.press('ArrowDown');
    const chosen = hits().and(page.locator('[aria-selected="true"]'));
    const name = (await chosen.locator('strong').textContent()) ?? '';
    expect(await box().getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
    await page.getByRole('heading', { level: 2, name }).waitFor();
    await page.getByText(/第 1 处，共 \d+ 处/).waitFor();
    await page.keyboard.press('F3');
    await page.getByText(/第 2 处，共 \d+ 处/).waitFor();
    await page.keyboard.press('Shift+F3');
    await page.keyboard.press('Shift+F3');
    await page.getByText(/第 (\d+) 处，共 \1 处/).waitFor();
    await page.keyboard.press('Alt+ArrowDown');
    const next = (await chosen.locator('strong').textContent()) ?? '';
    expect(next).not.toBe(name);
    await page.getByRole('heading', { level: 2, name: next }).waitFor();
  });

  test('Enter gives a letter a tab of its own, which stays while the list goes on', async () => {
    await box().focus();
    await page.keyboard.press('Enter');
    const tabs = page.getByRole('tablist', { name: '打开的函件' });
    const opened = (await tabs.getByRole('tab', { selected: true }).textContent()) ?? '';
    await page.keyboard.press('ArrowUp');
    await tabs.getByRole('tab', { name: opened, selected: false }).waitFor();
    await visit(page, '今日');
    await visit(page, '检索');
    expect(await box().inputValue()).toBe('云溪市');
    await tabs.getByRole('tab', { name: opened }).last().click();
    await page.getByRole('heading', { level: 2, name: opened }).waitFor();
    await page.keyboard.press('Control+w');
    await tabs.waitFor({ state: 'detached' });
  });

  test('several letters are chosen by keys, the whole result by one', async () => {
    await page.getByRole('listbox', { name: '检索结果' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByText('已选 2 件').waitFor();
    await page.getByRole('button', { name: '对比这两件' }).click();
    await page.getByRole('dialog').getByRole('region', { name: '两件函件对比（早的在左）' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('listbox', { name: '检索结果' }).focus();
    await page.keyboard.press('Control+a');
    await page.getByText('已选 3 件').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('已选 3 件').waitFor({ state: 'detached' });
  });

  test('a field that waits for its value is no question yet', async () => {
    await box().fill('云溪市 文号:');
    await found(page, 3);
    await box().fill('文号:');
    await page.getByText('库中共 3 件，最近入库的在前').waitFor();
    await page.getByText('请在冒号后继续输入').waitFor();
    await search(page, '云溪市');
  });
});

describe('narrowing', () => {
  test('a facet narrows the result and is taken off again', async () => {
    await page.getByRole('button', { name: '文书类别 ▾' }).click();
    const kinds = page.getByRole('group', { name: '文书类别' });
    await kinds.getByRole('button', { name: /人大建议/ }).click();
    await page.getByRole('button', { name: '去掉筛选：人大建议' }).waitFor();
    await found(page, 1);
    expect(await hits().first().textContent()).toContain('建议');
    // What narrows stays in sight with the next question, and where that finds nothing it is said.
    await search(page, '云溪书院');
    await page.getByText('不加筛选可找到 1 件', { exact: false }).waitFor();
    await page.getByRole('button', { name: '去掉筛选：人大建议' }).waitFor();
    await page.getByRole('button', { name: '清除全部筛选' }).first().click();
    await found(page, 1);
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

const ask = (name: CallName | ShellCallName, input: object): Promise<unknown> => callThroughWindow(page, name, input);

const firstHit = async (query: string): Promise<string> => {
  const answer = (await ask('search.query', { query })) as { hits: { id: string }[] };
  return answer.hits[0]?.id ?? '';
};

describe('an attachment', () => {
  test('opens at the text that was found in it, mark by mark', async () => {
    const file = path.join(app.folder, '点位表.csv');
    fs.writeFileSync(file, '点位,数量\n风雨连廊甲段,3\n风雨连廊乙段,5\n');
    const id = await firstHit('加装电梯');
    await app.stubDialog([file]);
    const { chosen } = (await ask('shell.chooseFiles', { title: '选择附件' })) as { chosen: Chosen[] };
    const source = { path: chosen[0]?.handle ?? '' };
    await ask('letters.attach', { id, attachments: [{ source }], reason: '补点位表' });
    await search(page, '风雨连廊');
    await page.getByText('见于附件“点位表.csv”', { exact: false }).waitFor();
    await hits().first().click();
    await page.getByText('附件“点位表.csv”中读出的文字', { exact: false }).first().waitFor();
    await page.getByText('第 1 处，共 2 处').waitFor();
    const read = page.getByRole('document', { name: '点位表.csv' });
    expect(await read.locator('mark').allTextContents()).toEqual(['风雨连廊', '风雨连廊']);
    await page.keyboard.press('F3');
    await page.getByText('第 2 处，共 2 处').waitFor();
    expect(await read.locator('mark').nth(1).getAttribute('aria-current')).toBe('true');
    await page.keyboard.press('Shift+F3');
    await page.getByText('第 1 处，共 2 处').waitFor();
    await part(page, '阅读');
    await page.getByText('正文中没有').waitFor();
  });
});

describe('letters that belong together', () => {
  test('are listed beside the letter with the reasons', async () => {
    const id = await firstHit('加装电梯');
    const { elements } = (await ask('letters.show', { id })) as { elements: { addressees: string[] } };
    const other = await firstHit('云溪书院');
    await ask('letters.edit', {
      id: other,
      set: { addressees: elements.addressees, cited_documents: ['云政发〔2020〕3号'] },
      reason: '试验',
    });
    await search(page, '云溪书院');
    await found(page, 1);
    await hits().first().click();
    await part(page, '相似');
    const similar = page.getByRole('region', { name: '相似的函件' });
    await similar.getByText(`同一委员（代表）：${elements.addressees.join('、')}`).waitFor();
    await similar.getByRole('button', { name: '与本件对比' }).first().click();
    const compared = page.getByRole('dialog').getByRole('region', { name: '两件函件对比（早的在左）' });
    await compared.locator('[data-field="doc_number"]').waitFor();
    await page.keyboard.press('Escape');
    await compared.waitFor({ state: 'hidden' });
  });

  test('a cited document is looked for by a click', async () => {
    // Beside a table the elements lie folded under the letter.
    await page.getByRole('complementary', { name: '要素' }).getByRole('button', { name: '展开' }).click();
    await page.getByRole('button', { name: '云政发〔2020〕3号' }).first().click();
    await page.getByText('含“云政发〔2020〕3号”', { exact: false }).waitFor();
    expect(await box().inputValue()).toBe('"云政发〔2020〕3号"');
  });
});

describe('earlier versions', () => {
  test('are found once they are asked for, and opened at the version that matched', async () => {
    const id = await firstHit('农村客运');
    await ask('letters.edit', { id, text: '拟建候车凉亭。', reason: '试验' });
    await ask('letters.edit', { id, text: '改写之后。', reason: '试验' });
    await search(page, '候车凉亭');
    await page.getByRole('checkbox', { name: '含历史版本' }).click();
    await page.getByText('见于第 2 版（历史版本）', { exact: false }).waitFor();
    await hits().first().click();
    await page.getByText(/您看到的是第 2 版/).waitFor();
    await page.getByText(/第 1 处，共 \d+ 处/).waitFor();
    await page.getByRole('checkbox', { name: '含历史版本' }).click();
  });
});

describe('kept searches', () => {
  test('say what is new, bring the question back, and are taken away', async () => {
    await search(page, '书院');
    await page.keyboard.press('Control+d');
    await page.getByRole('textbox', { name: '检索名称' }).fill('书院各件');
    await page.keyboard.press('Enter');
    await page.getByText('已保存检索“书院各件”').waitFor();
    await ask('letters.edit', { id: await firstHit('书院'), set: { contact: '陈启明' }, reason: '补录' });
    await box().fill('');
    const drop = page.getByRole('group', { name: '联想' });
    await drop.getByRole('button', { name: /书院各件.*新 1 件/ }).click();
    await page.getByText('含“书院”', { exact: false }).first().waitFor();
    const kept = page.getByRole('region', { name: '已保存的检索' });
    await kept.getByRole('button', { name: /^书院各件/ }).waitFor();
    await kept.getByRole('button', { name: '删除已保存的检索：书院各件' }).click({ force: true });
    await kept.waitFor({ state: 'detached' });
  });

  test('the latest queries are offered in the drop-down and can be cleared', async () => {
    await box().fill('');
    const history = page.getByRole('group', { name: '最近的检索' });
    await history.getByRole('button', { name: '云溪书院' }).click();
    await page.getByText('含“云溪书院”', { exact: false }).first().waitFor();
    await box().fill('');
    await history.getByRole('button', { name: '清除检索记录' }).click();
    await history.waitFor({ state: 'detached' });
  });
});

describe('suggestions', () => {
  test('stand in a drop-down by their kinds, are reached by Tab and asked by Enter', async () => {
    await page.keyboard.press('Control+k');
    await box().fill('');
    await box().pressSequentially('云溪市文化');
    const offices = page.getByRole('group', { name: '单位' });
    await offices.getByRole('button').first().filter({ hasText: '云溪市文化和旅游局' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await box().inputValue()).toBe('云溪市文化和旅游局');
    await page.getByRole('group', { name: '联想' }).waitFor({ state: 'detached' });
  });
});

describe('the context menu of a letter', () => {
  const item = (name: RegExp) => page.getByRole('menuitem', { name });
  test('stands beside the pointer, within the window, and does what is clicked', async () => {
    await search(page, '答复');
    const line = hitsOf(page).first();
    await line.click({ button: 'right' });
    await item(/^在标签页中打开/).waitFor();
    const [where, menu] = [await line.boundingBox(), await item(/^在标签页中打开/).boundingBox()];
    expect(menu?.y).toBeGreaterThan(where?.y ?? Infinity);
    await item(/^历史/).click();
    await page.getByRole('list', { name: '全部版本' }).waitFor();
    await item(/^历史/).waitFor({ state: 'hidden' });
  });

  test('opens by the keyboard too', async () => {
    await page.getByRole('listbox', { name: '检索结果' }).focus();
    await page.keyboard.press('Shift+F10');
    await item(/^相似/).click();
    await item(/^相似/).waitFor({ state: 'hidden' });
    await page.getByRole('tab', { name: /^相似/, selected: true }).waitFor();
  });
});

test('the browser had nothing to complain about', () => {
  expect(complaints).toEqual([]);
});
