/** The engine's worker: opens the archive it is told, then answers calls until it is told to close. */
import { parentPort, workerData } from 'node:worker_threads';
import { reportError } from '../../shared/errors.ts';
import { isCallName } from '../../shared/contract.ts';
import { Engine } from './engine.ts';
import type { FromWorker, ToWorker, WorkerSetup } from './worker-messages.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs in a worker thread');
const send = (message: FromWorker): void => port.postMessage(message);

const running = new Map<string, { abort: AbortController; done: Promise<void> }>();
const opening = Engine.open({
  ...(workerData as WorkerSetup),
  onProgress: (progress) => send({ kind: 'opening', progress }),
});
opening.then(
  () => send({ kind: 'ready' }),
  (thrown: unknown) => send({ kind: 'failed', error: reportError(thrown) }),
);

async function answer(id: string, name: string, input: unknown, abort: AbortController): Promise<void> {
  try {
    const engine = await opening;
    if (!isCallName(name)) throw new Error(`unknown call ${name}`);
    const value = await engine.call(name, input as never, {
      signal: abort.signal,
      onProgress: (progress) => send({ kind: 'progress', id, progress }),
    });
    send({ kind: 'answer', id, answer: { ok: true, value } });
  } catch (thrown) {
    send({ kind: 'answer', id, answer: { ok: false, error: reportError(thrown) } });
  } finally {
    running.delete(id);
  }
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
