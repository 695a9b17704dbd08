/** Calls a thread, see caller.ts. */
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { Caller, type CallerOptions, type LaunchEvents, type Launched } from './caller.ts';

export interface ThreadOptions<N> extends CallerOptions<N> {
  /** The file that runs in the thread; see threadFile(). */
  file: URL;
  worker?: Pick<WorkerOptions, 'workerData' | 'resourceLimits' | 'transferList'>;
}

/** Run from source by tests, from the bundle otherwise, where all threads lie side by side. @param base import.meta.url */
export function threadFile(name: string, base: string): URL {
  return new URL(base.endsWith('.ts') ? `${name}.ts` : `./${name.replace(/^.*\//, '')}.js`, base);
}

/** @typeParam C a call  @typeParam V its answer  @typeParam P a part of an answer  @typeParam N a note */
export class ThreadCaller<C, V, P = never, N = never> extends Caller<C, V, P, N> {
  readonly #file: URL;
  readonly #worker: ThreadOptions<N>['worker'];
  #thread: Worker | undefined;

  constructor({ file, worker, ...options }: ThreadOptions<N>) {
    super(options);
    this.#file = file;
    this.#worker = worker;
  }

  /** Starts the thread where it does not run. Calls do so by themselves. @throws as `ended` makes it, where it must not be started again */
  start(): Worker {
    this.launched();
    if (this.#thread === undefined) throw new Error('the thread has just been started');
    return this.#thread;
  }

  protected launch({ onMessage, onLost }: LaunchEvents): Launched {
    const thread = new Worker(this.#file, this.#worker);
    thread.on('message', onMessage);
    thread.on('error', (thrown) => onLost(thrown instanceof Error ? thrown.message : String(thrown)));
    thread.on('exit', (code) => onLost(`exit ${code}`));
    this.#thread = thread;
    return {
      post: (message) => thread.postMessage(message),
      ref: () => thread.ref(),
      unref: () => thread.unref(),
      end: () => thread.terminate(),
    };
  }
}
