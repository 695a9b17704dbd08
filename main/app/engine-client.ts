/** The main process's side of the engine: starts the worker, sends calls with ids, hands back answers and progress. */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Answer, CallName, Progress } from '../../shared/contract/index.ts';
import { ArchiveError, errorFromReport, reportError } from '../../shared/errors.ts';
import { SMALL_YOUNG_HEAP } from '../archive/work/memory.ts';
import { ThreadCaller, threadFile } from '../archive/work/thread-caller.ts';
import type { WorkerCall, WorkerNote, WorkerSetup } from '../archive/worker-protocol.ts';

export class EngineClient {
  /** Settles when the archive is open; rejects with an ArchiveError where it cannot be opened. */
  readonly ready: Promise<void>;
  readonly #thread: ThreadCaller<WorkerCall, unknown, Progress, WorkerNote>;
  /** The thread's numbers of the calls under way, by the caller's ids. */
  readonly #numbers = new Map<string, number>();
  readonly #exited: Promise<void>;
  #stopped = false;

  constructor(options: {
    folder: string;
    actor: string;
    create?: boolean;
    readOnly?: boolean;
    onOpening?: (progress: Progress) => void;
    /** Lends the engine helper processes over a port, where it cannot start any itself (Electron). @returns ends those that run */
    lendHelpers?: (port: MessagePort) => () => void;
  }) {
    const { lendHelpers } = options;
    const channel = lendHelpers === undefined ? undefined : new MessageChannel();
    const endHelpers = channel === undefined ? undefined : lendHelpers?.(channel.port1);
    const setup: WorkerSetup = {
      folder: options.folder,
      actor: options.actor,
      create: options.create ?? true,
      readOnly: options.readOnly ?? false,
      ...(channel && { helpers: channel.port2 }),
    };
    const ready = Promise.withResolvers<void>();
    this.ready = ready.promise;
    // Whoever asks learns of the failure by the answer of each call as well; an unasked rejection is no crash.
    this.ready.catch(() => undefined);
    this.#thread = new ThreadCaller({
      once: true,
      file: threadFile('../archive/worker', import.meta.url),
      worker: {
        workerData: setup,
        resourceLimits: SMALL_YOUNG_HEAP,
        ...(channel && { transferList: [channel.port2] }),
      },
      onNote: (note) => {
        if (note.kind === 'opening') options.onOpening?.(note.progress);
        else if (note.kind === 'ready') ready.resolve();
        else ready.reject(errorFromReport(note.error));
      },
      ended: (why) =>
        this.#stopped ? new ArchiveError('CANCELLED') : new ArchiveError('INTERNAL', undefined, `engine: ${why}`),
    });
    const worker = this.#thread.start();
    worker.on('error', (error) => {
      this.#stopped = true;
      ready.reject(new ArchiveError('INTERNAL', undefined, error instanceof Error ? error.message : String(error)));
    });
    this.#exited = new Promise((resolve) => {
      worker.on('exit', () => {
        this.#stopped = true;
        endHelpers?.();
        channel?.port1.close();
        resolve();
      });
    });
  }

  /** Never rejects: failures come as `{ ok: false, error }`. */
  async call(
    name: CallName,
    input: unknown,
    options: { requestId?: string; onProgress?: (progress: Progress) => void } = {},
  ): Promise<Answer<unknown>> {
    const { requestId, onProgress } = options;
    try {
      if (this.#stopped) throw new ArchiveError('CANCELLED');
      const { id, answer } = this.#thread.begin(
        { name, input },
        onProgress === undefined ? {} : { onPart: onProgress },
      );
      if (requestId !== undefined) this.#numbers.set(requestId, id);
      return { ok: true, value: await answer };
    } catch (thrown) {
      return { ok: false, error: reportError(thrown) };
    } finally {
      if (requestId !== undefined) this.#numbers.delete(requestId);
    }
  }

  cancel(requestId: string): void {
    const id = this.#numbers.get(requestId);
    if (id !== undefined && !this.#stopped) this.#thread.cancel(id);
  }

  /** Lets running calls end or cancels them, closes the archive, and waits for the worker. */
  async close(): Promise<void> {
    if (!this.#stopped) {
      // What the worker answers when it goes is of no use to anybody.
      void this.#thread.call({ close: true }).catch(() => undefined);
      this.#stopped = true;
    }
    await this.#exited;
  }
}
