/** What the log tells of backups: each that was made, and what disposals made of it since. */
import { rewrittenSchema } from '../../../shared/model/disposal.ts';
import { readRecord } from '../../../shared/model/stored.ts';
import type { ReadableDb } from '../storage/types.ts';

export interface BackupRow {
  /** Number of the row, and when it was written (ISO UTC). */
  seq: number;
  at: string;
  file: string;
  bytes: number;
  /** The one with which it was made, and those that disposals gave it since. */
  hashes: string[];
  /** Number of the last row of the log inside; rows of earlier programs do not say. */
  headSeq: number | undefined;
}

/** In the order in which they were made. */
export function backupRows(db: ReadableDb): BackupRow[] {
  const made: BackupRow[] = [];
  for (const { seq, at, action, detail } of db.all<{ seq: number; at: string; action: string; detail: string }>(
    "SELECT seq, at, action, detail FROM archive.audit WHERE action IN ('backup.make', 'disposal.rewrite') ORDER BY seq",
  )) {
    const told = readRecord(detail);
    if (action === 'disposal.rewrite') {
      const rewritten = rewrittenSchema.safeParse(told);
      if (!rewritten.success || rewritten.data.after === null) continue;
      const { before, after } = rewritten.data;
      for (const { hashes } of made) if (hashes.includes(before) && before !== after) hashes.push(after);
      continue;
    }
    const { file, bytes, sha256, head_seq: headSeq } = told;
    if (typeof file !== 'string' || typeof bytes !== 'number' || typeof sha256 !== 'string') continue;
    made.push({ seq, at, file, bytes, hashes: [sha256], headSeq: typeof headSeq === 'number' ? headSeq : undefined });
  }
  return made;
}
