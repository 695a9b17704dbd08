/**
 * BrowserWindow and its webContents: an app window of Chromium, the page's requests, its messages, its end. The first window brings Chromium
 * with it; further ones are windows of the same one, and it ends with the last.
 */
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import type { BrowserContext, CDPSession, Page, Request, Route } from 'playwright-core';
import type {
  BrowserWindow as ElectronWindow,
  BrowserWindowConstructorOptions,
  HandlerDetails,
  IpcMainInvokeEvent,
  WebContents,
  WindowOpenHandlerResponse,
} from 'electron';
import { toApp, toPage } from './address.ts';
import { app } from './app.ts';
import { launchChromium } from './chromium.ts';
import { makeCodec } from './codec.ts';
import { ipcMain } from './ipc-main.ts';
import { pageScript } from './page-script.ts';
import { mayRequest, serve, session } from './session.ts';
import { tellTest } from './test-door.ts';
import type { Question, Reply } from './page-dialog.ts';
import type { FromPage, PageConfig, ToPage } from './page-script.ts';

const codec = makeCodec();
let lastId = 0;
/** Chromium, as long as a window of it is open. */
let running: { context: BrowserContext; making: number } | undefined;

class RuntimeWebContents
  extends EventEmitter
  implements Pick<WebContents, 'id' | 'send' | 'isDestroyed' | 'setWindowOpenHandler'>
{
  readonly id: number;
  /** Set by the window; undefined until the page is there and after it has gone. */
  deliver: ((message: ToPage) => void) | undefined;
  destroyed = false;

  constructor(id: number) {
    super();
    this.id = id;
  }
  send(channel: string, ...args: unknown[]): void {
    this.deliver?.({ kind: 'event', channel, args });
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  setWindowOpenHandler(handler: (details: HandlerDetails) => WindowOpenHandlerResponse): void {
    const details: HandlerDetails = {
      url: 'about:blank',
      frameName: '',
      features: '',
      disposition: 'new-window',
      referrer: { url: '', policy: 'default' },
    };
    if (handler(details).action !== 'deny') throw new Error('the Chromium stand-in can only deny new windows');
  }
}

export class BrowserWindow
  extends EventEmitter
  implements
    Pick<ElectronWindow, 'loadURL' | 'reload' | 'show' | 'focus' | 'restore' | 'isMinimized' | 'isDestroyed' | 'close'>
{
  readonly webContents: RuntimeWebContents;
  private readonly options: BrowserWindowConstructorOptions;
  private readonly questions = new Map<string, (reply: Reply | undefined) => void>();
  private context: BrowserContext | undefined;
  private page: Page | undefined;
  private cdp: CDPSession | undefined;
  /** Set while this side itself navigates; any other navigation was started by the page. */
  private navigating = false;
  private crashed = false;

  static getAllWindows(): BrowserWindow[] {
    return [...app.windows].filter((window) => window instanceof BrowserWindow);
  }

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    const { contextIsolation, sandbox, nodeIntegration } = options.webPreferences ?? {};
    if (contextIsolation !== true || sandbox !== true || nodeIntegration !== false)
      throw new Error('the page must be isolated and sandboxed');
    this.options = options;
    lastId += 1;
    this.webContents = new RuntimeWebContents(lastId);
    app.windows.add(this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  async loadURL(url: string): Promise<void> {
    const first = running === undefined && this.context === undefined;
    this.context ??= await this.open(toPage(url));
    await this.navigate((page) => page.goto(toPage(url)));
    this.emit('ready-to-show');
    if (first) await tellTest(this.context);
  }
  reload(): void {
    // Playwright cannot bring a crashed page back: the window ends, and with it the app, in good order.
    if (this.crashed) this.close();
    else void this.navigate((page) => page.reload());
  }
  show(): void {
    // Chromium shows its window as soon as it is there.
  }
  focus(): void {
    void this.page?.bringToFront();
  }
  restore(): void {
    this.focus();
  }
  isMinimized(): boolean {
    return false;
  }
  isDestroyed(): boolean {
    return this.webContents.destroyed;
  }
  close(): void {
    if (this.page === undefined || this.context === undefined) this.gone();
    else if (BrowserWindow.getAllWindows().some((other) => other !== this))
      void this.page.close().finally(() => this.gone());
    else void this.context.close().finally(() => this.gone());
  }

  /** Asks a person inside the page; undefined where there is no page to ask in. */
  ask(question: Question): Promise<Reply | undefined> {
    const deliver = this.webContents.deliver;
    if (deliver === undefined) return Promise.resolve(undefined);
    const id = randomUUID();
    return new Promise((resolve) => {
      this.questions.set(id, resolve);
      deliver({ kind: 'ask', question: id, ask: question });
    });
  }

  /** Puts text on the clipboard the way a page does it. */
  async copy(text: string): Promise<void> {
    const expression = `(() => { const area = document.createElement('textarea'); area.value = ${JSON.stringify(text)};
      document.body.append(area); area.select(); document.execCommand('copy'); area.remove(); })()`;
    await this.cdp?.send('Runtime.evaluate', { expression, userGesture: true });
  }

  private async open(url: string): Promise<BrowserContext> {
    const asksToClose = running !== undefined;
    const { context, page } = running === undefined ? await this.start(url) : await anotherPage(running);
    this.page = page;
    await this.installBridge(context, page, { origin: new URL(url).origin, asksToClose });
    context.on('close', () => this.gone());
    // The last one takes Chromium with it.
    page.on('close', () => {
      if (BrowserWindow.getAllWindows().every((other) => other === this)) void context.close();
      this.gone();
    });
    // A page that objects to being closed stays, and nobody is asked twice: Electron shows no question of its own either.
    page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
    page.on('download', (download) => {
      session.defaultSession.emit('will-download', { preventDefault: () => undefined });
      void download.cancel();
    });
    // Once a document, not at changes of the address inside it, as Electron does.
    page.on('domcontentloaded', () => this.webContents.emit('did-navigate', {}, toApp(page.url())));
    page.on('crash', () => {
      this.crashed = true;
      this.pageGone();
      this.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    });
    return context;
  }

  private async start(url: string): Promise<{ context: BrowserContext; page: Page }> {
    const context = await launchChromium({
      profile: path.join(app.getPath('userData'), 'chromium'),
      url,
      width: this.options.width ?? 800,
      height: this.options.height ?? 600,
      switches: app.commandLine.forChromium(),
    });
    Object.defineProperty(process, 'versions', {
      value: { ...process.versions, chrome: context.browser()?.version() },
      configurable: true,
    });
    const begun = { context, making: 0 };
    running = begun;
    await context.route('**/*', (route) => answerRequest(route));
    // What opens by itself, and not by the main script, closes at once.
    context.on('page', (other) => {
      if (begun.making === 0) void other.close();
    });
    context.on('close', () => {
      running = undefined;
    });
    return { context, page: context.pages()[0] ?? (await context.newPage()) };
  }

  private async navigate(go: (page: Page) => Promise<unknown>): Promise<void> {
    if (this.page === undefined) return;
    this.navigating = true;
    try {
      await go(this.page);
    } finally {
      this.navigating = false;
    }
  }

  /** Whether a request is the window's own page going elsewhere, and may not. */
  refuses(request: Request, url: string): boolean {
    const isTop = request.isNavigationRequest() && request.frame() === this.page?.mainFrame();
    return isTop && !this.navigating && !this.mayNavigate(url);
  }

  private mayNavigate(url: string): boolean {
    let prevented = false;
    this.webContents.emit('will-navigate', { url, preventDefault: () => (prevented = true) });
    return !prevented;
  }

  private async installBridge(
    context: BrowserContext,
    page: Page,
    of: Pick<PageConfig, 'origin' | 'asksToClose'>,
  ): Promise<void> {
    const cdp = await context.newCDPSession(page);
    this.cdp = cdp;
    const config: PageConfig = { binding: `b${randomUUID()}`, event: `e${randomUUID()}`, ...of };
    const preload = fs.readFileSync(this.options.webPreferences?.preload ?? '', 'utf8');
    await cdp.send('Runtime.enable');
    await cdp.send('Runtime.addBinding', { name: config.binding });
    await cdp.send('Page.enable');
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript(config, preload) });

    const deliver = (message: ToPage): void => {
      const expression = `dispatchEvent(new CustomEvent(${JSON.stringify(config.event)}, { detail: ${JSON.stringify(codec.encode(message))} }))`;
      // A page that has gone in the meantime has nobody who waits.
      cdp.send('Runtime.evaluate', { expression }).catch(() => undefined);
    };
    cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name !== config.binding) return;
      this.webContents.deliver = deliver;
      void this.receive(codec.decode(payload) as FromPage, deliver);
    });
    this.webContents.deliver = deliver;
  }

  private async receive(message: FromPage, deliver: (message: ToPage) => void): Promise<void> {
    // Only the top frame has a bridge, see page-script.ts.
    const senderFrame = { url: toApp(this.page?.mainFrame().url() ?? ''), parent: null };
    const event = { sender: this.webContents, senderFrame } as unknown as IpcMainInvokeEvent;
    switch (message.kind) {
      case 'close':
        await this.page?.close({ runBeforeUnload: true });
        break;
      case 'send':
        ipcMain.emit(message.channel, event, ...message.args);
        break;
      case 'answer':
        this.questions.get(message.question)?.(message.answer as Reply);
        this.questions.delete(message.question);
        break;
      case 'invoke':
      case 'path':
        try {
          const value =
            message.kind === 'path'
              ? await this.pathOfFile(message.key)
              : await ipcMain.answer(event, message.channel, message.args);
          deliver({ kind: 'reply', id: message.id, value });
        } catch (thrown) {
          deliver({ kind: 'reply', id: message.id, error: thrown instanceof Error ? thrown.message : String(thrown) });
        }
        break;
    }
  }

  /** The path of a File that the page put under `key`, as Chromium itself knows it; '' where it was made by script. */
  private async pathOfFile(key: string): Promise<string> {
    const found = await this.cdp?.send('Runtime.evaluate', { expression: `globalThis[${JSON.stringify(key)}]` });
    const objectId = found?.result.objectId;
    if (objectId === undefined) return '';
    const info = await this.cdp?.send('DOM.getFileInfo', { objectId });
    return info?.path ?? '';
  }

  private pageGone(): void {
    this.webContents.deliver = undefined;
    for (const resolve of this.questions.values()) resolve(undefined);
    this.questions.clear();
  }

  private gone(): void {
    if (this.webContents.destroyed) return;
    this.webContents.destroyed = true;
    this.pageGone();
    this.emit('closed');
    app.windowClosed(this);
  }
}

/** A further window of a Chromium that runs. */
async function anotherPage(begun: { context: BrowserContext; making: number }): Promise<{
  context: BrowserContext;
  page: Page;
}> {
  begun.making += 1;
  try {
    return { context: begun.context, page: await begun.context.newPage() };
  } finally {
    begun.making -= 1;
  }
}

/** Closed unless the main script's handlers let it through; nothing ever goes on to a network. */
async function answerRequest(route: Route): Promise<void> {
  const request = route.request();
  const url = toApp(request.url());
  if (BrowserWindow.getAllWindows().some((window) => window.refuses(request, url))) return route.abort('aborted');
  if (!(await mayRequest(url))) return route.abort('blockedbyclient');
  const response = await serve(url, request.method());
  if (response === undefined) return route.abort('blockedbyclient');
  return route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  });
}
