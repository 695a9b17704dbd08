/** Where pages are set: in processes of their own, so that searching and filing go on whatever becomes of them, or right here. */
import { availableParallelism } from 'node:os';
import { ArchiveError } from '../../../shared/errors.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { canStartHelper } from '../work/helper-process.ts';
import { ProcessCaller } from '../work/process-caller.ts';
import type { LetterPdfOptions } from './letter-options.ts';
import type { LetterPdf } from './letter-pdf.ts';
import type { Report } from './report.ts';
import type { RegisterJob, SetRegister } from './set-register.ts';

export type SetReport = Pick<LetterPdf, 'pdf' | 'pages'>;

export interface Typesetting {
  /** How many letters are set at the same time. */
  width: number;
  /** A letter set and compared, see set-letter.ts. */
  letter: (letter: Letter, options: LetterPdfOptions) => Promise<LetterPdf>;
  report: (report: Report) => Promise<SetReport>;
  register: (job: RegisterJob) => Promise<SetRegister>;
  /** How many pages a letter has, without a file of it. */
  pages: (letter: Letter) => Promise<number>;
  close: () => Promise<void>;
}

/** What the process is asked: see typesetting-worker.ts. */
export type TypesettingJob =
  | { kind: 'letter'; letter: Letter; options: LetterPdfOptions }
  | { kind: 'report'; report: Report }
  | { kind: 'register'; job: RegisterJob }
  | { kind: 'pages'; letter: Letter };
export type TypesettingAnswer = LetterPdf | SetReport | SetRegister | number;

/** Sets where it is called. The typesetter is loaded by the first call. */
export const typesettingHere: Typesetting = {
  width: 1,
  letter: async (letter, options) => (await import('./set-letter.ts')).setLetter(letter, options),
  report: async (report) => (await import('./set-report.ts')).renderReport(report),
  register: async (job) => (await import('./set-register.ts')).renderRegister(job),
  pages: async (letter) => (await import('./letter-pdf.ts')).countLetterPages(letter),
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
  return typesettingProcesses(1, idleMs);
}

/** Two processes set a batch nearly twice as fast; more would take memory that an office machine does not have. */
const MOST_PROCESSES = 2;

/**
 * The same with as many processes as the machine has cores to spare, for a batch. Each is started when it is needed.
 * @param count how many at most
 */
function typesettingProcesses(count: number, idleMs = IDLE_MS): Typesetting & { running: () => boolean } {
  const processes = Array.from({ length: count }, () => ({
    caller: new ProcessCaller<TypesettingJob, TypesettingAnswer>({
      helper: 'typesetting-worker',
      idleMs,
      ended: (why) => new ArchiveError('EXPORT_FAILED', undefined, `typesetting ${why}`),
    }),
    waiting: 0,
  }));
  /** The process with the least to do. */
  const call = async (job: TypesettingJob): Promise<TypesettingAnswer> => {
    const [first, ...others] = processes;
    if (first === undefined) throw new RangeError('no processes');
    const free = others.reduce((best, one) => (one.waiting < best.waiting ? one : best), first);
    free.waiting += 1;
    try {
      return await free.caller.call(job);
    } finally {
      free.waiting -= 1;
    }
  };
  return {
    width: count,
    letter: async (letter, options) => (await call({ kind: 'letter', letter, options })) as LetterPdf,
    report: async (report) => (await call({ kind: 'report', report })) as SetReport,
    register: async (job) => (await call({ kind: 'register', job })) as SetRegister,
    pages: async (letter) => (await call({ kind: 'pages', letter })) as number,
    running: () => processes.some(({ caller }) => caller.running),
    close: async () => {
      await Promise.all(processes.map(({ caller }) => caller.end()));
    },
  };
}

/** Apart wherever a process can be started. */
export const typesettingFor = (): Typesetting => (canStartHelper() ? typesettingApart() : typesettingHere);

/** For a batch: as many as the machine has cores to spare. */
export const typesettingForBatch = (): Typesetting =>
  canStartHelper() ? typesettingProcesses(Math.min(MOST_PROCESSES, availableParallelism())) : typesettingHere;
