/** A public version through the real window: decided by one person, reviewed by another, made, published, withdrawn; late letters and holidays. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foldText } from '../../shared/text/fold.ts';
import { textOfPdf } from '../support/pdf-text.ts';
import { PRIVATE_LETTER, SECRETS } from '../support/public-versions.ts';
import { temporaryFile } from '../support/engine.ts';
import type { LaunchedApp } from './fixtures.ts';
import { enablePeople, signIn } from './people.ts';
import { BOOT_TIMEOUT_MS, fileAll, found, hitsOf, openDesk, part, search, visit } from './window-steps.ts';

let app: LaunchedApp;
let page: Page;
let complaints: string[];
const out = mkdtempSync(join(tmpdir(), 'fuhan-public-'));

beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  page = app.page;
}, BOOT_TIMEOUT_MS);
afterAll(async () => {
  await app.close();
  rmSync(out, { recursive: true, force: true });
});

async function openPublic(): Promise<void> {
  await search(page, '困难救助');
  await found(page, 1);
  await hitsOf(page).first().click();
  await part(page, '公开版');
  await page.getByText('可能不宜公开', { exact: false }).first().waitFor();
}

test('found, decided, refused without a second person, reviewed, made, published, withdrawn', async () => {
  const file = temporaryFile(
    '答复函.txt',
    PRIVATE_LETTER.replace('云民函〔2023〕41号', '云民函〔2023〕41号\n〔主动公开〕'),
  );
  await fileAll(app, [file]);
  await openPublic();
  await page.getByText('本档案库没有启用账户').waitFor();
  for (const name of ['复核同意', '复核退回', '制作公开版'])
    expect(await page.getByRole('button', { name }).isDisabled()).toBe(true);
  await enablePeople(page, { 孙复核: 'archivist' });
  await signIn(page, '王档案');
  await openPublic();
  expect(await page.getByRole('button', { name: '制作公开版' }).isDisabled()).toBe(true);
  // All that is proposed is chosen; the letter as a whole and the proposer are left as they are.
  await page.getByRole('row', { name: /手机号码.*138 0013 8000.*待决定/ }).waitFor();
  for (const row of await page.getByRole('row', { name: /待决定/ }).all()) await row.getByRole('checkbox').check();
  await page.getByRole('button', { name: /^隐去选中的 \d+ 项$/ }).click();
  await page.getByText('待复核').first().waitFor();
  await page.getByLabel('另外标出').fill('困难救助');
  await page.getByRole('button', { name: '标出并隐去' }).click();
  await page.getByRole('row', { name: /其他.*困难救助.*隐去/ }).waitFor();
  await page.getByRole('button', { name: '复核同意' }).click();
  await page.getByText('PUBLIC_SAME_PERSON', { exact: false }).first().waitFor();
  await page.getByRole('button', { name: '退出登录' }).click();

  await signIn(page, '孙复核');
  await openPublic();
  await page.getByRole('button', { name: '复核同意' }).click();
  await page.getByText('孙复核 复核同意').waitFor();
  await app.stubDialog([out]);
  await page.getByRole('button', { name: '制作公开版' }).click();
  await page.getByText(/^公开版已制成/).waitFor();
  const made = readdirSync(out).find((name) => name.endsWith('（公开版）.pdf')) ?? '';
  const text = foldText(await textOfPdf(join(out, made)));
  for (const secret of [...Object.values(SECRETS), '困难救助']) expect(text).not.toContain(foldText(secret));
  await page.getByRole('button', { name: '登记公开' }).click();
  await page
    .getByText(/^已登记于 \d{4}-\d{2}-\d{2} 公开$/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: '撤回公开版' }).click();
  await page.getByLabel('理由').fill('内容有误');
  await page.getByRole('dialog', { name: '撤回公开版' }).getByRole('button', { name: '撤回公开版' }).click();
  await page.getByText('已撤回：内容有误').waitFor();
  expect(complaints.filter((one) => !one.includes('favicon'))).toEqual([]);
}, 180_000);

test('late letters are listed with their day, and the table of holidays moves it', async () => {
  await visit(page, '整理');
  await page.getByRole('tab', { name: '公开' }).click();
  await page.getByText('共 1 件，逾期 1 件').waitFor();
  await page.getByRole('row', { name: /2023-06-19.*2023-07-17\s逾期 \d+ 天/ }).waitFor();
  await page.getByRole('textbox', { name: '节假日表' }).fill('2023-06-22 休 端午节\n2023-06-23 休 端午节\n');
  await page.getByRole('button', { name: '保存节假日表' }).click();
  await page.getByRole('row', { name: /2023-06-19.*2023-07-19\s逾期/ }).waitFor();
  await page
    .getByRole('row', { name: /2023-06-19/ })
    .getByRole('button')
    .click();
  await page.getByRole('tab', { name: '公开版', selected: true }).waitFor();
  expect(complaints.filter((one) => !one.includes('favicon'))).toEqual([]);
});
