/** How work that may take long tells how far it is, and hears that it shall stop. */
import type { Progress } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';

export interface LongWork {
  onProgress?: ((progress: Progress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** Whether work stops because its person may not do it any more: then nothing that waits is done either. */
export function isRightGone(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true && signal.reason instanceof ArchiveError;
}
