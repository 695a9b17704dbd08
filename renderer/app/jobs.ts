/** Long work that goes on while other places are shown: a list of jobs with progress, cancelling and what came of each. */
import { create } from 'zustand';
import type { Progress } from '../../shared/contract/index.ts';
import type { ArchiveError } from '../../shared/errors.ts';
import { asArchiveError, isCancelled } from '../archive/client.ts';

export interface JobResult {
  /** What came of it, in words. */
  words: string;
  /** Some of it failed. */
  troubled?: boolean | undefined;
  /** Files that may be shown in the file manager. */
  files?: readonly string[] | undefined;
  /** More of it, line by line. */
  lines?: readonly string[] | undefined;
}

export interface Job {
  key: string;
  name: string;
  began: number;
  progress: Progress | undefined;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  result: JobResult | undefined;
  error: ArchiveError | undefined;
  cancel: () => void;
}

interface Jobs {
  jobs: readonly Job[];
  open: boolean;
}

export const useJobs = create<Jobs>()(() => ({ jobs: [], open: false }));

/** Jobs that have ended and are still listed. */
const LISTED = 30;

function change(key: string, to: Partial<Job>): void {
  useJobs.setState(({ jobs }) => ({ jobs: jobs.map((job) => (job.key === key ? { ...job, ...to } : job)) }));
}

/** Starts a job beside everything else; its end is told in the status line. */
export function startJob(
  name: string,
  work: (options: { signal: AbortSignal; onProgress: (progress: Progress) => void }) => Promise<JobResult>,
): void {
  const controller = new AbortController();
  const key = crypto.randomUUID();
  const job: Job = {
    key,
    name,
    began: Date.now(),
    progress: undefined,
    state: 'running',
    result: undefined,
    error: undefined,
    cancel: () => controller.abort(),
  };
  useJobs.setState(({ jobs }) => ({ jobs: [job, ...jobs].slice(0, LISTED) }));
  work({ signal: controller.signal, onProgress: (progress) => change(key, { progress }) }).then(
    (result) => change(key, { state: 'done', result }),
    (thrown: unknown) =>
      change(key, isCancelled(thrown) ? { state: 'cancelled' } : { state: 'failed', error: asArchiveError(thrown) }),
  );
}

/** Another person does not see what came of the work of the one before; what still runs goes on. */
export function forgetEndedJobs(): void {
  useJobs.setState(({ jobs }) => ({ jobs: jobs.filter(({ state }) => state === 'running'), open: false }));
}

export function showJobs(open: boolean): void {
  useJobs.setState({ open });
}

/** The rest of the time in seconds, as far as the time so far tells; null where nothing can be said. */
export function secondsLeft({ began, progress }: Pick<Job, 'began' | 'progress'>, now: number): number | null {
  if (progress === undefined || progress.total <= 0 || progress.done <= 0) return null;
  const spent = (now - began) / 1000;
  return Math.max(0, Math.round((spent / progress.done) * (progress.total - progress.done)));
}
