/** How errors of the index cross from a thread: whether its files can be trusted is what the caller must know. */
import { IndexDamaged } from './segment-layout.ts';

interface IndexErrorReport {
  damaged: boolean;
  message: string;
}

export function encodeIndexError(thrown: unknown): IndexErrorReport {
  return { damaged: thrown instanceof IndexDamaged, message: String(thrown) };
}

export function decodeIndexError(error: unknown): Error {
  const { damaged, message } = error as IndexErrorReport;
  return damaged ? new IndexDamaged(message) : new Error(message);
}
