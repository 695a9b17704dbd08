/** The index as the service calls it: in a worker thread of its own, or in this process. */
import { SMALL_YOUNG_HEAP } from '../work/memory.ts';
import { jobsHere } from './jobs.ts';
import { ThreadCaller, threadFile } from '../work/thread-caller.ts';
import { decodeIndexError } from './index-error.ts';
import { TextIndex, type TextIndexOptions } from './text-index.ts';

/** What the index can be asked for; each answers a promise. */
export interface IndexCalls {
  state: TextIndex['state'];
  add: TextIndex['add'];
  search: TextIndex['search'];
  estimate: TextIndex['estimate'];
  checkBegin: TextIndex['checkBegin'];
  checkStep: TextIndex['checkStep'];
  checkEnd: TextIndex['checkEnd'];
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

export type IndexSetup = Omit<TextIndexOptions, 'jobs' | 'disk'>;
export interface IndexRequest {
  name: IndexCallName;
  args: unknown[];
}
/** `json`: an answer of many small objects (facets) crosses quicker as one string than as a structured clone. */
export type IndexReply = { value: unknown } | { json: string };

/** Calls one method of the index by name. */
export async function callIndex(index: TextIndex, name: IndexCallName, args: unknown[]): Promise<unknown> {
  const methods = index as unknown as Record<IndexCallName, (...args: unknown[]) => unknown>;
  return methods[name](...args);
}

export function portHere(setup: IndexSetup): IndexPort {
  const index = new TextIndex({ ...setup, jobs: jobsHere() });
  return {
    call: <N extends IndexCallName>(name: N, ...args: Parameters<IndexCalls[N]>) =>
      callIndex(index, name, args) as Promise<Result<N>>,
  };
}

export function portInThread(setup: IndexSetup): IndexPort {
  const thread = new ThreadCaller<IndexRequest, IndexReply>({
    once: true,
    file: threadFile('./search-index-worker', import.meta.url),
    worker: { workerData: setup, resourceLimits: SMALL_YOUNG_HEAP },
    ended: (why) => new Error(`index thread: ${why}`),
    decodeError: decodeIndexError,
  });
  thread.start();
  return {
    async call<N extends IndexCallName>(name: N, ...args: Parameters<IndexCalls[N]>): Promise<Result<N>> {
      const reply = await thread.call({ name, args });
      if (name === 'close') await thread.end();
      const value: unknown = 'json' in reply ? JSON.parse(reply.json) : reply.value;
      return value as Result<N>;
    },
  };
}
