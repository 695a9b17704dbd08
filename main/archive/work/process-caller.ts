/**
 * Calls a process of its own, see caller.ts: what native code does to it is done to nobody else. Whoever waits when it dies is asked for
 * once more, of a new one; it may have died over another call, or over nothing.
 */
import { Caller, type CallOptions, type CallerOptions, type LaunchEvents, type Launched } from './caller.ts';
import { startHelper, type HelperName } from './helper-process.ts';

const DIED = 'process crashed';

export interface ProcessOptions<N> extends CallerOptions<N> {
  helper: HelperName;
}

/** @typeParam C a call  @typeParam V its answer  @typeParam P a part of an answer  @typeParam N a note */
export class ProcessCaller<C, V, P = never, N = never> extends Caller<C, V, P, N> {
  readonly #helper: HelperName;
  /** What callers heard of processes that died. */
  readonly #deaths: WeakSet<Error>;
  /** How often it was ended from here: that is no death. */
  #ends = 0;

  constructor({ helper, ...options }: ProcessOptions<N>) {
    const deaths = new WeakSet<Error>();
    super({
      ...options,
      ended: (why) => {
        const error = options.ended(why);
        if (why === DIED) deaths.add(error);
        return error;
      },
    });
    this.#helper = helper;
    this.#deaths = deaths;
  }

  override async call(call: C, options: CallOptions<P> = {}): Promise<V> {
    const ends = this.#ends;
    try {
      return await super.call(call, options);
    } catch (thrown) {
      if (!(thrown instanceof Error && this.#deaths.has(thrown)) || this.#ends !== ends) throw thrown;
      return super.call(call, options);
    }
  }

  override async end(): Promise<void> {
    this.#ends += 1;
    await super.end();
  }

  protected launch({ onMessage, onLost }: LaunchEvents): Launched {
    const gone = Promise.withResolvers<void>();
    const port = startHelper(this.#helper, {
      onMessage,
      onEnd: (end) => {
        onLost(end === 'crashed' ? DIED : `process ${end}`);
        gone.resolve();
      },
    });
    return {
      post: (message) => port.send(message),
      ref: () => port.hold(true),
      unref: () => port.hold(false),
      end: () => {
        port.hold(true);
        port.kill();
        return gone.promise;
      },
    };
  }
}
