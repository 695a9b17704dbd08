/** Thread entry: builds and merges segment files, so that no search waits for it. */
import { answerCalls } from '../work/answer-calls.ts';
import { encodeIndexError } from './index-error.ts';
import { runJob, type Job } from './jobs.ts';

answerCalls<Job, number>(runJob, { inTurn: true, encodeError: encodeIndexError });
