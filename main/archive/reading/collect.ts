/**
 * Calls the garbage collector by hand. Files, pictures and the models' maps lie outside the heap that it watches: left to itself
 * it lets hundreds of megabytes of them gather before it looks.
 */
import v8 from 'node:v8';
import vm from 'node:vm';

let collect: (() => void) | undefined;

/** Some 10 ms. */
export function collectNow(): void {
  if (collect === undefined) {
    v8.setFlagsFromString('--expose-gc');
    collect = vm.runInNewContext('gc') as () => void;
  }
  collect();
}

/** Above so many resident bytes a batch stops between files to collect, but not more than once in two seconds. */
const LARGE_BYTES = 300e6;
const PAUSE_MS = 2000;
let last = 0;

/** For batches, between two groups of files. */
export function collectIfLarge(): void {
  if (performance.now() - last < PAUSE_MS || process.memoryUsage.rss() < LARGE_BYTES) return;
  collectNow();
  last = performance.now();
}
