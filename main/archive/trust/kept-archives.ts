/** What restores kept in an archive's folder, as its log tells: only that can be put back. */
import { basename, dirname } from 'node:path';
import { rewrittenSchema } from '../../../shared/model/disposal.ts';
import { readRecord } from '../../../shared/model/stored.ts';
import type { ReadableDb } from '../storage/types.ts';

/** An archive that a restore, or the undoing of one, replaced. */
export interface KeptArchive {
  /** The folder's name. */
  name: string;
  /** Of its file as it was kept. */
  sha256: string;
}

function keptBy(detail: string): KeptArchive | undefined {
  const { kept, kept_sha256: sha256 } = readRecord(detail);
  return typeof kept === 'string' && typeof sha256 === 'string' ? { name: kept, sha256 } : undefined;
}

/** What became of kept archives out of which letters were taken: their hashes now, by the folder's name. */
function rewritten(db: ReadableDb): Map<string, string> {
  const found = new Map<string, string>();
  for (const { detail } of db.all<{ detail: string }>(
    "SELECT detail FROM archive.audit WHERE action = 'disposal.rewrite' ORDER BY seq",
  )) {
    const told = rewrittenSchema.safeParse(readRecord(detail));
    if (!told.success || told.data.kind !== 'kept' || told.data.after === null) continue;
    // A path of another system has other separators.
    found.set(basename(dirname(told.data.file.replaceAll('\\', '/'))), told.data.after);
  }
  return found;
}

/** The archives that were kept, the latest first. */
export function keptArchives(db: ReadableDb): KeptArchive[] {
  const now = rewritten(db);
  return db
    .all<{ detail: string }>(
      "SELECT detail FROM archive.audit WHERE action IN ('backup.restore', 'backup.undo_restore') ORDER BY seq DESC",
    )
    .flatMap(({ detail }) => keptBy(detail) ?? [])
    .map(({ name, sha256 }) => ({ name, sha256: now.get(name) ?? sha256 }));
}
