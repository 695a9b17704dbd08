/**
 * Where the pages of many letters are set: one process sets, another opens what was set and compares it, so that two cores are busy and the
 * typesetter with its fonts, and the reader of PDFs, are each in memory once.
 */
import { availableParallelism } from 'node:os';
import type { ArchiveError } from '../../../shared/errors.ts';
import { canStartHelper } from '../work/helper-process.ts';
import { ProcessCaller } from '../work/process-caller.ts';
import type { LetterPdf, PreparedLetter } from './letter-pdf.ts';
import type { SetPages } from './pdf-finish.ts';
import type { SetRegister } from './set-register.ts';
import {
  typesettingEnded,
  typesettingHere,
  type SetReport,
  type Stamped,
  type Typesetting,
  type TypesettingAnswer,
  type TypesettingJob,
} from './typesetting.ts';

/** Letters under way: enough that neither process waits for the other or for the disk, few enough for the memory. */
const UNDER_WAY = 6;

/**
 * A process that is asked for several letters ahead. When it dies, those that only waited with the letter over which it died are asked
 * for again, one by one: only that one fails.
 */
class AheadCaller {
  readonly #deaths = new WeakSet<Error>();
  readonly #caller: ProcessCaller<TypesettingJob, TypesettingAnswer>;
  #oneByOne: Promise<unknown> = Promise.resolve();
  #closed = false;
  waiting = 0;

  constructor() {
    this.#caller = new ProcessCaller({
      helper: 'typesetting-worker',
      ended: (why): ArchiveError => {
        const error = typesettingEnded(why);
        this.#deaths.add(error);
        return error;
      },
    });
  }

  async call(job: TypesettingJob): Promise<TypesettingAnswer> {
    this.waiting += 1;
    try {
      await this.#oneByOne;
      return await this.#caller.call(job);
    } catch (thrown) {
      if (this.#closed || !(thrown instanceof Error && this.#deaths.has(thrown))) throw thrown;
      const turn = this.#oneByOne.then(() => this.#caller.call(job));
      this.#oneByOne = turn.catch(() => undefined);
      return await turn;
    } finally {
      this.waiting -= 1;
    }
  }

  /** Starts the process and lets it read what it needs, ahead of the first letter. What goes wrong is told by the letters. */
  begin(role: 'set' | 'compare'): void {
    this.call({ kind: 'begin', role }).catch(() => undefined);
  }

  /** The process ends; whoever waits hears so. Another call starts it anew. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#caller.end();
    this.#closed = false;
  }
}

function inTwoProcesses(): Typesetting {
  const setter = new AheadCaller();
  const comparer = new AheadCaller();
  setter.begin('set');
  comparer.begin('compare');
  const close = async (): Promise<void> => {
    await Promise.all([setter.close(), comparer.close()]);
  };
  return {
    width: UNDER_WAY,
    letter: async (letter, options) => {
      const { data, warnings } = (await comparer.call({ kind: 'prepare', letter, options })) as PreparedLetter;
      const raw = (await setter.call({ kind: 'set', id: letter.id, data })) as SetPages;
      const set = (await import('./pdf-finish.ts')).finishPages(raw, letter, options);
      await comparer.call({ kind: 'compare', set, letter, options });
      return { ...set, warnings };
    },
    report: async (report) => (await setter.call({ kind: 'report', report })) as SetReport,
    attached: async (job) => (await setter.call({ kind: 'attached', job })) as SetReport,
    register: async (job) => (await setter.call({ kind: 'register', job })) as SetRegister,
    stamped: async (name, bytes, stamp) => (await setter.call({ kind: 'stamped', name, bytes, stamp })) as Stamped,
    // Where pages are only counted, nothing is compared: both do it.
    pages: async (letter) => {
      const free = comparer.waiting < setter.waiting ? comparer : setter;
      return (await free.call({ kind: 'pages', letter })) as number;
    },
    countFile: async (path) => (await comparer.call({ kind: 'countFile', path })) as number,
    rest: close,
    close,
  };
}

function inOneProcess(): Typesetting {
  const caller = new AheadCaller();
  return {
    width: 2,
    letter: async (letter, options) => (await caller.call({ kind: 'letter', letter, options })) as LetterPdf,
    report: async (report) => (await caller.call({ kind: 'report', report })) as SetReport,
    attached: async (job) => (await caller.call({ kind: 'attached', job })) as SetReport,
    register: async (job) => (await caller.call({ kind: 'register', job })) as SetRegister,
    stamped: async (name, bytes, stamp) => (await caller.call({ kind: 'stamped', name, bytes, stamp })) as Stamped,
    pages: async (letter) => (await caller.call({ kind: 'pages', letter })) as number,
    countFile: async (path) => (await caller.call({ kind: 'countFile', path })) as number,
    rest: () => caller.close(),
    close: () => caller.close(),
  };
}

const hasTwo = (): boolean => canStartHelper() && availableParallelism() > 1;

let begun: Typesetting | undefined;

/** Starts a batch ahead, while the archive is still being opened. Whoever calls it calls `closeBegunBatch` in the end. */
export function beginBatch(): void {
  if (hasTwo()) begun ??= inTwoProcesses();
}

/** Whether a batch was begun that nobody has taken yet. */
export const isBatchBegun = (): boolean => begun !== undefined;

/** Ends what was begun and not taken. */
export async function closeBegunBatch(): Promise<void> {
  const left = begun;
  begun = undefined;
  await left?.close();
}

/**
 * For a batch: two processes where the machine has two cores, those that were begun if any. Whoever asks for it closes it.
 * @param mostProcesses 1 where others are busy beside it
 */
export function typesettingForBatch(mostProcesses: 1 | 2 = 2): Typesetting {
  if (!canStartHelper()) return typesettingHere;
  if (mostProcesses === 1 || !hasTwo()) return inOneProcess();
  const taken = begun ?? inTwoProcesses();
  begun = undefined;
  return taken;
}
