/**
 * What runs in the page before any script of it: the renderer's half of `electron` (contextBridge, ipcRenderer, webUtils), handed to
 * the preload and to nobody else. The functions are sent into the page as source text, so they are self-contained.
 */
import { makeCodec } from './codec.ts';
import { askInPage } from './page-dialog.ts';
import type { Codec } from './codec.ts';
import type { Question } from './page-dialog.ts';

export interface PageConfig {
  /** Name of the function by which the page calls Node; random, and taken away before the page's own scripts run. */
  binding: string;
  /** Name of the event by which Node calls the page; random. */
  event: string;
  /** The only origin that gets a bridge. */
  origin: string;
  /** Chromium lets a page close none but its first window: this one asks Node to. */
  asksToClose: boolean;
}

/** From the page to Node. `id` asks for a reply. */
export type FromPage =
  | { kind: 'invoke'; id: number; channel: string; args: unknown[] }
  | { kind: 'send'; channel: string; args: unknown[] }
  | { kind: 'close' }
  | { kind: 'path'; id: number; key: string }
  | { kind: 'answer'; question: string; answer: unknown };

/** From Node to the page. */
export type ToPage =
  | { kind: 'reply'; id: number; value?: unknown; error?: string }
  | { kind: 'event'; channel: string; args: unknown[] }
  | { kind: 'ask'; question: string; ask: Question };

type Preload = (require: (name: string) => unknown, module: { exports: unknown }, exports: unknown) => void;
type Listener = (event: unknown, ...args: unknown[]) => void;

function installBridge(config: PageConfig, codecOf: () => Codec, ask: typeof askInPage, preload: Preload): void {
  const globals = globalThis as unknown as Record<string, unknown>;
  const post = globals[config.binding] as ((text: string) => void) | undefined;
  delete globals[config.binding];
  if (post === undefined || location.origin !== config.origin || window.top !== window) return;

  const codec = codecOf();
  const send = (message: FromPage): void => post(codec.encode(message));
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, Set<Listener>>();
  let lastId = 0;
  const request = (message: (id: number) => FromPage): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      send(message(lastId));
      pending.set(lastId, { resolve, reject });
    });

  window.addEventListener(config.event, (event) => {
    event.stopImmediatePropagation();
    const message = codec.decode((event as CustomEvent<string>).detail) as ToPage;
    switch (message.kind) {
      case 'reply': {
        const waiting = pending.get(message.id);
        pending.delete(message.id);
        if (message.error === undefined) waiting?.resolve(message.value);
        else waiting?.reject(new Error(message.error));
        break;
      }
      case 'event':
        for (const listener of [...(listeners.get(message.channel) ?? [])]) listener({}, ...message.args);
        break;
      case 'ask':
        void ask(message.ask).then((answer) => send({ kind: 'answer', question: message.question, answer }));
        break;
    }
  });

  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) => request((id) => ({ kind: 'invoke', id, channel, args })),
    send: (channel: string, ...args: unknown[]) => send({ kind: 'send', channel, args }),
    on: (channel: string, listener: Listener) => {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      return ipcRenderer;
    },
    off: (channel: string, listener: Listener) => {
      listeners.get(channel)?.delete(listener);
      return ipcRenderer;
    },
  };
  const contextBridge = {
    exposeInMainWorld: (key: string, api: object) =>
      Object.defineProperty(window, key, { value: Object.freeze({ ...api }), enumerable: true }),
  };
  const webUtils = {
    // Electron answers at once; here Node must be asked, so this is the one function that answers with a promise instead.
    getPathForFile: (file: File) => {
      const key = crypto.randomUUID();
      Object.defineProperty(globals, key, { value: file, configurable: true });
      return request((id) => ({ kind: 'path', id, key })).finally(() => delete globals[key]);
    },
  };
  window.open = () => null;
  if (config.asksToClose) window.close = () => send({ kind: 'close' });

  const require = (name: string): unknown => {
    if (name !== 'electron') throw new Error(`module not found: ${name}`);
    return { contextBridge, ipcRenderer, webUtils };
  };
  const module = { exports: {} };
  preload(require, module, module.exports);
}

/** The whole script for a page, with the preload inside. */
export function pageScript(config: PageConfig, preload: string): string {
  const wrapped = `function (require, module, exports) {\n${preload}\n}`;
  return `(${String(installBridge)})(${JSON.stringify(config)}, ${String(makeCodec)}, ${String(askInPage)}, ${wrapped});`;
}
