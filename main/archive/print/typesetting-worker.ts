/** The thread in which pages are set: knows letters, reports and registers as data, nothing of the archive. */
import { answerCalls } from '../work/answer-calls.ts';
import { typesettingHere, type TypesettingAnswer, type TypesettingJob } from './typesetting.ts';

answerCalls<TypesettingJob, TypesettingAnswer>((job) => {
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
});
