/** Where pages are set: in processes of their own, so that searching and filing go on whatever becomes of them, or right here. */
import { ArchiveError } from '../../../shared/errors.ts';
import type { Warning } from '../../../shared/model/elements.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { canStartHelper } from '../work/helper-process.ts';
import { ProcessCaller } from '../work/process-caller.ts';
import type { LetterPdfOptions } from './letter-options.ts';
import type { LetterPdf, PreparedLetter } from './letter-pdf.ts';
import type { SetPages } from './pdf-finish.ts';
import type { Report } from './report.ts';
import type { AttachedJob } from './set-attached.ts';
import type { ArchiveStamp } from './archive-stamp.ts';
import type { RegisterJob, SetRegister } from './set-register.ts';
import type { StampedOriginal } from './stamp-original.ts';

export type SetReport = Pick<LetterPdf, 'pdf' | 'pages'>;
/** A stamped copy, or why there is none. */
export type Stamped = StampedOriginal | { refused: Warning };

export interface Typesetting {
  /** How many letters may be under way at the same time. */
  width: number;
  /** A letter set and compared, see set-letter.ts. */
  letter: (letter: Letter, options: LetterPdfOptions) => Promise<LetterPdf>;
  report: (report: Report) => Promise<SetReport>;
  /** Pages of attachments, see set-attached.ts. */
  attached: (job: AttachedJob) => Promise<SetReport>;
  register: (job: RegisterJob) => Promise<SetRegister>;
  /** The 归档章 on the first page of a PDF that came, see stamp-original.ts. */
  stamped: (name: string, bytes: Uint8Array<ArrayBuffer>, stamp: ArchiveStamp) => Promise<Stamped>;
  /** How many pages a letter has, without a file of it. */
  pages: (letter: Letter) => Promise<number>;
  /** How many pages a finished PDF has when it is opened again. */
  countFile: (path: string) => Promise<number>;
  /** Lets go of what its processes hold, where they are its own; the next call starts them anew. To be called with nothing under way. */
  rest: () => Promise<void>;
  close: () => Promise<void>;
}

/** What the process is asked: see typesetting-worker.ts. */
export type TypesettingJob =
  | { kind: 'letter'; letter: Letter; options: LetterPdfOptions }
  | { kind: 'report'; report: Report }
  | { kind: 'attached'; job: AttachedJob }
  | { kind: 'register'; job: RegisterJob }
  | { kind: 'stamped'; name: string; bytes: Uint8Array<ArrayBuffer>; stamp: ArchiveStamp }
  | { kind: 'pages'; letter: Letter }
  | { kind: 'countFile'; path: string }
  // What a batch asks for before its first letter.
  | { kind: 'begin'; role: 'set' | 'compare' }
  // The steps of `letter`, for a batch: they may be done by two.
  | { kind: 'prepare'; letter: Letter; options: LetterPdfOptions }
  | { kind: 'set'; id: string; data: string }
  | { kind: 'compare'; set: SetPages; letter: Letter; options: LetterPdfOptions };
export type TypesettingAnswer = LetterPdf | PreparedLetter | SetPages | SetReport | SetRegister | Stamped | number;

/** Sets where it is called. The typesetter is loaded by the first call. */
export const typesettingHere: Typesetting = {
  width: 1,
  letter: async (letter, options) => (await import('./set-letter.ts')).setLetter(letter, options),
  report: async (report) => (await import('./set-report.ts')).renderReport(report),
  attached: async (job) => (await import('./set-attached.ts')).renderAttached(job),
  register: async (job) => (await import('./set-register.ts')).renderRegister(job),
  stamped: async (name, bytes, stamp) => (await import('./stamp-original.ts')).stampOriginal(name, bytes, stamp),
  pages: async (letter) => (await import('./letter-pdf.ts')).countLetterPages(letter),
  countFile: async (path) => (await import('./count-file.ts')).countPdfPages(path),
  rest: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** Fonts and the typesetter hold some 100 MB: they go when nothing was printed for so long. */
const IDLE_MS = 60_000;

/** What a caller hears whose process has ended. */
export const typesettingEnded = (why: string): ArchiveError =>
  new ArchiveError('EXPORT_FAILED', undefined, `typesetting ${why}`);

/**
 * One process for all pages, started by the first and let go when none came for a while. Where its native code ends it, the letter in hand
 * fails with EXPORT_FAILED, and the next is set by another.
 * @param idleMs milliseconds without work after which the process ends
 */
export function typesettingApart(idleMs = IDLE_MS): Typesetting & { running: () => boolean } {
  const caller = new ProcessCaller<TypesettingJob, TypesettingAnswer>({
    helper: 'typesetting-worker',
    idleMs,
    ended: typesettingEnded,
  });
  return {
    width: 1,
    letter: async (letter, options) => (await caller.call({ kind: 'letter', letter, options })) as LetterPdf,
    report: async (report) => (await caller.call({ kind: 'report', report })) as SetReport,
    attached: async (job) => (await caller.call({ kind: 'attached', job })) as SetReport,
    register: async (job) => (await caller.call({ kind: 'register', job })) as SetRegister,
    stamped: async (name, bytes, stamp) => (await caller.call({ kind: 'stamped', name, bytes, stamp })) as Stamped,
    pages: async (letter) => (await caller.call({ kind: 'pages', letter })) as number,
    countFile: async (path) => (await caller.call({ kind: 'countFile', path })) as number,
    // Others may be waiting for the same process.
    rest: () => Promise.resolve(),
    running: () => caller.running,
    close: () => caller.end(),
  };
}

/** Apart wherever a process can be started. */
export const typesettingFor = (): Typesetting => (canStartHelper() ? typesettingApart() : typesettingHere);
