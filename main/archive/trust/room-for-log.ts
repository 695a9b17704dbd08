/** What must leave a row in the log is not done where the disk has no room for one: whoever fills it would else act unseen. */
import { errorSaying, type ArchiveError } from '../../../shared/errors.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { hasNoRoom } from '../storage/least-room.ts';

/** @param act what was not done, in Chinese */
export function noRoomFor(act: string, details?: string): ArchiveError {
  const words = `磁盘空间不足，无法记入审计日志，因此未${act}。库中内容完好。请清理磁盘后重新打开档案库。`;
  return errorSaying('DISK_FULL', words, details);
}

/**
 * A read-only medium takes no log at all, and is no full disk.
 * @param act what is not done then, in Chinese
 * @throws ArchiveError DISK_FULL
 */
export function requireRoomFor(act: string, db: ArchiveDb): void {
  if (db.noRoom || (!db.readOnly && hasNoRoom(db.disk, db.folder))) throw noRoomFor(act);
}
