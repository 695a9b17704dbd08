/** A letter in a window of its own: the same walls, the same rights, nothing changed or kept in it (docs/spec/window.md). */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, fileAll, openDesk, sample, visit, watchComplaints } from './window-steps.ts';

let app: LaunchedApp;
beforeAll(async () => {
  ({ app } = await openDesk());
  await fileAll(app, [sample('02 老旧小区加装电梯提案答复.txt')]);
}, BOOT_TIMEOUT_MS);
afterAll(() => app.close());

async function openOwn(): Promise<Page> {
  const coming = app.page.context().waitForEvent('page');
  await app.page.keyboard.press('Control+Shift+Enter');
  const own = await coming;
  own.setDefaultTimeout(20_000);
  return own;
}

test(
  'a letter is read in a window of its own, by the same rights, and its key closes it',
  { timeout: 120_000 },
  async () => {
    await visit(app.page, '全部复函');
    await app.page.getByRole('article').waitFor();
    const name = await app.page.getByRole('article').first().getAttribute('aria-label');
    const own = await openOwn();
    const complaints = watchComplaints(own);
    await own.getByRole('article', { name: name ?? '' }).waitFor();
    expect(new URL(own.url()).search).toMatch(/^\?letter=/);
    expect(await own.title()).toContain(name);

    // Nothing is changed here, and the places of the main window are not here.
    expect(await own.getByRole('button', { name: '修改' }).isDisabled()).toBe(true);
    expect(await own.getByRole('navigation', { name: '主要功能' }).count()).toBe(0);
    await own.getByRole('tab', { name: /^历史/ }).click();
    await own.getByRole('tab', { name: /^阅读/ }).click();
    // What the main window keeps is not overwritten from here.
    const kept = (): Promise<string | null> => app.page.evaluate(() => localStorage.getItem('fuhan.kept.'));
    const before = await kept();
    await own.keyboard.press('F4');
    expect(await kept()).toBe(before);
    // Its page names no place either, and opens nothing.
    const answer = await own.evaluate(() =>
      window.archive
        .call('letters.import', { paths: ['/etc'] }, 'own-1')
        .then((told) => (told.ok ? 'ok' : told.error.code)),
    );
    expect(answer).toBe('PLACE_NOT_CHOSEN');
    expect(await own.evaluate(() => window.open('https://example.invalid') === null)).toBe(true);
    expect(complaints).toEqual([]);

    const closed = own.waitForEvent('close');
    // The window goes while the driver still waits for the key to be let go.
    await own.keyboard.press('Control+w').catch(() => undefined);
    await closed;
    expect(await app.page.getByRole('article').first().getAttribute('aria-label')).toBe(name);
  },
);

test('the look that is chosen in the main window holds in it too', { timeout: 120_000 }, async () => {
  const own = await openOwn();
  await own.getByRole('article').waitFor();
  await app.page.keyboard.press('Control+Shift+P');
  await app.page.getByRole('option', { name: '深色' }).click();
  await own.waitForFunction(() => document.documentElement.dataset['look'] === 'dark');
  await own.close();
});
