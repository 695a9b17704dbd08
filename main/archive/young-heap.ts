/**
 * Room for short-lived objects. V8 lets them take 48 MB in every thread, and what survives there too long ends among the old:
 * a batch of pdf files is as fast with 12 MB, and the program a hundred megabytes smaller (`npm run bench -- reading`).
 */
import v8 from 'node:v8';

/** For a thread that is started. */
export const SMALL_YOUNG_HEAP = { maxYoungGenerationSizeMb: 12 } as const;

/** For this process, and threads that it starts from now on without limits of their own. */
export function keepYoungHeapSmall(): void {
  v8.setFlagsFromString('--semi-space-growth-factor=1');
}
