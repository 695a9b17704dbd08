/** Calls a process of its own, see caller.ts: what native code does to it is done to nobody else, and the next call starts another. */
import { Caller, type CallerOptions, type LaunchEvents, type Launched } from './caller.ts';
import { startHelper, type HelperName } from './helper-process.ts';

export interface ProcessOptions<N> extends CallerOptions<N> {
  helper: HelperName;
}

/** @typeParam C a call  @typeParam V its answer  @typeParam P a part of an answer  @typeParam N a note */
export class ProcessCaller<C, V, P = never, N = never> extends Caller<C, V, P, N> {
  readonly #helper: HelperName;

  constructor({ helper, ...options }: ProcessOptions<N>) {
    super(options);
    this.#helper = helper;
  }

  protected launch({ onMessage, onLost }: LaunchEvents): Launched {
    const gone = Promise.withResolvers<void>();
    const port = startHelper(this.#helper, {
      onMessage,
      onEnd: (end) => {
        onLost(`process ${end}`);
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
