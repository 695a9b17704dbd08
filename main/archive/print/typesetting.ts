/** Where pages are set: in a process of its own, so that searching and filing go on whatever becomes of it, or right here. */
import { ArchiveError } from '../../../shared/errors.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { canStartHelper } from '../work/helper-process.ts';
import { ProcessCaller } from '../work/process-caller.ts';
import type { LetterPdf, LetterPdfOptions } from './letter-pdf.ts';
import type { Report } from './report.ts';

export type SetReport = Pick<LetterPdf, 'pdf' | 'pages'>;

export interface Typesetting {
  /** A letter set and compared, see set-letter.ts. */
  letter: (letter: Letter, options: LetterPdfOptions) => Promise<LetterPdf>;
  report: (report: Report) => Promise<SetReport>;
  close: () => Promise<void>;
}

/** What the process is asked: see typesetting-worker.ts. */
export type TypesettingJob =
  { kind: 'letter'; letter: Letter; options: LetterPdfOptions } | { kind: 'report'; report: Report };

/** Sets where it is called. The typesetter is loaded by the first call. */
export const typesettingHere: Typesetting = {
  letter: async (letter, options) => (await import('./set-letter.ts')).setLetter(letter, options),
  report: async (report) => (await import('./set-report.ts')).renderReport(report),
  close: () => Promise.resolve(),
};

/** Fonts and the typesetter hold some 100 MB: they go when nothing was printed for so long. */
const IDLE_MS = 60_000;

/**
 * One process for all pages, started by the first and let go when none came for a while. Where its native code ends it, the letter in hand
 * fails with EXPORT_FAILED, and the next is set by another.
 * @param idleMs milliseconds without work after which the process ends
 */
export function typesettingApart(idleMs = IDLE_MS): Typesetting & { running: () => boolean } {
  const apart = new ProcessCaller<TypesettingJob, LetterPdf | SetReport>({
    helper: 'typesetting-worker',
    idleMs,
    ended: (why) => new ArchiveError('EXPORT_FAILED', undefined, `typesetting ${why}`),
  });
  return {
    letter: async (letter, options) => (await apart.call({ kind: 'letter', letter, options })) as LetterPdf,
    report: (report) => apart.call({ kind: 'report', report }),
    running: () => apart.running,
    close: () => apart.end(),
  };
}

/** Apart wherever a process can be started. */
export const typesettingFor = (): Typesetting => (canStartHelper() ? typesettingApart() : typesettingHere);
