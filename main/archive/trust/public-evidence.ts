/** The hash by which the log covers an act on a public version. */
import { canonicalJson, sha256Hex } from './canonical.ts';

/** A row of `public_act`. */
export interface PublicActRecord {
  seq: number;
  letter_id: string;
  version: number;
  act: string;
  /** ISO UTC. */
  at: string;
  actor: string;
  detail: string;
}

/** SHA-256 over the canonical JSON of exactly `act, actor, at, detail, letter_id, seq, version`, as they are stored. */
export function publicActDigest(record: PublicActRecord): string {
  const { seq, letter_id, version, act, at, actor, detail } = record;
  return sha256Hex(canonicalJson({ seq, letter_id, version, act, at, actor, detail }));
}
