/**
 * Memory of the process and its threads, where V8's own habits cost more than they bring (`npm run bench -- reading`, `-- search`).
 */
import v8 from 'node:v8';
import vm from 'node:vm';

/**
 * For a thread that is started: V8 lets short-lived objects take 48 MB in each, and what survives there too long ends among
 * the old. A batch of pdf files is as fast with 12 MB.
 */
export const SMALL_YOUNG_HEAP = { maxYoungGenerationSizeMb: 12 } as const;

/** The same for this process, and threads that it starts from now on without limits of their own. */
export function keepYoungHeapSmall(): void {
  v8.setFlagsFromString('--semi-space-growth-factor=1');
}

interface GcOptions {
  type: 'major' | 'minor';
  execution: 'sync';
  flavor: 'regular' | 'last-resort';
}

let gc: ((options: GcOptions) => void) | undefined;

function collect(flavor: GcOptions['flavor'], type: GcOptions['type'] = 'major'): void {
  if (gc === undefined) {
    v8.setFlagsFromString('--expose-gc');
    gc = vm.runInNewContext('gc') as (options: GcOptions) => void;
  }
  gc({ type, execution: 'sync', flavor });
}

/**
 * Calls this thread's garbage collector: some 10 ms. Files, pictures and the models' maps lie outside the heap that it
 * watches; left to itself it lets hundreds of megabytes of them gather before it looks.
 */
export function collectNow(): void {
  collect('regular');
}

/** The same among what was made a moment ago: below a millisecond, for after each of many calls. */
export function collectYoung(): void {
  collect('regular', 'minor');
}

/** Moves together what this thread's heap still holds and gives the rest back: some 100 ms, for a thread with nothing to do. */
export function compactNow(): void {
  collect('last-resort');
}

/** Above so many resident bytes a batch stops between files to collect, but not more than once in two seconds. */
const LARGE_BYTES = 300e6;
const PAUSE_MS = 2000;
let last = 0;

/**
 * For batches, between two groups of files.
 * @param largeBytes resident bytes from which on it collects; less where other processes hold much at the same time
 */
export function collectIfLarge(largeBytes = LARGE_BYTES): void {
  if (performance.now() - last < PAUSE_MS || process.memoryUsage.rss() < largeBytes) return;
  collectNow();
  last = performance.now();
}

/** A pause in which nothing was asked for so long is a rest; who types makes shorter ones. */
const REST_MS = 400;
/** So much must have gathered since the last time. */
const GATHERED_BYTES = 48e6;

/**
 * For a thread that answers calls: what gathers on its heap is given back when it rests.
 * @param isBusy whether something is still under way
 * @returns to be called after each answer
 */
export function compactAtRest(isBusy: () => boolean): () => void {
  const held = (): number => v8.getHeapStatistics().total_heap_size;
  let kept = held();
  let rest: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(rest);
    rest = setTimeout(() => {
      if (isBusy() || held() - kept < GATHERED_BYTES) return;
      compactNow();
      kept = held();
    }, REST_MS);
    rest.unref();
  };
}
