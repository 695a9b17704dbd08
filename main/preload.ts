/**
 * The only bridge into the window: exactly `window.archive`, never ipcRenderer itself. Everything is checked again in ipc.ts. The path
 * of a dropped file goes from here to the main process; the page gets the handle that stands for it.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { IpcRendererEvent } from 'electron';
import { CHANNEL } from './app/channels.ts';
import type { Answer, ArchiveBridge, Chosen, Progress } from '../shared/contract/index.ts';

/** A page that has not begun yet has nothing to hand over. */
let handOver = (): Promise<void> => Promise.resolve();
// Whatever becomes of it: a page that has nothing more to say is not waited for.
ipcRenderer.on(CHANNEL.closing, () => void handOver().finally(() => ipcRenderer.send(CHANNEL.closed)));

const bridge: ArchiveBridge = {
  call: (name, input, requestId) =>
    ipcRenderer.invoke(CHANNEL.call, { name, input, requestId }) as Promise<Answer<unknown>>,
  cancel: (requestId) => ipcRenderer.send(CHANNEL.cancel, { requestId }),
  onProgress: (listener) => {
    const forward = (_event: IpcRendererEvent, requestId: string, progress: Progress): void =>
      listener(requestId, progress);
    ipcRenderer.on(CHANNEL.progress, forward);
    return () => void ipcRenderer.off(CHANNEL.progress, forward);
  },
  onClosing: (listener) => {
    handOver = listener;
  },
  handleForFile: async (file) => {
    // The stand-in has to ask for it, so it may come as a promise.
    const path = await Promise.resolve(webUtils.getPathForFile(file));
    if (path === '') return { ok: true, value: null };
    return ipcRenderer.invoke(CHANNEL.dropped, path) as Promise<Answer<Chosen>>;
  },
};

contextBridge.exposeInMainWorld('archive', bridge);
