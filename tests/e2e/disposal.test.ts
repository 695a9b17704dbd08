/** A disposal through the real window: listed, appraised by three, approved, signed by two, executed, its register written. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foldText } from '../../shared/text/fold.ts';
import { temporaryFile } from '../support/engine.ts';
import { EARLIER_SENTENCE, OLD_LETTER } from '../support/old-letter.ts';
import { textOfPdf } from '../support/pdf-text.ts';
import type { LaunchedApp } from './fixtures.ts';
import { bridge, enablePeople, signIn } from './people.ts';
import { BOOT_TIMEOUT_MS, fileAll, openDesk, visit } from './window-steps.ts';

let app: LaunchedApp;
let page: Page;
let complaints: string[];
const out = mkdtempSync(join(tmpdir(), 'fuhan-disposal-'));
const STAFF = {
  钱业务: 'reader',
  冯审计: 'auditor',
  郑主任: 'archivist',
  何监销: 'reader',
  吕监销: 'reader',
} as const;

beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  page = app.page;
}, BOOT_TIMEOUT_MS);
afterAll(async () => {
  await app.close();
  rmSync(out, { recursive: true, force: true });
});

async function change(name: string): Promise<void> {
  await page.getByRole('button', { name: '退出登录' }).click();
  await signIn(page, name);
  await openDisposals(name in STAFF && STAFF[name as keyof typeof STAFF] === 'reader' ? '鉴定' : '审计');
  await page.getByRole('region', { name: '鉴定和销毁' }).getByRole('button', { name: '查看' }).click();
}

/** Who may not read the log comes for the appraisals alone. */
async function openDisposals(place = '审计'): Promise<void> {
  await visit(page, place);
  await page.getByRole('tab', { name: '到期与鉴定' }).click();
  await page.getByRole('region', { name: '到期待鉴定' }).waitFor();
}

test('a letter whose retention has ended goes from the list to the register', async () => {
  await page.setViewportSize({ width: 1366, height: 768 });
  await fileAll(app, [temporaryFile('到期函件.txt', OLD_LETTER)]);
  const listed = (await bridge(page, 'letters.listIds', {})) as { ids: string[] };
  await bridge(page, 'letters.setRetention', { ids: listed.ids, retention: 'D10', reason: '按规定' });
  await openDisposals();
  await page.getByText('没有启用账户').waitFor();
  await enablePeople(page, STAFF);
  await signIn(page, '王档案');
  await openDisposals();
  await page.getByRole('status').filter({ hasText: '共 1 件到期' }).waitFor();
  await page
    .getByRole('row', { name: /2012-D10/ })
    .getByRole('checkbox')
    .check();
  await page.getByRole('button', { name: '提出鉴定（1 件）' }).click();
  await page.getByLabel('理由').fill('保管期限届满');
  await page.getByRole('dialog').getByRole('button', { name: '提出鉴定' }).click();
  await page.getByRole('region', { name: '我的意见' }).waitFor();
  // Who gives an opinion can read the letter, which opens beside.
  await page.getByRole('region', { name: '我的意见' }).getByTitle('在新窗口中阅读').waitFor();
  await page.getByRole('button', { name: '全部拟销毁' }).click();
  await page.getByLabel(/^说明/).fill('无继续保存价值');
  // Opinions that were begun are there again for who looks at something else meanwhile.
  await visit(page, '今日');
  await openDisposals();
  await page.getByRole('region', { name: '鉴定和销毁' }).getByRole('button', { name: '查看' }).click();
  expect(await page.getByLabel(/^说明/).inputValue()).toBe('无继续保存价值');
  await page.getByRole('button', { name: '提交意见' }).click();
  await page.getByText('王档案：拟销毁').waitFor();

  for (const name of ['钱业务', '冯审计']) {
    await change(name);
    await page.getByRole('button', { name: '全部拟销毁' }).click();
    await page.getByRole('button', { name: '提交意见' }).click();
    await page.getByText(`${name}：拟销毁`).waitFor();
  }
  await change('郑主任');
  await page.getByRole('button', { name: '批准', exact: true }).click();
  await page.getByText('待监销签字').waitFor();
  // Who approved does not sign.
  expect(await page.getByRole('button', { name: '监销签字' }).isDisabled()).toBe(true);
  for (const [name, then] of [
    ['何监销', '待监销签字'],
    ['吕监销', '待执行'],
  ] as const) {
    await change(name);
    await page.getByRole('button', { name: '监销签字' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '监销签字' }).click();
    await page.getByText(then).waitFor();
    await page.getByText(name, { exact: false }).first().waitFor();
  }
  await change('王档案');
  await page.getByRole('button', { name: '执行销毁' }).click();
  await page.getByRole('dialog').getByText('执行后不可恢复', { exact: false }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: '执行销毁' }).click();
  await page.getByText('已销毁').first().waitFor();
  // Who executed it is still signed in.
  await page.getByRole('button', { name: '导出销毁清册' }).waitFor();
  const file = join(out, '销毁清册.pdf');
  await app.stubDialog([file]);
  await page.getByRole('button', { name: '导出销毁清册' }).click();
  await page.getByText('销毁清册已导出').waitFor();
  expect(readdirSync(out)).toContain('销毁清册.pdf');
  const text = foldText(await textOfPdf(file));
  for (const wanted of ['档案销毁清册', '云水函〔2012〕7号', '吕监销', '无继续保存价值'])
    expect(text).toContain(foldText(wanted));
  const searched = (await bridge(page, 'search.query', { query: EARLIER_SENTENCE.slice(0, 8) })) as { total: number };
  expect(searched.total).toBe(0);
  expect(complaints.filter((one) => !one.includes('favicon'))).toEqual([]);
}, 240_000);
