/** A package is made and checked in the real window, and taken in by another archive, where a person decides on what differs. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../support/engine.ts';
import { verifyApart } from '../support/packages.ts';
import type { LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, fileAll, openDesk, sample } from './window-steps.ts';

let app: LaunchedApp;
let complaints: string[];
const out = mkdtempSync(join(tmpdir(), 'fuhan-packages-'));

beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  await fileAll(app, ['02 老旧小区加装电梯提案答复.txt', '03 农村客运公交化建议答复.docx'].map(sample));
}, BOOT_TIMEOUT_MS);
afterAll(async () => {
  await app.close();
  rmSync(out, { recursive: true });
});

test('made, checked, changed elsewhere, taken in again and decided', async () => {
  const { page } = app;
  await page.getByRole('button', { name: /^整理/ }).click();
  await page.getByRole('tab', { name: '交接数据包' }).click();
  await app.stubDialog([out]);
  await page.getByRole('button', { name: '制作交接数据包' }).click();
  await page.getByText(/^已制成：函件 2 件/).waitFor();
  const [name = ''] = readdirSync(out);
  expect(verifyApart(join(out, name)).check).toMatchObject({ ok: true, letters: 2 });
  await app.stubDialog([join(out, name)]);
  await page.getByRole('button', { name: '校验数据包' }).click();
  await page.getByText(/^数据包完好：函件 2 件/).waitFor();

  // Another archive goes on with a letter, and so does this one.
  const other = await openEngine();
  await other.call('letters.import', { paths: [join(out, name)] });
  const changed = (await other.call('search.query', { query: '加装电梯' })).hits[0];
  const id = changed?.id ?? '';
  await other.call('letters.edit', { id, set: { result_code: 'C' }, reason: '那边改的' });
  const there = await other.call('export.package', { out: join(out, '那边') });
  await page.evaluate(
    async (letter) =>
      window.archive.call('letters.edit', { id: letter, set: { result_code: 'A' }, reason: '这边改的' }, 'e1'),
    id,
  );

  await page.getByRole('button', { name: /^归档/ }).first().click();
  await page.getByRole('button', { name: '导入文件夹' }).click();
  await app.stubDialog([there.dir]);
  await page.getByRole('button', { name: '选择文件夹' }).click();
  await page.getByRole('button', { name: '开始导入' }).click();
  await page.getByText('待决定', { exact: true }).waitFor();
  await page.getByRole('button', { name: '对照' }).click();
  await page.getByText('共有的最新一版是第 1 版').waitFor();
  await page.getByRole('button', { name: '以数据包为准' }).click();
  await page.getByLabel('理由').fill('核实过');
  await page.getByRole('dialog', { name: '以数据包为准' }).getByRole('button', { name: '以数据包为准' }).click();
  await page.getByText('已收入，新版本写明两方的版本。').waitFor();
  expect(complaints).toEqual([]);
});
