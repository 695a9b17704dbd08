/** The names as the service calls them: in a worker thread, or, for the command line, in this process. */
import type { Suggestion } from './names.ts';
import { SMALL_YOUNG_HEAP } from '../work/memory.ts';
import { ThreadCaller, threadFile } from '../work/thread-caller.ts';
import type { NameRecord } from './types.ts';

export type NamesRequest = { add: NameRecord[] } | { prefix: string; limit: number };

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

export function namesInThread(): NamesPort {
  const thread = new ThreadCaller<NamesRequest, Suggestion[]>({
    once: true,
    file: threadFile('./search-names-worker', import.meta.url),
    worker: { resourceLimits: SMALL_YOUNG_HEAP },
    ended: (why) => new Error(`names thread: ${why}`),
  });
  return {
    async add(records) {
      await thread.call({ add: records });
    },
    suggest: (prefix, limit) => thread.call({ prefix, limit }),
    close: () => thread.end(),
  };
}
