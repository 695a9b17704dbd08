/** The process in which pages are set: knows letters, reports and registers as data, nothing of the archive. */
import { answerCalls } from '../work/answer-calls.ts';
import { collectNow, collectYoung } from '../work/memory.ts';
import { typesettingHere, type TypesettingAnswer, type TypesettingJob } from './typesetting.ts';

async function compared({ set, letter, options }: TypesettingJob & { kind: 'compare' }): Promise<number> {
  await (await import('./set-letter.ts')).compareLetter(set, letter, options);
  return set.pages;
}

/** Reads what the letters need. */
async function begin(role: 'set' | 'compare'): Promise<number> {
  if (role === 'set') await (await import('./typesetter.ts')).startTypesetter();
  else await (await import('./check-pdf.ts')).beginComparing();
  return 0;
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
    case 'begin':
      return begin(job.role);
    case 'prepare':
      return import('./letter-pdf.ts').then(({ prepareLetter }) => prepareLetter(job.letter, job.options));
    case 'set':
      return import('./letter-pdf.ts').then(({ setPages }) => setPages(job.id, job.data));
    case 'compare':
      return compared(job);
  }
};

/** Answers between two collections: each takes a millisecond, and what a few letters leave is some megabytes. */
const LETTERS_AT_ONCE = 4;
let answered = 0;
/** Pages that Typst has set lie outside the JavaScript heap: without this a batch would take gigabytes before anybody looked. */
const collect = (): void => {
  if (answered === 0) collectNow();
  else if (answered % LETTERS_AT_ONCE === 0) collectYoung();
  answered += 1;
};

answerCalls<TypesettingJob, TypesettingAnswer>(act, { afterEach: collect });
