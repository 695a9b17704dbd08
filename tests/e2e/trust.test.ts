/** Trust through the real window: checks, backups, restore and its undo, final letters, bulk edit, settings, recovery. */
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchApp, type LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, fileAll, openDesk, part, sample, search, visit as visitPlace } from './window-steps.ts';

let app: LaunchedApp;
let page: Page;
let complaints: string[];
const place = (name: string): string => path.join(app.folder, name);
const FIRST = '02 老旧小区加装电梯提案答复.txt';
const SECOND = '09 夜市油烟噪声信访处理意见书.txt';

beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  page = app.page;
  await fileAll(app, [sample(FIRST)]);
  fs.mkdirSync(place('usb'));
  fs.mkdirSync(place('reports'));
}, BOOT_TIMEOUT_MS);
afterAll(async () => {
  await app.close();
});

const card = (name: string) => page.getByRole('group', { name, exact: true });
const visit = (name: string): Promise<void> => visitPlace(page, name);
async function audit(place: string): Promise<void> {
  await visit('审计');
  await page.getByRole('tab', { name: place }).click();
}
async function confirmWithReason(button: string, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('理由').fill(reason);
  await dialog.getByRole('button', { name: button }).click();
}

describe('checks and reports', () => {
  test('a settings page keeps where backups go', async () => {
    await visit('设置');
    const section = page.getByRole('region', { name: '备份', exact: true });
    await app.stubDialog([place('usb')]);
    await section.getByRole('button', { name: '选择文件夹' }).click();
    await section.getByText(place('usb')).waitFor();
    await section.getByLabel('每日备份时间').fill('25:99');
    await section.getByRole('button', { name: '保存' }).click();
    await section.getByText('BAD_REQUEST').waitFor();
    await section.getByLabel('每日备份时间').fill('');
    await section.getByRole('button', { name: '保存' }).click();
    await page.getByText('设置已保存').waitFor();
  });

  test('one button makes the backup there', async () => {
    await audit('备份与恢复');
    await card('立即备份').getByRole('button', { name: '立即备份' }).click();
    await card('立即备份')
      .getByText(/备份完成并已核对/)
      .waitFor();
    const made = fs.readdirSync(place('usb')).filter((name) => name.startsWith('fuhan-backup-'));
    const copies = made.filter((name) => !name.endsWith('.head'));
    expect(copies).toHaveLength(1);
    // Each backup has the head of the log beside it, and nothing else.
    expect(made.sort()).toEqual([copies[0], `${copies[0]}.head`].sort());
  });

  test('the four properties are shown item by item, and written as PDF and JSON', async () => {
    await audit('校验与检测');
    await app.stubDialog([place('reports')]);
    await card('四性检测').getByRole('button', { name: '四性检测' }).click();
    await card('四性检测')
      .getByRole('row', { name: /4-2.*人工/ })
      .waitFor();
    expect(
      fs
        .readdirSync(place('reports'))
        .map((name) => path.extname(name))
        .sort(),
    ).toEqual(['.json', '.pdf']);
  });

  test('the check sheet is made for a month', async () => {
    await audit('校验单');
    await app.stubDialog([place('reports')]);
    await card('月度校验单').getByRole('button', { name: '出具校验单' }).click();
    await card('月度校验单').getByText('已出具，共 1 页').waitFor();
  });
});

describe('a head of the log that was kept', () => {
  test('is held against the log, from an exported file or as it stands on paper', async () => {
    await audit('状态');
    const group = card('核对旧的末端');
    const report = fs.readdirSync(place('reports')).find((name) => name.endsWith('.json')) ?? '';
    await app.stubDialog([path.join(place('reports'), report)]);
    await group.getByRole('button', { name: '选择文件核对' }).click();
    await group
      .getByRole('status')
      .getByText(/^第 \d+ 条：与档案库一致，/)
      .waitFor();
    await group.getByRole('button', { name: '录入核对' }).click();
    await group.getByLabel('序号').fill('1');
    await group.getByLabel('SHA-256 校验值').fill('0'.repeat(63));
    expect(await group.getByRole('button', { name: '核对', exact: true }).isDisabled()).toBe(true);
    await group.getByLabel('SHA-256 校验值').fill('0'.repeat(64));
    await group.getByRole('button', { name: '核对', exact: true }).click();
    await group
      .getByRole('alert')
      .getByText(/^第 1 条：与档案库不符，/)
      .waitFor();
  });
});

describe('versions', () => {
  test('a letter that is declared final cannot be edited until it is unlocked, each with a reason', async () => {
    await search(page, '加装电梯');
    await page.keyboard.press('Enter');
    await part(page, '历史');
    await page.getByRole('button', { name: '定稿' }).click();
    await confirmWithReason('定稿', '审核完毕');
    await page.getByText('此函件已定稿，不能修改。').waitFor();
    await page.getByRole('button', { name: '解除定稿' }).click();
    await confirmWithReason('解除定稿', '发现错字');
    await page.getByRole('button', { name: '定稿', exact: true }).waitFor();
  });

  test('many letters are changed by one act with a preview, and back by one', async () => {
    await visit('整理');
    await page.locator('#bulk-query').fill('加装电梯');
    await page.getByRole('button', { name: '查找', exact: true }).last().click();
    const panel = page.getByRole('tabpanel', { name: '批量修改' });
    await panel.getByText('共 1 件', { exact: true }).waitFor();
    await panel.getByRole('checkbox').nth(1).check();
    await page.getByRole('button', { name: '增加一项' }).click();
    await page.getByRole('combobox', { name: '要素' }).click();
    await page.getByTitle('责任者', { exact: true }).click();
    await page.getByLabel('新值：责任者').fill('云溪市住房保障中心');
    await page.getByRole('button', { name: '预览 1 件的改动' }).click();
    await page.getByRole('button', { name: '改 1 件' }).click();
    await confirmWithReason('改 1 件', '机关更名');
    await page.getByRole('button', { name: '撤销这一批' }).click();
    await confirmWithReason('撤销这一批', '改错了');
    await page.getByText('已撤销 1 件').waitFor();
  });

  test('the 归档文件目录 is written where the person says', async () => {
    await visit('整理');
    await page.getByRole('tab', { name: '保管期限' }).click();
    await app.stubDialog([place('目录.xlsx')]);
    await page.getByRole('button', { name: '导出归档文件目录' }).click();
    await page.getByText('已导出 1 件的归档文件目录').waitFor();
    expect(fs.existsSync(place('目录.xlsx'))).toBe(true);
  });

  test('the difference shows what matters apart, and is printed', async () => {
    await search(page, '加装电梯');
    await page.keyboard.press('Enter');
    await part(page, '历史');
    await page.getByRole('radio', { name: '以第 1 版为“前”' }).check();
    await page.getByRole('radio', { name: '以第 2 版为“后”' }).check();
    await page.getByText('日期、数字、姓名、文号没有差异。').waitFor();
    await app.stubDialog([place('reports')]);
    await page.getByRole('button', { name: '修改对照表（PDF）' }).click();
    await page.getByText('已写成').waitFor();
    expect(fs.readdirSync(place('reports')).some((name) => name.startsWith('修改对照表'))).toBe(true);
  });
});

describe('restore', () => {
  test('the archive goes back to the backup, and forward again', async () => {
    await visit('归档');
    await fileAll(app, [sample(SECOND)]);
    await page.getByText('共 2 件', { exact: true }).waitFor();
    await audit('备份与恢复');
    await card('从备份恢复').getByRole('button', { name: '列出备份' }).click();
    await card('从备份恢复')
      .getByRole('button', { name: /^恢复到/ })
      .first()
      .click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^恢复到/ })
      .click();
    await card('从备份恢复').getByText('已恢复。').waitFor();
    await page.getByText('共 1 件', { exact: true }).waitFor();
    await card('从备份恢复').getByRole('button', { name: '撤回最近一次恢复' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '撤回最近一次恢复' }).click();
    await page.getByText('已撤回恢复。').waitFor();
    await page.getByText('共 2 件', { exact: true }).waitFor();
  });

  test('a banner tells that the archive was taken back, until that is acknowledged with a reason', async () => {
    const banner = page.getByRole('alert').filter({ hasText: '撤回了一次恢复' });
    await banner.getByRole('button', { name: '确认', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('理由').fill('演练');
    await dialog.getByRole('button', { name: '确认', exact: true }).click();
    await banner.waitFor({ state: 'detached' });
  });

  test('the log names every act in Chinese', async () => {
    await audit('日志');
    const log = page.getByRole('list', { name: '审计记录' });
    await log.getByText('撤回恢复', { exact: false }).first().waitFor();
    for (const line of await log.getByRole('listitem').allTextContents()) expect(line).toMatch(/[\u4e00-\u9fff]{2}/);
  });

  test('the browser had nothing to complain about', () => {
    expect(complaints).toEqual([]);
  });
});

test(
  'an archive that does not open: its backups are offered in its place, and one brings it back',
  async () => {
    const folder = fs.mkdtempSync(path.join(app.folder, 'second-'));
    const first = await openDesk({ folder });
    await fileAll(first.app, [sample(FIRST)]);
    await visitPlace(first.app.page, '审计');
    await first.app.page.getByRole('tab', { name: '备份与恢复' }).click();
    const usb = path.join(folder, 'usb');
    fs.mkdirSync(usb);
    await first.app.stubDialog([usb]);
    await first.app.page.getByRole('group', { name: '立即备份' }).getByRole('button', { name: '立即备份' }).click();
    await first.app.page.getByText(/备份完成并已核对/).waitFor();
    await first.app.close();
    fs.truncateSync(path.join(folder, 'archive', 'archive.sqlite'), 0);
    const again = await launchApp({ folder });
    try {
      await again.page.getByText('ARCHIVE_DAMAGED').waitFor();
      const recovery = again.page.getByRole('region', { name: '从备份恢复' });
      await recovery.getByRole('button', { name: /^恢复到/ }).click();
      await recovery.getByRole('button', { name: '恢复', exact: true }).first().click();
      await again.page.getByText('共 1 件', { exact: true }).waitFor();
    } finally {
      await again.close();
    }
  },
  BOOT_TIMEOUT_MS,
);
