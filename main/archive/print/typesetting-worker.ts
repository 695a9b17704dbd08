/** The thread in which pages are set: knows letters and reports as data, nothing of the archive. */
import { parentPort } from 'node:worker_threads';
import { reportError } from '../../../shared/errors.ts';
import { typesettingHere, type TypesettingAnswer, type TypesettingJob } from './typesetting.ts';

const port = parentPort;
if (port === null) throw new Error('runs as a thread only');

port.on('message', (job: TypesettingJob) => {
  const set =
    job.kind === 'letter' ? typesettingHere.letter(job.letter, job.options) : typesettingHere.report(job.report);
  void set
    .then(
      (value): TypesettingAnswer => ({ id: job.id, ok: true, set: value }),
      (thrown: unknown): TypesettingAnswer => ({ id: job.id, ok: false, error: reportError(thrown) }),
    )
    .then((answer) => port.postMessage(answer));
});
