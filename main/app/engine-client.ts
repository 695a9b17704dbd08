/** The main process's side of the engine: starts the worker, sends calls with ids, hands back answers and progress. */
import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { ArchiveError, errorFromReport, reportError } from '../../shared/errors.ts';
import type { Answer, CallName, Progress } from '../../shared/contract/index.ts';
import { SMALL_YOUNG_HEAP } from '../archive/work/memory.ts';
import type { FromWorker, ToWorker, WorkerSetup } from '../archive/worker-messages.ts';

/** Run from source by tests, from the bundle otherwise. */
const WORKER = import.meta.url.endsWith('.ts') ? '../archive/worker.ts' : './worker.js';

interface Pending {
  resolve: (answer: Answer<unknown>) => void;
  onProgress: ((progress: Progress) => void) | undefined;
}

export class EngineClient {
  /** Settles when the archive is open; rejects with an ArchiveError where it cannot be opened. */
  readonly ready: Promise<void>;
  private readonly worker: Worker;
  private readonly pending = new Map<string, Pending>();
  private readonly closed: Promise<void>;
  private stopped = false;

  constructor(options: {
    folder: string;
    actor: string;
    create?: boolean;
    readOnly?: boolean;
    onOpening?: (progress: Progress) => void;
  }) {
    const setup: WorkerSetup = {
      folder: options.folder,
      actor: options.actor,
      create: options.create ?? true,
      readOnly: options.readOnly ?? false,
    };
    this.worker = new Worker(new URL(WORKER, import.meta.url), { workerData: setup, resourceLimits: SMALL_YOUNG_HEAP });
    this.ready = new Promise((resolve, reject) => {
      this.worker.on('message', (message: FromWorker) => {
        switch (message.kind) {
          case 'opening':
            options.onOpening?.(message.progress);
            break;
          case 'ready':
            resolve();
            break;
          case 'failed':
            reject(errorFromReport(message.error));
            break;
          case 'progress':
            this.pending.get(message.id)?.onProgress?.(message.progress);
            break;
          case 'answer':
            this.pending.get(message.id)?.resolve(message.answer);
            this.pending.delete(message.id);
            break;
          case 'closed':
            break;
        }
      });
      this.worker.on('error', (error) => {
        this.fail(error);
        reject(new ArchiveError('INTERNAL', undefined, error instanceof Error ? error.message : String(error)));
      });
    });
    // Whoever asks learns of the failure by the answer of each call as well; an unasked rejection is no crash.
    this.ready.catch(() => undefined);
    this.closed = new Promise((resolve) => {
      this.worker.on('exit', () => {
        this.fail(new ArchiveError('CANCELLED'));
        resolve();
      });
    });
  }

  /** Never rejects: failures come as `{ ok: false, error }`. */
  call(
    name: CallName,
    input: unknown,
    options: { requestId?: string; onProgress?: (progress: Progress) => void } = {},
  ): Promise<Answer<unknown>> {
    if (this.stopped) return Promise.resolve({ ok: false, error: reportError(new ArchiveError('CANCELLED')) });
    const id = options.requestId ?? randomUUID();
    return new Promise((resolve) => {
      this.pending.set(id, { resolve, onProgress: options.onProgress });
      this.post({ kind: 'call', id, name, input });
    });
  }

  cancel(requestId: string): void {
    if (!this.stopped) this.post({ kind: 'cancel', id: requestId });
  }

  /** Lets running calls end or cancels them, closes the archive, and waits for the worker. */
  async close(): Promise<void> {
    if (!this.stopped) {
      this.post({ kind: 'close' });
      this.stopped = true;
    }
    await this.closed;
  }

  private post(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private fail(error: unknown): void {
    this.stopped = true;
    for (const { resolve } of this.pending.values()) resolve({ ok: false, error: reportError(error) });
    this.pending.clear();
  }
}
