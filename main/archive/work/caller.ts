/**
 * The one way to call a helper, be it a thread (thread-caller.ts) or a process (process-caller.ts): it is started by the first call, answers
 * calls by number, and may be let go when none has come for a while. Whoever waits for a helper that ends hears of it.
 */
import { errorFromReport, type ErrorReport } from '../../../shared/errors.ts';
import type { FromThread, ToThread } from './thread-protocol.ts';

/** A helper that runs. */
export interface Launched {
  post(message: unknown): void;
  /** Holds the program open. */
  ref(): void;
  unref(): void;
  end(): Promise<unknown>;
}

/** What a running helper tells. */
export interface LaunchEvents {
  onMessage: (message: unknown) => void;
  onLost: (why: string) => void;
}

export interface CallerOptions<N> {
  /** Milliseconds without a call after which the helper ends; it stays where left out. */
  idleMs?: number;
  /** The helper holds what cannot be made anew by starting it: once ended it is not started again, and calls fail. */
  once?: boolean;
  /** Called before a helper is started. */
  onStart?: () => void;
  /** Hears what the helper says without being asked. */
  onNote?: (note: N) => void;
  /** What a caller hears whose helper has ended. */
  ended: (why: string) => Error;
  /** Brings an error over from the helper, in the words of answerCalls(); an ErrorReport where left out. */
  decodeError?: (error: unknown) => Error;
}

export interface CallOptions<P> {
  onPart?: (part: P) => void;
  /** Milliseconds of silence after which the call is given up, and the helper with it. */
  silenceMs?: number;
  /**
   * What becomes of a helper that was silent too long: `end` ends it; `leave` only asks nothing more of it, for one that must not
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

/** @typeParam C a call  @typeParam V its answer  @typeParam P a part of an answer  @typeParam N a note */
export abstract class Caller<C, V, P = never, N = never> {
  readonly #options: CallerOptions<N>;
  readonly #waiting = new Map<number, Waiting<V, P>>();
  #helper: Launched | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  #lost: string | undefined;

  constructor(options: CallerOptions<N>) {
    this.#options = options;
  }

  get running(): boolean {
    return this.#helper !== undefined;
  }

  protected abstract launch(events: LaunchEvents): Launched;

  /** Starts the helper where it does not run. Calls do so by themselves. @throws as `ended` makes it, where it must not be started again */
  protected launched(): Launched {
    clearTimeout(this.#idle);
    if (this.#helper !== undefined) return this.#helper;
    if (this.#options.once === true && this.#lost !== undefined) throw this.#options.ended(this.#lost);
    this.#options.onStart?.();
    const helper = this.launch({
      onMessage: (message) => this.#hear(message as FromThread<V, P, N>),
      onLost: (why) => this.#lose(helper, why),
    });
    this.#helper = helper;
    return helper;
  }

  /** Asks the helper. @throws what the helper threw, or `ended` where it ends before it has answered */
  async call(call: C, options: CallOptions<P> = {}): Promise<V> {
    return this.begin(call, options).answer;
  }

  /** The same, with the number by which the call can be cancelled. */
  begin(call: C, { onPart, silenceMs, whenSilent = 'end' }: CallOptions<P> = {}): { id: number; answer: Promise<V> } {
    const helper = this.launched();
    helper.ref();
    const id = ++this.#lastId;
    const answer = Promise.withResolvers<V>();
    let timer: NodeJS.Timeout | undefined;
    const silent = (): void => {
      answer.reject(this.#options.ended('silent too long'));
      this.leave();
      if (whenSilent === 'end') void helper.end();
      else helper.unref();
    };
    const heard = (): void => {
      clearTimeout(timer);
      if (silenceMs !== undefined) timer = setTimeout(silent, silenceMs);
    };
    heard();
    this.#waiting.set(id, { resolve: answer.resolve, reject: answer.reject, heard, onPart });
    helper.post({ id, call } satisfies ToThread<C>);
    const ended = answer.promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0 && this.#helper === helper) this.#rest(helper);
    });
    return { id, answer: ended };
  }

  /** Tells the helper that nobody wants this answer any more; the call still ends by its answer. */
  cancel(id: number): void {
    if (this.#waiting.has(id)) this.#helper?.post({ cancel: id } satisfies ToThread<C>);
  }

  /** Lets go of the helper without ending it: the next call starts another. Those who wait hear of it. */
  leave(): void {
    const helper = this.#helper;
    if (helper !== undefined) this.#lose(helper, 'left');
  }

  /** Ends the helper now; those who wait hear of it, the next call starts another. */
  async end(): Promise<void> {
    clearTimeout(this.#idle);
    const helper = this.#helper;
    if (helper === undefined) return;
    // At once: ending takes a moment, and a call in it must get another helper instead of being lost with this one.
    this.#lose(helper, 'ended');
    await helper.end();
  }

  #rest(helper: Launched): void {
    const { idleMs } = this.#options;
    if (idleMs === undefined) return;
    helper.unref();
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

  #lose(helper: Launched, why: string): void {
    if (this.#helper !== helper) return;
    this.#helper = undefined;
    this.#lost = why;
    for (const { reject } of this.#waiting.values()) reject(this.#options.ended(why));
    this.#waiting.clear();
  }
}
