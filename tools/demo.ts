/**
 * The main job as a demonstration, for machines without a display: the sample letters go through the real window, and
 * the pictures and the PDF stay in demo-output/. Takes the same steps through the window as the tests do.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { dropAndRead, fileDraft, found, openDesk, part, sample, search } from '../tests/e2e/window-steps.ts';

const OUT = path.resolve(import.meta.dirname, '../demo-output');
const LETTERS = ['01 社区养老服务提案答复.docx', '02 老旧小区加装电梯提案答复.txt', '08 东部新区医院建议答复.pdf'].map(
  sample,
);
const ATTACHMENT = sample('附件/社区养老服务设施情况表.docx');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function picture(page: Page, name: string, what: string): Promise<void> {
  await page.screenshot({ path: path.join(OUT, name) });
  say(`${what}  demo-output/${name}`);
}

fs.rmSync(OUT, { recursive: true, force: true });
fs.mkdirSync(OUT, { recursive: true });
const { app, complaints } = await openDesk();
try {
  const { page } = app;
  say(app.runtime === 'electron' ? '以 Electron 演示。' : '没有 Electron 程序，以本机 Chromium 代替演示。');

  await dropAndRead(app, LETTERS);
  await page.getByText(`待归档 ${LETTERS.length} 件`).waitFor();
  await page.getByText('正在读取', { exact: false }).first().waitFor({ state: 'detached' });
  await page.locator('button[data-evidence="title"]').first().waitFor();
  await picture(page, '1-归档台.png', '读入三件复函，识别要素');
  await app.stubDialog([ATTACHMENT]);
  await page.getByRole('button', { name: '添加附件' }).click();
  await page.getByRole('combobox', { name: '附件种类：社区养老服务设施情况表.docx' }).waitFor();
  for (const _letter of LETTERS) await fileDraft(page);

  await search(page, '一社区一站点');
  await found(page, 1);
  await page.getByRole('article').first().waitFor();
  await picture(page, '2-查找.png', '按任意词查找');
  await page.keyboard.press('Enter');
  await page.getByText('第 1 处，共 1 处').waitFor();
  await picture(page, '3-函件.png', '打开函件，命中处有标记');

  await page.keyboard.press('F2');
  await page.getByLabel('联系人', { exact: true }).fill('何叔宁');
  await page.getByLabel('修改理由').fill('更正联系人姓名');
  await page.keyboard.press('Control+Enter');
  await page.getByText('第 2 版，共 2 版').waitFor();
  await part(page, '历史');
  await page.getByRole('heading', { name: '第 1 版与第 2 版的差异' }).waitFor();
  await picture(page, '4-版本比较.png', '修改后与第 1 版比较');

  await page.getByRole('button', { name: '查看第 1 版' }).click();
  await page.getByRole('button', { name: '恢复为这一版' }).click();
  await page.getByLabel('理由').fill('恢复原状');
  await page.keyboard.press('Enter');
  await page.getByText('第 3 版，共 3 版').waitFor();

  await page.getByRole('button', { name: '导出 PDF' }).click();
  await app.stubDialog([OUT]);
  await page.getByRole('button', { name: '选择文件夹' }).click();
  await page.getByText(OUT).waitFor();
  await page.getByRole('button', { name: '导出', exact: true }).click();
  await page.getByText('已导出 1 个文件', { exact: false }).first().waitFor();
  say(`导出 PDF  demo-output/${fs.readdirSync(OUT).find((name) => name.endsWith('.pdf')) ?? ''}`);
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
} finally {
  await app.close();
}
say('演示完成。');
