/** Thread entry: holds the text index and answers for it, so that no other work delays a search. */
import { workerData } from 'node:worker_threads';
import { answerCalls } from '../work/answer-calls.ts';
import { encodeIndexError } from './index-error.ts';
import { jobsInThread } from './jobs.ts';
import { callIndex, type IndexReply, type IndexRequest, type IndexSetup } from './port.ts';
import { TextIndex } from './text-index.ts';

const index = new TextIndex({ ...(workerData as IndexSetup), jobs: jobsInThread() });

/** What an earlier run left unmerged is merged once those who wait for their first answer have it. */
const TIDY_AFTER_MS = 5000;
setTimeout(() => void index.settle(), TIDY_AFTER_MS).unref();

/**
 * Searches with long lists, asked by nobody: the loops over them are compiled, and the files' parts that most searches
 * need are in memory, before a person's third keystroke needs them. One at a time, so that a keystroke waits for one only.
 */
const WARMING = ['的', '20', '关于', '201', '202', '提案', '平方米'];
const WARM_AFTER_MS = 150;
let warmed = 0;
let warming = false;
function warm(): void {
  const term = WARMING[warmed++];
  if (term === undefined) return;
  try {
    const any = [{ kind: 'text' as const, scope: 'all' as const, term, raw: term }];
    const query = { clauses: [{ negated: false, any, source: term }], joined: [], explained: '' };
    index.search({ query, filters: {}, sort: 'relevance', offset: 0, limit: 20 });
  } catch {
    return; // a damaged file is told of, and mended, when somebody asks
  }
  setTimeout(warm, 0).unref();
}

answerCalls<IndexRequest, IndexReply>(
  async ({ name, args }) => {
    if (name !== 'search') return { value: await callIndex(index, name, args) };
    if (!warming) {
      warming = true;
      setTimeout(warm, WARM_AFTER_MS).unref();
    }
    return { json: JSON.stringify(await callIndex(index, name, args)) };
  },
  { encodeError: encodeIndexError },
);
