/** React's side of the client: a call that follows its input, drops stale answers and cancels what it no longer needs. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Progress } from '../../shared/contract/index.ts';
import type { ArchiveError } from '../../shared/errors.ts';
import { asArchiveError, call, isCancelled, type AnyCallName, type InputOf, type OutputOf } from './client.ts';

export interface CallState<T> {
  /** The newest answer; the one before stays while the next is under way, so that lists do not flicker. */
  value: T | undefined;
  /** The input, as JSON, that `value` answers. */
  answers: string | undefined;
  error: ArchiveError | undefined;
  loading: boolean;
  reload: () => void;
}

/**
 * Keeps the answer to a reading call up to date with its input.
 * @param name the call
 * @param input its input (plain JSON), or null to ask nothing
 */
export function useCall<N extends AnyCallName>(name: N, input: InputOf<N> | null): CallState<OutputOf<N>> {
  const key = input === null ? null : JSON.stringify(input);
  const [round, setRound] = useState(0);
  const [state, setState] = useState<Omit<CallState<OutputOf<N>>, 'reload'>>({
    value: undefined,
    answers: undefined,
    error: undefined,
    loading: key !== null,
  });

  useEffect(() => {
    if (key === null) {
      setState({ value: undefined, answers: undefined, error: undefined, loading: false });
      return undefined;
    }
    const abort = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    call(name, JSON.parse(key) as InputOf<N>, { signal: abort.signal }).then(
      (value) => {
        if (!abort.signal.aborted) setState({ value, answers: key, error: undefined, loading: false });
      },
      (thrown: unknown) => {
        if (abort.signal.aborted) return;
        setState({ value: undefined, answers: undefined, error: asArchiveError(thrown), loading: false });
      },
    );
    return () => abort.abort();
  }, [name, key, round]);

  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { ...state, reload };
}

export interface Task<T> {
  running: boolean;
  progress: Progress | undefined;
  result: T | undefined;
  error: ArchiveError | undefined;
  /** The last run was stopped by the person. */
  cancelled: boolean;
  /** Starts the work; does nothing while it runs. */
  start: () => void;
  cancel: () => void;
  reset: () => void;
}

/**
 * One long piece of work that a person starts, watches and may stop.
 * @param work gets the signal and the progress listener to hand to `call`
 */
export function useTask<T>(
  work: (options: { signal: AbortSignal; onProgress: (progress: Progress) => void }) => Promise<T>,
): Task<T> {
  const [state, setState] = useState<Pick<Task<T>, 'running' | 'progress' | 'result' | 'error' | 'cancelled'>>(IDLE);
  const abort = useRef<AbortController | null>(null);

  const start = (): void => {
    if (abort.current !== null) return;
    const controller = new AbortController();
    abort.current = controller;
    setState({ ...IDLE, running: true });
    const onProgress = (progress: Progress): void => setState((before) => ({ ...before, progress }));
    work({ signal: controller.signal, onProgress })
      .then(
        (result) => setState({ ...IDLE, result }),
        (thrown: unknown) =>
          setState(isCancelled(thrown) ? { ...IDLE, cancelled: true } : { ...IDLE, error: asArchiveError(thrown) }),
      )
      .finally(() => {
        abort.current = null;
      });
  };
  return { ...state, start, cancel: () => abort.current?.abort(), reset: () => setState(IDLE) };
}

const IDLE = { running: false, progress: undefined, result: undefined, error: undefined, cancelled: false };
