/** What an archive says of itself: one value a key, in the table `meta`. */
import type { ReadableDb } from './types.ts';

/** @returns undefined where the archive has no such value */
export function readMeta(db: ReadableDb, key: string): string | undefined {
  return db.get<{ value: string }>('SELECT value FROM archive.meta WHERE key = ?', [key])?.value;
}

/** The identity that an archive got when it was made; copies and backups share it. @returns a UUID; '' where it was lost */
export function archiveIdOf(db: ReadableDb): string {
  return readMeta(db, 'archive_id') ?? '';
}
