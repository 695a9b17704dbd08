/**
 * The one way to call a thread: it is started by the first call, answers calls by number, and may be let go when none has come for
 * a while. Whoever waits for a thread that ends hears of it.
 */
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { errorFromReport, type ErrorReport } from '../../../shared/errors.ts';
import type { FromThread, ToThread } from './thread-protocol.ts';

export interface ThreadOptions<N> {
  /** The file that runs in the thread; see threadFile(). */
  file: URL;
  worker?: Pick<WorkerOptions, 'workerData' | 'resourceLimits'>;
  /** Milliseconds without a call after which the thread ends; it stays where left out. */
  idleMs?: number;
  /** The thread holds what cannot be made anew by starting it: once ended it is not started again, and calls fail. */
  once?: boolean;
  /** Called before a thread is started. */
  onStart?: () => void;
  /** Hears what the thread says without being asked. */
  onNote?: (note: N) => void;
  /** What a caller hears whose thread has ended. */
  ended: (why: string) => Error;
  /** Brings an error over from the thread, in the words of answerCalls(); an ErrorReport where left out. */
  decodeError?: (error: unknown) => Error;
}

export interface CallOptions<P> {
  onPart?: (part: P) => void;
  /** Milliseconds of silence after which the call is given up, and the thread with it. */
  silenceMs?: number;
  /**
   * What becomes of a thread that was silent too long: `end` ends it; `leave` only asks nothing more of it, for one that must not
   * be ended while native code runs.
   */
  whenSilent?: 'end' | 'leave';
}

interface Waiting<V, P> {
  resolve: (value: V) => void;
  reject: (error: Error) => void;
  heard: () => void;
  onPart: ((part: P) => void) | undefined;
}

/** Run from source by tests, from the bundle otherwise, where all threads lie side by side. @param base import.meta.url */
export function threadFile(name: string, base: string): URL {
  return new URL(base.endsWith('.ts') ? `${name}.ts` : `./${name.replace(/^.*\//, '')}.js`, base);
}

/** @typeParam C a call  @typeParam V its answer  @typeParam P a part of an answer  @typeParam N a note */
export class ThreadCaller<C, V, P = never, N = never> {
  readonly #options: ThreadOptions<N>;
  readonly #waiting = new Map<number, Waiting<V, P>>();
  #thread: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  #lost: string | undefined;

  constructor(options: ThreadOptions<N>) {
    this.#options = options;
  }

  get running(): boolean {
    return this.#thread !== undefined;
  }

  /** Starts the thread where it does not run. Calls do so by themselves. @throws as `ended` makes it, where it must not be started again */
  start(): Worker {
    clearTimeout(this.#idle);
    if (this.#thread !== undefined) return this.#thread;
    if (this.#options.once === true && this.#lost !== undefined) throw this.#options.ended(this.#lost);
    this.#options.onStart?.();
    const thread = new Worker(this.#options.file, this.#options.worker);
    thread.on('message', (message: FromThread<V, P, N>) => this.#hear(message));
    thread.on('error', (thrown) => this.#lose(thread, thrown instanceof Error ? thrown.message : String(thrown)));
    thread.on('exit', (code) => this.#lose(thread, `exit ${code}`));
    this.#thread = thread;
    return thread;
  }

  /** Asks the thread. @throws what the thread threw, or `ended` where it ends before it has answered */
  async call(call: C, options: CallOptions<P> = {}): Promise<V> {
    return this.begin(call, options).answer;
  }

  /** The same, with the number by which the call can be cancelled. */
  begin(call: C, { onPart, silenceMs, whenSilent = 'end' }: CallOptions<P> = {}): { id: number; answer: Promise<V> } {
    const thread = this.start();
    thread.ref();
    const id = ++this.#lastId;
    const answer = Promise.withResolvers<V>();
    let timer: NodeJS.Timeout | undefined;
    const silent = (): void => {
      answer.reject(this.#options.ended('silent too long'));
      this.leave();
      if (whenSilent === 'end') void thread.terminate();
      else thread.unref();
    };
    const heard = (): void => {
      clearTimeout(timer);
      if (silenceMs !== undefined) timer = setTimeout(silent, silenceMs);
    };
    heard();
    this.#waiting.set(id, { resolve: answer.resolve, reject: answer.reject, heard, onPart });
    thread.postMessage({ id, call } satisfies ToThread<C>);
    const ended = answer.promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0 && this.#thread === thread) this.#rest(thread);
    });
    return { id, answer: ended };
  }

  /** Tells the thread that nobody wants this answer any more; the call still ends by its answer. */
  cancel(id: number): void {
    if (this.#waiting.has(id)) this.#thread?.postMessage({ cancel: id } satisfies ToThread<C>);
  }

  /** Lets go of the thread without ending it: the next call starts another. Those who wait hear of it. */
  leave(): void {
    const thread = this.#thread;
    if (thread !== undefined) this.#lose(thread, 'left');
  }

  /** Ends the thread now; those who wait hear of it, the next call starts another. */
  async end(): Promise<void> {
    clearTimeout(this.#idle);
    const thread = this.#thread;
    if (thread === undefined) return;
    // At once: ending takes a moment, and a call in it must get another thread instead of being lost with this one.
    this.#lose(thread, 'ended');
    await thread.terminate();
  }

  #rest(thread: Worker): void {
    const { idleMs } = this.#options;
    if (idleMs === undefined) return;
    thread.unref();
    this.#idle = setTimeout(() => void this.end(), idleMs);
    this.#idle.unref();
  }

  #hear(message: FromThread<V, P, N>): void {
    if ('note' in message) {
      this.#options.onNote?.(message.note);
      return;
    }
    const asked = this.#waiting.get(message.id);
    if (asked === undefined) return;
    asked.heard();
    if ('part' in message) asked.onPart?.(message.part);
    else if ('value' in message) asked.resolve(message.value);
    else asked.reject(this.#decode(message.error));
  }

  #decode(error: unknown): Error {
    return this.#options.decodeError?.(error) ?? errorFromReport(error as ErrorReport);
  }

  #lose(thread: Worker, why: string): void {
    if (this.#thread !== thread) return;
    this.#thread = undefined;
    this.#lost = why;
    for (const { reject } of this.#waiting.values()) reject(this.#options.ended(why));
    this.#waiting.clear();
  }
}
