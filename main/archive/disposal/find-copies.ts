/** Copies of the archive that can be reached, and those that the log knows and nobody finds. */
import { join, resolve } from 'node:path';
import { z } from 'zod';
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
import { listBackups, loggedPlaces, readPlaces } from '../trust/backup-list.ts';
import { backupTime } from '../trust/backup-name.ts';
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
  // Those that only the log tells of are looked at where they are there; what is missing of their backups is told one by one.
  const logged = loggedPlaces(db.read).filter((place) => isThere(db.disk, place));
  for (const { file, kind } of listBackups(db.disk, db.folder, [...places, ...logged]))
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
  /** True where only its name was logged as removed. */
  doubted?: boolean;
}

/**
 * Backups that the log tells of and that are none of the files found: they may lie on a disk in somebody's drawer.
 * @param found SHA-256 of the files that were found, as they are now
 * @param since when the first of the letters was filed
 */
export function missingBackups(db: ReadableDb, found: ReadonlySet<string>, since: string): Remaining[] {
  const made: LoggedBackup[] = [];
  for (const { at, action, detail } of db.all<{ at: string; action: string; detail: string }>(
    "SELECT at, action, detail FROM audit WHERE action IN ('backup.make', 'backup.thin_out', 'disposal.rewrite') ORDER BY seq",
  )) {
    const told = readRecord(detail);
    const { sha256, removed } = told;
    if (action === 'disposal.rewrite') replaced(made, told);
    if (action === 'backup.make' && typeof sha256 === 'string') made.push({ at, hashes: [sha256] });
    for (const one of Array.isArray(removed) ? removed : []) {
      if (typeof one === 'string') doubt(made, one);
      else forget(made, one);
    }
  }
  const left = made.filter(({ at, hashes }) => at >= since && !hashes.some((one) => found.has(one)));
  const [sure, unsure] = [left.filter(({ doubted }) => doubted !== true), left.filter(({ doubted }) => doubted)];
  return [
    ...sure.map(({ at, hashes }) => ({
      what: `${minuteOf(at)} 的备份（SHA-256 ${(hashes.at(-1) ?? '').slice(0, 16)}…）`,
      why: '不在已知的备份位置',
    })),
    ...inOneLine(unsure),
  ];
}

const minuteOf = (at: string): string => at.slice(0, 19).replace('T', ' ');

/** Programs before this one wrote only the names of what they thinned out: most of these are gone, of none is it certain. */
function inOneLine(unsure: readonly LoggedBackup[]): Remaining[] {
  const [first, last] = [unsure[0], unsure.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [
    {
      what: `${minuteOf(first.at)} 至 ${minuteOf(last.at)} 的备份 ${unsure.length} 份`,
      why: '较早版本的程序只按文件名记下已清理，未记内容，不能确认清理的就是它们',
    },
  ];
}

function replaced(made: LoggedBackup[], told: Readonly<Record<string, unknown>>): void {
  const rewritten = rewrittenSchema.safeParse(told);
  if (!rewritten.success) return;
  const { before, after }: Rewritten = rewritten.data;
  for (const { hashes } of made) if (after !== null && hashes.includes(before)) hashes.push(after);
}

const removedSchema = z.object({ sha256: z.string() });

/** A backup that was thinned out, by what was read in it: anybody can give a file a name. */
function forget(made: LoggedBackup[], one: unknown): void {
  const removed = removedSchema.safeParse(one);
  if (!removed.success) return;
  const at = made.findIndex(({ hashes }) => hashes.includes(removed.data.sha256));
  if (at >= 0) made.splice(at, 1);
}

/** One whose name alone the log has: the name has the time at which its making began. */
function doubt(made: LoggedBackup[], name: string): void {
  const began = backupTime(name)?.toISOString();
  if (began === undefined) return;
  // The name has whole seconds.
  const one = made.find(({ at, doubted }) => doubted !== true && `${at.slice(0, 19)}.999Z` >= began);
  if (one !== undefined) one.doubted = true;
}
