/** One fault each: a power cut at one point of the working day, or one kind of error from one call on. */
import { dirname } from 'node:path';
import { ArchiveError } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { openArchiveDb } from '../../main/archive/storage/database.ts';
import { diskFault, exists } from '../../main/archive/storage/disk.ts';
import { LOCK_NAME } from '../../main/archive/storage/lock.ts';
import type { ReadableDb } from '../../main/archive/storage/types.ts';
import { auditTip } from '../../main/archive/trust/audit.ts';
import { openBackup } from '../../main/archive/trust/backup.ts';
import { isIncrement } from '../../main/archive/trust/increments.ts';
import { verifyArchive } from '../../main/archive/trust/verify.ts';
import { BACKUP, FOLDER, LATER, fileSample, workingDay } from './acts.ts';
import { SimulatedDisk, randomNumbers } from './simulated-disk.ts';
import type { Cut } from './simulated-disk.ts';

/** The folder of backups. */
const BACKUPS = dirname(BACKUP);

/** What went wrong after a fault; empty strings nowhere, an empty list where all is well. */
export interface Finding {
  kind: 'lost' | 'half present' | 'unopenable' | 'damaged' | 'wrong error' | 'backup lost' | 'no further work';
  what: string;
}

/** Acts that put another archive in the place of the present one. */
const RESTORE = 'restore backup';
const UNDO = 'undo the restore';
const EXCHANGES: ReadonlySet<string> = new Set([RESTORE, UNDO]);

interface Acknowledged {
  act: string;
  /** Changes made to the disk when the act returned. */
  point: number;
  /** The audit log's head then. */
  tip: string;
}

export interface RecordedDay {
  disk: SimulatedDisk;
  acts: Acknowledged[];
  calls: number;
}

function freshDisk(): SimulatedDisk {
  const disk = new SimulatedDisk();
  disk.mkdir('/data');
  disk.mkdir('/backups');
  return disk;
}

/**
 * Runs the day once without any fault.
 * @param options pretendsToSync: the disk forgets what it promised, to show that the tests would notice
 */
export async function recordDay(options: { pretendsToSync?: boolean } = {}): Promise<RecordedDay> {
  const disk = freshDisk();
  disk.pretendsToSync = options.pretendsToSync === true;
  const acts: Acknowledged[] = [];
  let calls = 0;
  disk.hook = () => {
    calls++;
  };
  await workingDay(
    disk,
    { acknowledged: (act, tip) => acts.push({ act, point: disk.changes, tip }), failed: () => undefined },
    { goOn: false },
  );
  // While the archive is closed the log's head is what it was; after an exchange it is what is found at the reopening.
  acts.forEach((one, index) => {
    if (one.tip === '') one.tip = (EXCHANGES.has(one.act) ? acts[index + 1] : acts[index - 1])?.tip ?? '';
  });
  return { disk, acts, calls };
}

/** A new start of the machine: the process that held the lock is gone, though its number may be in use again. */
export function restartMachine(disk: SimulatedDisk): void {
  const path = `${FOLDER}/${LOCK_NAME}`;
  if (!exists(disk, path)) return;
  const text = disk.content(path).toString('utf8');
  disk.put(path, Buffer.from(text.replace(/"started":"[^"]*"/, '"started":"before-the-restart:1"')));
}

/** Opens what is found after a fault and looks at all of it. `expected` answers what is wrong with the log found. */
async function inspect(
  disk: SimulatedDisk,
  created: boolean,
  backedUp: { whole: boolean; increment: boolean },
  expected: (hashes: Set<string>, tip: string) => Finding | undefined,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  restartMachine(disk);
  try {
    const db = await openArchiveDb(FOLDER, { disk, migrations: LATER, create: !created });
    try {
      const checked = await verifyArchive(db);
      for (const problem of checked.problems) findings.push({ kind: 'damaged', what: problem.message });
      const hashes = new Set(db.read.all<{ hash: string }>('SELECT hash FROM audit').map(({ hash }) => hash));
      const found = expected(hashes, headOfLog(db.read));
      if (found !== undefined) findings.push(found);
      try {
        fileSample(db, 99);
      } catch (thrown) {
        findings.push({ kind: 'no further work', what: String(thrown) });
      }
    } finally {
      db.close();
    }
  } catch (thrown) {
    findings.push({ kind: 'unopenable', what: describe(thrown) });
  }
  if (backedUp.whole) findings.push(...(await inspectBackup(disk, BACKUP)));
  const increments = exists(disk, BACKUPS) ? disk.list(BACKUPS).filter(isIncrement) : [];
  if (backedUp.increment && increments.length === 0)
    findings.push({ kind: 'backup lost', what: 'the incremental one' });
  // Whatever bears the name of a backup must be one, also where the act was not acknowledged.
  for (const name of increments) findings.push(...(await inspectBackup(disk, `${BACKUPS}/${name}`)));
  return findings;
}

/** The log's head; where an exchange has only been begun, the one before: nothing else was done yet. */
function headOfLog(db: ReadableDb): string {
  const last = db.get<{ action: string; previous_hash: string }>(
    'SELECT action, previous_hash FROM audit ORDER BY seq DESC LIMIT 1',
  );
  return last?.action.endsWith('_begun') === true ? last.previous_hash : auditTip(db).hash;
}

function describe(thrown: unknown): string {
  return thrown instanceof ArchiveError ? `${thrown.code} ${thrown.details ?? ''}` : String(thrown);
}

async function inspectBackup(disk: SimulatedDisk, file: string): Promise<Finding[]> {
  try {
    const copy = await openBackup(file, disk);
    try {
      const { problems } = await verifyArchive(copy);
      return problems.map(({ message }) => ({ kind: 'damaged', what: `backup: ${message}` }));
    } finally {
      copy.close();
    }
  } catch (thrown) {
    return [{ kind: 'backup lost', what: describe(thrown) }];
  }
}

/**
 * Power is cut when `point` changes had been made to the disk.
 * @param seed decides what survives where the cut leaves it open
 */
export async function afterPowerCut(day: RecordedDay, point: number, cut: Cut, seed: number): Promise<Finding[]> {
  const done = day.acts.filter((one) => one.point <= point);
  const last = done.at(-1);
  const next = day.acts[done.length];
  const allowed = new Set([last?.tip, next?.tip]);
  const disk = day.disk.afterCut(point, cut, randomNumbers(seed));
  const isDone = (act: string): boolean => done.some((one) => one.act === act);
  const backedUp = { whole: isDone('back up'), increment: isDone('back up incrementally') };
  return inspect(disk, last !== undefined, backedUp, (hashes, tip) => {
    if (last === undefined || allowed.has(tip)) return undefined;
    return hashes.has(last.tip)
      ? { kind: 'half present', what: `after ${last.act}: the log ends otherwise than any act left it` }
      : { kind: 'lost', what: `${last.act} had been acknowledged` };
  });
}

export interface ErrorKind {
  name: string;
  code: string;
  /** Which calls fail from the chosen one on. */
  calls: 'this call' | 'from here on, changes' | 'from here on, all';
  /** The codes that a user may then meet. */
  told: readonly ErrorCode[];
}

export const ERROR_KINDS: readonly ErrorKind[] = [
  { name: 'EIO, once', code: 'EIO', calls: 'this call', told: ['DISK_ERROR'] },
  { name: 'EIO, for good', code: 'EIO', calls: 'from here on, all', told: ['DISK_ERROR'] },
  { name: 'ENOSPC, for good', code: 'ENOSPC', calls: 'from here on, changes', told: ['DISK_FULL'] },
  {
    name: 'EROFS, for good',
    code: 'EROFS',
    calls: 'from here on, changes',
    told: ['ARCHIVE_READ_ONLY', 'NO_PERMISSION'],
  },
];

/** Calls fail from call number `at` (from 0) on; then the machine restarts and the unsynced is lost. */
export async function afterErrors(kind: ErrorKind, at: number, cut: Cut, seed: number): Promise<Finding[]> {
  const disk = freshDisk();
  let calls = 0;
  disk.hook = (call, path, changes) => {
    const number = calls++;
    const fails =
      kind.calls === 'this call' ? number === at : number >= at && (kind.calls === 'from here on, all' || changes);
    // Removing a file needs no room.
    if (fails && !(kind.code === 'ENOSPC' && (call === 'unlink' || call === 'truncate')))
      throw diskFault(kind.code, call, path);
  };
  const acts: Acknowledged[] = [];
  // A backup may have got its name before the act failed, and be restored later.
  let backupAt: number | undefined;
  const findings: Finding[] = [];
  const failed = new Set<string>();
  await workingDay(
    disk,
    {
      acknowledged: (act, tip) => acts.push({ act, point: disk.changes, tip }),
      failed: (act, error) => {
        failed.add(act);
        if (act === 'back up') backupAt = acts.length;
        const told = error instanceof ArchiveError ? error.code : undefined;
        // Acts that cannot begin because an earlier one failed (no archive open, no such letter) are no errors of the disk.
        const consequence = failed.size > 1;
        if (!consequence && (told === undefined || !kind.told.includes(told))) {
          findings.push({ kind: 'wrong error', what: `${act}: ${describe(error)}` });
        }
      },
    },
    { goOn: true },
  );
  const after = disk.afterCut(disk.changes, cut, randomNumbers(seed));
  const has = (act: string): boolean => acts.some((one) => one.act === act);
  const backedUp = { whole: has('back up'), increment: has('back up incrementally') };
  backupAt ??= acts.findIndex((one) => one.act === 'back up') + 1;
  findings.push(
    ...(await inspect(after, has('create') || has('create again'), backedUp, (hashes) =>
      lostAct(acts, failed, backupAt ?? 0, hashes),
    )),
  );
  return findings;
}

/**
 * A restore takes back what was done between the backup and itself, and its undoing brings that back and takes back what was done
 * since. One that failed may have come to pass or not; one that was acknowledged has.
 * @param backupAt how many acts had been acknowledged when the backup was made
 */
function lostAct(
  acts: readonly Acknowledged[],
  failed: ReadonlySet<string>,
  backupAt: number,
  hashes: ReadonlySet<string>,
): Finding | undefined {
  const has = (act: string): boolean => acts.some((one) => one.act === act);
  /** How many had been acknowledged when it began, as the acts that follow it were not yet. */
  const before = (act: string, following: readonly string[]): number => {
    const at = acts.findIndex((one) => one.act === act || following.includes(one.act));
    return at < 0 ? acts.length : at;
  };
  const AFTER_UNDO = ['reopen after undoing', 'file at last', 'close at last'];
  const restoreAt = before(RESTORE, ['reopen', 'file again', 'close after the restore', UNDO, ...AFTER_UNDO]);
  const undoAt = before(UNDO, AFTER_UNDO);
  const whole = (one: Acknowledged): boolean => one.tip === '' || /^0+$/.test(one.tip) || hashes.has(one.tip);
  const missingOf = (...spans: (readonly [number, number])[]): Acknowledged | undefined =>
    spans.flatMap(([from, to]) => acts.slice(from, to)).find((one) => !whole(one));
  const restored = missingOf([0, backupAt], [restoreAt, acts.length]);
  const undone = missingOf([0, restoreAt], [undoAt, acts.length]);
  const possible: (Acknowledged | undefined)[] = [];
  if (!has(UNDO)) possible.push(missingOf([0, acts.length]));
  if (!has(UNDO) && (has(RESTORE) || failed.has(RESTORE))) possible.push(restored);
  if (has(UNDO) || failed.has(UNDO)) possible.push(undone);
  if (possible.includes(undefined)) return undefined;
  return { kind: 'lost', what: `${possible.map((one) => one?.act).join(', ')} had been acknowledged` };
}
