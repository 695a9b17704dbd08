/** The process in which pages are set: knows letters, reports and registers as data, nothing of the archive. */
import { answerCalls } from '../work/answer-calls.ts';
import { collectNow, collectYoung } from '../work/memory.ts';
import { typesettingHere, type TypesettingAnswer, type TypesettingJob } from './typesetting.ts';

async function compared({ set, letter, options }: TypesettingJob & { kind: 'compare' }): Promise<number> {
  await (await import('./set-letter.ts')).compareLetter(set, letter, options);
  return set.pages;
}

const act = (job: TypesettingJob): Promise<TypesettingAnswer> => {
  switch (job.kind) {
    case 'letter':
      return typesettingHere.letter(job.letter, job.options);
    case 'report':
      return typesettingHere.report(job.report);
    case 'attached':
      return typesettingHere.attached(job.job);
    case 'register':
      return typesettingHere.register(job.job);
    case 'stamped':
      return typesettingHere.stamped(job.name, job.bytes, job.stamp);
    case 'pages':
      return typesettingHere.pages(job.letter);
    case 'countFile':
      return typesettingHere.countFile(job.path);
    case 'set':
      return import('./letter-pdf.ts').then(({ renderLetterPdf }) => renderLetterPdf(job.letter, job.options));
    case 'compare':
      return compared(job);
  }
};

let isFirst = true;
/** Pages that Typst has set lie outside the JavaScript heap: without this a batch would take gigabytes before anybody looked. */
const collect = (): void => {
  if (isFirst) collectNow();
  else collectYoung();
  isFirst = false;
};

answerCalls<TypesettingJob, TypesettingAnswer>(act, { afterEach: collect });
