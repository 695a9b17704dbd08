/** Thread entry: holds the text index and answers for it, so that no other work delays a search. */
import { parentPort, workerData } from 'node:worker_threads';
import { jobsInThread } from './jobs.ts';
import { callIndex, type IndexReply, type IndexRequest, type IndexSetup } from './port.ts';
import { IndexDamaged } from './segment-file.ts';
import { TextIndex } from './text-index.ts';

const index = new TextIndex({ ...(workerData as IndexSetup), jobs: jobsInThread() });

/** What an earlier run left unmerged is merged once those who wait for their first answer have it. */
const TIDY_AFTER_MS = 5000;
setTimeout(() => void index.settle(), TIDY_AFTER_MS).unref();

async function answer(request: IndexRequest): Promise<IndexReply> {
  try {
    const value = await callIndex(index, request.name, request.args);
    return request.name === 'search'
      ? { id: request.id, ok: true, json: JSON.stringify(value) }
      : { id: request.id, ok: true, value };
  } catch (error) {
    return { id: request.id, ok: false, damaged: error instanceof IndexDamaged, message: String(error) };
  }
}

parentPort?.on('message', (request: IndexRequest) => {
  void answer(request).then((reply) => {
    parentPort?.postMessage(reply);
  });
});
