/** Copies of the archive that can be reached, and those that the log knows and nobody finds. */
import { join, resolve } from 'node:path';
import type { CopyKind, Remaining, Rewritten } from '../../../shared/model/disposal.ts';
import { rewrittenSchema } from '../../../shared/model/disposal.ts';
import { readRecord } from '../../../shared/model/stored.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import type { Disk } from '../storage/disk.ts';
import { errnoCode } from '../storage/disk.ts';
import { ARCHIVE_NAME, BACKUP_FOLDER, KEPT_PREFIX, QUARANTINE_PREFIX } from '../storage/open-checks.ts';
import { isLinked } from '../storage/links.ts';
import { namesIn } from '../storage/own-folders.ts';
import type { ReadableDb } from '../storage/types.ts';
import { listBackups, readPlaces } from '../trust/backup-list.ts';
import { backupTime } from '../trust/rotation.ts';
import { readSettings } from '../trust/settings.ts';

export interface FoundCopy {
  file: string;
  kind: Exclude<CopyKind, 'quarantine'>;
}

/** Where backups go or went, as far as the archive knows. */
export function backupPlaces(db: ArchiveDb): string[] {
  const { to } = readSettings(db.read).backup;
  const places = [...(to === null ? [] : [to]), ...readPlaces(db.disk, db.folder)].map((one) => resolve(one));
  return [...new Set(places)];
}

function isThere(disk: Disk, folder: string): boolean {
  try {
    return disk.stat(folder).isFolder;
  } catch (thrown) {
    if (errnoCode(thrown) === '') throw thrown;
    return false;
  }
}

/** @param more other folders in which a person knows of backups */
export function findCopies(db: ArchiveDb, more: readonly string[]): { copies: FoundCopy[]; remaining: Remaining[] } {
  const places = [...new Set([...backupPlaces(db), ...more.map((one) => resolve(one))])];
  const copies = new Map<string, FoundCopy>();
  for (const { file, kind } of listBackups(db.disk, db.folder, places))
    if (!copies.has(resolve(file))) copies.set(resolve(file), { file: resolve(file), kind });
  const remaining = places
    .filter((place) => !isThere(db.disk, place))
    .map((place) => ({ what: place, why: '备份位置现在不可用（未连接、已移走或没有权限）' }));
  return { copies: [...copies.values()], remaining: [...remaining, ...unreadable(db, copies)] };
}

/** What a restore kept, and copies in the archive's own folder, that do not even look like a database. */
function unreadable({ disk, folder }: ArchiveDb, copies: ReadonlyMap<string, FoundCopy>): Remaining[] {
  const own = namesIn(disk, folder);
  const files = [
    ...own.filter((name) => name.startsWith(KEPT_PREFIX)).map((name) => join(folder, name, ARCHIVE_NAME)),
    ...namesIn(disk, join(folder, BACKUP_FOLDER))
      .filter((name) => /\.(sqlite|increment)$/u.test(name))
      .map((name) => join(folder, BACKUP_FOLDER, name)),
  ];
  return files
    .filter((file) => !copies.has(resolve(file)) && namesIn(disk, join(file, '..')).length > 0)
    .map((what) => ({ what, why: '文件不在或读不出' }));
}

/** Folders with what was put into quarantine. */
export const quarantines = ({ disk, folder }: ArchiveDb): string[] =>
  namesIn(disk, folder)
    .filter((name) => name.startsWith(QUARANTINE_PREFIX) && !isLinked(disk, join(folder, name)))
    .map((name) => join(folder, name));

interface LoggedBackup {
  at: string;
  /** The one it was made with, and those that it got or was to get. */
  hashes: string[];
}

/**
 * Backups that the log tells of and that are none of the files found: they may lie on a disk in somebody's drawer.
 * @param found SHA-256 of the files that were found, as they are now
 * @param since when the first of the letters was filed
 */
export function missingBackups(db: ReadableDb, found: ReadonlySet<string>, since: string): Remaining[] {
  const made: LoggedBackup[] = [];
  for (const { at, action, detail } of db.all<{ at: string; action: string; detail: string }>(
    "SELECT at, action, detail FROM audit WHERE action IN ('backup.make', 'disposal.rewrite') ORDER BY seq",
  )) {
    const told = readRecord(detail);
    if (action === 'disposal.rewrite') {
      replaced(made, told);
      continue;
    }
    const { sha256, removed } = told;
    if (typeof sha256 === 'string') made.push({ at, hashes: [sha256] });
    for (const name of Array.isArray(removed) ? removed : []) forget(made, String(name));
  }
  const left = made.filter(({ at, hashes }) => at >= since && !hashes.some((one) => found.has(one)));
  return left.map(({ at, hashes }) => ({
    what: `${at.slice(0, 19).replace('T', ' ')} 的备份（SHA-256 ${(hashes.at(-1) ?? '').slice(0, 16)}…）`,
    why: '不在已知的备份位置',
  }));
}

function replaced(made: LoggedBackup[], told: Readonly<Record<string, unknown>>): void {
  const rewritten = rewrittenSchema.safeParse(told);
  if (!rewritten.success) return;
  const { before, after }: Rewritten = rewritten.data;
  for (const { hashes } of made) if (after !== null && hashes.includes(before)) hashes.push(after);
}

/** A backup that was thinned out: its name has the time at which its making began. */
function forget(made: LoggedBackup[], name: string): void {
  const began = backupTime(name)?.toISOString();
  if (began === undefined) return;
  // The name has whole seconds.
  const at = made.findIndex((one) => `${one.at.slice(0, 19)}.999Z` >= began);
  if (at >= 0) made.splice(at, 1);
}
