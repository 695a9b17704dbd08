/** What the log keeps of the histories that were joined to a letter's own. */
import type { ReadableDb } from '../storage/types.ts';
import { canonicalJson, sha256Hex } from './canonical.ts';

/**
 * SHA-256 over the canonical JSON of all versions that were joined to a letter: each one's package, the version that joined it and its
 * own hash, in the order of the hashes. Undefined where there are none.
 */
export function branchesDigest(db: ReadableDb, letterId: string): string | undefined {
  const rows = db.all<{ package_sha256: string; joined: number; sha256: string }>(
    'SELECT package_sha256, joined, sha256 FROM archive.foreign_version WHERE of_letter = ? ORDER BY sha256',
    [letterId],
  );
  return rows.length === 0 ? undefined : sha256Hex(canonicalJson(rows.map((row) => ({ ...row }))));
}
