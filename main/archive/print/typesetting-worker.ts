/** The process in which pages are set: knows letters, reports and registers as data, nothing of the archive. */
import { answerCalls } from '../work/answer-calls.ts';
import { collectNow } from '../work/memory.ts';
import { typesettingHere, type TypesettingAnswer, type TypesettingJob } from './typesetting.ts';

/** Pages that Typst has set lie outside the JavaScript heap: without this a batch would take gigabytes before anybody looked. */
const CALLS_BETWEEN = 8;
let calls = 0;
const collectSometimes = (): void => {
  calls += 1;
  if (calls % CALLS_BETWEEN === 0) collectNow();
};

const act = (job: TypesettingJob): Promise<TypesettingAnswer> => {
  switch (job.kind) {
    case 'letter':
      return typesettingHere.letter(job.letter, job.options);
    case 'report':
      return typesettingHere.report(job.report);
    case 'register':
      return typesettingHere.register(job.job);
    case 'pages':
      return typesettingHere.pages(job.letter);
  }
};

answerCalls<TypesettingJob, TypesettingAnswer>(act, { afterEach: collectSometimes });
