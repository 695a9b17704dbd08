/**
 * Where Electron's binary is there the window's tests run on it. That way is gone here with a program in its place that takes
 * Electron's command line: the tests find it, open the app by it, answer its dialogs, and end it.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { launchApp, type LaunchedApp } from './fixtures.ts';

const FAKE = path.resolve(import.meta.dirname, '../support/fake-electron.mjs');
let folder: string;
let app: LaunchedApp | undefined;
const before = process.env['ELECTRON_OVERRIDE_DIST_PATH'];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-electron-'));
  const script = `#!/bin/sh\nprintf '%s\\n' "$@" > "${folder}/words"\nexec "${process.execPath}" --inspect=0 "${FAKE}" "$@"\n`;
  fs.writeFileSync(path.join(folder, 'electron'), script, { mode: 0o755 });
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = folder;
});
afterEach(async () => {
  await app?.close();
  app = undefined;
  if (before === undefined) delete process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  else process.env['ELECTRON_OVERRIDE_DIST_PATH'] = before;
  fs.rmSync(folder, { recursive: true, force: true });
});

test.skipIf(process.platform === 'win32' || process.env['FUHAN_NO_ELECTRON'] === '1')(
  'an Electron that is there is found, opens the app, and is steered and ended by the tests',
  async () => {
    app = await launchApp();
    expect(app.runtime).toBe('electron');
    const { page } = app;
    const info = await page.evaluate(() => window.archive.call('archive.info', {}, 'info1'));
    expect(info).toMatchObject({ ok: true, value: { letters: 0 } });
    await app.stubDialog([FAKE]);
    const chosen = await page.evaluate(() =>
      window.archive.call('shell.chooseFiles', { title: '选择文件', multiple: false }, 'choose1'),
    );
    expect(chosen).toMatchObject({ ok: true, value: { chosen: [{ name: path.basename(FAKE), shown: FAKE }] } });
    // Only root, for whom Chromium cannot set one up, goes without the sandbox.
    const words = fs.readFileSync(path.join(folder, 'words'), 'utf8').split('\n');
    expect(words.includes('--no-sandbox')).toBe(process.getuid?.() === 0);
    expect(await app.close()).toBe(0);
    app = undefined;
  },
);
