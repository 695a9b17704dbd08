/** The slow work on segment files, in this process or in a thread of its own that lives only while there is work. */
import { Worker } from 'node:worker_threads';
import { buildSegment } from './build-segment.ts';
import type { Documents } from './documents.ts';
import { mergeSegments, type MergeSource } from './merge-segments.ts';
import { IndexDamaged } from './segment-file.ts';

export type Job =
  | { kind: 'build'; path: string; texts: string[]; documents: Documents }
  | { kind: 'merge'; path: string; sources: MergeSource[] };

export type JobAnswer = { ok: true; bytes: number } | { ok: false; damaged: boolean; message: string };

/** Runs a job here; answers the new file's size in bytes. */
export function runJob(job: Job): number {
  return job.kind === 'build' ? buildSegment(job.path, job.texts, job.documents) : mergeSegments(job.path, job.sources);
}

export interface JobRunner {
  /** Runs jobs one after the other. @throws IndexDamaged, and errors of the disk */
  run(job: Job): Promise<number>;
  /** Breaks off a running merge; its `run` rejects. Builds go on. */
  stopMerge(): Promise<void>;
  close(): Promise<void>;
}

export const jobsHere: JobRunner = {
  run: async (job) => runJob(job),
  stopMerge: async () => {},
  close: async () => {},
};

const WORKER_FILE = import.meta.url.endsWith('.ts') ? './search-build-worker.ts' : './search-build-worker.js';

/** Starts a thread at need and lets it go when nothing waits any more: its memory goes with it. */
export function jobsInThread(): JobRunner {
  let worker: Worker | undefined;
  let running: Job['kind'] | undefined;
  let waiting = 0;
  let chain: Promise<unknown> = Promise.resolve();

  const runOne = (job: Job): Promise<number> =>
    new Promise((resolve, reject) => {
      worker ??= new Worker(new URL(WORKER_FILE, import.meta.url));
      const thread = worker;
      running = job.kind;
      const finish = (act: () => void): void => {
        thread.removeAllListeners();
        running = undefined;
        act();
      };
      thread.once('message', (answer: JobAnswer) => {
        finish(() => {
          if (answer.ok) resolve(answer.bytes);
          else reject(answer.damaged ? new IndexDamaged(answer.message) : new Error(answer.message));
        });
      });
      thread.once('error', (error) => {
        worker = undefined;
        finish(() => {
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      });
      thread.once('exit', (code) => {
        worker = undefined;
        finish(() => {
          reject(new Error(`segment thread ended with ${code}`));
        });
      });
      thread.postMessage(job);
    });

  const rest = async (): Promise<void> => {
    const thread = worker;
    worker = undefined;
    thread?.removeAllListeners();
    await thread?.terminate();
  };

  return {
    run(job) {
      waiting++;
      const result = chain
        .then(() => runOne(job))
        .finally(async () => {
          if (--waiting === 0) await rest();
        });
      chain = result.catch(() => undefined);
      return result;
    },
    async stopMerge() {
      if (running === 'merge') await worker?.terminate();
    },
    async close() {
      await chain;
      await rest();
    },
  };
}
