/** The slow work on segment files, in this process or in a thread of its own that lives only while there is work. */
import { Worker } from 'node:worker_threads';
import { buildSegment } from './build-segment.ts';
import type { Documents } from './documents.ts';
import { mergeSegments, type MergeSource } from './merge-segments.ts';
import { IndexDamaged } from './segment-file.ts';

export type Job =
  | { kind: 'build'; path: string; units: Uint16Array; documents: Documents }
  | { kind: 'merge'; path: string; sources: MergeSource[] };

export type JobAnswer = { ok: true; bytes: number } | { ok: false; damaged: boolean; message: string };

/** Runs a job here; answers the new file's size in bytes. */
export function runJob(job: Job): number {
  return job.kind === 'build' ? buildSegment(job.path, job.units, job.documents) : mergeSegments(job.path, job.sources);
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

/** A thread that has nothing to do is kept so long: the next segment would otherwise begin with compiling. */
const IDLE_MS = 3000;

/** Starts a thread at need and lets it go when nothing has waited for a while: its memory goes with it. */
export function jobsInThread(): JobRunner {
  let worker: Worker | undefined;
  let running: Job['kind'] | undefined;
  let waiting = 0;
  let chain: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  const runOne = (job: Job): Promise<number> =>
    new Promise((resolve, reject) => {
      worker ??= new Worker(new URL(WORKER_FILE, import.meta.url));
      const thread = worker;
      running = job.kind;
      // Only these listeners go: the thread's own must stay, or the next job is never heard of.
      const finish = (act: () => void): void => {
        thread.off('message', onMessage).off('error', onError).off('exit', onExit);
        running = undefined;
        act();
      };
      const onMessage = (answer: JobAnswer): void => {
        finish(() => {
          if (answer.ok) resolve(answer.bytes);
          else reject(answer.damaged ? new IndexDamaged(answer.message) : new Error(answer.message));
        });
      };
      const onError = (error: unknown): void => {
        worker = undefined;
        finish(() => {
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      };
      const onExit = (code: number): void => {
        worker = undefined;
        finish(() => {
          reject(new Error(`segment thread ended with ${code}`));
        });
      };
      thread.once('message', onMessage).once('error', onError).once('exit', onExit);
      thread.postMessage(job);
    });

  const rest = async (): Promise<void> => {
    clearTimeout(idle);
    const thread = worker;
    worker = undefined;
    await thread?.terminate();
  };

  return {
    run(job) {
      waiting++;
      clearTimeout(idle);
      const result = chain
        .then(() => runOne(job))
        .finally(() => {
          if (--waiting > 0) return;
          clearTimeout(idle);
          idle = setTimeout(() => void rest(), IDLE_MS).unref();
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
