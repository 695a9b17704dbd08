/** The index as the service calls it: in a worker thread of its own, or in this process. */
import { Worker } from 'node:worker_threads';
import { SMALL_YOUNG_HEAP } from '../work/memory.ts';
import { jobsHere } from './jobs.ts';
import { IndexDamaged } from './segment-file.ts';
import { TextIndex, type TextIndexOptions } from './text-index.ts';

/** What the index can be asked for; each answers a promise. */
export interface IndexCalls {
  state: TextIndex['state'];
  add: TextIndex['add'];
  search: TextIndex['search'];
  estimate: TextIndex['estimate'];
  entries: TextIndex['entries'];
  verifyFiles: TextIndex['verifyFiles'];
  flush: TextIndex['flush'];
  settle: TextIndex['settle'];
  reset: TextIndex['reset'];
  close: TextIndex['close'];
}
export type IndexCallName = keyof IndexCalls;
type Result<N extends IndexCallName> = Awaited<ReturnType<IndexCalls[N]>>;

export interface IndexPort {
  /** @throws IndexDamaged where files cannot be trusted */
  call<N extends IndexCallName>(name: N, ...args: Parameters<IndexCalls[N]>): Promise<Result<N>>;
}

export type IndexSetup = Omit<TextIndexOptions, 'jobs'>;
export interface IndexRequest {
  id: number;
  name: IndexCallName;
  args: unknown[];
}
/** `json`: an answer of many small objects (facets) crosses quicker as one string than as a structured clone. */
export type IndexReply =
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: true; json: string }
  | { id: number; ok: false; damaged: boolean; message: string };

/** Calls one method of the index by name. */
export async function callIndex(index: TextIndex, name: IndexCallName, args: unknown[]): Promise<unknown> {
  const methods = index as unknown as Record<IndexCallName, (...args: unknown[]) => unknown>;
  return methods[name](...args);
}

export function portHere(setup: IndexSetup): IndexPort {
  const index = new TextIndex({ ...setup, jobs: jobsHere });
  return {
    call: <N extends IndexCallName>(name: N, ...args: Parameters<IndexCalls[N]>) =>
      callIndex(index, name, args) as Promise<Result<N>>,
  };
}

const WORKER_FILE = import.meta.url.endsWith('.ts') ? './search-index-worker.ts' : './search-index-worker.js';

export function portInThread(setup: IndexSetup): IndexPort {
  const worker = new Worker(new URL(WORKER_FILE, import.meta.url), {
    workerData: setup,
    resourceLimits: SMALL_YOUNG_HEAP,
  });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let next = 1;
  let ended: Error | undefined;
  const failAll = (error: Error): void => {
    ended = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', (reply: IndexReply) => {
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.ok) call?.resolve('json' in reply ? JSON.parse(reply.json) : reply.value);
    else call?.reject(reply.damaged ? new IndexDamaged(reply.message) : new Error(reply.message));
  });
  worker.on('error', (error) => {
    failAll(error instanceof Error ? error : new Error(String(error)));
  });
  worker.on('exit', (code) => {
    failAll(new Error(`index thread ended with ${code}`));
  });
  const send = async (name: IndexCallName, args: unknown[]): Promise<unknown> => {
    if (ended !== undefined) throw ended;
    const value = await new Promise<unknown>((resolve, reject) => {
      const request: IndexRequest = { id: next++, name, args };
      waiting.set(request.id, { resolve, reject });
      worker.postMessage(request);
    });
    if (name === 'close') await worker.terminate();
    return value;
  };
  return {
    call<N extends IndexCallName>(name: N, ...args: Parameters<IndexCalls[N]>) {
      return send(name, args) as Promise<Result<N>>;
    },
  };
}
