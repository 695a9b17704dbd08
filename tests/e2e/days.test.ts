/** A smoke of each day at the archive, each with its own archive; the days themselves are told by `npm run scenarios`. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { invented, writeLetters } from '../scenarios/letters.ts';
import { beginDay, type Day } from '../scenarios/steps.ts';
import { BOOT_TIMEOUT_MS, fileDraft, found, hitsOf, part, search, visit } from './window-steps.ts';

async function spend(letters: number, work: (day: Day) => Promise<void>): Promise<void> {
  const day = await beginDay(letters);
  try {
    await work(day);
    expect(day.complaints).toEqual([]);
  } finally {
    await day.app.close();
  }
}

describe('a short day of', () => {
  test(
    'the archivist: chosen by a key, filed by a key, one taken back and looked at',
    { timeout: BOOT_TIMEOUT_MS },
    () =>
      spend(0, async ({ app, page, ask }) => {
        await app.stubDialog(writeLetters(path.join(app.folder, '来文'), 3));
        await page.keyboard.press('Control+o');
        for (let count = 1; count <= 3; count += 1) await fileDraft(page);
        await page.keyboard.press('Control+Shift+z');
        await page.getByText('已退回待核对', { exact: false }).waitFor();
        await visit(page, '待核对');
        await page.getByRole('button', { name: /^核对无误/ }).waitFor();
        await page.keyboard.press('Control+Enter');
        await page.getByText('已核对 1 件').waitFor();
        expect(await ask('letters.list', { limit: 1 })).toMatchObject({ total: 3 });
      }),
  );

  test('the reader: a search narrowed, walked, compared, copied', { timeout: BOOT_TIMEOUT_MS }, () =>
    spend(12, async ({ page }) => {
      await search(page, '云溪市');
      await found(page, 12);
      await page.getByRole('combobox', { name: '检索词' }).focus();
      await page.keyboard.press('ArrowDown');
      await page.getByRole('article').waitFor();
      await page.getByRole('listbox', { name: '检索结果' }).focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('Shift+ArrowDown');
      await page.getByRole('button', { name: '对比这两件' }).click();
      await page.getByRole('dialog').getByText('发文字号').first().waitFor();
      await page.keyboard.press('Escape');
      await search(page, invented(4).number);
      await found(page, 1);
      await hitsOf(page).first().click();
      await part(page, '历史');
      await page.getByRole('list', { name: '全部版本' }).waitFor();
    }),
  );

  test('the auditor: the log in sentences, a check, a backup', { timeout: BOOT_TIMEOUT_MS }, () =>
    spend(5, async ({ app, page }) => {
      await visit(page, '审计');
      await page.getByRole('tab', { name: '日志' }).click();
      await page.getByRole('list', { name: '审计记录' }).getByText('归档', { exact: false }).first().waitFor();
      await page.getByRole('tab', { name: '校验与检测' }).click();
      await page.getByRole('button', { name: '全库校验' }).click();
      await page.getByText('校验通过，未发现问题').waitFor();
      await page.getByRole('tab', { name: '备份与恢复' }).click();
      const usb = path.join(app.folder, 'usb');
      fs.mkdirSync(usb);
      await app.stubDialog([usb]);
      await page.getByRole('group', { name: '立即备份' }).getByRole('button', { name: '立即备份' }).click();
      await page.getByText(/备份完成并已核对/).waitFor();
    }),
  );
});
