/** The slow work on segment files, in this process or in a thread of its own that lives only while there is work. */
import { realDisk, type Disk } from '../storage/disk.ts';
import { buildSegment } from './build-segment.ts';
import type { Documents } from './documents.ts';
import { mergeSegments, type MergeSource } from './merge-segments.ts';
import { ThreadCaller, threadFile } from '../work/thread-caller.ts';
import { decodeIndexError } from './index-error.ts';

export type Job =
  | { kind: 'build'; path: string; units: Uint16Array; documents: Documents }
  | { kind: 'merge'; path: string; sources: MergeSource[] };

/** Runs a job here; answers the new file's size in bytes. */
export function runJob(job: Job, disk: Disk): number {
  return job.kind === 'build'
    ? buildSegment(job.path, job.units, job.documents, disk)
    : mergeSegments(job.path, job.sources, disk);
}

export interface JobRunner {
  /** Runs jobs one after the other. @throws IndexDamaged, and errors of the disk */
  run(job: Job): Promise<number>;
  /** Breaks off a running merge; its `run` rejects. Builds go on. */
  stopMerge(): Promise<void>;
  close(): Promise<void>;
}

export function jobsHere(disk: Disk = realDisk()): JobRunner {
  return { run: async (job) => runJob(job, disk), stopMerge: async () => {}, close: async () => {} };
}

/** A thread that has nothing to do is kept so long: the next segment would otherwise begin with compiling. */
const IDLE_MS = 3000;

/** Starts a thread at need and lets it go when nothing has waited for a while: its memory goes with it. */
export function jobsInThread(): JobRunner {
  const thread = new ThreadCaller<Job, number>({
    file: threadFile('./search-build-worker', import.meta.url),
    idleMs: IDLE_MS,
    ended: (why) => new Error(`segment thread: ${why}`),
    decodeError: decodeIndexError,
  });
  let running: Job['kind'] | undefined;
  let chain: Promise<unknown> = Promise.resolve();

  const runOne = async (job: Job): Promise<number> => {
    running = job.kind;
    try {
      return await thread.call(job);
    } finally {
      running = undefined;
    }
  };

  return {
    run(job) {
      const result = chain.then(() => runOne(job));
      chain = result.catch(() => undefined);
      return result;
    },
    async stopMerge() {
      if (running === 'merge') await thread.end();
    },
    async close() {
      await chain;
      await thread.end();
    },
  };
}
