/** What goes between the engine's worker and the process that started it, beside numbered calls and answers (work/thread-protocol.ts). */
import type { MessagePort } from 'node:worker_threads';
import type { Progress } from '../../shared/contract/index.ts';
import type { ErrorReport } from '../../shared/errors.ts';

export interface WorkerSetup {
  folder: string;
  actor: string;
  create: boolean;
  readOnly: boolean;
  /** Where the main process lends helpers (work/lent-helpers.ts). */
  helpers?: MessagePort;
}

/** A call of the contract as the door has it, or the wish to close the archive. */
export type WorkerCall = { name: string; input: unknown } | { close: true };

/** What the worker tells without being asked. */
export type WorkerNote =
  { kind: 'opening'; progress: Progress } | { kind: 'ready' } | { kind: 'failed'; error: ErrorReport };
