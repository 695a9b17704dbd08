/** Where pages are set: in a thread of its own, so that searching and filing go on meanwhile, or right here. */
import { Worker } from 'node:worker_threads';
import { ArchiveError, errorFromReport, type ErrorReport } from '../../../shared/errors.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import type { LetterPdf, LetterPdfOptions } from './letter-pdf.ts';
import type { Report } from './report.ts';

export type SetReport = Pick<LetterPdf, 'pdf' | 'pages'>;

export interface Typesetting {
  /** A letter set and compared, see set-letter.ts. */
  letter: (letter: Letter, options: LetterPdfOptions) => Promise<LetterPdf>;
  report: (report: Report) => Promise<SetReport>;
  close: () => Promise<void>;
}

/** What the thread is asked, and what it answers: see typesetting-worker.ts. */
export type TypesettingJob =
  | { id: number; kind: 'letter'; letter: Letter; options: LetterPdfOptions }
  | { id: number; kind: 'report'; report: Report };
export type TypesettingAnswer =
  { id: number; ok: true; set: LetterPdf | SetReport } | { id: number; ok: false; error: ErrorReport };

/** Sets where it is called, for a command line that has nothing else to do. The typesetter is loaded by the first call. */
export const typesettingHere: Typesetting = {
  letter: async (letter, options) => (await import('./set-letter.ts')).setLetter(letter, options),
  report: async (report) => (await import('./set-report.ts')).renderReport(report),
  close: () => Promise.resolve(),
};

/** Run from source by tests, from the bundle otherwise. */
const WORKER_FILE = import.meta.url.endsWith('.ts') ? './typesetting-worker.ts' : './typesetting-worker.js';
/** Fonts and the typesetter hold some 100 MB: they go when nothing was printed for so long. */
const IDLE_MS = 60_000;

interface Waiting {
  resolve: (set: LetterPdf | SetReport) => void;
  reject: (error: ArchiveError) => void;
}

/**
 * One thread for all pages, started by the first and let go when none came for a while.
 * @param idleMs milliseconds without work after which the thread ends
 */
export function typesettingThread(idleMs = IDLE_MS): Typesetting & { running: () => boolean } {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;

  const ended = (started: Worker, why: string): void => {
    if (thread !== started) return;
    thread = undefined;
    const failed = [...waiting.values()];
    waiting.clear();
    for (const { reject } of failed) reject(new ArchiveError('EXPORT_FAILED', undefined, `typesetting thread: ${why}`));
  };
  const rest = (): void => {
    if (waiting.size > 0) return;
    thread?.unref();
    idle = setTimeout(() => void thread?.terminate(), idleMs);
    idle.unref();
  };
  const start = (): Worker => {
    const started = new Worker(new URL(WORKER_FILE, import.meta.url));
    started.on('message', (answer: TypesettingAnswer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      rest();
      if (answer.ok) asked?.resolve(answer.set);
      else asked?.reject(errorFromReport(answer.error));
    });
    started.on('error', (thrown) => ended(started, thrown instanceof Error ? thrown.message : String(thrown)));
    started.on('exit', (code) => ended(started, `exit ${code}`));
    return started;
  };
  const ask = (job: (id: number) => TypesettingJob): Promise<LetterPdf | SetReport> => {
    clearTimeout(idle);
    thread ??= start();
    thread.ref();
    const answer = Promise.withResolvers<LetterPdf | SetReport>();
    waiting.set(++lastId, answer);
    thread.postMessage(job(lastId));
    return answer.promise;
  };

  return {
    letter: async (letter, options) => (await ask((id) => ({ id, kind: 'letter', letter, options }))) as LetterPdf,
    report: (report) => ask((id) => ({ id, kind: 'report', report })),
    running: () => thread !== undefined,
    close: async () => {
      clearTimeout(idle);
      await thread?.terminate();
    },
  };
}
