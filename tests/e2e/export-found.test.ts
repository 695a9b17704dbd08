/** A list of results is exported as it stands, with its filters, through the real window. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, fileAll, openDesk, sample, search } from './window-steps.ts';

let app: LaunchedApp;
let complaints: string[];
const out = mkdtempSync(join(tmpdir(), 'fuhan-found-'));

beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  await fileAll(
    app,
    ['02 老旧小区加装电梯提案答复.txt', '03 农村客运公交化建议答复.docx', '06 农村饮水安全提案答复.docx'].map(sample),
  );
}, BOOT_TIMEOUT_MS);
afterAll(async () => {
  await app.close();
  rmSync(out, { recursive: true });
});

test('what was found, narrowed by a filter, is what comes out', async () => {
  const { page } = app;
  await search(page, '农村');
  await page
    .getByText(/^共 2 件，用时/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: '文书类别 ▾' }).click();
  await page.getByRole('button', { name: /政协提案/ }).click();
  await page.keyboard.press('Escape');
  await page
    .getByText(/^共 1 件，用时/)
    .first()
    .waitFor();
  const table = `${out}.csv`;
  await app.stubDialog([table]);
  await page.getByRole('button', { name: '更多 ▾' }).first().click();
  await page.getByRole('menuitem', { name: '导出清单' }).click();
  await page.getByText('已导出 1 件的清单', { exact: false }).first().waitFor();
  expect(readFileSync(table, 'utf8').split('\r\n')).toHaveLength(3);
  rmSync(table);
  await page.getByRole('button', { name: '更多 ▾' }).first().click();
  await page.getByRole('menuitem', { name: '导出这些函件' }).click();
  await app.stubDialog([out]);
  await page.getByRole('button', { name: '选择文件夹' }).click();
  await page.getByText(out).waitFor();
  await page.getByRole('checkbox', { name: '附导出清单' }).uncheck();
  await page.getByRole('button', { name: '导出', exact: true }).click();
  await page.getByText('已导出 1 个文件', { exact: false }).first().waitFor();
  expect(readdirSync(out)).toEqual([expect.stringMatching(/农村|提案/)]);
  expect(complaints).toEqual([]);
});
