/** Starts the built app for a test: on Electron where its binary is there, otherwise on the Chromium stand-in. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, chromium } from 'playwright-core';
import type { ChildProcess } from 'node:child_process';
import type { CDPSession, Page } from 'playwright-core';
import { build } from '../../tools/build.mjs';
import { findElectron, utf8Locale } from '../../tools/machine.mjs';
import { SHOWN_PAGES } from '../support/shown-pages.ts';
import type { FromTest, ToTest } from '../../tools/chromium-runtime/test-door.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const START_TIMEOUT_MS = 90_000;

export interface LaunchedApp {
  page: Page;
  runtime: 'electron' | 'chromium';
  /** Temporary folder of this app alone; `archive` lies in it. */
  folder: string;
  archive: string;
  /** Process id of the app's main process. */
  pid: number;
  /** What the next native file dialog answers; none: cancelled. */
  stubDialog: (paths: string[]) => Promise<void>;
  /** Drops real files onto the middle of the first element that `selector` finds, as the desktop does. */
  drop: (selector: string, paths: string[]) => Promise<void>;
  /** Chooses real files in an `<input type=file>`. */
  chooseFiles: (selector: string, paths: string[]) => Promise<void>;
  /** Waits until the app ends by itself. Answers the exit code. */
  ended: () => Promise<number | null>;
  /** Quits as a person does, waits for the end, and removes the temporary folder. Answers the exit code. */
  close: () => Promise<number | null>;
}

export interface LaunchOptions {
  /** Folder for the app's data and its archive, kept afterwards; without it a new one is made and removed by close(). */
  folder?: string;
  /** Another archive folder than `folder`/archive. */
  archive?: string;
  env?: Record<string, string>;
  /** The program was built just now: nothing is looked up again, for who measures its start. */
  built?: boolean;
  /** Another main script than dist/main/index.js, always on the stand-in. */
  main?: string;
}

type Door = Pick<LaunchedApp, 'page' | 'runtime' | 'pid' | 'stubDialog' | 'ended'> & {
  quit: () => Promise<number | null>;
};

export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  if (options.built !== true) await build();
  const folder = options.folder ?? fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-e2e-'));
  const archive = options.archive ?? path.join(folder, 'archive');
  const env = { ...definedEnv(), FUHAN_DATA: folder, FUHAN_ARCHIVE: archive, ...options.env };
  const args = [`--user-data-dir=${path.join(folder, 'user-data')}`];
  const electron = options.main === undefined ? findElectron(ROOT) : null;
  const { quit, ...door } =
    electron === null ? await onChromium(options.main, args, env) : await onElectron(electron, args, env);
  const session = await door.page.context().newCDPSession(door.page);
  const tell = (): Promise<string> =>
    door.page.evaluate(() => document.body.innerText).catch((thrown: unknown) => String(thrown));
  SHOWN_PAGES.add(tell);
  return {
    ...door,
    folder,
    archive,
    drop: (selector, paths) => drop(door.page, session, selector, paths),
    chooseFiles: async (selector, paths) => {
      const { root } = await session.send('DOM.getDocument');
      const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
      await session.send('DOM.setFileInputFiles', { nodeId, files: paths });
    },
    close: async () => {
      SHOWN_PAGES.delete(tell);
      const code = await quit();
      if (options.folder === undefined) fs.rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}

/** Starts the app and answers how it ended, for starts that show no window. */
export async function runToEnd(
  options: LaunchOptions & { words?: string[] },
): Promise<{ code: number | null; stdout: string }> {
  await build();
  const folder = options.folder ?? os.tmpdir();
  const env = {
    ...definedEnv(),
    FUHAN_DATA: folder,
    FUHAN_ARCHIVE: options.archive ?? path.join(folder, 'archive'),
    ...options.env,
  };
  const words = options.words ?? [`--user-data-dir=${path.join(folder, 'user-data')}`];
  const child = startStandIn(options.main, words, env, ['ignore', 'pipe', 'pipe', 'ipc']);
  let stdout = '';
  child.stdout?.on('data', (bytes: Buffer) => (stdout += bytes.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout };
}

async function onChromium(main: string | undefined, args: string[], env: Record<string, string>): Promise<Door> {
  const child = startStandIn(main, args, env, ['ignore', 'inherit', 'pipe', 'ipc']);
  let stderr = '';
  child.stderr?.on('data', (bytes: Buffer) => (stderr += bytes.toString('utf8')));
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const messages = new AbortController();
  const opened = await Promise.race([
    answerOf(child, 'window'),
    ended.then(([code]) =>
      Promise.reject(new Error(`the app ended with ${code} before it showed a window:\n${stderr}`)),
    ),
    new Promise<never>((_resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no window after ${START_TIMEOUT_MS} ms:\n${stderr}`)),
        START_TIMEOUT_MS,
      );
      messages.signal.addEventListener('abort', () => clearTimeout(timer));
    }),
  ]).finally(() => messages.abort());
  const browser = await chromium.connect(opened.endpoint);
  const page = browser.contexts()[0]?.pages()[0];
  if (page === undefined) throw new Error('the window has no page');
  return {
    page,
    runtime: 'chromium',
    pid: child.pid ?? 0,
    stubDialog: async (paths) => {
      const kept = answerOf(child, 'dialog-kept');
      child.send({ kind: 'dialog', paths } satisfies FromTest);
      await kept;
    },
    ended: async () => (await ended)[0],
    quit: async () => {
      if (child.connected) child.send({ kind: 'quit' } satisfies FromTest);
      const [code] = await ended;
      await browser.close();
      return code;
    },
  };
}

async function onElectron(executablePath: string, args: string[], env: Record<string, string>): Promise<Door> {
  const app = await _electron.launch({
    executablePath,
    args: [ROOT, ...args],
    env: { ...env, ...utf8Locale() },
    cwd: ROOT,
    // Left to itself the driver switches Chromium's sandbox off on Linux; only root cannot have one.
    chromiumSandbox: process.getuid?.() !== 0,
    timeout: START_TIMEOUT_MS,
  });
  const child = app.process();
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const page = await app.firstWindow();
  // The driver hears of a window before it has loaded anything.
  await page.waitForFunction(() => 'archive' in window);
  return {
    page,
    runtime: 'electron',
    pid: child.pid ?? 0,
    stubDialog: (paths) =>
      app.evaluate(({ dialog }, answer) => {
        const canceled = answer.length === 0;
        dialog.showOpenDialog = () => Promise.resolve({ canceled, filePaths: answer });
        dialog.showSaveDialog = () => Promise.resolve({ canceled, filePath: answer[0] ?? '' });
      }, paths),
    ended: async () => (await ended)[0],
    quit: async () => {
      await app.close();
      return (await ended)[0];
    },
  };
}

function startStandIn(
  main: string | undefined,
  words: string[],
  env: Record<string, string>,
  stdio: ('ignore' | 'inherit' | 'pipe' | 'ipc')[],
): ChildProcess {
  const start = path.join(ROOT, 'tools/chromium-runtime/start.mjs');
  return fork(start, [main ?? path.join(ROOT, 'dist/main/index.js'), ...words], {
    cwd: ROOT,
    env,
    stdio,
    execArgv: [],
  });
}

function answerOf<K extends ToTest['kind']>(child: ChildProcess, kind: K): Promise<Extract<ToTest, { kind: K }>> {
  return new Promise((resolve) => {
    const listen = (message: ToTest): void => {
      if (message.kind !== kind) return;
      child.off('message', listen);
      resolve(message as Extract<ToTest, { kind: K }>);
    };
    child.on('message', listen);
  });
}

async function drop(page: Page, session: CDPSession, selector: string, files: string[]): Promise<void> {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not visible`);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: box.x + box.width / 2, y: box.y + box.height / 2, data });
  }
}

function definedEnv(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}
