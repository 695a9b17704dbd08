/** Helpers that the main process starts for the engine's thread: what the two say to each other over a port of their own. */
import type { MessagePort } from 'node:worker_threads';
import {
  helperEnvironment,
  residentBytes,
  type HelperEnd,
  type HelperName,
  type StartHelper,
} from './helper-process.ts';

export type ToLender =
  | { kind: 'start'; id: number; name: HelperName; env: NodeJS.ProcessEnv }
  | { kind: 'send'; id: number; message: unknown }
  | { kind: 'kill'; id: number };

export type FromLender =
  | { kind: 'started'; id: number; pid: number | undefined }
  | { kind: 'message'; id: number; message: unknown }
  | { kind: 'ended'; id: number; end: HelperEnd };

/** The engine's side. The port does not hold the thread open: the engine's own conversation does. */
export function helpersOver(port: MessagePort): StartHelper {
  let lastId = 0;
  const running = new Map<number, (told: FromLender) => void>();
  port.on('message', (told: FromLender) => running.get(told.id)?.(told));
  port.unref();
  return (name, events) => {
    const id = ++lastId;
    const environment = helperEnvironment(name);
    let pid: number | undefined;
    const tell = (message: ToLender): void => port.postMessage(message);
    running.set(id, (told) => {
      if (told.kind === 'started') pid = told.pid;
      else if (told.kind === 'message') events.onMessage(told.message);
      else {
        running.delete(id);
        events.onEnd(told.end);
      }
    });
    tell({ kind: 'start', id, name, env: environment });
    return {
      environment,
      send: (message) => tell({ kind: 'send', id, message }),
      hold: () => undefined,
      residentBytes: () => residentBytes(pid),
      kill: () => tell({ kind: 'kill', id }),
    };
  };
}
