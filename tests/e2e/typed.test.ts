/** What was typed and not saved is there again, however soon the window was closed after it. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchApp, type LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, dropAndRead, fileDraft, openDesk, sample, visit } from './window-steps.ts';

const STEP_TIMEOUT_MS = 20_000;
let folder: string;
let app: LaunchedApp;

/** Closes the window at once and starts it anew on the same user's data. */
async function closeAndReopen(): Promise<void> {
  await app.close();
  app = await launchApp({ folder });
  app.page.setDefaultTimeout(STEP_TIMEOUT_MS);
}

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-typed-'));
  ({ app } = await openDesk({ folder }));
}, BOOT_TIMEOUT_MS);
afterAll(async () => {
  await app.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('corrections at the desk, a day that does not exist among them', { timeout: BOOT_TIMEOUT_MS }, async () => {
  await dropAndRead(app, [sample('02 老旧小区加装电梯提案答复.txt')]);
  await app.page.getByLabel('成文日期', { exact: true }).fill('2025-06-31');
  await app.page.getByLabel('案由', { exact: true }).fill('改过的案由');
  await closeAndReopen();
  await visit(app.page, '归档');
  await app.page.getByRole('button', { name: /^确认入库/ }).waitFor();
  expect(await app.page.getByLabel('案由', { exact: true }).inputValue()).toBe('改过的案由');
  expect(await app.page.getByLabel('成文日期', { exact: true }).inputValue()).toBe('2025-06-31');
});

test('an edit of a letter', { timeout: BOOT_TIMEOUT_MS }, async () => {
  await app.page.getByLabel('成文日期', { exact: true }).fill('2025-06-30');
  await fileDraft(app.page);
  await edit();
  await app.page.locator('#edit-case_title').fill('再改的案由');
  await closeAndReopen();
  await edit();
  expect(await app.page.locator('#edit-case_title').inputValue()).toBe('再改的案由');
});

/** Begins to change the one letter. */
async function edit(): Promise<void> {
  await visit(app.page, '全部复函');
  await app.page.getByRole('listbox').getByRole('option').first().click();
  await app.page.getByRole('article').first().waitFor();
  await app.page.keyboard.press('F2');
  await app.page.locator('#edit-case_title').waitFor();
}
