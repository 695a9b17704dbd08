/** The engine's worker: opens the archive it is told, then answers calls until it is told to close. */
import { workerData } from 'node:worker_threads';
import { isCallName, parseInput, type CallName, type Progress } from '../../shared/contract/index.ts';
import { isRecoverable, ArchiveError, reportError } from '../../shared/errors.ts';
import { Engine } from './engine.ts';
import { backupsFor, recover } from './trust/recovery.ts';
import { answerCalls, type CallWork } from './work/answer-calls.ts';
import { useHelpers } from './work/helper-process.ts';
import { helpersOver } from './work/lent-helpers.ts';
import type { LongWork } from './work/long-work.ts';
import { compactAtRest } from './work/memory.ts';
import type { WorkerCall, WorkerNote, WorkerSetup } from './worker-protocol.ts';

const { helpers, ...setup } = workerData as WorkerSetup;
if (helpers !== undefined) useHelpers(helpersOver(helpers));
const running = new Map<AbortController, Promise<unknown>>();

const act = async (call: WorkerCall, { signal, part }: CallWork<Progress>): Promise<unknown> => {
  if ('close' in call) return close();
  const { name, input } = call;
  if (!isCallName(name)) throw new ArchiveError('BAD_REQUEST', undefined, 'unknown call');
  const abort = new AbortController();
  signal.addEventListener('abort', () => abort.abort());
  const answer = perform(name, input, { signal: abort.signal, onProgress: part });
  running.set(
    abort,
    answer.catch(() => undefined),
  );
  try {
    return await answer;
  } finally {
    running.delete(abort);
  }
};
const conversation = answerCalls<WorkerCall, unknown, Progress, WorkerNote>(act, {
  afterEach: compactAtRest(() => running.size > 0),
});

const open = (): Promise<Engine> =>
  Engine.open({ ...setup, onProgress: (progress) => conversation.note({ kind: 'opening', progress }) });
let opening = open();
opening.then(
  () => conversation.note({ kind: 'ready' }),
  (thrown: unknown) => conversation.note({ kind: 'failed', error: reportError(thrown) }),
);

async function perform(name: CallName, input: unknown, work: LongWork): Promise<unknown> {
  const engine = await opening.catch((thrown: unknown) => {
    if (!isRecoverable(thrown)) throw thrown;
    return thrown;
  });
  return engine instanceof Engine ? engine.call(name, input as never, work) : rescue(name, input, work, engine);
}

/** Where the archive does not open its backups are offered, and the one restored is opened. @throws what kept it from opening */
async function rescue(name: CallName, input: unknown, work: LongWork, reason: unknown): Promise<unknown> {
  if (name === 'trust.backups') return backupsFor(setup.folder, parseInput(name, input).in);
  if (name !== 'trust.restoreBackup') throw reason;
  const { file, ...who } = parseInput(name, input);
  const restored = await recover(file, setup.folder, { ...who, systemUser: setup.actor }, work);
  opening = open();
  await opening;
  return restored;
}

async function close(): Promise<void> {
  for (const abort of running.keys()) abort.abort();
  await Promise.all(running.values());
  try {
    const engine = await opening;
    await engine.close();
  } catch {
    // It never opened: there is nothing to close, and its failure has been told.
  }
  setImmediate(conversation.close);
}
