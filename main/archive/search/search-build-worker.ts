/** Thread entry: builds and merges segment files, so that no search waits for it. */
import { realDisk } from '../storage/disk.ts';
import { answerCalls } from '../work/answer-calls.ts';
import { encodeIndexError } from './index-error.ts';
import { runJob, type Job } from './jobs.ts';

const disk = realDisk();

answerCalls<Job, number>((job) => runJob(job, disk), { inTurn: true, encodeError: encodeIndexError });
