/** The process in which pages are set: knows letters and reports as data, nothing of the archive. */
import { answerCalls } from '../work/answer-calls.ts';
import type { LetterPdf } from './letter-pdf.ts';
import { typesettingHere, type SetReport, type TypesettingJob } from './typesetting.ts';

answerCalls<TypesettingJob, LetterPdf | SetReport>((job) =>
  job.kind === 'letter' ? typesettingHere.letter(job.letter, job.options) : typesettingHere.report(job.report),
);
