/** A register with columns of the office's own through the real window: columns chosen in their order, kept under a name, used again, removed. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, callThroughWindow, fileAll, openDesk, sample, visit } from './window-steps.ts';

let app: LaunchedApp;
let page: Page;
let complaints: string[];
const out = mkdtempSync(join(tmpdir(), 'fuhan-own-register-'));

beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  page = app.page;
  await fileAll(app, [sample('02 老旧小区加装电梯提案答复.txt')]);
}, BOOT_TIMEOUT_MS);
afterAll(async () => {
  await app.close();
  rmSync(out, { recursive: true });
});

async function choose(box: string, ...names: readonly string[]): Promise<void> {
  await page.getByRole('combobox', { name: box }).click();
  for (const name of names) await page.locator('.ant-select-item-option').getByText(name, { exact: true }).click();
  if (names.length > 1) await page.keyboard.press('Escape');
}

async function written(name: string): Promise<string[]> {
  const file = join(out, name);
  await app.stubDialog([file]);
  await page.getByRole('button', { name: '导出会办清册' }).click();
  await page.getByText('已导出 1 件的会办清册').last().waitFor();
  return readFileSync(file, 'utf8').split('\r\n');
}

const layouts = async (): Promise<unknown> => {
  const settings = (await callThroughWindow(page, 'settings.show', {})) as { registers: { layouts: unknown } };
  return settings.registers.layouts;
};

test('columns are chosen in their order, kept, used again and removed', async () => {
  await visit(page, '整理');
  await page.getByRole('tab', { name: '保管期限' }).click();
  await choose('登记簿', '函件清册');
  const title = page.getByRole('textbox', { name: '题目' });
  await title.fill('会办清册');
  // Without columns there is nothing to write.
  expect(await page.getByRole('button', { name: '导出会办清册' }).isDisabled()).toBe(true);
  await choose('栏目', '备注', '序号', '保管期限');
  await choose('格式', 'csv');
  const [heading = ''] = await written('一.csv');
  expect(heading).toContain('"备注","序号","保管期限"');
  await page.getByRole('textbox', { name: '版式名' }).fill('会办');
  await page.getByRole('button', { name: '保存版式' }).click();
  await page.getByText('已保存版式“会办”').waitFor();
  expect(await layouts()).toEqual([{ name: '会办', title: '会办清册', columns: ['note', 'number', 'retention'] }]);

  // Whoever comes to it anew takes it by its name.
  await page.reload();
  await visit(page, '整理');
  await page.getByRole('tab', { name: '保管期限' }).click();
  await choose('登记簿', '函件清册');
  await choose('已存的版式', '会办');
  await choose('格式', 'csv');
  expect((await written('二.csv'))[0]).toContain('"备注","序号","保管期限"');
  await page.getByRole('button', { name: '删除版式' }).click();
  await page.getByRole('tooltip').getByRole('button', { name: '删除版式' }).click();
  await page.getByText('已删除版式“会办”').waitFor();
  expect(await layouts()).toEqual([]);
  expect(complaints.filter((one) => !one.includes('favicon'))).toEqual([]);
}, 180_000);
