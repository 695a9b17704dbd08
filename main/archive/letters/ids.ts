/** Identifiers: ULIDs (time-ordered, 26 characters of Crockford's base 32), as the archive's own 电子文件号. */
import { randomFillSync } from 'node:crypto';
import { monotonicFactory } from 'ulid';

/** Random bytes in store: to ask the system for each of the sixteen characters of an id costs more than the id. */
const store = new Uint8Array(4096);
let used = store.length;

/** A random number from 0 to below 1, of the system's own random source. */
function random(): number {
  if (used === store.length) {
    randomFillSync(store);
    used = 0;
  }
  return (store[used++] ?? 0) / 256;
}

const next = monotonicFactory(random);

/** A new ULID; strictly greater than the one before it in this process. @param now milliseconds since 1970 */
export function newId(now: number = Date.now()): string {
  return next(now);
}
