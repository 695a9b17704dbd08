/** The only bridge into the window: exactly `window.archive`, never ipcRenderer itself. Everything is checked again in ipc.ts. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { IpcRendererEvent } from 'electron';
import { CHANNEL } from './app/channels.ts';
import type { Answer, ArchiveBridge, Progress } from '../shared/contract/index.ts';

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
  pathForFile: async (file) => webUtils.getPathForFile(file),
};

contextBridge.exposeInMainWorld('archive', bridge);
