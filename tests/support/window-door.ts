/** The real door of the window (main/app/ipc.ts) in this process, and messages to it as if they came from a page. Needs electron-door.ts in Electron's place. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BrowserWindow, IpcMainInvokeEvent } from 'electron';
import { APP_PAGE } from '../../main/app/app-url.ts';
import { CHANNEL } from '../../main/app/channels.ts';
import { DeskQueue } from '../../main/app/desk-queue.ts';
import { Handles } from '../../main/app/handles.ts';
import { registerIpc, type Engine } from '../../main/app/ipc.ts';
import { TypedWork } from '../../main/app/typed-work.ts';
import { Shell } from '../../main/app/shell.ts';
import type { LetterAddress } from '../../main/app/windows.ts';
import type { Answer, Progress } from '../../shared/contract/index.ts';
import { answerDialog, ipcMain } from './electron-door.ts';

export interface From {
  /** webContents id; 1 and 2 are the archive's windows. */
  window?: number;
  url?: string;
  /** Whether the frame lies in another one. */
  inner?: boolean;
}

export interface WindowDoor {
  handles: Handles;
  /** Letters for which a window of their own was asked, in order. */
  opened: readonly LetterAddress[];
  /** How often somebody has signed in or out. */
  changed: { readonly count: number };
  /** Sends any arguments on any channel that is answered. */
  send: (channel: string, args: unknown[], from?: From) => Promise<unknown>;
  /** A message that nobody answers. */
  tell: (channel: string, args: unknown[], from?: From) => void;
  call: (name: string, input: unknown, from?: From) => Promise<Answer<unknown>>;
  /** Makes a dialog answer these paths, asks it, and answers what the page gets. */
  choose: (
    name: 'shell.chooseFiles' | 'shell.chooseFolder' | 'shell.chooseSave',
    input: object,
    paths: string[],
    from?: From,
  ) => Promise<string[]>;
  close: () => void;
}

let count = 0;

/**
 * Opens the door in front of an engine. One at a time.
 * @param deskFile where the desk is kept, for doors that follow each other
 */
export function openWindowDoor(engine: Engine, deskFile?: string): WindowDoor {
  const handles = new Handles();
  const opened: LetterAddress[] = [];
  const changed = { count: 0 };
  const windows = {
    byId: () => ({}) as BrowserWindow,
    openLetter: (letter: LetterAddress) => void opened.push(letter),
  };
  const shell = new Shell(() => windows, handles, path.join('dist', 'licences', 'licences.json'));
  const kept = mkdtempSync(path.join(os.tmpdir(), 'fuhan-desk-'));
  const desk = new DeskQueue({ file: deskFile ?? path.join(kept, 'desk.json'), archive: '/archive', handles, engine });
  const typed = new TypedWork({
    file: `${deskFile ?? path.join(kept, 'desk.json')}.typed`,
    person: () => desk.person(),
  });
  registerIpc({
    engine,
    shell,
    handles,
    desk,
    typed,
    isOurWindow: (id) => id === 1 || id === 2,
    onPersonChanged: () => (changed.count += 1),
    onClosed: () => undefined,
  });
  const eventOf = ({ window = 1, url = APP_PAGE, inner = false }: From): IpcMainInvokeEvent => {
    const sender = {
      id: window,
      isDestroyed: () => false,
      send: (_channel: string, _id: string, _progress: Progress) => undefined,
    };
    return { sender, senderFrame: { url, parent: inner ? {} : null } } as unknown as IpcMainInvokeEvent;
  };
  const send: WindowDoor['send'] = (channel, args, from = {}) => ipcMain.answer(eventOf(from), channel, args);
  const call: WindowDoor['call'] = (name, input, from = {}) => {
    count += 1;
    return send(CHANNEL.call, [{ name, input, requestId: `t${count}` }], from) as Promise<Answer<unknown>>;
  };
  return {
    handles,
    opened,
    changed,
    send,
    call,
    tell: (channel, args, from = {}) => void ipcMain.emit(channel, eventOf(from), ...args),
    choose: async (name, input, paths, from = {}) => {
      answerDialog(paths);
      const answer = await call(name, input, from);
      if (!answer.ok) throw new Error(answer.error.code);
      const { chosen } = answer.value as { chosen: { handle: string }[] | { handle: string } | null };
      return chosen === null ? [] : [chosen].flat().map(({ handle }) => handle);
    },
    close: () => {
      for (const channel of [CHANNEL.call, CHANNEL.dropped]) ipcMain.removeHandler(channel);
      ipcMain.removeAllListeners(CHANNEL.cancel);
      ipcMain.removeAllListeners(CHANNEL.closed);
      rmSync(kept, { recursive: true, force: true });
    },
  };
}
