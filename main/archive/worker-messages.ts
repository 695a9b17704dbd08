/** What goes between the engine's worker and the process that started it. */
import type { Answer, Progress } from '../../shared/contract/index.ts';
import type { ErrorReport } from '../../shared/errors.ts';

export interface WorkerSetup {
  folder: string;
  actor: string;
  create: boolean;
  readOnly: boolean;
}

export type ToWorker =
  { kind: 'call'; id: string; name: string; input: unknown } | { kind: 'cancel'; id: string } | { kind: 'close' };

export type FromWorker =
  | { kind: 'opening'; progress: Progress }
  | { kind: 'ready' }
  | { kind: 'failed'; error: ErrorReport }
  | { kind: 'progress'; id: string; progress: Progress }
  | { kind: 'answer'; id: string; answer: Answer<unknown> }
  | { kind: 'closed' };
