/** The helper's side of work/caller.ts, in a thread or a process: answers numbered calls, one after another or as they come. */
import { reportError } from '../../../shared/errors.ts';
import { ownPort } from './own-port.ts';
import type { FromThread, ToThread } from './thread-protocol.ts';

/** What a call is told beside itself. */
export interface CallWork<P> {
  /** Aborted where the caller has given the call up. */
  signal: AbortSignal;
  /** Sends a part of the answer. */
  part: (part: P) => void;
}

export interface AnswerOptions {
  /** Calls wait for each other. */
  inTurn?: boolean;
  encodeError?: (thrown: unknown) => unknown;
  /** Called after each answer has been sent. */
  afterEach?: () => void;
}

/**
 * Answers the calls of this helper from now on.
 * @returns `note` sends what answers no call; `close` ends the conversation, so that the helper can end
 * @throws Error outside a helper
 */
export function answerCalls<C, V, P = never, N = never>(
  act: (call: C, work: CallWork<P>) => V | Promise<V>,
  { inTurn = false, encodeError = reportError, afterEach }: AnswerOptions = {},
): { note: (note: N) => void; close: () => void } {
  const port = ownPort();
  const send = (message: FromThread<V, P, N>): void => port.post(message);
  const running = new Map<number, AbortController>();
  let queue: Promise<void> = Promise.resolve();

  const answer = async (id: number, call: C, signal: AbortSignal): Promise<void> => {
    try {
      send({ id, value: await act(call, { signal, part: (part) => send({ id, part }) }) });
    } catch (thrown) {
      send({ id, error: encodeError(thrown) });
    } finally {
      running.delete(id);
      afterEach?.();
    }
  };

  port.onAlone(() => process.exit(0));
  port.onMessage((told) => {
    const message = told as ToThread<C>;
    if ('cancel' in message) {
      running.get(message.cancel)?.abort();
      return;
    }
    const { id, call } = message;
    const abort = new AbortController();
    running.set(id, abort);
    if (inTurn) queue = queue.then(() => answer(id, call, abort.signal));
    else void answer(id, call, abort.signal);
  });
  return { note: (note) => send({ note }), close: () => port.close() };
}
