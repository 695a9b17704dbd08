/**
 * Makes the pictures of the manual anew, from the sample letters through the real window: `npm run pictures`. Needs a
 * display (xvfb-run will do) or makes them without one.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { dropAndRead, fileDraft, found, openDesk, part, sample, search, visit } from '../tests/e2e/window-steps.ts';
import { inNeutralPlace } from './neutral-place.ts';

const OUT = path.resolve(import.meta.dirname, '../docs/manual/images');
const LETTERS = fs
  .readdirSync(path.dirname(sample('x')))
  .filter((name) => /^0[1-9] .*\.(docx|txt|pdf)$/.test(name) && !name.startsWith('01 社区养老服务提案答复.pdf'))
  .map(sample);

async function picture(page: Page, name: string): Promise<void> {
  // Messages that come and go are no part of a page.
  await page.locator('.ant-message-notice').first().waitFor({ state: 'hidden' });
  await page.evaluate(inNeutralPlace, [app.folder, '/home/档案室/复函']);
  await page.screenshot({ path: path.join(OUT, `${name}.png`) });
  process.stdout.write(`docs/manual/images/${name}.png\n`);
}

/** Imports what the review queue is for: a worn copy of a letter that is filed already, and one that says next to nothing. */
async function importWorn(page: Page): Promise<void> {
  const folder = path.join(app.folder, '来件');
  fs.mkdirSync(folder);
  const whole = fs.readFileSync(sample('02 老旧小区加装电梯提案答复.txt'), 'utf8');
  fs.writeFileSync(
    path.join(folder, '加装电梯 复印件.txt'),
    whole.replace(/[〔[]20/, 't20').replace(/\d{4}年\d+月\d+日\s*$/m, ''),
  );
  fs.writeFileSync(path.join(folder, '便签.txt'), '来信收悉，情况已转有关部门。\n');
  await visit(page, '归档');
  await page.getByRole('button', { name: '导入文件夹' }).click();
  await app.stubDialog([folder]);
  await page.getByRole('button', { name: '选择文件夹' }).click();
  await page.getByRole('button', { name: '开始导入' }).click();
  await page.getByText('其中待核对 2 件', { exact: false }).waitFor();
}

fs.mkdirSync(OUT, { recursive: true });
const { app, complaints } = await openDesk();
try {
  const { page } = app;
  await dropAndRead(app, LETTERS);
  await page.getByText('正在读取').first().waitFor({ state: 'hidden' });
  await picture(page, 'desk');
  for (const _letter of LETTERS) await fileDraft(page);

  await visit(page, '今日');
  await page.getByRole('region', { name: '各年办理结果' }).locator('canvas').waitFor();
  await picture(page, 'today');
  await search(page, '提案');
  await found(page, 5);
  await page.keyboard.press('Enter');
  await page.locator('#suggestions').waitFor({ state: 'hidden' });
  await picture(page, 'search');
  await search(page, '一社区一站点');
  await found(page, 1);
  await page.getByText('第 1 处，共 1 处').waitFor();
  await picture(page, 'letter');

  await page.keyboard.press('F2');
  await page.getByLabel('联系人', { exact: true }).fill('何叔宁');
  await page.getByLabel('修改理由').fill('更正联系人姓名');
  await picture(page, 'edit');
  await page.keyboard.press('Control+Enter');
  await visit(page, '检索');
  await page.getByText('第 2 版，共 2 版').waitFor();
  await part(page, '历史');
  await page.getByRole('heading', { name: '第 1 版与第 2 版的差异' }).waitFor();
  await picture(page, 'history');

  await importWorn(page);
  await visit(page, '待核对');
  await page.getByRole('heading', { level: 2, name: /^待核对 \d+ 件$/ }).waitFor();
  await page.getByRole('list', { name: '待核对的函件' }).getByRole('button').nth(1).click();
  await page.getByRole('button', { name: /^下一处核对/ }).waitFor();
  await page.getByText('05 政府信息公开申请答复书.docx', { exact: false }).filter({ visible: true }).first().waitFor();
  await picture(page, 'review');
  await visit(page, '整理');
  await page.getByRole('heading', { name: '整理' }).waitFor();
  await page.getByRole('textbox', { name: '检索词' }).fill('提案');
  await page.keyboard.press('Enter');
  await page.getByRole('table').waitFor();
  await picture(page, 'records');
  await visit(page, '审计');
  await page.getByRole('tab', { name: '校验与检测' }).click();
  await page.getByRole('button', { name: '全库校验' }).click();
  await page.getByText('校验通过，未发现问题').waitFor();
  await picture(page, 'audit');
  await visit(page, '设置');
  await picture(page, 'settings');
  await page.getByRole('button', { name: '启用账户' }).click();
  await page.getByRole('dialog', { name: '启用账户' }).getByText('我已了解').click();
  await picture(page, 'enable-accounts');
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
} finally {
  await app.close();
}
