/** The engine's worker: opens the archive it is told, then answers calls until it is told to close. */
import { parentPort, workerData } from 'node:worker_threads';
import { reportError } from '../../shared/errors.ts';
import { isCallName, type CallName, type Progress } from '../../shared/contract/index.ts';
import { Engine } from './engine.ts';
import { parseInput } from '../../shared/contract/index.ts';
import type { LongWork } from './work/long-work.ts';
import { isRecoverable } from './trust/recoverable.ts';
import { backupsFor, recover } from './trust/recovery.ts';
import type { FromWorker, ToWorker, WorkerSetup } from './worker-messages.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs in a worker thread');
const send = (message: FromWorker): void => port.postMessage(message);

const running = new Map<string, { abort: AbortController; done: Promise<void> }>();
const setup = workerData as WorkerSetup;
const open = (): Promise<Engine> =>
  Engine.open({ ...setup, onProgress: (progress) => send({ kind: 'opening', progress }) });
let opening = open();
opening.then(
  () => send({ kind: 'ready' }),
  (thrown: unknown) => send({ kind: 'failed', error: reportError(thrown) }),
);

async function answer(id: string, name: string, input: unknown, abort: AbortController): Promise<void> {
  try {
    if (!isCallName(name)) throw new Error(`unknown call ${name}`);
    const context = {
      signal: abort.signal,
      onProgress: (progress: Progress) => send({ kind: 'progress', id, progress }),
    };
    const engine = await opening.catch((thrown: unknown) => {
      if (!isRecoverable(thrown)) throw thrown;
      return thrown;
    });
    const value =
      engine instanceof Engine
        ? await engine.call(name, input as never, context)
        : await rescue(name, input, context, engine);
    send({ kind: 'answer', id, answer: { ok: true, value } });
  } catch (thrown) {
    send({ kind: 'answer', id, answer: { ok: false, error: reportError(thrown) } });
  } finally {
    running.delete(id);
  }
}

/** Where the archive does not open its backups are offered, and the one restored is opened. @throws what kept it from opening */
async function rescue(name: CallName, input: unknown, context: LongWork, reason: unknown): Promise<unknown> {
  if (name === 'trust.backups') return backupsFor(setup.folder, parseInput(name, input as never).in);
  if (name !== 'trust.restoreBackup') throw reason;
  const { file, ...who } = parseInput(name, input as never);
  const restored = await recover(file, setup.folder, { ...who, systemUser: setup.actor }, context);
  opening = open();
  await opening;
  return restored;
}

async function close(): Promise<void> {
  for (const call of running.values()) call.abort.abort();
  await Promise.all([...running.values()].map((call) => call.done));
  try {
    const engine = await opening;
    await engine.close();
  } catch {
    // It never opened: there is nothing to close, and its failure has been told.
  }
  send({ kind: 'closed' });
  port?.close();
}

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'call': {
      const abort = new AbortController();
      running.set(message.id, { abort, done: answer(message.id, message.name, message.input, abort) });
      break;
    }
    case 'cancel':
      running.get(message.id)?.abort.abort();
      break;
    case 'close':
      void close();
      break;
  }
});
