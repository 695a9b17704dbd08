/** Thins out old backups: some daily, some weekly, some monthly ones stay. */
import { constants } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import { sha256OfFile } from '../storage/copy.ts';
import { readFully, realDisk } from '../storage/disk.ts';
import type { Disk } from '../storage/disk.ts';
import { diskError } from '../storage/failures.ts';
import { readHead, removeHead } from '../storage/kept-head.ts';
import { parseHeader } from '../storage/open-checks.ts';
import { BLOCK_FOLDER, collectBlocks, incrementDisk, isIncrement, lockBlocks, readIncrement } from './increments.ts';

export interface KeepRule {
  daily: number;
  weekly: number;
  monthly: number;
}

export const KEEP_BY_DEFAULT: KeepRule = { daily: 7, weekly: 4, monthly: 12 };

/** The names that `backupArchive` gives; nothing else in a folder is ever touched. */
const NAME = /^fuhan-backup-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z\.(?:sqlite|increment)$/;

/** When a backup was made, from its name; undefined where it is none of ours. */
export function backupTime(name: string): Date | undefined {
  const parts = NAME.exec(name)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}

const DAY_MS = 86_400_000;

/** Days, weeks (from Monday) and months as the user's own calendar has them. */
function periods(time: Date): Record<keyof KeepRule, string> {
  const day = new Date(time.getFullYear(), time.getMonth(), time.getDate());
  const monday = new Date(day);
  monday.setDate(day.getDate() - ((day.getDay() + 6) % 7));
  return {
    daily: day.toDateString(),
    weekly: monday.toDateString(),
    monthly: `${day.getFullYear()}-${day.getMonth()}`,
  };
}

/**
 * Which of these backups may go: the newest of each of the last `daily` days, `weekly` weeks and `monthly` months that have one
 * stay, and all that were made within a day of the newest: what somebody keeps before a large change is not taken away by the next.
 * @param names file names; those that are not ours are never among the answer
 * @param made the name of the backup that was made last: it is the newest, and what claims to be later neither goes nor counts
 */
export function backupsToRemove(names: readonly string[], made: string, rule: KeepRule = KEEP_BY_DEFAULT): string[] {
  const newest = backupTime(made)?.getTime();
  if (newest === undefined) return [];
  const ours = names
    .flatMap((name) => {
      const time = backupTime(name);
      return time === undefined ? [] : [{ name, time: time.getTime(), periods: periods(time) }];
    })
    .filter(({ time }) => time <= newest)
    .sort((a, b) => (a.name < b.name ? 1 : -1));
  const keep = new Set(ours.filter(({ time }) => newest - time < DAY_MS).map(({ name }) => name));
  for (const kind of ['daily', 'weekly', 'monthly'] as const) {
    const seen = new Set<string>();
    for (const backup of ours) {
      if (seen.size >= rule[kind]) break;
      if (seen.has(backup.periods[kind])) continue;
      seen.add(backup.periods[kind]);
      keep.add(backup.name);
    }
  }
  return ours.filter(({ name }) => !keep.has(name)).map(({ name }) => name);
}

/** Whether a file has the inside of a backup and stands beside a head of this archive's log. What cannot be read is not ours. */
function isOurs(disk: Disk, file: string, archiveId: string): boolean {
  try {
    if (readHead(disk, file)?.archive_id !== archiveId) return false;
    if (isIncrement(file)) return readIncrement(disk, file).size > 0;
    const head = Buffer.alloc(100);
    const fd = disk.open(file, constants.O_RDONLY);
    try {
      return parseHeader(head.subarray(0, readFully(disk, fd, head, 0))) !== undefined;
    } finally {
      disk.close(fd);
    }
  } catch {
    return false;
  }
}

export interface RemovedBackup {
  name: string;
  /** Of the file that it stood for, read before it went; null where it could not be read whole. */
  sha256: string | null;
}

export interface Rotated {
  removed: RemovedBackup[];
  /** What was in the way, if anything: then more backups stay than the rule says. */
  problem: ArchiveError | null;
}

/** What a backup of either kind has in it, read whole: what a list or a name claims, anybody can write. */
async function contentOf(disk: Disk, file: string, signal: AbortSignal | undefined): Promise<string | null> {
  try {
    const whole = isIncrement(file) ? incrementDisk(disk, file, readIncrement(disk, file)) : disk;
    return await sha256OfFile(whole, file, { signal });
  } catch {
    return null;
  }
}

/**
 * Removes what the rule lets go of one archive's backups in a folder; those of other archives, files and folders that only have such a
 * name, and backups without a head beside them are left alone and do not count. To be called only after a new backup was verified, and
 * logged: nothing is thrown, what fails is told.
 * @param made the file of that backup: it is never removed
 */
export async function rotateBackups(
  made: string,
  archiveId: string,
  rule: KeepRule = KEEP_BY_DEFAULT,
  disk: Disk = realDisk(),
  signal?: AbortSignal,
): Promise<Rotated> {
  const place = dirname(resolve(made));
  const removed: RemovedBackup[] = [];
  let problem: ArchiveError | null = null;
  const attempt = async (path: string, act: () => Promise<unknown> | undefined): Promise<void> => {
    try {
      await act();
    } catch (thrown) {
      problem ??= diskError(thrown, path);
    }
  };
  await attempt(place, async () => {
    const ours = disk
      .list(place)
      .filter((name) => backupTime(name) !== undefined && isOurs(disk, join(place, name), archiveId));
    for (const name of backupsToRemove(ours, basename(made), rule)) {
      const file = join(place, name);
      const sha256 = await contentOf(disk, file, signal);
      if (signal?.aborted === true) throw new ArchiveError('CANCELLED');
      await attempt(file, () => {
        disk.unlink(file);
        removed.push({ name, sha256 });
        removeHead(disk, file);
        return undefined;
      });
    }
  });
  if (removed.some(({ name }) => isIncrement(name))) await attempt(place, () => tidyBlocks(disk, place));
  return { removed, problem };
}

/** Blocks that only removed backups listed go too, unless another program makes a backup there now. */
async function tidyBlocks(disk: Disk, folder: string): Promise<void> {
  const lock = lockBlocks(disk, join(folder, BLOCK_FOLDER));
  try {
    await collectBlocks(disk, folder);
  } finally {
    lock.release();
  }
}
