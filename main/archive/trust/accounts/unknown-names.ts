/**
 * Failed tries under names that are not there, counted and locked as those of an account, so that no answer tells which names there
 * are. A name falls into one of 4096 buckets by a secret of the archive: what was typed (it may be a password in the wrong field) is
 * not kept, and however many names are tried, no more rows are written.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { readMeta } from '../../storage/meta.ts';
import type { ReadableDb, WritableDb } from '../../storage/types.ts';

export interface Tries {
  failures: number;
  /** ISO UTC; null where sign-in is not refused. */
  lockedUntil: string | null;
}

const BUCKETS = 4096;
/** The secret's key in `meta`. Without it nobody outside can tell which names share a bucket. */
const SECRET = 'sign_in_secret';

function bucketOf(secret: string, key: string): number {
  return createHmac('sha256', secret).update(key).digest().readUInt16BE(0) % BUCKETS;
}

/** @param key the name as names are compared */
export function unknownTries(db: ReadableDb, key: string): Tries {
  const secret = readMeta(db, SECRET);
  const row =
    secret === undefined
      ? undefined
      : db.get<{ failures: number; locked_until: string | null }>(
          'SELECT failures, locked_until FROM archive.unknown_sign_in WHERE bucket = ?',
          [bucketOf(secret, key)],
        );
  return { failures: row?.failures ?? 0, lockedUntil: row?.locked_until ?? null };
}

export function keepUnknownTries(db: WritableDb, key: string, { failures, lockedUntil }: Tries): void {
  let secret = readMeta(db, SECRET);
  if (secret === undefined) {
    secret = randomBytes(32).toString('hex');
    db.run('INSERT INTO archive.meta (key, value) VALUES (?, ?)', [SECRET, secret]);
  }
  db.run(
    `INSERT INTO archive.unknown_sign_in (bucket, failures, locked_until) VALUES (?, ?, ?)
     ON CONFLICT (bucket) DO UPDATE SET failures = excluded.failures, locked_until = excluded.locked_until`,
    [bucketOf(secret, key), failures, lockedUntil],
  );
}
