/** What a helper and its caller say to each other: work/caller.ts on one side, work/answer-calls.ts on the other. */

/** A numbered call, or the wish that one be given up. */
export type ToThread<C> = { id: number; call: C } | { cancel: number };

/** Parts of an answer on the way, then the answer or what went wrong; or a note that answers no call. */
export type FromThread<V, P, N> =
  { id: number; part: P } | { id: number; value: V } | { id: number; error: unknown } | { note: N };
