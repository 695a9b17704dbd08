/** Thins out old backups: some daily, some weekly, some monthly ones stay. */
import { basename, dirname, join, resolve } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import { beijingClock } from '../../../shared/text/dates.ts';
import type { Disk } from '../storage/disk.ts';
import { diskError } from '../storage/failures.ts';
import { removeHead } from '../storage/kept-head.ts';
import { backupTime } from './backup-name.ts';
import { BLOCK_FOLDER, collectBlocks, isIncrement, lockBlocks } from './increments.ts';
import { ReadBackups, looksMade, type MadeBackups } from './made-backups.ts';

export interface KeepRule {
  daily: number;
  weekly: number;
  monthly: number;
}

export const KEEP_BY_DEFAULT: KeepRule = { daily: 7, weekly: 4, monthly: 12 };

const DAY_MS = 86_400_000;

/** Days, weeks (from Monday) and months of China's calendar. A name may claim a year that no day is written in. */
function periods(time: Date): Record<keyof KeepRule, string> {
  const day = beijingClock(time);
  day.setUTCHours(0, 0, 0, 0);
  const monday = new Date(day);
  monday.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return {
    daily: String(day.getTime()),
    weekly: String(monday.getTime()),
    monthly: `${day.getUTCFullYear()}-${day.getUTCMonth()}`,
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

export interface RemovedBackup {
  name: string;
  /** Of the file that it stood for, read before it went. */
  sha256: string;
}

export interface Rotated {
  removed: RemovedBackup[];
  /** What was in the way, if anything: then more backups stay than the rule says. */
  problem: ArchiveError | null;
}

export interface Rotation {
  archiveId: string;
  /** What the log says was made. */
  logged: MadeBackups;
  rule: KeepRule;
  disk: Disk;
  signal?: AbortSignal | undefined;
}

/**
 * What may go, read whole: each is what was made under its name, and so is the next newer one, which stays in its stead. One that is not
 * does not count, and the rule is asked again without it.
 * @param names those that look as if they had been made
 */
async function removable(names: readonly string[], made: string, rule: KeepRule, read: ReadBackups) {
  let ours = names;
  for (;;) {
    const going = backupsToRemove(ours, made, rule);
    const staying = ours.filter((name) => !going.includes(name) && name <= made).toSorted();
    const found: RemovedBackup[] = [];
    const unreal = new Set<string>();
    for (const name of going) {
      const instead = staying.find((one) => one > name) ?? made;
      if (instead !== made && (await read.sha256(instead)) === null) {
        unreal.add(instead);
        continue;
      }
      const sha256 = await read.sha256(name);
      if (sha256 === null) unreal.add(name);
      else found.push({ name, sha256 });
    }
    if (unreal.size === 0) return found;
    ours = ours.filter((name) => !unreal.has(name));
  }
}

/**
 * Removes what the rule lets go of one archive's backups in a folder. Those of other archives, files and folders that only have such a name,
 * backups without a head beside them, and what is not what the log says was made under that name are left alone and do not count. To be
 * called only after a new backup was verified, and logged: nothing is thrown, what fails is told.
 * @param made the file of that backup: it is never removed
 */
export async function rotateBackups(made: string, rotation: Rotation): Promise<Rotated> {
  const { archiveId, logged, rule, disk, signal } = rotation;
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
      .filter((name) => backupTime(name) !== undefined && looksMade(disk, join(place, name), logged, archiveId));
    const read = new ReadBackups(disk, place, logged, signal);
    for (const one of await removable(ours, basename(made), rule, read)) {
      const file = join(place, one.name);
      if (signal?.aborted === true) throw new ArchiveError('CANCELLED');
      await attempt(file, () => {
        disk.unlink(file);
        removed.push(one);
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
