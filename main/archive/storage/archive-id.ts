/** The identity that an archive got when it was made; copies and backups share it. */
import type { ReadableDb } from './types.ts';

/** @returns a UUID; '' where the archive has lost it */
export function archiveIdOf(db: ReadableDb): string {
  return db.get<{ value: string }>("SELECT value FROM archive.meta WHERE key = 'archive_id'")?.value ?? '';
}
