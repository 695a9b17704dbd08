/** The types of a room's answers to its calls of the contract. */
import type { CallName, CallOutput, LongCallName, ParsedInput } from '../../../shared/contract/index.ts';
import type { LongWork } from '../work/long-work.ts';

/** What a call is told beside its input: every call can be cancelled, a long one also tells how far it is. */
export type WorkOf<N extends CallName> = N extends LongCallName ? LongWork : Omit<LongWork, 'onProgress'>;

/** @typeParam C the calls of a domain, e.g. `typeof LETTER_CALLS` */
export type HandlersOf<C> = {
  [N in keyof C & CallName]: (input: ParsedInput<N>, work: WorkOf<N>) => CallOutput<N> | Promise<CallOutput<N>>;
};
