/** The desk through the real window: keyboard alone, doubtful and bad files, duplicates, folders, the clipboard. */
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, dropAndRead, fileDraft, openDesk, sample, visit } from './window-steps.ts';

let app: LaunchedApp;
let page: Page;
let complaints: string[];
const filed = () => page.getByRole('list', { name: '刚刚入库' }).getByRole('listitem');
const folder = (name: string): string => {
  const made = path.join(app.folder, name);
  fs.mkdirSync(made, { recursive: true });
  return made;
};

beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  page = app.page;
}, BOOT_TIMEOUT_MS);
afterAll(async () => {
  await app.close();
});

describe('filing with the keyboard alone', () => {
  test('files are chosen, a doubtful element is looked at, corrected and filed, without a mouse', async () => {
    await app.stubDialog([sample('09 夜市油烟噪声信访处理意见书.txt'), sample('04 学校周边停车提案会办意见.docx')]);
    const choose = page.getByRole('button', { name: '选择文件' }).first();
    for (
      let step = 0;
      step < 20 && !(await choose.evaluate((button) => button === document.activeElement));
      step += 1
    ) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page
      .getByText(/ · \d+ 处请核对$/)
      .first()
      .waitFor();
    // The keyboard stands on the doubtful element already.
    const doubtful = page.locator('[data-element]:has(:focus)');
    expect(await doubtful.getByText('请核对').count()).toBe(1);
    // Each stroke is done with one of them and stands on the next.
    const allSure = page.getByText('没有需要核对的要素');
    for (let strokes = 0; strokes < 5 && !(await allSure.isVisible()); strokes += 1) {
      await page.keyboard.press('F8');
    }
    await allSure.waitFor();
    // What was sure is folded below; a key opens it.
    await page.getByRole('button', { name: /^其余 \d+ 项/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('联系人', { exact: true }).focus();
    await page.keyboard.type('值班室');
    await fileDraft(page);
    await fileDraft(page);
    expect(await filed().allTextContents()).toHaveLength(2);
    await page.getByText('共 2 件').waitFor();
  });
});

describe('what is not settled', () => {
  test('is held at the first key, and filed as it stands only by a second, deliberate act', async () => {
    const file = path.join(folder('held'), '无落款.txt');
    fs.writeFileSync(
      file,
      '关于第9号建议的答复\n王红代表：\n您提出的《关于修路的建议》收悉，现答复如下：\n已列入计划。\n',
    );
    await dropAndRead(app, [file]);
    await page.keyboard.press('Control+Enter');
    await page.getByText(/^还有未定的要素：.*责任者.*成文日期/).waitFor();
    // The keyboard stands on the first of them, and nothing was filed.
    expect(await page.evaluate(() => document.activeElement?.id)).toMatch(/^draft-/);
    await page.getByText('共 2 件').waitFor();
    await page.getByText(/没有成文日期，按今年 \d{4} 编号/).waitFor();
    await page.keyboard.press('Control+Shift+Enter');
    await page.getByText('共 3 件').waitFor();
    await page.getByRole('navigation', { name: '主要功能' }).getByText('待核对').waitFor();
    expect(await page.getByRole('button', { name: '待核对', exact: true }).textContent()).toContain('1');
  });

  test('the letter that was filed last goes back to be looked at, with its number', async () => {
    await dropAndRead(app, [sample('02 老旧小区加装电梯提案答复.txt')]);
    const number = await page
      .getByText(/Z001-WS·2022-D30-\d{4}/)
      .first()
      .textContent();
    await fileDraft(page);
    await page.keyboard.press('Control+Shift+z');
    await page.getByText('已退回待核对，档号和日志保留', { exact: false }).waitFor();
    expect(await page.getByRole('button', { name: '待核对', exact: true }).textContent()).toContain('2');
    const listed = await page.evaluate(() => window.archive.call('letters.list', { only: 'review' }, 'e2e-review'));
    expect(JSON.stringify(listed)).toContain(number);
  });

  test('two files of one letter beside each other are noticed, and one becomes an attachment of the other', async () => {
    const text = fs.readFileSync(sample('09 夜市油烟噪声信访处理意见书.txt'), 'utf8').replaceAll('夜市', '集市');
    const [one, two] = ['甲.txt', '乙.txt'].map((name) => path.join(folder('twice'), name));
    fs.writeFileSync(one ?? '', text);
    fs.writeFileSync(two ?? '', `${text}\n`);
    await dropAndRead(app, [one ?? '', two ?? '']);
    await page.getByRole('list', { name: '待归档' }).getByRole('button').nth(1).click();
    await page.getByText('与同在归档台的“甲.txt”是同一函件', { exact: false }).waitFor();
    await page.getByRole('button', { name: '作为它的附件' }).click();
    await page.getByText('待归档 1 件').waitFor();
    await page.getByRole('combobox', { name: '附件种类：乙.txt' }).waitFor();
    await page.getByRole('button', { name: '移出归档台' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '移出归档台' }).click();
    await page.getByText('把复函文件或文件夹拖到这里').waitFor();
  });
});

describe('what cannot be filed', () => {
  test('an empty file is refused with its reason and leaves the queue at a word', async () => {
    const empty = path.join(folder('bad'), '空.txt');
    fs.writeFileSync(empty, '');
    await app.drop('#root', [empty]);
    await page.getByRole('alert').getByText('文件为空（0 字节）', { exact: false }).waitFor();
    await page.getByText('EMPTY_FILE').waitFor();
    // The keyboard stands at it, not nowhere: Tab leads to what can be done.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('空.txt');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('把复函文件或文件夹拖到这里').waitFor();
  });

  test('the same letter again is named and is filed only when the archivist says so', async () => {
    await dropAndRead(app, [sample('04 学校周边停车提案会办意见.docx')]);
    await page.getByText('库中已有相同的文件', { exact: true }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('请先勾选“仍然入库”', { exact: false }).waitFor();
    await page.getByText('共 4 件').waitFor();
    await page.getByLabel('仍然入库，与已有函件并存').check();
    await fileDraft(page);
    await page.getByText('共 5 件').waitFor();
  });

  test('an element that is filled in wrongly holds the letter back', async () => {
    await dropAndRead(app, [sample('03 农村客运公交化建议答复.docx')]);
    const date = page.getByLabel('成文日期');
    const right = await date.inputValue();
    await date.fill('2023年2月30日');
    await page.getByText('有要素填写不符合要求', { exact: false }).waitFor();
    expect(await page.getByRole('button', { name: /^确认入库/ }).isDisabled()).toBe(true);
    await date.fill(right.replace(/(\d+)-(\d+)-(\d+)/, '$1年$2月$3日'));
    await fileDraft(page);
  });

  test('a draft is discarded only after a question, and its file stays', async () => {
    const file = sample('05 政府信息公开申请答复书.docx');
    await dropAndRead(app, [file]);
    await page.getByRole('button', { name: '移出归档台' }).click();
    const question = page.getByRole('dialog');
    await question.getByText('原文件不受影响', { exact: false }).waitFor();
    await question.getByRole('button', { name: '移出归档台' }).click();
    await page.getByText('把复函文件或文件夹拖到这里').waitFor();
    expect(fs.existsSync(file)).toBe(true);
    await page.getByText('共 6 件').waitFor();
  });
});

describe('the clipboard', () => {
  test('a pasted text is read as a letter', async () => {
    const text = fs.readFileSync(sample('09 夜市油烟噪声信访处理意见书.txt'), 'utf8').replaceAll('夜市', '早市');
    await page.evaluate((pasted) => {
      const data = new DataTransfer();
      data.setData('text/plain', pasted);
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    }, text);
    await page.getByRole('button', { name: /^确认入库/ }).waitFor();
    await page.getByText('粘贴的文字.txt', { exact: false }).first().waitFor();
    await page.getByRole('combobox', { name: '保管期限' }).click();
    await page.getByTitle('永久', { exact: true }).click();
    await fileDraft(page);
    expect((await filed().allTextContents())[0]).toMatch(/-Y-0001/);
  });
});

describe('a folder', () => {
  test('is imported with a result for each file', async () => {
    const source = folder('案卷');
    for (const name of ['06 农村饮水安全提案答复.docx', '04 学校周边停车提案会办意见.docx']) {
      fs.copyFileSync(sample(name), path.join(source, name));
    }
    fs.writeFileSync(path.join(source, '空.txt'), '');
    await page.getByRole('button', { name: '导入文件夹' }).click();
    await app.stubDialog([source]);
    await page.getByRole('button', { name: '选择文件夹' }).click();
    await page.getByText(source).waitFor();
    await page.getByText('共 3 个文件：Word 文档 2，文本、网页 1。').waitFor();
    await page.getByRole('combobox', { name: '保管期限' }).click();
    await page.getByTitle('10年', { exact: true }).last().click();
    await page.getByRole('button', { name: '开始导入' }).click();
    await page.getByText('入库 1 件，重复 1 件，未入库 1 件', { exact: false }).waitFor();
    await page.getByRole('row', { name: /空\.txt.*文件为空/ }).waitFor();
    await page.getByText('共 8 件').waitFor();
    await page
      .getByRole('row', { name: /农村饮水/ })
      .getByRole('button', { name: '打开' })
      .click();
    await page.getByRole('heading', { level: 2, name: /农村饮水/ }).waitFor();
    await page.getByText(/^保管期限 10年，至 \d{4}-12-31$/).waitFor();
  });
});

describe('the whole file of a letter that was filed from an unfinished one', () => {
  test('is held, and becomes the next version of that letter at a word', async () => {
    await visit(page, '归档');
    const whole = fs.readFileSync(sample('09 夜市油烟噪声信访处理意见书.txt'), 'utf8').replaceAll('夜市', '晚市');
    const [half, later] = ['一', '二'].map((name) => path.join(folder(name), '晚市.txt'));
    fs.writeFileSync(half ?? '', whole.slice(0, Math.floor(whole.length / 2)));
    fs.writeFileSync(later ?? '', whole);
    await dropAndRead(app, [half ?? '']);
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Shift+Enter');
    await page.getByText('把复函文件或文件夹拖到这里').waitFor();

    await dropAndRead(app, [later ?? '']);
    await page.getByText('库中已有这份文件的前一部分（当时没有收全）', { exact: true }).waitFor();
    await page.keyboard.press('Control+Shift+Enter');
    await page.getByRole('button', { name: '作为新版本' }).click();
    await page.getByRole('dialog').getByText('档号不变，原先的文件和各版本都保留', { exact: false }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: '作为新版本' }).click();
    await page.getByText('把复函文件或文件夹拖到这里').waitFor();
    await page.getByText('共 9 件').waitFor();
    await filed().first().getByRole('button').click();
    await page.getByText('不随日期改变', { exact: false }).first().waitFor();
    await page.getByRole('tab', { name: /^附件/ }).click();
    await page.getByText('完整原件', { exact: true }).waitFor();
  });
});

test('the browser had nothing to complain about', () => {
  expect(complaints).toEqual([]);
});
