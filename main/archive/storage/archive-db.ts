/** An opened archive, as everything above storage holds it. */
import type { Disk } from './disk.ts';
import type { HeadOutcome } from './kept-head.ts';
import type { Migrated } from './migrate.ts';
import type { Migration } from './migrations/types.ts';
import type { Purpose } from './disk-reserve.ts';
import type { ReadableDb, SqlParams, WritableDb } from './types.ts';

export interface ArchiveDb {
  readonly read: ReadableDb;
  readonly readOnly: boolean;
  /** True where it is only read because the disk has no room even for the log. */
  readonly noRoom: boolean;
  /** What lay beside the archive shaped as a journal and was not its own: why, and where it is now (null: still there). */
  readonly foreignJournal: { fault: string; quarantined: string | null } | null;
  /** Where an index that was a link, or held one, was put; null where it was none. */
  readonly linkedIndex: string | null;
  /** The folder, absolute. */
  readonly folder: string;
  /** The file's name in it: `archive.sqlite`, or a backup's own. */
  readonly fileName: string;
  /** The schema versions of an archive that the opener knows. */
  readonly migrations: readonly Migration[];
  /** What opening it did to bring it up to date; null where nothing was to do. */
  readonly migrated: Migrated | null;
  /** The disk under it. */
  readonly disk: Disk;
  /** True where the program that had it open before ended without closing it. Nothing acknowledged is lost by that. */
  readonly uncleanShutdown: boolean;
  /** False where pages of the file may be half-written and the journal that a crash left stands in for them. */
  readonly fileIsWhole: boolean;
  /** How the head of the log that was kept beside the file stood to the log when it was opened. */
  readonly keptHead: HeadOutcome;
  /** To be called when the log tells that the kept head did not fit; until then what was kept stays. */
  moveHeadOn(): void;
  /**
   * Runs `act` in one BEGIN IMMEDIATE … COMMIT; durable (fsynced) when it returns. Anything thrown rolls back all of
   * it. Synchronous on purpose: no other statement can slip in.
   * @param purpose `log` where only the audit log and its counters are written: that goes on when the disk has no more room
   *   for work; `work` where left out
   * @throws ArchiveError DISK_FULL, DISK_ERROR, ARCHIVE_READ_ONLY; ARCHIVE_REPLACED where the file has lost its name, and from then on
   */
  transaction<T>(act: (db: WritableDb) => T, purpose?: Purpose): T;
  /**
   * Hands the first column of the first row to `use` as bytes (a text as its UTF-8), without copying: they are good
   * only while `use` runs, and it must not touch the database. For looking through very much content.
   * @returns false where there is no row
   */
  peek(sql: string, params: SqlParams, use: (bytes: Uint8Array) => void): boolean;
  /** SQLite's own check of one table and its indexes; answers what is wrong. @throws ArchiveError DISK_ERROR */
  checkStructure(table: string): string[];
  /**
   * Moves everything into `archive.sqlite` and keeps that file unchanged until the returned function is called; work
   * goes on meanwhile, in the journal. What a backup copies from.
   */
  holdStill(): () => void;
  close(): void;
}
