/** Rules of docs/spec/window-use.md, each shown by use: 今日, the foot, the narrow window, filing many, dropping, jobs, sorting. */
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invented, writeLetters } from '../scenarios/letters.ts';
import { beginDay, type Day } from '../scenarios/steps.ts';
import { BOOT_TIMEOUT_MS, fileDraft, found, hitsOf, sample, search, visit } from './window-steps.ts';

let day: Day;
let page: Page;
const folder = (name: string): string => {
  const made = path.join(day.app.folder, name);
  fs.mkdirSync(made, { recursive: true });
  return made;
};

beforeAll(async () => {
  day = await beginDay(40);
  page = day.page;
}, BOOT_TIMEOUT_MS);
afterAll(() => day.app.close());

describe('rule 3: 今日 counts what waits, and each line leads to it', () => {
  const work = () => page.getByRole('region', { name: '今天要做的' });
  const line = (words: RegExp) => work().getByRole('button', { name: words });

  beforeAll(async () => {
    const undated = invented(901).text.replaceAll(/\n\d{4}年\d+月\d+日\n/g, '\n');
    const place = folder('缺项');
    fs.writeFileSync(path.join(place, '无日期.txt'), undated);
    fs.writeFileSync(path.join(place, '无单位.txt'), '关于第9号建议的答复\n王红代表：\n来信收悉。\n2023年6月1日\n');
    await day.importFolder(place);
    await day.ask('search.save', {
      name: '电梯',
      request: { query: '电梯', sort: 'date', filters: {}, versions: false },
    });
    const later = folder('后来');
    writeLetters(later, 6, 600);
    await day.importFolder(later);
    await page.reload();
    await visit(page, '今日');
    await work().waitFor();
  });

  test('letters to be looked at', async () => {
    await line(/件待核对/).click();
    await page.getByRole('list', { name: '待核对的函件' }).getByRole('button').first().waitFor();
  });

  test('letters without a day and without an office', async () => {
    await visit(page, '今日');
    await line(/^1 件没有成文日期/).click();
    await page.getByText('缺成文日期 1 件').waitFor();
    await visit(page, '今日');
    await line(/^1 件没有责任者/).click();
    await page.getByText('缺责任者 1 件').waitFor();
  });

  test('gaps in document numbers', async () => {
    await visit(page, '今日');
    await line(/云.*函〔20\d\d〕缺 /)
      .first()
      .click();
    await page.getByRole('columnheader', { name: '缺号' }).waitFor();
  });

  test('kept searches with new hits', async () => {
    await visit(page, '今日');
    await line(/^“电梯”新增 \d+ 件/).click();
    await page
      .getByRole('status')
      .getByText(/^共 \d+ 件/)
      .first()
      .waitFor();
  });

  test('drafts at the desk', async () => {
    const draft = path.join(folder('桌上'), '草稿.txt');
    fs.writeFileSync(draft, invented(902).text);
    await visit(page, '今日');
    await day.app.drop('#root', [draft]);
    await page.getByText('待归档 1 件').waitFor();
    await visit(page, '今日');
    await line(/^归档台上有 1 件未入库/).click();
    await page.getByText('待归档 1 件').waitFor();
    await fileDraft(page);
  });

  test('the last check and backup with their age', async () => {
    await visit(page, '今日');
    const standing = page.getByRole('region', { name: '档案库' });
    await standing.getByText('还没有作过全库校验').waitFor();
    await visit(page, '审计');
    await page.getByRole('tab', { name: '校验与检测' }).click();
    await page.getByRole('button', { name: '全库校验' }).click();
    await page.getByText('校验通过，未发现问题').waitFor();
    await visit(page, '今日');
    await standing.getByRole('button', { name: /^全库校验通过/ }).click();
    await page.getByRole('tab', { name: '校验与检测', selected: true }).waitFor();
  });
});

describe('rule 4: the foot', () => {
  const foot = () => page.getByRole('contentinfo');

  test('says where the archive is, how many letters it holds, and how old the last check is', async () => {
    await foot().getByTitle(day.app.archive).waitFor();
    const { letters } = await day.ask<{ letters: number }>('archive.info', {});
    await foot().getByText(`共 ${letters} 件`).waitFor();
    await foot()
      .getByText(/^校验 .*✓$/)
      .waitFor();
    await foot().getByText('未备份').waitFor();
  });
});

describe('rules 4 and 25: work goes on while other places are shown', () => {
  /** Suggestions lie over the head of the list, as soon as they have come, until a key closes them. */
  const closeSuggestions = async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: '检索词', expanded: false }).waitFor();
  };

  test('an export shows its progress at the foot, is stopped there, and tells so', async () => {
    await search(page, '云溪市');
    await closeSuggestions();
    await page.getByRole('button', { name: '更多 ▾' }).first().click();
    await page.getByRole('menuitem', { name: '导出这些函件' }).click();
    await day.app.stubDialog([folder('停下')]);
    await page.getByRole('button', { name: '选择文件夹' }).click();
    await page.getByRole('dialog').getByText('停下').waitFor();
    await page.getByRole('button', { name: '导出', exact: true }).click();
    const job = page.getByRole('contentinfo').getByRole('status');
    await job.getByText(/导出 PDF \d+ \/ \d+/).waitFor();
    await job.getByRole('progressbar').waitFor();
    await visit(page, '统计');
    await job.getByRole('button', { name: '取消' }).click();
    await page.getByRole('contentinfo').getByText('导出 PDF：已取消').waitFor();
  });

  test('the files of one that ended are one click away', async () => {
    const out = folder('导出');
    await search(page, invented(7).number);
    await found(page, 1);
    await closeSuggestions();
    await page.getByRole('button', { name: '更多 ▾' }).first().click();
    await page.getByRole('menuitem', { name: '导出这些函件' }).click();
    await day.app.stubDialog([out]);
    await page.getByRole('button', { name: '选择文件夹' }).click();
    await page.getByRole('dialog').getByText(out).waitFor();
    await page.getByRole('button', { name: '导出', exact: true }).click();
    await visit(page, '今日');
    await page.getByText('已导出 1 个文件').waitFor();
    await page.keyboard.press('Control+j');
    const jobs = page.getByRole('region', { name: '任务列表' });
    const [file = ''] = fs.readdirSync(out).filter((name) => name.endsWith('.pdf'));
    await jobs.getByRole('button', { name: file }).waitFor();
    await page.keyboard.press('Control+j');
    await jobs.waitFor({ state: 'detached' });
  });

  test('each work stands in the list by its name with what came of it, the newest first', async () => {
    await visit(page, '检索');
    await closeSuggestions();
    await day.app.stubDialog([path.join(day.app.folder, '清单.xlsx')]);
    await page.getByRole('button', { name: '更多 ▾' }).first().click();
    await page.getByRole('menuitem', { name: '导出清单' }).click();
    await page.keyboard.press('Control+j');
    const lines = page.getByRole('region', { name: '任务列表' }).getByRole('listitem');
    await lines.first().getByRole('button', { name: '清单.xlsx' }).waitFor();
    const names = await lines.locator('strong').allInnerTexts();
    expect(names.slice(0, 2)).toEqual(['导出清单', '导出 PDF']);
    expect((await lines.allInnerTexts()).slice(0, 2)).toEqual([
      expect.stringContaining('已导出 1 件的清单'),
      expect.stringContaining('已导出 1 个文件'),
    ]);
    await page.keyboard.press('Control+j');
  });
});

describe('rule 5: sorting what was found', () => {
  const numbers = async (): Promise<string[]> => {
    await page
      .getByText(/^共 \d+ 件，用时/)
      .first()
      .waitFor();
    const lines = await hitsOf(page).allInnerTexts();
    return lines.map((text) => /云\S+函〔\d{4}〕\d+号/.exec(text)?.[0] ?? '');
  };

  test('by a column, and the other way round with a second click on its head', async () => {
    await search(page, '老旧小区加装电梯');
    await page.getByRole('radiogroup', { name: '列表样式' }).getByText('表格').click();
    const head = page.getByRole('button', { name: '发文字号', exact: true });
    await head.click();
    await page.getByRole('button', { name: /^发文字号 ↑/ }).waitFor();
    const up = await numbers();
    expect(up).toEqual(up.toSorted());
    expect(new Set(up).size).toBeGreaterThan(5);
    await page.getByRole('button', { name: /^发文字号 ↑/ }).click();
    await page.getByRole('button', { name: /^发文字号 ↓/ }).waitFor();
    await expect.poll(numbers).toEqual(up.toReversed());
    await page.getByRole('radiogroup', { name: '列表样式' }).getByText('双行').click();
    await page.getByRole('combobox', { name: '排序' }).selectOption('relevance');
  });
});

describe('rule 9: below 1,200 px', () => {
  test('the list takes the whole place, Enter opens the letter in its stead, and back returns', async () => {
    await page.setViewportSize({ width: 1100, height: 768 });
    await search(page, '加装电梯');
    const list = page.getByRole('listbox', { name: '检索结果' });
    await list.getByRole('option').first().waitFor();
    expect(await page.getByRole('article').count()).toBe(0);
    expect((await list.boundingBox())?.width).toBeGreaterThan(850);
    await list.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('article').waitFor();
    expect(await list.isVisible()).toBe(false);
    // It is read with the words by which it was found.
    await page.getByText(/^第 1 处，共 \d+ 处$/).waitFor();
    await page.keyboard.press('Alt+ArrowLeft');
    await list.waitFor();
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.getByRole('article').waitFor();
  });
});

describe('rule 19: drafts without a question', () => {
  test('are filed at once as a job that can be stopped; the rest stays at the desk', async () => {
    const files = writeLetters(folder('一批'), 30, 1200);
    await day.app.stubDialog(files);
    await visit(page, '归档');
    await page.keyboard.press('Control+o');
    const sure = page.getByText(/^\d\d 件无疑问，可一次入库$/);
    await page.getByText(`待归档 ${files.length} 件`).waitFor();
    await page.getByText('等待读取').first().waitFor({ state: 'detached' });
    await sure.waitFor();
    const before = (await day.ask<{ letters: number }>('archive.info', {})).letters;
    await page.getByRole('button', { name: '全部入库' }).click();
    const job = page.getByRole('contentinfo').getByRole('status');
    await job.getByText(/一次入库 [1-9]\d* \/ \d+/).waitFor();
    await job.getByRole('button', { name: '取消' }).click();
    await page.getByText(/^一次入库：已入库 \d+ 件$/).waitFor();
    const left = Number(/\d+/.exec((await page.getByText(/^待归档 \d+ 件$/).textContent()) ?? '')?.[0]);
    const filed = (await day.ask<{ letters: number }>('archive.info', {})).letters - before;
    expect(left).toBeGreaterThan(0);
    expect(filed).toBeGreaterThan(0);
    expect(left + filed).toBe(files.length);
  });
});

describe('rule 16: the queue', () => {
  const inHand = () => page.getByRole('list', { name: '待归档' }).locator('[aria-current="true"]');
  /** Whether it is seen whole: within the queue, and not behind its foot. */
  const isSeen = () =>
    inHand().evaluate((row) => {
      const { left, top, bottom } = row.getBoundingClientRect();
      return [top + 2, bottom - 2].every((y) => row.contains(document.elementFromPoint(left + 20, y)));
    });

  test('keeps the draft in hand in sight, wherever keys lead and the order puts it', async () => {
    await day.emptyDesk();
    // The first one that is read is without a question, and those with questions go before it.
    const [sure = ''] = writeLetters(folder('在手'), 1, 1400);
    const place = folder('有疑问');
    const asked = Array.from({ length: 20 }, (_, at) => {
      const file = path.join(place, `${at}.txt`);
      fs.writeFileSync(file, invented(1410 + at).text.replace(/\n\d{4}年\d+月\d+日\n/, '\n'));
      return file;
    });
    await day.app.drop('#root', [sure, ...asked]);
    await page.getByText('待归档 21 件').waitFor();
    for (const state of ['等待读取', '正在读取…']) await page.getByText(state).first().waitFor({ state: 'detached' });
    expect(await inHand().textContent()).toContain('无疑问');
    expect(await isSeen()).toBe(true);
    for (let strokes = 0; strokes < 3; strokes += 1) {
      for (let steps = 0; steps < 7; steps += 1) await page.keyboard.press('F9');
      expect(await isSeen()).toBe(true);
    }
  });

  test('and what was filed scrolls with the page when the desk is empty, with nothing over it', async () => {
    await day.emptyDesk();
    const files = writeLetters(folder('十件'), 10, 1440);
    await day.app.drop('#root', files);
    for (let left = files.length; left > 0; left -= 1) await fileDraft(page);
    const entry = page.getByRole('list', { name: '刚刚入库' }).getByRole('button').nth(2);
    await entry.scrollIntoViewIfNeeded();
    const foot = await page.getByRole('button', { name: '撤回上一件' }).boundingBox();
    const rows = await page.getByRole('list', { name: '刚刚入库' }).boundingBox();
    expect((foot?.y ?? 0) >= (rows?.y ?? 0) + (rows?.height ?? 0)).toBe(true);
  });
});

describe('rule 20: files that are dropped', () => {
  test('lie at the desk again when the window was loaded again, with what was put right of them, in their order', async () => {
    const [one = '', two = ''] = writeLetters(folder('两件'), 2, 1300);
    await day.emptyDesk();
    await day.app.drop('#root', [one, two]);
    await page.getByText('待归档 2 件').waitFor();
    await page.getByRole('button', { name: /^确认入库/ }).waitFor();
    await page.getByLabel('联系人', { exact: true }).fill('值班室');
    await page.getByText('正在读取').first().waitFor({ state: 'detached' });
    await page.reload();
    await visit(page, '归档');
    await page.getByText('待归档 2 件').waitFor();
    await page.getByRole('button', { name: /^确认入库/ }).waitFor();
    expect(await page.getByLabel('联系人', { exact: true }).inputValue()).toBe('值班室');
    const names = await page.getByRole('list', { name: '待归档' }).getByRole('button').allTextContents();
    expect(names.map((text) => /第\d+片区/.exec(text)?.[0])).toEqual(['第1301片区', '第1302片区']);
  });

  test('go to the desk from any place, and nothing is left over the page', async () => {
    await visit(page, '全部复函');
    await page.getByRole('article').waitFor();
    await day.app.drop('article', [sample('02 老旧小区加装电梯提案答复.txt')]);
    await page.getByText('待归档 3 件').waitFor();
    expect(await page.getByText('松开鼠标，读入归档台').count()).toBe(0);
    await day.emptyDesk();
  });

  test('and so do those that are let go before the frame is there', async () => {
    const [early = ''] = writeLetters(folder('早到'), 1, 1310);
    await page.reload({ waitUntil: 'commit' });
    // The page's own program tells the look, and has taken hold of what is dropped by then; the archive is asked only now.
    await page.locator('html[data-look]').waitFor();
    await day.app.drop('body', [early]);
    await page.getByText('待归档 1 件').waitFor();
    await day.emptyDesk();
  });
});

test('the browser had nothing to complain about', () => {
  expect(day.complaints).toEqual([]);
});
