/** The archivist's days through the real window: filing by keys alone, a folder, doubts, twins, edits that are interrupted, many at once. */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  BOOT_TIMEOUT_MS,
  dropAndRead,
  fileDraft,
  found,
  hitsOf,
  part,
  sample,
  search,
  visit,
} from '../e2e/window-steps.ts';
import { scan, typstPdf, typstText } from '../unit/readers/make.ts';
import { invented, writeLetters } from './letters.ts';
import { beginDay, type Day } from './steps.ts';

describe('300 letters by the keyboard alone', () => {
  const COUNT = 300;
  let day: Day;
  beforeAll(async () => {
    day = await beginDay(0);
  }, BOOT_TIMEOUT_MS);
  afterAll(() => day.app.close());

  test('are chosen with a key and all read', { timeout: 300_000 }, async () => {
    const { app, page } = day;
    await app.stubDialog(writeLetters(path.join(app.folder, '来文'), COUNT));
    await page.keyboard.press('Control+o');
    await page.getByText(`待归档 ${COUNT} 件`).waitFor();
    await page.getByRole('button', { name: /^确认入库/ }).waitFor();
  });

  test('the first ten are looked at and filed one by one with one key each', { timeout: 120_000 }, async () => {
    const { page } = day;
    for (let count = 1; count <= 10; count += 1) await fileDraft(page);
    await page.getByText(`待归档 ${COUNT - 10} 件`).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toMatch(/^draft-/);
  });

  test('F9 goes on without filing, and comes round again', async () => {
    const { page } = day;
    const current = page.locator('button[aria-current="true"]');
    const before = await current.textContent();
    await page.keyboard.press('F9');
    expect(await current.textContent()).not.toBe(before);
    await page.getByText(`待归档 ${COUNT - 10} 件`).waitFor();
  });

  test('those without a question are filed at once, as a job', { timeout: 600_000 }, async () => {
    const { page } = day;
    for (const state of ['等待读取', '正在读取…'])
      await page.getByText(state).first().waitFor({ state: 'detached', timeout: 240_000 });
    await page.getByText(/^\d+ 件无疑问，可一次入库$/).waitFor();
    await page.getByRole('button', { name: '全部入库' }).click();
    await page.getByText(/^一次入库：已入库 \d+ 件$/).waitFor({ timeout: 300_000 });
    const { total } = await day.ask<{ total: number }>('letters.list', { limit: 1 });
    expect(total).toBeGreaterThan(COUNT * 0.9);
  });

  test('the last filing is taken back and waits in 待核对', async () => {
    const { page } = day;
    await page.keyboard.press('Control+Shift+z');
    await page.getByText('已退回待核对，档号和日志保留', { exact: false }).waitFor();
    await visit(page, '待核对');
    await page.getByRole('list', { name: '待核对的函件' }).getByRole('button').first().waitFor();
  });

  test('the same key as at the desk confirms it in 待核对', async () => {
    const { page } = day;
    await page.getByRole('button', { name: /^核对无误/ }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('已核对 1 件').waitFor();
  });

  test('the browser had nothing to complain about', () => {
    expect(day.complaints).toEqual([]);
  });
});

describe('a folder of 300', () => {
  let day: Day;
  let folder: string;
  beforeAll(async () => {
    day = await beginDay(0);
    folder = path.join(day.app.folder, '案卷');
    writeLetters(folder, 300);
  }, BOOT_TIMEOUT_MS);
  afterAll(() => day.app.close());

  test('is imported, and stopped in the middle', { timeout: 120_000 }, async () => {
    const { app, page } = day;
    await page.getByRole('button', { name: '导入文件夹' }).click();
    await app.stubDialog([folder]);
    await page.getByRole('button', { name: '选择文件夹' }).click();
    await page.getByRole('button', { name: '开始导入' }).click();
    await page
      .getByText(/[1-9]\d* \/ 300/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: '取消', exact: true }).first().click();
    await page.getByText(/^已取消：入库 \d+ 件，其余 \d+ 个文件未处理/).waitFor();
    await page
      .getByRole('row', { name: /已入库/ })
      .first()
      .waitFor();
  });

  test('taken up again it files the rest, and nothing twice', { timeout: 240_000 }, async () => {
    const { page } = day;
    await page.getByRole('button', { name: '开始导入' }).click();
    await page.getByText(/^入库 \d+ 件，重复 \d+ 件，未入库 0 件/).waitFor({ timeout: 200_000 });
    const { total } = await day.ask<{ total: number }>('letters.list', { limit: 1 });
    expect(total).toBe(300);
  });

  test('the list of all shows them, sorted by any column', async () => {
    const { page } = day;
    await visit(page, '全部复函');
    await page.getByText('全部复函 300 件').waitFor();
    await page.getByRole('radiogroup', { name: '列表样式' }).getByText('表格').click();
    await page.getByRole('button', { name: '发文字号', exact: true }).click();
    await page.getByText('按发文字号排序', { exact: false }).first().waitFor();
    const first = page.getByRole('listbox').getByRole('option').first();
    await first.getByText(/云交函/).waitFor();
    await page.getByRole('button', { name: /^发文字号/ }).click();
    await first.getByText(/云文旅函|云水函|云民函/).waitFor();
  });

  test('End goes to the last of them, and the letter beside follows', async () => {
    const { page } = day;
    await page.getByRole('listbox').focus();
    await page.keyboard.press('End');
    const last = page.locator('[role="option"][data-active]');
    await last.waitFor();
    expect(await last.getAttribute('aria-posinset')).toBe('300');
  });

  test('Ctrl+A takes all 300, also those that are not drawn', async () => {
    const { page } = day;
    await page.keyboard.press('Control+a');
    await page.getByText('已选 300 件').waitFor();
    expect(await page.getByRole('option').count()).toBeLessThan(80);
    await page.keyboard.press('Escape');
  });

  test('chosen letters are changed in one act, with a preview, and back in one', async () => {
    const { page } = day;
    await page.getByRole('listbox').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByRole('button', { name: '批量修改 2 件' }).click();
    await page.getByRole('button', { name: '增加一项' }).click();
    await page.getByRole('combobox', { name: '要素' }).fill('联系地址');
    await page.getByTitle('联系地址', { exact: true }).click();
    expect(await page.getByRole('button', { name: '预览 2 件的改动' }).isDisabled()).toBe(true);
    await page.getByLabel('新值：联系地址').fill('云溪市文庙街1号');
    await page.getByRole('button', { name: '预览 2 件的改动' }).click();
    await page.getByRole('button', { name: '改 2 件' }).click();
    await page.getByRole('dialog').getByLabel('理由').fill('补录地址');
    await page.getByRole('dialog').getByRole('button', { name: '改 2 件' }).click();
    await page.getByRole('button', { name: '撤销这一批' }).click();
    await page.getByRole('dialog').getByLabel('理由').fill('补错了');
    await page.getByRole('dialog').getByRole('button', { name: '撤销这一批' }).click();
    await page.getByText('已撤销 2 件').waitFor();
  });

  test('the statistics count them, and a click opens the letters', async () => {
    const { page } = day;
    await visit(page, '统计');
    const years = page.getByRole('region', { name: '各年件数' });
    await years.getByRole('button', { name: '2023', exact: true }).click();
    await found(page, 50);
    await page.getByRole('button', { name: '去掉筛选：2023' }).waitFor();
  });

  test('50 are exported in the background while one searches on', { timeout: 240_000 }, async () => {
    const { app, page } = day;
    await page.getByRole('button', { name: '更多 ▾' }).first().click();
    await page.getByRole('menuitem', { name: '导出这些函件' }).click();
    const out = path.join(app.folder, 'pdf');
    fs.mkdirSync(out);
    await app.stubDialog([out]);
    await page.getByRole('button', { name: '选择文件夹' }).click();
    await page.getByText(out).waitFor();
    await page.getByRole('button', { name: '导出', exact: true }).click();
    await page.getByText(/导出 PDF \d+ \/ 50/).waitFor();
    // The year that was chosen in the statistics narrows the next question too.
    await search(page, '农村饮水');
    await hitsOf(page).first().waitFor();
    await page.getByText('已导出 50 个文件', { exact: false }).waitFor({ timeout: 200_000 });
    expect(fs.readdirSync(out).filter((name) => name.endsWith('.pdf'))).toHaveLength(50);
  });

  test('the browser had nothing to complain about', () => {
    expect(day.complaints).toEqual([]);
  });
});

describe('a letter with doubts', () => {
  let day: Day;
  beforeAll(async () => {
    day = await beginDay(0);
  }, BOOT_TIMEOUT_MS);
  afterAll(() => day.app.close());

  const worn = (name: string, change: (text: string) => string): string => {
    const file = path.join(day.app.folder, name);
    fs.writeFileSync(file, change(invented(1).text));
    return file;
  };

  test('shows the reason of a doubt at its field', async () => {
    const { app, page } = day;
    await dropAndRead(app, [worn('残.txt', (text) => text.replace('云建函〔', '云建函t'))]);
    const field = page.locator('[data-element="doc_number"]');
    await field.getByText('请核对', { exact: true }).waitFor();
    await field.getByText(/核对原件|看原件/).waitFor();
  });

  test('Enter goes from one question to the next', async () => {
    const { page } = day;
    await page.getByLabel('发文字号').focus();
    await page.getByLabel('发文字号').fill(invented(1).number);
    await page.keyboard.press('Enter');
    await page.getByText('没有需要核对的要素').waitFor();
  });

  test('what is settled is filed with one key', async () => {
    await fileDraft(day.page);
    await day.page.getByText('共 1 件').waitFor();
  });

  test('the same letter, typed differently, is told as near before it is filed', async () => {
    const { app, page } = day;
    await dropAndRead(app, [worn('再次.txt', (text) => text.replace('年内', '今年内'))]);
    await page.getByText('与库中函件相近').waitFor();
    await page.locator('main').getByRole('button', { name: '查看', exact: true }).first().click();
    await page
      .getByRole('dialog')
      .getByRole('heading', { level: 2, name: /加装电梯/ })
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    // One key does not file it: that it is another letter is said by an act of its own.
    await page.keyboard.press('Control+Enter');
    await page.getByText('可能是同一函件，请先比对。').waitFor();
    await page.getByText('共 1 件').waitFor();
  });

  test('a proposed title is adopted with a button', async () => {
    const { app, page } = day;
    await page.getByRole('button', { name: '移出归档台' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: '移出归档台' }).click();
    await dropAndRead(app, [worn('无题.txt', (text) => text.replace(/关于政协.*答复的函\n/, ''))]);
    await page.getByRole('button', { name: '采用' }).click();
    expect(await page.getByLabel('题名').inputValue()).toMatch(/^〔云溪市.*答复〕$/);
  });

  test(
    'a pdf stands beside its elements as it looks, with boxes where they were read',
    { timeout: 240_000 },
    async () => {
      const { app, page } = day;
      await page.getByRole('button', { name: '移出归档台' }).first().click();
      await page.getByRole('dialog').getByRole('button', { name: '移出归档台' }).click();
      await app.drop('#root', [sample('08 东部新区医院建议答复.pdf')]);
      const shown = page.getByRole('img', { name: /\.pdf 第 1 页$/ });
      await shown.waitFor({ timeout: 200_000 });
      const box = page.locator('button[data-evidence="title"]').first();
      await box.waitFor();
      // In the middle of a title stands its session, with a box of its own.
      await box.click({ position: { x: 4, y: 4 } });
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('draft-title');
      expect(await page.locator('button[data-evidence="title"][data-now]').count()).toBeGreaterThan(0);
    },
  );

  test('a worn scan is read, and stands beside what was read of it', { timeout: 240_000 }, async () => {
    const { app, page } = day;
    await page.getByRole('button', { name: '移出归档台' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: '移出归档台' }).click();
    const lines = invented(11).text.split('\n').slice(0, -1);
    const clean = typstPdf(`#set text(size: 15pt)\n${lines.map((line) => typstText(line)).join('\\\n')}`);
    const file = path.join(app.folder, '残旧扫描.jpg');
    fs.writeFileSync(file, await scan(clean, { degrees: 1.5, format: 'jpeg' }));
    await app.drop('#root', [file]);
    await page.getByRole('img', { name: '残旧扫描.jpg 第 1 页' }).waitFor({ timeout: 200_000 });
    await page.locator('button[data-evidence="issued_on"]').first().waitFor();
    // Of a scan nothing is called sure.
    await page
      .getByText(/^请核对 \d+ 处$/)
      .first()
      .waitFor();
  });

  test('is put right beside its picture, question by question', async () => {
    const { page } = day;
    const settled = page.getByText('没有需要核对的要素');
    for (let strokes = 0; strokes < 25 && !(await settled.isVisible()); strokes += 1) await page.keyboard.press('F8');
    await settled.waitFor();
    await page.getByRole('textbox', { name: /^主送/ }).fill(invented(11).member);
    await page.getByRole('textbox', { name: /^发文字号/ }).fill(invented(11).number);
    await fileDraft(page);
    const { letters } = await day.ask<{ letters: { doc_number: string }[] }>('letters.list', { limit: 1 });
    expect(letters[0]?.doc_number).toBe(invented(11).number);
  });

  test(
    'in 待核对 it stands beside its picture again, and a correction is a version',
    { timeout: 120_000 },
    async () => {
      const { page } = day;
      await page.keyboard.press('Control+Shift+z');
      await page.getByText('已退回待核对', { exact: false }).waitFor();
      await visit(page, '待核对');
      await page.getByRole('img', { name: '残旧扫描.jpg 第 1 页' }).waitFor({ timeout: 60_000 });
      await page.getByRole('textbox', { name: /^责任者/ }).fill('云溪市卫生健康委员会');
      await page.getByRole('button', { name: /^保存更正/ }).waitFor();
      await page.keyboard.press('Control+Enter');
      await page.getByText('已核对 1 件').waitFor();
      const { letters } = await day.ask<{ letters: { version: number; issuer: string }[] }>('letters.list', {
        limit: 1,
      });
      expect(letters[0]).toMatchObject({ version: 2, issuer: '云溪市卫生健康委员会' });
    },
  );

  test('the browser had nothing to complain about', () => {
    expect(day.complaints).toEqual([]);
  });
});

describe('an edit that is interrupted', () => {
  let day: Day;
  beforeAll(async () => {
    day = await beginDay(3);
  }, BOOT_TIMEOUT_MS);
  afterAll(() => day.app.close());

  test('is there again after the window was closed and opened', async () => {
    const { page } = day;
    await visit(page, '全部复函');
    await page.getByRole('article').waitFor();
    await page.keyboard.press('F2');
    await page.getByLabel('联系人', { exact: true }).fill('何叔宁');
    await page.getByLabel('修改理由').fill('更正联系人');
    await page.getByText('已修改：联系人').waitFor();
    await page.reload();
    await visit(page, '全部复函');
    await page.getByRole('article').waitFor();
    await page.keyboard.press('F2');
    await page.getByText(/已接着 .* 未保存的修改继续/).waitFor();
    expect(await page.getByLabel('联系人', { exact: true }).inputValue()).toBe('何叔宁');
    expect(await page.getByLabel('修改理由').inputValue()).toBe('更正联系人');
  });

  test('is saved with Ctrl+S and then forgotten', async () => {
    const { page } = day;
    await page.keyboard.press('Control+s');
    await page.getByText('第 2 版，共 2 版').waitFor();
    await page.keyboard.press('F2');
    await page.getByText('尚未作任何修改').waitFor();
    await page.keyboard.press('Escape');
  });

  test('the place, the view of the list and the question come back too', async () => {
    const { page } = day;
    await search(page, '云溪市');
    await found(page, 3);
    await page.getByRole('radiogroup', { name: '列表样式' }).getByText('表格').click();
    await page.reload();
    await found(page, 3);
    expect(await page.getByRole('combobox', { name: '检索词' }).inputValue()).toBe('云溪市');
    await page.getByRole('button', { name: '列 ▾' }).waitFor();
  });

  test('history shows the change in place, and restores', async () => {
    const { page } = day;
    await page.getByRole('listbox').getByRole('option').last().click();
    await part(page, '历史');
    await page.getByRole('list', { name: '全部版本' }).waitFor();
  });

  test('the browser had nothing to complain about', () => {
    expect(day.complaints).toEqual([]);
  });
});
