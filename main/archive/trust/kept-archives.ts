/** What restores kept in an archive's folder, as its log tells: only that can be put back. */
import type { ReadableDb } from '../storage/types.ts';

/** An archive that a restore, or the undoing of one, replaced. */
export interface KeptArchive {
  /** The folder's name. */
  name: string;
  /** Of its file as it was kept. */
  sha256: string;
}

function keptBy(detail: string): KeptArchive | undefined {
  try {
    const { kept, kept_sha256: sha256 } = JSON.parse(detail) as { kept?: unknown; kept_sha256?: unknown };
    return typeof kept === 'string' && typeof sha256 === 'string' ? { name: kept, sha256 } : undefined;
  } catch {
    return undefined; // a row that was changed vouches for nothing
  }
}

/** The archives that were kept, the latest first. */
export function keptArchives(db: ReadableDb): KeptArchive[] {
  return db
    .all<{ detail: string }>(
      "SELECT detail FROM archive.audit WHERE action IN ('backup.restore', 'backup.undo_restore') ORDER BY seq DESC",
    )
    .flatMap(({ detail }) => keptBy(detail) ?? []);
}
