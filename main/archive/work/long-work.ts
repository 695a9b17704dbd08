/** How work that may take long tells how far it is, and hears that it shall stop. */
import type { Progress } from '../../../shared/contract/index.ts';

export interface LongWork {
  onProgress?: ((progress: Progress) => void) | undefined;
  signal?: AbortSignal | undefined;
}
