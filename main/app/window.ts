/** A window of the archive: sandboxed, isolated, without Node, shown as soon as it can be. */
import { app, BrowserWindow } from 'electron';
import path from 'node:path';
import { APP_PAGE } from './app-url.ts';
import { keepWindowSize, LEAST, LETTER_SIZE, readWindowSize } from './window-size.ts';

/**
 * Opens a window and starts loading its page.
 * @param options.address where it goes, of the app's own addresses; the archive's page where left out, whose size is kept
 * @param options.preload absolute path of the built preload
 * @param options.icon picture file; Linux shows it on the window and in the task bar, Windows takes the program's own
 * @param options.development whether developer tools may be opened
 * @param options.onNavigated told when a page is loaded, also again, with the window's webContents id
 * @param options.onGone told when the page's process has ended by itself, with Electron's reason
 */
export function openWindow(options: {
  address?: string;
  preload: string;
  icon: string;
  development: boolean;
  onNavigated: (webContentsId: number) => void;
  onGone: (window: BrowserWindow, reason: string) => void;
}): BrowserWindow {
  const file = path.join(app.getPath('userData'), 'window.json');
  const { address } = options;
  const size = address === undefined ? readWindowSize(file) : LETTER_SIZE;
  const window = new BrowserWindow({
    title: '复函档案',
    ...(process.platform === 'linux' ? { icon: options.icon } : {}),
    width: size.width,
    height: size.height,
    minWidth: LEAST.width,
    minHeight: LEAST.height,
    backgroundColor: '#ffffff',
    show: false,
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: options.development,
    },
  });
  window.once('ready-to-show', () => {
    if (size.maximized) window.maximize();
    window.show();
  });
  if (address === undefined)
    window.on('close', () => {
      const { width, height } = window.getNormalBounds();
      keepWindowSize(file, { width, height, maximized: window.isMaximized() });
    });
  window.webContents.on('did-navigate', () => options.onNavigated(window.webContents.id));
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') options.onGone(window, details.reason);
  });
  void window.loadURL(address ?? APP_PAGE);
  return window;
}
