/**
 * Prints how many bytes a plain process grows by that starts the two built threads of search, as the program does, gives
 * the one the names of all letters of a bench folder (`names.jsonl`) and asks the other all of `queries.json` (as plans).
 * No TypeScript here: what strips its types would be counted too.
 */
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';

const folder = process.argv[2] ?? '.';
const built = join(import.meta.dirname, '../../../dist/main');
const plans = JSON.parse(readFileSync(join(folder, 'queries.json'), 'utf8'));
const resourceLimits = { maxYoungGenerationSizeMb: 12 };
let next = 1;

/** Sends one request and waits for its answer. */
const ask = (worker, request) =>
  new Promise((resolve, reject) => {
    worker.once('message', (reply) =>
      'error' in reply ? reject(new Error(JSON.stringify(reply.error))) : resolve(reply),
    );
    worker.postMessage({ id: next++, call: request });
  });

/** The names in messages of 200. */
async function* batches() {
  let batch = [];
  for await (const line of createInterface({ input: createReadStream(join(folder, 'names.jsonl')) })) {
    batch.push(JSON.parse(line));
    if (batch.length < 200) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

// Reading the files costs this thread memory of its own, which is not what is measured: it is spent before.
for await (const batch of batches()) structuredClone(batch);
const before = process.memoryUsage.rss();
const index = new Worker(join(built, 'search-index-worker.js'), {
  workerData: { folder: join(folder, 'index'), archiveId: 'bench', readOnly: true },
  resourceLimits,
});
for (const plan of plans) await ask(index, { name: 'search', args: [plan] });
const withIndex = process.memoryUsage.rss();
const names = new Worker(join(built, 'search-names-worker.js'), { resourceLimits });
for await (const batch of batches()) await ask(names, { add: batch });
// As in the window: some seconds later what the names' coming has cost is given back.
await setTimeout(4000);
for (const prefix of ['li', 'zf', '民政', '电梯', 'jiaotong', '第1']) await ask(names, { prefix, limit: 8 });
console.log(JSON.stringify({ index: withIndex - before, both: process.memoryUsage.rss() - before }));
process.exit(0);
