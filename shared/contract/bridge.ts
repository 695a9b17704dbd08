/** What goes between the window and the main process. */
import type { ErrorReport } from '../errors.ts';
import type { Progress } from './call.ts';
import type { CallName } from './calls.ts';
import type { Chosen, ShellCallName } from './shell.ts';

export type Answer<T> = { ok: true; value: T } | { ok: false; error: ErrorReport };

/** What preload puts on `window.archive`: the only thing of the outside that the window can reach. */
export interface ArchiveBridge {
  /** Sends a call; `requestId` (chosen by the window, unique) names it for progress and cancel. */
  call(name: CallName | ShellCallName, input: unknown, requestId: string): Promise<Answer<unknown>>;
  cancel(requestId: string): void;
  /** Subscribes to progress of all calls; returns the way to unsubscribe. */
  onProgress(listener: (requestId: string, progress: Progress) => void): () => void;
  /** Who is asked before the window closes: it closes once the promise has settled, or after a while all the same. */
  onClosing(listener: () => Promise<void>): void;
  /** The handle of a file or folder that the user dropped, pasted or chose in a field; null where it is on no disk. */
  handleForFile(file: File): Promise<Answer<Chosen | null>>;
}
