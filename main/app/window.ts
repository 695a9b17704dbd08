/** The archive's one window: sandboxed, isolated, without Node, shown as soon as it can be. */
import { BrowserWindow } from 'electron';
import { APP_PAGE } from './app-url.ts';

/**
 * Opens the window and starts loading the page.
 * @param options.preload absolute path of the built preload
 * @param options.development whether developer tools may be opened
 * @param options.onNavigated told when a page is loaded, also again, with the window's webContents id
 * @param options.onGone told when the page's process has ended by itself, with Electron's reason
 */
export function openWindow(options: {
  preload: string;
  development: boolean;
  onNavigated: (webContentsId: number) => void;
  onGone: (window: BrowserWindow, reason: string) => void;
}): BrowserWindow {
  const window = new BrowserWindow({
    title: '复函档案',
    width: 1280,
    height: 840,
    minWidth: 900,
    minHeight: 600,
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
  window.once('ready-to-show', () => window.show());
  window.webContents.on('did-navigate', () => options.onNavigated(window.webContents.id));
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') options.onGone(window, details.reason);
  });
  void window.loadURL(APP_PAGE);
  return window;
}
