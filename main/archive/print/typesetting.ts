/** Where pages are set: in a thread of its own, so that searching and filing go on meanwhile, or right here. */
import { ArchiveError } from '../../../shared/errors.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { ThreadCaller, threadFile } from '../work/thread-caller.ts';
import type { LetterPdf, LetterPdfOptions } from './letter-pdf.ts';
import type { Report } from './report.ts';

export type SetReport = Pick<LetterPdf, 'pdf' | 'pages'>;

export interface Typesetting {
  /** A letter set and compared, see set-letter.ts. */
  letter: (letter: Letter, options: LetterPdfOptions) => Promise<LetterPdf>;
  report: (report: Report) => Promise<SetReport>;
  close: () => Promise<void>;
}

/** What the thread is asked: see typesetting-worker.ts. */
export type TypesettingJob =
  { kind: 'letter'; letter: Letter; options: LetterPdfOptions } | { kind: 'report'; report: Report };

/** Sets where it is called, for a command line that has nothing else to do. The typesetter is loaded by the first call. */
export const typesettingHere: Typesetting = {
  letter: async (letter, options) => (await import('./set-letter.ts')).setLetter(letter, options),
  report: async (report) => (await import('./set-report.ts')).renderReport(report),
  close: () => Promise.resolve(),
};

/** Fonts and the typesetter hold some 100 MB: they go when nothing was printed for so long. */
const IDLE_MS = 60_000;

/**
 * One thread for all pages, started by the first and let go when none came for a while.
 * @param idleMs milliseconds without work after which the thread ends
 */
export function typesettingThread(idleMs = IDLE_MS): Typesetting & { running: () => boolean } {
  const thread = new ThreadCaller<TypesettingJob, LetterPdf | SetReport>({
    file: threadFile('./typesetting-worker', import.meta.url),
    idleMs,
    ended: (why) => new ArchiveError('EXPORT_FAILED', undefined, `typesetting thread: ${why}`),
  });
  return {
    letter: async (letter, options) => (await thread.call({ kind: 'letter', letter, options })) as LetterPdf,
    report: (report) => thread.call({ kind: 'report', report }),
    running: () => thread.running,
    close: () => thread.end(),
  };
}
