/**
 * Where the pages of many letters are set: one process sets, another opens what was set and compares it, so that two cores are busy and the
 * typesetter with its fonts, and the reader of PDFs, are each in memory once.
 */
import { availableParallelism } from 'node:os';
import type { ArchiveError } from '../../../shared/errors.ts';
import { canStartHelper } from '../work/helper-process.ts';
import { ProcessCaller } from '../work/process-caller.ts';
import type { LetterPdf } from './letter-pdf.ts';
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
  const close = async (): Promise<void> => {
    await Promise.all([setter.close(), comparer.close()]);
  };
  return {
    width: UNDER_WAY,
    letter: async (letter, options) => {
      const set = (await setter.call({ kind: 'set', letter, options })) as LetterPdf;
      await comparer.call({ kind: 'compare', set, letter, options });
      return set;
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

/**
 * For a batch: two processes where the machine has two cores. Whoever asks for it closes it.
 * @param mostProcesses 1 where others are busy beside it
 */
export function typesettingForBatch(mostProcesses: 1 | 2 = 2): Typesetting {
  if (!canStartHelper()) return typesettingHere;
  return mostProcesses > 1 && availableParallelism() > 1 ? inTwoProcesses() : inOneProcess();
}
