/** The walls round the window, as they are set in Electron: its functions take what the app decides, and the decisions are asked. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { BrowserWindowConstructorOptions, Session } from 'electron';

type Listener = (...words: unknown[]) => unknown;
const made: { options?: BrowserWindowConstructorOptions; url?: string } = {};
const heard = new Map<string, Listener>();
const set = new Map<string, Listener>();

vi.mock('electron', () => ({
  app: {
    on: (name: string, listener: Listener) => heard.set(name, listener),
    getPath: () => '/nowhere',
  },
  protocol: {},
  BrowserWindow: class {
    webContents = { on: () => undefined };
    constructor(options: BrowserWindowConstructorOptions) {
      made.options = options;
    }
    on(): void {}
    once(): void {}
    async loadURL(url: string): Promise<void> {
      made.url = url;
    }
  },
}));
const { lockNavigation, lockSession } = await import('../../../main/app/security.ts');
const { openWindow } = await import('../../../main/app/window.ts');

beforeEach(() => {
  heard.clear();
  set.clear();
});

test('the page runs in a sandbox, apart from the preload, without Node', () => {
  openWindow({
    preload: '/app/preload.cjs',
    icon: '/app/icons/256x256.png',
    development: false,
    onNavigated: () => undefined,
    onGone: () => undefined,
  });
  expect(made.url).toBe('app://fuhan/index.html');
  expect(made.options?.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    devTools: false,
  });
});

test('every permission is denied, every foreign request cancelled, every download stopped', () => {
  const keep =
    (name: string) =>
    (listener: Listener): void =>
      void set.set(name, listener);
  const session = {
    webRequest: { onBeforeRequest: keep('request') },
    setPermissionRequestHandler: keep('ask'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setSpellCheckerEnabled: keep('spell'),
    on: (name: string, listener: Listener) => set.set(name, listener),
  };
  lockSession(session as unknown as Session);
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem']) {
    const answer = vi.fn();
    set.get('ask')?.({}, permission, answer);
    expect(answer).toHaveBeenCalledWith(false);
    expect(set.get('check')?.({}, permission)).toBe(false);
  }
  expect(set.get('device')?.({})).toBe(false);
  expect(set.get('spell')).toBe(false);
  const cancelled = (url: string): boolean => {
    let answer: { cancel?: boolean } = {};
    set.get('request')?.({ url }, (given: { cancel?: boolean }) => (answer = given));
    return answer.cancel === true;
  };
  expect(['app://fuhan/index.html', 'app://fuhan/assets/a.js'].filter(cancelled)).toEqual([]);
  const foreign = [
    'https://example.com/',
    'http://127.0.0.1/',
    'file:///etc/passwd',
    'ws://x/',
    'app://other/',
    'ftp://x/',
  ];
  expect(foreign.filter((url) => !cancelled(url))).toEqual([]);
  const preventDefault = vi.fn();
  set.get('will-download')?.({ preventDefault });
  expect(preventDefault).toHaveBeenCalled();
});

test('every page stays where it is, opens no window and takes no web view', () => {
  lockNavigation();
  let open: Listener = () => undefined;
  const listeners = new Map<string, Listener>();
  heard.get('web-contents-created')?.(
    {},
    {
      setWindowOpenHandler: (handler: Listener) => (open = handler),
      on: (name: string, listener: Listener) => listeners.set(name, listener),
    },
  );
  expect(open({ url: 'app://fuhan/index.html' })).toEqual({ action: 'deny' });
  const prevented = (name: string, url: string): boolean => {
    const preventDefault = vi.fn();
    listeners.get(name)?.({ url, preventDefault });
    return preventDefault.mock.calls.length > 0;
  };
  expect(prevented('will-navigate', 'app://fuhan/index.html')).toBe(false);
  for (const url of ['https://example.com/', 'file:///etc/passwd', 'app://fuhan.example/', 'app://fuhan/other.html'])
    expect([url, prevented('will-navigate', url)]).toEqual([url, true]);
  expect(prevented('will-redirect', 'app://fuhan/index.html')).toBe(true);
  expect(prevented('will-attach-webview', '')).toBe(true);
});
