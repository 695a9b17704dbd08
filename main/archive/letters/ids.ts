/** Identifiers: ULIDs (time-ordered, 26 characters of Crockford's base 32), as the archive's own 电子文件号. */
import { monotonicFactory } from 'ulid';

const next = monotonicFactory();

/** A new ULID; strictly greater than the one before it in this process. @param now milliseconds since 1970 */
export function newId(now: number = Date.now()): string {
  return next(now);
}
