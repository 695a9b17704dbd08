/** What restores kept in an archive's folder, as its log tells: only that can be put back. */
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

/** The archives that were kept, the latest first. */
export function keptArchives(db: ReadableDb): KeptArchive[] {
  return db
    .all<{ detail: string }>(
      "SELECT detail FROM archive.audit WHERE action IN ('backup.restore', 'backup.undo_restore') ORDER BY seq DESC",
    )
    .flatMap(({ detail }) => keptBy(detail) ?? []);
}
