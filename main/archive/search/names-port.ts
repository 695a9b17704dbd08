/** The names as the service calls them: in a worker thread, or, for the command line, in this process. */
import { Worker } from 'node:worker_threads';
import type { Suggestion } from './names.ts';
import { SMALL_YOUNG_HEAP } from '../work/memory.ts';
import type { NameRecord } from './types.ts';

export type NamesRequest = { id: number } & ({ add: NameRecord[] } | { prefix: string; limit: number });
export type NamesReply = { id: number } & ({ ok: true; found: Suggestion[] } | { ok: false; message: string });

export interface NamesPort {
  add(records: NameRecord[]): Promise<void>;
  suggest(prefix: string, limit: number): Promise<Suggestion[]>;
  close(): Promise<void>;
}

/** FlexSearch and pinyin are loaded at the first use only: most commands never need them. */
export async function namesHere(): Promise<NamesPort> {
  const { NameIndex } = await import('./names.ts');
  const names = new NameIndex();
  return {
    add: async (records) => {
      names.add(records);
    },
    suggest: async (prefix, limit) => names.suggest(prefix, limit),
    close: async () => {},
  };
}

const WORKER_FILE = import.meta.url.endsWith('.ts') ? './search-names-worker.ts' : './search-names-worker.js';

export function namesInThread(): NamesPort {
  const worker = new Worker(new URL(WORKER_FILE, import.meta.url), { resourceLimits: SMALL_YOUNG_HEAP });
  const waiting = new Map<number, { resolve: (found: Suggestion[]) => void; reject: (error: Error) => void }>();
  let next = 1;
  let ended: Error | undefined;
  const fail = (error: Error): void => {
    ended = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', (reply: NamesReply) => {
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.ok) call?.resolve(reply.found);
    else call?.reject(new Error(reply.message));
  });
  worker.on('error', (error) => {
    fail(error instanceof Error ? error : new Error(String(error)));
  });
  worker.on('exit', (code) => {
    fail(new Error(`names thread ended with ${code}`));
  });
  const send = (request: { add: NameRecord[] } | { prefix: string; limit: number }): Promise<Suggestion[]> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) {
        reject(ended);
        return;
      }
      const id = next++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, ...request } satisfies NamesRequest);
    });
  return {
    async add(records) {
      await send({ add: records });
    },
    suggest: (prefix, limit) => send({ prefix, limit }),
    async close() {
      await worker.terminate();
    },
  };
}
