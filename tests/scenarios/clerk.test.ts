/** An archivist in a hurry: thirty mixed files in one go, what is no letter, what lacks a day, closing in the middle, and the folder behind it. */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BOOT_TIMEOUT_MS, dropAndRead, fileDraft, found, hitsOf, sample, search, visit } from '../e2e/window-steps.ts';
import { invented } from './letters.ts';
import { LETTERS_AMONG, writeMixed } from './mixed-files.ts';
import { beginDay, type Day } from './steps.ts';

/** What is no letter, and what is said of it. */
const REFUSED = [
  ['空.txt', '文件为空'],
  ['空白.txt', '文件里只有空白'],
  ['程序.bin', '暂不能读出这种格式'],
  ['损坏.docx', '文件已损坏'],
] as const;

let day: Day;
let files: string[];
beforeAll(async () => {
  day = await beginDay(0);
  files = writeMixed(path.join(day.app.folder, '来文'));
}, BOOT_TIMEOUT_MS);
afterAll(() => day.app.close());

const queue = () => day.page.getByRole('list', { name: '待归档' }).getByRole('button');
const letters = async (): Promise<number> => (await day.ask<{ letters: number }>('archive.info', {})).letters;
const place = (name: string, text: string): string => {
  const file = path.join(day.app.folder, name);
  fs.writeFileSync(file, text);
  return file;
};

describe('thirty files in one go', () => {
  test('are all at the desk, each with its state', { timeout: 120_000 }, async () => {
    const { app, page } = day;
    expect(files.length).toBeGreaterThanOrEqual(30);
    await app.drop('#root', files);
    // A zip is no letter: it waits behind the import.
    await page.getByText(`待归档 ${files.length - 1} 件`).waitFor();
    await page.getByRole('button', { name: '导入文件夹（压缩.zip）' }).waitFor();
    await page.getByText('等待读取').first().waitFor({ state: 'detached', timeout: 90_000 });
    await page.getByText('正在读取…').first().waitFor({ state: 'detached', timeout: 60_000 });
    expect(await queue().filter({ hasText: '未能读出' }).count()).toBeGreaterThanOrEqual(4);
  });

  test('what is no letter says why, and all of it goes with one question', async () => {
    const { page } = day;
    for (const [name, reason] of REFUSED) {
      await queue().filter({ hasText: name }).click();
      await page.getByRole('alert').getByText(reason, { exact: false }).first().waitFor();
    }
    await page.getByText(`${REFUSED.length} 件未能读出`).waitFor();
    await page.getByRole('button', { name: '全部移出' }).click();
    const question = page.getByRole('dialog');
    for (const [name] of REFUSED) await question.getByText(name, { exact: false }).waitFor();
    await question.getByRole('button', { name: '移出归档台' }).click();
    for (const [name] of REFUSED) await queue().filter({ hasText: name }).waitFor({ state: 'detached' });
    expect(fs.existsSync(path.join(day.app.folder, '来文', '空.txt'))).toBe(true);
  });

  test('the same letter twice is told beside each other', async () => {
    const { page } = day;
    await queue().filter({ hasText: '第2001片区' }).last().click();
    await page
      .getByText(/与同在归档台的“.*”是同一个文件/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: '移出归档台' }).last().click();
    await page.getByRole('dialog').getByRole('button', { name: '移出归档台' }).click();
  });

  test('the window is closed in the middle, and everything lies where it lay', { timeout: 120_000 }, async () => {
    const { page } = day;
    const before = await queue().count();
    await page.reload();
    await visit(page, '今日');
    await visit(page, '归档');
    await page.getByText(`待归档 ${before} 件`).waitFor();
    await page.getByText('等待读取').first().waitFor({ state: 'detached', timeout: 90_000 });
    await page.getByText('正在读取…').first().waitFor({ state: 'detached', timeout: 60_000 });
  });

  test('those without a question go at once', { timeout: 120_000 }, async () => {
    const { page } = day;
    await page.getByRole('button', { name: '全部入库' }).click();
    await page.getByText(/^一次入库：已入库 \d+ 件$/).waitFor({ timeout: 90_000 });
    expect(await letters()).toBeGreaterThan(8);
  });

  test('the others are gone through by Enter and Ctrl+Enter', { timeout: 240_000 }, async () => {
    const { page } = day;
    const nothing = page.getByText('把复函文件或文件夹拖到这里');
    const confirm = page.getByRole('button', { name: /^确认入库/ });
    for (let left = await queue().count(); left > 0; left -= 1) {
      await confirm.waitFor();
      if (await page.getByLabel('仍然入库，与已有函件并存').isVisible()) {
        await page.getByRole('button', { name: '移出归档台' }).first().click();
        await page.getByRole('dialog').getByRole('button', { name: '移出归档台' }).click();
      } else {
        await page.keyboard.press('Control+Enter');
        const gone = left === 1 ? nothing : page.getByText(`待归档 ${left - 1} 件`);
        const held = page.getByRole('button', { name: /^(?:仍按现状入库|是另一件，入库)/ });
        await gone.or(held).first().waitFor();
        if (await held.isVisible()) await page.keyboard.press('Control+Shift+Enter');
      }
      await (left === 1 ? nothing : page.getByText(`待归档 ${left - 1} 件`)).first().waitFor();
    }
    expect(await letters()).toBeGreaterThanOrEqual(LETTERS_AMONG - 1);
  });

  test('nothing that was filed is missing in the search', async () => {
    const { page } = day;
    for (const word of [invented(2003).number, invented(2101).number, invented(2102).number]) {
      await search(page, word);
      await found(page, 1);
    }
  });
});

describe('a letter without a day', () => {
  const number = () => day.page.getByRole('region', { name: '归入' });

  test('is proposed a number of this year, which follows as soon as its day is typed', async () => {
    const { app, page } = day;
    await visit(page, '归档');
    const undated = invented(2301).text.replace(/\n\d{4}年\d+月\d+日\n/, '\n');
    await dropAndRead(app, [place('待补日期.txt', undated)]);
    await number().getByText(`·${new Date().getFullYear()}-D30-`).waitFor();
    for (const typed of ['2021年3月5日', '2021/3/5', '2021.3.5', '20210305']) {
      await page.getByLabel('成文日期').fill('');
      await page.getByText(/没有成文日期，按今年 \d{4} 编号/).waitFor();
      await page.getByLabel('成文日期').fill(typed);
      await number().getByText('·2021-D30-').waitFor();
    }
  });

  test('is filed under it', async () => {
    await fileDraft(day.page);
    const { letters: rows } = await day.ask<{ letters: { ref_code: string; issued_on: string }[] }>('letters.list', {
      limit: 1,
    });
    expect(rows[0]).toMatchObject({
      issued_on: '2021-03-05',
      ref_code: expect.stringContaining('·2021-D30-') as string,
    });
  });
});

describe('a draft and its attachments', () => {
  test('a further file is added to it with its kind, and lies with the letter', async () => {
    const { app, page } = day;
    await dropAndRead(app, [place('带附件.txt', invented(2302).text)]);
    await app.stubDialog([sample('附件/社区养老服务设施情况表.docx')]);
    await page.getByRole('button', { name: '添加附件' }).click();
    await page.getByRole('combobox', { name: '附件种类：社区养老服务设施情况表.docx' }).click();
    await page.getByTitle('会办意见', { exact: true }).click();
    await fileDraft(page);
    await search(page, invented(2302).number);
    await found(page, 1);
    await hitsOf(page).first().click();
    await page.getByRole('tab', { name: /^附件/ }).click();
    await page.getByText('社区养老服务设施情况表.docx').first().waitFor();
  });
});

describe('the folder behind it', () => {
  test('is tried first, and nothing is filed by the trial', { timeout: 120_000 }, async () => {
    const { app, page } = day;
    await visit(page, '归档');
    const before = await letters();
    await page.getByRole('button', { name: '导入文件夹' }).click();
    await app.stubDialog([path.join(app.folder, '来文')]);
    await page.getByRole('button', { name: '选择文件夹' }).click();
    await page.getByLabel('只试读，不入库').check();
    await page.getByRole('button', { name: '开始试读' }).click();
    await page.getByText(/^试读结果（未入库）/).waitFor({ timeout: 90_000 });
    expect(await letters()).toBe(before);
  });

  test(
    'then imported: what is there is named, links too, and nothing is filed twice',
    { timeout: 120_000 },
    async () => {
      const { app, page } = day;
      fs.symlinkSync(path.join(app.folder, '来文', '空白.txt'), path.join(app.folder, '来文', '链接.txt'));
      await page.getByLabel('只试读，不入库').uncheck();
      await page.getByRole('button', { name: '开始导入' }).click();
      await page.getByText(/^入库 \d+ 件，重复 \d+ 件，未入库 \d+ 件/).waitFor({ timeout: 90_000 });
      await page.getByText(/^重复 \d+/).click();
      await page.getByRole('row', { name: /链接/ }).getByText('这一项是链接', { exact: false }).waitFor();
    },
  );
});

test('the browser had nothing to complain about', () => {
  expect(day.complaints).toEqual([]);
});
