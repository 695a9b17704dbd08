/** The window as it is built: what it can reach, what it cannot, and how it starts and ends. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../shared/contract/index.ts';
import { launchApp, runToEnd } from './fixtures.ts';
import { listeningSockets } from './sockets.ts';
import { dropAndRead, sample } from './window-steps.ts';
import type { LaunchedApp } from './fixtures.ts';

/** Starting a whole browser takes long on a busy machine. */
const START_MS = 180_000;

const HANDLE: unknown = expect.stringMatching(/^place-[\w-]{36}$/);

let app: LaunchedApp;
beforeAll(async () => {
  app = await launchApp();
}, START_MS);
afterAll(async () => {
  await app.close();
});

const call = (
  name: string,
  input: unknown,
  requestId = `t${Math.random().toString(36).slice(2)}`,
): Promise<Answer<unknown>> =>
  app.page.evaluate(([callName, callInput, id]) => window.archive.call(callName as never, callInput, id), [
    name,
    input,
    requestId,
  ] as const);
const code = (answer: Answer<unknown>): string => (answer.ok ? 'ok' : answer.error.code);

describe('the bridge', () => {
  test('answers a call of the contract from the real engine', async () => {
    const answer = await call('archive.info', {});
    expect(answer).toMatchObject({ ok: true, value: { archive: app.archive, letters: 0 } });
  });

  test('answers an unknown call with an error code and does not throw', async () => {
    expect(code(await call('archive.destroy', {}))).toBe('BAD_REQUEST');
    expect(code(await call('constructor', {}))).toBe('BAD_REQUEST');
  });

  test('answers a bad payload with an error code that names the field and not the value', async () => {
    const answer = await call('letters.show', { id: 5, note: '某委员的来信' });
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'BAD_REQUEST', details: 'letters.show: id: invalid_type' },
    });
    expect(JSON.stringify(answer)).not.toContain('某委员');
  });

  test('refuses a request id that is not one', async () => {
    expect(code(await call('archive.info', {}, '../x'))).toBe('BAD_REQUEST');
  });

  test('offers exactly the four functions of the bridge, and they cannot be replaced', async () => {
    const seen = await app.page.evaluate(() => ({
      keys: Object.keys(window.archive).sort(),
      frozen: Object.isFrozen(window.archive),
      writable: Object.getOwnPropertyDescriptor(window, 'archive')?.writable === true,
    }));
    expect(seen).toEqual({
      keys: ['call', 'cancel', 'handleForFile', 'onClosing', 'onProgress'],
      frozen: true,
      writable: false,
    });
  });

  test('gives the page nothing of Node or Electron', async () => {
    const reachable = await app.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron', 'global'].filter((name) => name in window),
    );
    expect(reachable).toEqual([]);
  });

  test('chooses files by the native dialog, and none where it is cancelled', async () => {
    await app.stubDialog(['/letters/一.docx', '/letters/二.pdf']);
    expect(await call('shell.chooseFiles', { title: '选择复函' })).toEqual({
      ok: true,
      value: {
        chosen: [
          { handle: HANDLE, name: '一.docx', shown: '/letters/一.docx' },
          { handle: HANDLE, name: '二.pdf', shown: '/letters/二.pdf' },
        ],
      },
    });
    await app.stubDialog([]);
    const cancelled = await call('shell.chooseFolder', { title: '选择文件夹', use: 'read' });
    expect(cancelled).toEqual({ ok: true, value: { chosen: null } });
  });

  test('asks for a path inside the window where there is no native dialog', async (context) => {
    if (app.runtime !== 'chromium') {
      process.stdout.write('skipped: Electron has native dialogs\n');
      return context.skip();
    }
    const answer = call('shell.chooseFolder', { title: '选择导出位置', use: 'write_folder' });
    const dialog = app.page.getByRole('dialog', { name: '选择导出位置' });
    await dialog.getByRole('textbox').fill('/letters/导出');
    await dialog.getByRole('button', { name: '确定' }).click();
    const chosen = { handle: HANDLE, name: '导出', shown: '/letters/导出' };
    expect(await answer).toEqual({ ok: true, value: { chosen } });
  });

  test('does not show a file in the file manager that it did not export itself', async () => {
    expect(code(await call('shell.reveal', { path: path.join(os.homedir(), '.bashrc') }))).toBe('FORBIDDEN');
  });
});

describe('files from outside', () => {
  test('a dropped file has a handle, one made by script has none', async () => {
    const file = path.join(app.folder, '关于道路的复函.txt');
    fs.writeFileSync(file, '复函');
    await app.page.evaluate(() => {
      const seen = window as unknown as { dropped: Promise<unknown[]> };
      seen.dropped = new Promise((resolve) => {
        const take = (event: DragEvent): void => {
          event.preventDefault();
          event.stopImmediatePropagation();
          void Promise.all(
            [...(event.dataTransfer?.files ?? [])].map((each) => window.archive.handleForFile(each)),
          ).then(resolve);
        };
        window.addEventListener('dragover', (event) => event.preventDefault(), { capture: true, once: true });
        window.addEventListener('drop', take, { capture: true, once: true });
      });
    });
    await app.drop('body', [file]);
    const dropped = await app.page.evaluate(() => (window as unknown as { dropped: Promise<unknown[]> }).dropped);
    expect(dropped).toEqual([{ ok: true, value: { handle: HANDLE, name: path.basename(file), shown: file } }]);
    const made = await app.page.evaluate(() => window.archive.handleForFile(new File(['x'], 'x.txt')));
    expect(made).toEqual({ ok: true, value: null });
  });

  test('a file chosen in an input has a handle', async () => {
    const file = path.join(app.folder, '附件.txt');
    fs.writeFileSync(file, '附件');
    await app.page.evaluate(() => {
      const input = document.createElement('input');
      input.type = 'file';
      input.id = 'chosen-by-test';
      document.body.append(input);
    });
    await app.chooseFiles('#chosen-by-test', [file]);
    const found = await app.page.evaluate(async () => {
      const input = document.querySelector<HTMLInputElement>('#chosen-by-test');
      const chosen = input?.files?.[0];
      input?.remove();
      return chosen === undefined ? undefined : window.archive.handleForFile(chosen);
    });
    expect(found).toMatchObject({ ok: true, value: { handle: HANDLE, name: '附件.txt' } });
  });

  test('a file with a Chinese name arrives where no UTF-8 locale is set', { timeout: START_MS }, async () => {
    const locale = { LANG: '', LC_ALL: 'C', LC_CTYPE: '' };
    const bare = await launchApp({ env: locale, main: path.resolve(import.meta.dirname, '../../dist/main/index.js') });
    bare.page.setDefaultTimeout(20_000);
    await dropAndRead(bare, [sample('02 老旧小区加装电梯提案答复.txt')]);
    expect(await bare.close()).toBe(0);
  });
});

describe('no byte leaves the machine', () => {
  test('fetch, images and frames to other places are refused by the content policy', async () => {
    const tried = await app.page.evaluate(async () => {
      const violations: string[] = [];
      window.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
      const fetched = await fetch('https://example.com/').then(
        () => 'answered',
        () => 'refused',
      );
      const image = await new Promise<string>((resolve) => {
        const element = new Image();
        element.onload = () => resolve('answered');
        element.onerror = () => resolve('refused');
        element.src = 'https://example.com/x.png';
      });
      return { fetched, image, violations: violations.sort() };
    });
    expect(tried).toEqual({ fetched: 'refused', image: 'refused', violations: ['connect-src', 'img-src'] });
  });

  test('requests are refused below the content policy as well', async () => {
    const session = await app.page.context().newCDPSession(app.page);
    await session.send('Page.setBypassCSP', { enabled: true });
    await app.page.reload();
    const outcome = await app.page.evaluate(async () => {
      const tries = [
        'https://example.com/',
        'http://127.0.0.1:80/',
        'https://other.app.invalid/x',
        'file:///etc/passwd',
      ];
      const ask = (url: string): Promise<string> =>
        fetch(url).then(
          () => `${url} answered`,
          () => 'refused',
        );
      return Promise.all(tries.map(ask));
    });
    await session.send('Page.setBypassCSP', { enabled: false });
    await app.page.reload();
    expect(outcome).toEqual(['refused', 'refused', 'refused', 'refused']);
  });

  test('the page cannot go elsewhere and cannot open another window', async () => {
    const before = app.page.url();
    const opened = await app.page.evaluate(() => window.open('https://example.com/') === null);
    await app.page.evaluate(() => {
      window.location.href = 'https://example.com/';
    });
    // A round trip after the refused navigation: the page is still the same one.
    expect((await call('archive.info', {})).ok).toBe(true);
    expect({ opened, url: app.page.url(), pages: app.page.context().pages().length }).toEqual({
      opened: true,
      url: before,
      pages: 1,
    });
  });

  test('permissions are denied', async () => {
    const states = await app.page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone'] as PermissionName[];
      return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state));
    });
    expect(states).not.toContain('granted');
    const asked = await app.page.evaluate(
      () =>
        new Promise<string>((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('granted'),
            () => resolve('denied'),
          ),
        ),
    );
    expect(asked).toBe('denied');
  });

  test('no process of the app listens on a port', async (context) => {
    if (process.platform !== 'linux' || app.runtime !== 'chromium') {
      process.stdout.write('skipped: ports are looked up in /proc, and Playwright itself opens one for Electron\n');
      return context.skip();
    }
    expect(listeningSockets(app.pid)).toEqual([]);
  });
});

describe('the page', () => {
  test('loads without a violation of its content policy', async () => {
    await app.page.addInitScript(() => {
      const seen = window as unknown as { violations: string[] };
      seen.violations = [];
      window.addEventListener('securitypolicyviolation', (event) =>
        seen.violations.push(`${event.effectiveDirective} ${event.blockedURI}`),
      );
    });
    await app.page.reload();
    await app.page.locator('#root > *').first().waitFor();
    expect(await app.page.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([]);
  });

  test('gets a new nonce at each load, without which an inline style is refused', async () => {
    const nonce = (): Promise<string | null | undefined> =>
      app.page.evaluate(() => document.querySelector('meta[property="csp-nonce"]')?.getAttribute('content'));
    const first = await nonce();
    await app.page.reload();
    const second = await nonce();
    expect(first).toMatch(/^[\w+/]{22}==$/);
    expect(second).not.toBe(first);
    const widths = await app.page.evaluate((good) => {
      const width = (styleNonce: string): string => {
        const style = document.createElement('style');
        style.nonce = styleNonce;
        style.textContent = '#measured { width: 123px; }';
        const box = document.createElement('div');
        box.id = 'measured';
        document.body.append(style, box);
        const measured = getComputedStyle(box).width;
        style.remove();
        box.remove();
        return measured;
      };
      return { good: width(good ?? ''), none: width('') };
    }, second);
    expect(widths.good).toBe('123px');
    expect(widths.none).not.toBe('123px');
  });
});

describe('starting and ending', { timeout: START_MS }, () => {
  test('a second start with the same data ends at once and leaves the first one alone', async () => {
    const second = await runToEnd({ folder: app.folder });
    expect(second.code).toBe(0);
    expect((await call('archive.info', {})).ok).toBe(true);
  });

  test('an archive that is in use answers every call with the reason, in a window that opens', async () => {
    const other = await launchApp({ archive: app.archive });
    const answer = await other.page.evaluate(() => window.archive.call('archive.info', {}, 'in-use'));
    const exit = await other.close();
    expect(answer).toMatchObject({ ok: false, error: { code: 'ARCHIVE_IN_USE' } });
    expect(exit).toBe(0);
  });

  test('closing ends the process cleanly, and the next start opens the same archive', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-e2e-'));
    const info = async (): Promise<unknown> => {
      const started = await launchApp({ folder });
      const answer = await started.page.evaluate(() => window.archive.call('archive.info', {}, 'again'));
      expect(await started.close()).toBe(0);
      return answer.ok ? (answer.value as { archive_id: string }).archive_id : answer;
    };
    const first = await info();
    expect(await info()).toBe(first);
    fs.rmSync(folder, { recursive: true });
  });

  test('closing the window ends the app', async () => {
    const started = await launchApp();
    await started.page.close();
    expect(await started.close()).toBe(0);
  });

  test('a page that crashes does not take the archive with it', async (context) => {
    const started = await launchApp();
    if (started.runtime !== 'chromium') {
      process.stdout.write('skipped: Electron asks in a native message box\n');
      await started.close();
      return context.skip();
    }
    const id = await started.page.evaluate(() => window.archive.call('archive.info', {}, 'before'));
    expect(id.ok).toBe(true);
    // The page answers nothing any more, so only the end of the app is waited for.
    const session = await started.page.context().newCDPSession(started.page);
    session.send('Page.crash').catch(() => undefined);
    expect(await started.ended()).toBe(0);
    await started.close();
  });

  test('with command words the same start is the command line and opens no window', async () => {
    const { code: exit, stdout } = await runToEnd({ words: ['help'] });
    expect(exit).toBe(0);
    expect(stdout).toContain('import');
  });
});
