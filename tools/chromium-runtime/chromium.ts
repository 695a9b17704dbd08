/** Finds the machine's Chromium and starts it as the app's window: over a pipe, without a port, without traffic of its own. */
import { chromium, errors } from 'playwright-core';
import type { BrowserContext } from 'playwright-core';
import { findChromium, utf8Locale } from '../machine.mjs';

/** What an ordinary browser needs beside the app's own switches to be as quiet as Electron is by itself. */
const LIKE_ELECTRON = [
  '--disable-extensions',
  '--deny-permission-prompts',
  '--password-store=basic',
  '--use-mock-keychain',
];

/**
 * About one start in a hundred hangs: Chromium is there, but the driver never hears of its first page (seen with two starting at
 * once). It is ended then and started again; a slow machine gets more time at the last try.
 */
const FIRST_TRIES_MS = [12_000, 20_000];
const LAST_TRY_MS = 60_000;

/** Without a screen the window exists all the same, and can be looked at by tests. */
export function isHeadless(): boolean {
  if (process.env['FUHAN_HEADLESS'] === '1') return true;
  return process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
}

/**
 * Starts Chromium with one app window.
 * @param options.profile folder of the browser's own files
 * @param options.url where the window will go; it counts as the app's own place, so that no address bar is shown
 * @param options.switches further Chromium switches
 */
export async function launchChromium(options: {
  profile: string;
  url: string;
  width: number;
  height: number;
  switches: readonly string[];
}): Promise<BrowserContext> {
  const executablePath = findChromium();
  if (executablePath === null)
    throw new Error('没有找到 Chromium。请先安装 chromium，或用环境变量 FUHAN_CHROMIUM 指出它的位置。');
  // Chromium's sandbox cannot be set up by root; everywhere else it stays on.
  const isRoot = process.getuid?.() === 0;
  const launch = (timeout: number): Promise<BrowserContext> =>
    chromium.launchPersistentContext(options.profile, {
      timeout,
      executablePath,
      headless: isHeadless(),
      viewport: null,
      chromiumSandbox: !isRoot,
      acceptDownloads: false,
      locale: 'zh-CN',
      // The browser's own words, in menus of a text field for example.
      env: { ...process.env, ...utf8Locale(), LANGUAGE: 'zh_CN' },
      ignoreDefaultArgs: ['--enable-automation'],
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      args: [
        `--app=${options.url}`,
        `--window-size=${options.width},${options.height}`,
        ...LIKE_ELECTRON,
        ...(isRoot ? ['--test-type'] : []),
        ...options.switches,
      ],
    });
  for (const timeout of FIRST_TRIES_MS) {
    try {
      return await launch(timeout);
    } catch (thrown) {
      if (!(thrown instanceof errors.TimeoutError)) throw thrown;
    }
  }
  return launch(LAST_TRY_MS);
}
