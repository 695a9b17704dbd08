/** The window's typed way to the archive: one function over `window.archive`, with progress, cancelling and real errors. */
import type {
  ArchiveBridge,
  CallInput,
  CallName,
  CallOutput,
  Progress,
  ShellCallName,
  ShellInput,
  ShellOutput,
} from '../../shared/contract/index.ts';
import { ArchiveError, errorFromReport, reportError } from '../../shared/errors.ts';

export type AnyCallName = CallName | ShellCallName;
export type InputOf<N extends AnyCallName> = N extends CallName
  ? CallInput<N>
  : N extends ShellCallName
    ? ShellInput<N>
    : never;
export type OutputOf<N extends AnyCallName> = N extends CallName
  ? CallOutput<N>
  : N extends ShellCallName
    ? ShellOutput<N>
    : never;

export interface CallOptions {
  onProgress?: (progress: Progress) => void;
  /** Aborting asks the engine to stop; the promise still settles with the engine's own answer. */
  signal?: AbortSignal;
}

export type Caller = <N extends AnyCallName>(name: N, input: InputOf<N>, options?: CallOptions) => Promise<OutputOf<N>>;

const signInListeners = new Set<() => void>();

/** Tells when a call was refused because nobody is signed in any more; returns the way to unsubscribe. */
export function onSignInRequired(listener: () => void): () => void {
  signInListeners.add(listener);
  return () => signInListeners.delete(listener);
}

/**
 * Makes the caller of one bridge.
 * @param bridge what preload offers; taken lazily so that a page without it fails at the first call, with words
 * @returns a function that resolves with the call's output and rejects with ArchiveError only
 */
export function makeCaller(bridge: () => ArchiveBridge | undefined): Caller {
  // Unique over reloads of the page too: a late progress event of the page before must not reach a call of this one.
  const prefix = crypto.getRandomValues(new Uint32Array(2)).join('-');
  let count = 0;

  return async function call(name, input, options = {}) {
    const { onProgress, signal } = options;
    const archive = bridge();
    if (archive === undefined) throw new ArchiveError('INTERNAL', undefined, 'window.archive is missing');
    if (signal?.aborted === true) throw new ArchiveError('CANCELLED');

    count += 1;
    const requestId = `w${prefix}-${count}`;
    const stop = onProgress && archive.onProgress((of, progress) => of === requestId && onProgress(progress));
    const cancel = (): void => archive.cancel(requestId);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const answer = await archive.call(name, input, requestId);
      if (!answer.ok) {
        if (answer.error.code === 'SIGN_IN_REQUIRED') signInListeners.forEach((listener) => listener());
        throw errorFromReport(answer.error);
      }
      return answer.value as OutputOf<typeof name>;
    } catch (thrown) {
      throw thrown instanceof ArchiveError ? thrown : errorFromReport(reportError(thrown));
    } finally {
      stop?.();
      signal?.removeEventListener('abort', cancel);
    }
  };
}

/** Calls the archive of this window. */
export const call: Caller = makeCaller(() => window.archive);

/** Whether a failure only says that the user (or the next keystroke) stopped the call. */
export function isCancelled(error: unknown): boolean {
  return error instanceof ArchiveError && error.code === 'CANCELLED';
}

/** Any thrown value as the one error class that the window shows. */
export function asArchiveError(thrown: unknown): ArchiveError {
  return thrown instanceof ArchiveError ? thrown : errorFromReport(reportError(thrown));
}
