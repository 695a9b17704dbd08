/** Steps through the window that several tests take, and what every test expects of it: no complaint of the browser. */
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { CallName, ShellCallName } from '../../shared/contract/index.ts';
import { launchApp, type LaunchedApp, type LaunchOptions } from './fixtures.ts';

const SAMPLES = path.resolve(import.meta.dirname, '../../resources/samples');

export const sample = (name: string): string => path.join(SAMPLES, name);

/** Collects what the page complains about (errors, refused styles or scripts, failed requests). */
export function watchComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  return complaints;
}

/** How long a step may take before it fails and says on what it waited; below the time that a whole test has. */
const STEP_TIMEOUT_MS = 20_000;
/** How long setting a test up may take: the app may have to be built first. */
export const BOOT_TIMEOUT_MS = 180_000;

/** Starts the app for a test of the window, goes to the desk and waits until it stands. */
export async function openDesk(options: LaunchOptions = {}): Promise<{ app: LaunchedApp; complaints: string[] }> {
  const app = await launchApp(options);
  app.page.setDefaultTimeout(STEP_TIMEOUT_MS);
  const complaints = watchComplaints(app.page);
  await visit(app.page, '归档');
  await app.page.getByText('把复函文件或文件夹拖到这里').waitFor();
  return { app, complaints };
}

let asked = 0;

/** A call through the window's own bridge, as its pages make it. @throws Error with what the window would say */
export async function callThroughWindow(page: Page, name: CallName | ShellCallName, input: object): Promise<unknown> {
  const answer = await page.evaluate(([called, given, id]) => window.archive.call(called, given, id), [
    name,
    input,
    `e2e-${++asked}`,
  ] as const);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

/** Goes to a place by its name in the navigation. */
export async function visit(page: Page, place: string): Promise<void> {
  // Its count, where it has one, is no part of its name.
  await page.getByRole('navigation', { name: '主要功能' }).getByRole('button', { name: place, exact: true }).click();
}

/** Drops files on the window and waits until the first of them can be confirmed. */
export async function dropAndRead(app: LaunchedApp, paths: string[]): Promise<void> {
  // Nobody drops anything before there is a window to drop it on.
  await app.page.getByRole('navigation').first().waitFor();
  await app.drop('#root', paths);
  await app.page.getByRole('button', { name: /^确认入库/ }).waitFor();
}

/**
 * Files the draft in hand, and waits until it leads the list of filed letters. What has open questions is held at the first key and
 * filed as it stands with the second, as is what may be a letter that is there already.
 */
export async function fileDraft(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^确认入库/ }).waitFor();
  const list = page.getByRole('list', { name: '刚刚入库' }).getByRole('listitem');
  // Letters that were filed before may be listed still; each has a number of its own.
  const before = (await list.count()) === 0 ? undefined : await list.first().locator('small').innerText();
  const filed = before === undefined ? list.first() : list.first().filter({ hasNotText: before });
  await page.keyboard.press('Control+Enter');
  const held = page.getByRole('button', { name: /^(?:仍按现状入库|是另一件，入库)/ });
  await filed.or(held).first().waitFor();
  if (!(await filed.isVisible())) await page.keyboard.press('Control+Shift+Enter');
  await filed.waitFor();
}

/** Drops files and files them all. */
export async function fileAll(app: LaunchedApp, paths: string[]): Promise<void> {
  await dropAndRead(app, paths);
  for (let left = paths.length; left > 0; left -= 1) await fileDraft(app.page);
}

/** Types into the box of the search, and waits until it is said what was asked. */
export async function search(page: Page, query: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: '检索词' });
  await box.fill('');
  await box.pressSequentially(query);
  await page.getByText(`含“${query}”`, { exact: false }).first().waitFor();
}

/** The lines of what was found. */
export const hitsOf = (page: Page): Locator => page.getByRole('listbox', { name: '检索结果' }).getByRole('option');

/** Waits until so many letters are found. */
export async function found(page: Page, count: number): Promise<void> {
  await page
    .getByText(new RegExp(`^共 ${count} 件，用时`))
    .first()
    .waitFor();
}

/** A part of the letter in the reading pane. */
export async function part(page: Page, name: string): Promise<void> {
  await page
    .getByRole('tablist', { name: '函件各部分' })
    .getByRole('tab', { name: new RegExp(`^${name}`) })
    .click();
}
