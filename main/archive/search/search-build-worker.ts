/** Thread entry: builds and merges segment files, so that no search waits for it. */
import { parentPort } from 'node:worker_threads';
import { runJob, type Job, type JobAnswer } from './jobs.ts';
import { IndexDamaged } from './segment-file.ts';

parentPort?.on('message', (job: Job) => {
  let answer: JobAnswer;
  try {
    answer = { ok: true, bytes: runJob(job) };
  } catch (error) {
    answer = { ok: false, damaged: error instanceof IndexDamaged, message: String(error) };
  }
  parentPort?.postMessage(answer);
});
