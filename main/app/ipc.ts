/**
 * The window's door: the only place with ipcMain. Nothing that arrives is believed: the sender's window, frame and exact origin,
 * the name and the payload are checked, places are handles of what a person chose, and every answer is plain data, never a thrown
 * error.
 */
import { ipcMain } from 'electron';
import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import path from 'node:path';
import { z } from 'zod';
import { CHANNEL } from './channels.ts';
import { isAppUrl } from './app-url.ts';
import { compactAtRest } from '../archive/work/memory.ts';
import { SHELL_CONTRACT, isCallName, parseInput } from '../../shared/contract/index.ts';
import { isRecoverable, ArchiveError, reportError, type ErrorReport } from '../../shared/errors.ts';
import type { DeskQueue } from './desk-queue.ts';
import type { EngineClient } from './engine-client.ts';
import type { Handles } from './handles.ts';
import type { Shell } from './shell.ts';
import type { TypedWork } from './typed-work.ts';
import type { Answer, Chosen, Progress, ShellCallName } from '../../shared/contract/index.ts';

const requestIdSchema = z.string().regex(/^[\w-]{1,64}$/);
const callSchema = z.strictObject({ name: z.string().max(64), input: z.unknown(), requestId: requestIdSchema });
/** From the preload, which has it from Electron; what is no path of a file is refused all the same. */
const droppedSchema = z
  .string()
  .max(4096)
  .refine((text) => path.isAbsolute(text) && !text.includes('\0'));
const cancelSchema = z.strictObject({ requestId: requestIdSchema });

/** What of the engine this door needs. */
export type Engine = Pick<EngineClient, 'ready' | 'call' | 'cancel'>;

/**
 * Opens the door.
 * @param options.engine answers the calls of CONTRACT
 * @param options.shell answers the calls of SHELL_CONTRACT
 * @param options.handles what people chose in the windows
 * @param options.desk what lies at the desk, from start to start
 * @param options.typed what was typed and not saved, from start to start
 * @param options.isOurWindow whether a webContents id is that of one of the archive's windows
 * @param options.onPersonChanged told when somebody has signed in or out
 * @param options.onClosed told when a page has handed over what was typed, with its window's id
 * @returns `noteOpening`, which tells every call that waits for the archive how far its opening has come
 */
export function registerIpc(options: {
  engine: Engine;
  shell: Shell;
  handles: Handles;
  desk: DeskQueue;
  typed: TypedWork;
  isOurWindow: (webContentsId: number) => boolean;
  onPersonChanged: () => void;
  onClosed: (webContentsId: number) => void;
}): { noteOpening: (progress: Progress) => void } {
  const { engine, shell, handles, desk, typed, isOurWindow, onPersonChanged, onClosed } = options;
  const running = new Set<string>();
  /** Who waits for the archive to be opened, by request id. */
  const waiting = new Map<string, (progress: Progress) => void>();
  // Long lists pass through here on their way to the page.
  const answered = compactAtRest(() => running.size > 0);

  ipcMain.handle(CHANNEL.call, async (event, ...payload: unknown[]): Promise<Answer<unknown>> => {
    if (!isTrusted(event, isOurWindow)) return refused(new ArchiveError('WINDOW_DENIED'));
    const call = callSchema.safeParse(payload[0]);
    if (!call.success || payload.length !== 1)
      return refused(new ArchiveError('BAD_REQUEST', undefined, 'bad envelope'));
    const { name, input, requestId } = call.data;
    if (running.has(requestId)) return refused(new ArchiveError('BAD_REQUEST', undefined, 'request id in use'));
    running.add(requestId);
    try {
      if (isShellCallName(name))
        return { ok: true, value: await callShell({ shell, desk, typed }, event.sender.id, name, input) };
      if (!isCallName(name)) throw new ArchiveError('BAD_REQUEST', undefined, `unknown call ${JSON.stringify(name)}`);
      const checked = handles.resolve(event.sender.id, name, parseInput(name, input));
      const onProgress = (progress: Progress): void => {
        if (!event.sender.isDestroyed()) event.sender.send(CHANNEL.progress, requestId, progress);
      };
      waiting.set(requestId, onProgress);
      // Where the archive does not open for damage, its backups can still be asked for: the engine answers the rest.
      await engine.ready.catch((thrown: unknown) => {
        if (!isRecoverable(thrown)) throw thrown;
      });
      waiting.delete(requestId);
      const answer = await engine.call(name, checked, { requestId, onProgress });
      if (!answer.ok) return answer;
      if (name === 'session.signIn' || name === 'session.signOut') onPersonChanged();
      shell.noteExported(name, checked, answer.value);
      return { ok: true, value: handles.answered(event.sender.id, name, answer.value) };
    } catch (thrown) {
      return refused(thrown);
    } finally {
      running.delete(requestId);
      waiting.delete(requestId);
      answered();
    }
  });

  ipcMain.handle(CHANNEL.dropped, (event, ...payload: unknown[]): Answer<Chosen> => {
    if (!isTrusted(event, isOurWindow)) return refused(new ArchiveError('WINDOW_DENIED'));
    const file = droppedSchema.safeParse(payload[0]);
    if (!file.success || payload.length !== 1) return refused(new ArchiveError('BAD_REQUEST', undefined, 'bad file'));
    return { ok: true, value: handles.give(event.sender.id, file.data, 'read') };
  });

  ipcMain.on(CHANNEL.cancel, (event, ...payload: unknown[]) => {
    const cancel = cancelSchema.safeParse(payload[0]);
    if (!isTrusted(event, isOurWindow) || !cancel.success) return;
    if (running.has(cancel.data.requestId)) engine.cancel(cancel.data.requestId);
  });

  ipcMain.on(CHANNEL.closed, (event) => {
    if (isTrusted(event, isOurWindow)) onClosed(event.sender.id);
  });

  return {
    noteOpening: (progress) => {
      for (const onProgress of waiting.values()) onProgress(progress);
    },
  };
}

/** Only the top frame of the archive's own window, showing the archive's own page. */
function isTrusted(event: IpcMainEvent | IpcMainInvokeEvent, isOurWindow: (webContentsId: number) => boolean): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isAppUrl(frame.url) && isOurWindow(event.sender.id);
}

function isShellCallName(name: string): name is ShellCallName {
  return Object.hasOwn(SHELL_CONTRACT, name);
}

async function callShell(
  { shell, desk, typed }: { shell: Shell; desk: DeskQueue; typed: TypedWork },
  window: number,
  name: ShellCallName,
  input: unknown,
): Promise<unknown> {
  switch (name) {
    case 'shell.chooseFiles':
      return shell.chooseFiles(window, parse(SHELL_CONTRACT[name].input, input));
    case 'shell.chooseFolder':
      return shell.chooseFolder(window, parse(SHELL_CONTRACT[name].input, input));
    case 'shell.chooseSave':
      return shell.chooseSave(window, parse(SHELL_CONTRACT[name].input, input));
    case 'shell.keepDesk':
      return desk.keep(window, parse(SHELL_CONTRACT[name].input, input));
    case 'shell.keptDesk':
      return desk.kept(window);
    case 'shell.keepTyped':
      return typed.keep(parse(SHELL_CONTRACT[name].input, input));
    case 'shell.keptTyped':
      return typed.kept();
    case 'shell.reveal':
      return shell.reveal(parse(SHELL_CONTRACT[name].input, input));
    case 'shell.openLetter':
      return shell.openLetter(parse(SHELL_CONTRACT[name].input, input));
    case 'shell.platform':
      return shell.platform();
    case 'shell.licences':
      return shell.licences();
  }
}

/** Details name the field and the rule, never the value: it may be a letter's text. */
function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const details = result.error.issues.map((issue) => `${issue.path.join('.') || '(input)'}: ${issue.code}`).join('; ');
  throw new ArchiveError('BAD_REQUEST', undefined, details);
}

function refused(thrown: unknown): { ok: false; error: ErrorReport } {
  return { ok: false, error: reportError(thrown) };
}
