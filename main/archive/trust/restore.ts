/**
 * Puts a backup, or what an earlier restore kept, in the place of an archive: it is verified and copied first, what it replaces is
 * kept, and both logs tell of it. At no moment is there no archive, and what takes the place has its row of the log already.
 */
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import type { AuditAction } from '../../../shared/model/audit.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { NEW_PREFIX, compactFile } from '../storage/compact.ts';
import { copyFile, sha256OfFile } from '../storage/copy.ts';
import { openCopy } from '../storage/database.ts';
import { errnoCode, exists, publish, realDisk, removeQuietly, type Disk } from '../storage/disk.ts';
import { diskError } from '../storage/failures.ts';
import { moveHead, readHead, removeHead } from '../storage/kept-head.ts';
import { archiveIdOf } from '../storage/meta.ts';
import { takeLock } from '../storage/lock.ts';
import { latestSchemaVersion, needRoom, writtenAnewBytes } from '../storage/migrate.ts';
import { MIGRATIONS } from '../storage/migrations/index.ts';
import type { Migration } from '../storage/migrations/types.ts';
import { ARCHIVE_NAME, KEPT_PREFIX, checkFile, findLeftovers } from '../storage/open-checks.ts';
import { requireOutside } from '../storage/output-guard.ts';
import { refuseLinkedFolder } from '../storage/links.ts';
import type { WritableDb } from '../storage/types.ts';
import type { LongWork } from '../work/long-work.ts';
import { carryOver, presentAccounts, type PresentAccounts } from './accounts/carry-over.ts';
import { areAccountsMissing, readAccountsMark } from './accounts/mark.ts';
import { appendAudit, auditTip } from './audit.ts';
import { checkBackup, diskOf, refuseFolder, stamp, type BackupResult } from './backup.ts';
import { carryDisposals, readDisposals, type Disposals } from './disposed/carry.ts';
import { isIncrement, readIncrement } from './increments.ts';
import { keptArchives } from './kept-archives.ts';
import { judgeExchange } from './restore-rules.ts';
import { lostInAll, openLosses, rowsLost, stillLost, type ReplacedLog } from './rolled-back.ts';

export interface RestoreResult extends BackupResult {
  /** Folder in which the archive that was there before is kept; null where there was none. */
  kept: string | null;
}

export interface RestoreOptions extends LongWork {
  disk?: Disk;
  /** Who restores; the system's user where left out. */
  actor?: string;
  /** The security administrator who agreed, where one had to. */
  approver?: string | undefined;
  /** The schema versions that this program knows; tests give others. */
  migrations?: readonly Migration[];
  /** False where the present archive does not open, so that neither its accounts nor its log can answer; true where left out. */
  presentAnswers?: boolean;
}

/** What is to take an archive's place: verified, and copied into its folder under a name that nobody opens. */
export interface Incoming {
  act: 'restore' | 'undo';
  /** The backup, or the archive that was kept. */
  source: string;
  path: string;
  bytes: number;
  sha256: string;
}

interface Known {
  disk: Disk;
  migrations: readonly Migration[];
  actor: string;
}

function known(options: RestoreOptions): Known {
  return {
    disk: options.disk ?? realDisk(),
    migrations: options.migrations ?? MIGRATIONS,
    actor: options.actor ?? userInfo().username,
  };
}

/** Failures of the disk as the archive's own. */
async function told<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (thrown) {
    throw errnoCode(thrown) === '' ? thrown : diskError(thrown, path);
  }
}

/**
 * Verifies a backup and copies it into the archive's folder; work in the archive goes on meanwhile.
 * @throws ArchiveError BACKUP_BAD, ARCHIVE_NEWER, BAD_PATH, DISK_FULL, DISK_ERROR, CANCELLED
 */
export async function bringBackup(file: string, folder: string, options: RestoreOptions = {}): Promise<Incoming> {
  const { disk, migrations } = known(options);
  const source = resolve(file);
  const verified = await told(source, async () => {
    refuseFolder(disk, source);
    const found = await checkBackup(diskOf(disk, source), source, migrations, options);
    if (isIncrement(source) && readIncrement(disk, source).sha256 !== found.sha256)
      throw new ArchiveError('BACKUP_BAD', source, 'not the file that was backed up');
    return found;
  });
  return told(folder, () => bring('restore', source, verified, folder, options));
}

/**
 * The same for what an earlier restore kept: only that, as the log tells, and only as it was kept.
 * @param db the present archive
 * @param kept its folder; the latest that is still there where left out
 * @throws ArchiveError NOT_FOUND, BACKUP_BAD, ARCHIVE_NEWER, DISK_FULL, DISK_ERROR, CANCELLED
 */
export async function bringKept(
  db: Pick<ArchiveDb, 'read' | 'folder'>,
  kept: string | undefined,
  options: RestoreOptions = {},
): Promise<Incoming> {
  const { disk, migrations } = known(options);
  const fileOf = (name: string): string => join(db.folder, name, ARCHIVE_NAME);
  return told(db.folder, async () => {
    const found = keptArchives(db.read).find(({ name }) =>
      kept === undefined ? exists(disk, fileOf(name)) : resolve(kept) === dirname(fileOf(name)),
    );
    if (found === undefined) throw new ArchiveError('NOT_FOUND', '没有可撤回的恢复');
    const source = fileOf(found.name);
    if (!exists(disk, source)) throw new ArchiveError('NOT_FOUND', '没有可撤回的恢复');
    refuseLinkedFolder(disk, dirname(source));
    try {
      const header = checkFile(disk, source, latestSchemaVersion(migrations));
      if (header.journalBytes > 0)
        throw new ArchiveError('BACKUP_BAD', source, 'kept with a journal: it did not open then');
      (await openCopy(source, disk, { migrations })).close();
      return await bring('undo', source, { ...header, sha256: found.sha256 }, db.folder, options);
    } catch (thrown) {
      throw isDamage(thrown) ? new ArchiveError('BACKUP_BAD', source, thrown.details) : thrown;
    }
  });
}

const isDamage = (thrown: unknown): thrown is ArchiveError =>
  thrown instanceof ArchiveError && thrown.code === 'ARCHIVE_DAMAGED';

/** @param stated what the file must be, as it was verified or kept */
async function bring(
  act: Incoming['act'],
  source: string,
  stated: { sha256: string; userVersion: number; sizeBytes: number },
  folder: string,
  options: RestoreOptions,
): Promise<Incoming> {
  const { disk, migrations } = known(options);
  const place = resolve(folder);
  if (!exists(disk, place)) requireOutside(dirname(place), 'file', disk);
  disk.mkdir(place, true);
  // The copy is brought up to date before it takes the place: not found out when there is no more room for that.
  const { userVersion, sizeBytes: bytes } = stated;
  if (userVersion < latestSchemaVersion(migrations))
    needRoom(disk, place, 2 * bytes + writtenAnewBytes(migrations, userVersion, bytes));
  const path = join(place, `${ARCHIVE_NAME}.new-${randomUUID()}`);
  const { signal, onProgress } = options;
  const onBytes = (done: number, total: number): void => onProgress?.({ done, total, message: '复制备份' });
  const { sizeBytes, sha256 } = await copyFile(
    { disk: diskOf(disk, source), path: source },
    { disk, path },
    { signal, onBytes },
  );
  try {
    if (sha256 !== stated.sha256) throw new ArchiveError('BACKUP_BAD', source, 'not the file that was verified');
    if ((await sha256OfFile(disk, path)) !== sha256) {
      throw new ArchiveError('DISK_ERROR', path, 'the copy reads otherwise than it was written');
    }
    return { act, source, path, bytes: sizeBytes, sha256 };
  } catch (thrown) {
    removeQuietly(disk, path);
    throw thrown;
  }
}

/** Removes what was brought and did not take the place. */
export function discard({ path }: Incoming, disk: Disk = realDisk()): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) removeQuietly(disk, `${path}${ending}`);
  removeHead(disk, path);
}

/**
 * Why a security administrator must agree before this takes the place of the open archive; empty where nobody needs to.
 * @throws ArchiveError BACKUP_FOREIGN
 */
export async function whyTwo(db: ArchiveDb, incoming: Incoming): Promise<string[]> {
  return judged(db, incoming, { disk: db.disk, migrations: db.migrations, actor: '' });
}

async function judged(
  present: ArchiveDb | undefined,
  incoming: Incoming,
  { disk, migrations }: Known,
): Promise<string[]> {
  const marked = readAccountsMark(disk, dirname(incoming.path)) !== undefined;
  const coming = await openCopy(incoming.path, disk, { migrations });
  try {
    return judgeExchange(present?.read, coming.read, { marked, keptHere: incoming.act === 'undo' });
  } finally {
    coming.close();
  }
}

/**
 * Puts what was brought in the place of a closed archive.
 * @throws ArchiveError SECOND_PERSON_REQUIRED, BACKUP_FOREIGN, ACCOUNTS_MISSING, ARCHIVE_IN_USE, DISK_FULL, DISK_ERROR
 */
export async function putInPlace(
  incoming: Incoming,
  folder: string,
  options: RestoreOptions = {},
): Promise<RestoreResult> {
  const { disk } = known(options);
  const place = resolve(folder);
  return told(place, async () => {
    const lock = takeLock(disk, place);
    try {
      return await exchange(incoming, place, options);
    } finally {
      lock.release();
    }
  });
}

/**
 * Puts a backup in the place of a folder's archive.
 * @param file the backup; it stays as it is
 * @throws ArchiveError as bringBackup and putInPlace
 */
export async function restoreBackup(
  file: string,
  folder: string,
  options: RestoreOptions = {},
): Promise<RestoreResult> {
  const { disk } = known(options);
  const incoming = await bringBackup(file, folder, options);
  try {
    return await putInPlace(incoming, folder, options);
  } finally {
    discard(incoming, disk);
  }
}

/**
 * Takes a restore back: the archive that was kept becomes the archive again, and what it replaces is kept in turn.
 * @param kept the folder that the restore named; the latest where left out
 * @throws ArchiveError as bringKept and putInPlace
 */
export async function undoRestore(
  folder: string,
  options: RestoreOptions & { kept?: string } = {},
): Promise<RestoreResult> {
  const { disk, migrations } = known(options);
  const place = resolve(folder);
  const db = await told(place, () => openCopy(join(place, ARCHIVE_NAME), disk, { migrations }));
  let incoming: Incoming;
  try {
    incoming = await bringKept(db, options.kept, options);
  } finally {
    db.close();
  }
  try {
    return await putInPlace(incoming, place, options);
  } finally {
    discard(incoming, disk);
  }
}

const ACTIONS: Readonly<Record<Incoming['act'], { begun: AuditAction; done: AuditAction }>> = {
  restore: { begun: 'backup.restore_begun', done: 'backup.restore' },
  undo: { begun: 'backup.undo_begun', done: 'backup.undo_restore' },
};

/** What the archive that is replaced leaves to the one that takes its place. */
interface Replaced extends ReplacedLog {
  accounts: PresentAccounts | undefined;
  /** What was disposed of here does not come back with a backup. */
  disposals: Disposals;
}
const NO_DISPOSALS: Disposals = { acts: [], stubs: [] };

/** Under the lock. */
async function exchange(incoming: Incoming, folder: string, options: RestoreOptions): Promise<RestoreResult> {
  const { disk } = known(options);
  const path = join(folder, ARCHIVE_NAME);
  const journal = `${path}-wal`;
  const about = { bytes: incoming.bytes, sha256: incoming.sha256, file: path, verified: true };
  if (!exists(disk, path) && !exists(disk, journal)) {
    await judged(undefined, incoming, known(options));
    const left = findLeftovers(disk, folder).some((name) => !name.startsWith(`${ARCHIVE_NAME}.new-`));
    await record(
      incoming,
      { ...keptLog(disk, path), wasThere: left, accounts: undefined, disposals: NO_DISPOSALS },
      null,
      options,
    );
    removeHead(disk, path);
    publish(disk, incoming.path, path);
    moveHead(disk, incoming.path, path);
    return { ...about, kept: null };
  }
  const replaced = await settle(incoming, folder, options);
  const name = `${KEPT_PREFIX}${stamp(new Date())}-${randomUUID().slice(0, 8)}`;
  const kept = join(folder, name);
  const sha256 = exists(disk, path) ? await sha256OfFile(disk, path) : null;
  await record(incoming, replaced, { name, sha256 }, options);
  disk.mkdir(kept);
  // Neither a journal nor a kept head must ever lie beside a database that it does not belong to.
  moveHead(disk, path, join(kept, ARCHIVE_NAME));
  if (exists(disk, journal)) disk.rename(journal, join(kept, `${ARCHIVE_NAME}-wal`));
  if (exists(disk, path)) keepUnderSecondName(disk, path, join(kept, ARCHIVE_NAME));
  disk.syncFolder(kept);
  disk.rename(incoming.path, path);
  moveHead(disk, incoming.path, path);
  disk.syncFolder(folder);
  // What was put back is the archive again; its copy that was kept is one too many.
  if (incoming.act === 'undo') {
    removeQuietly(disk, incoming.source);
    removeHead(disk, incoming.source);
  }
  return { ...about, kept };
}

/** The old file keeps its name until the new one takes it over, so that at no moment there is no archive. */
function keepUnderSecondName(disk: Disk, path: string, kept: string): void {
  try {
    disk.link(path, kept);
  } catch (thrown) {
    if (errnoCode(thrown) === 'EEXIST') throw thrown;
    disk.rename(path, kept); // a file system without second names
  }
}

/**
 * Asks the present archive whether it may be replaced, tells its log, and writes its journal into its file. One that does not open
 * answers nothing and stays as it is, journal and all.
 */
async function settle(incoming: Incoming, folder: string, options: RestoreOptions): Promise<Replaced> {
  const { disk, migrations, actor } = known(options);
  const answers = options.presentAnswers !== false;
  const db = await openPresent(disk, folder, answers, migrations);
  try {
    if (db === undefined || !answers || areAccountsMissing(db)) {
      await judged(undefined, incoming, known(options));
      if (db === undefined)
        return {
          ...keptLog(disk, join(folder, ARCHIVE_NAME)),
          ...{ wasThere: true, accounts: undefined, disposals: NO_DISPOSALS },
        };
      const { seq, hash } = auditTip(db.read);
      const disposals = readDisposals(db.read);
      const about = { tip: { seq, hash }, archiveId: archiveIdOf(db.read), wasThere: true, accounts: undefined };
      return { ...about, disposals, before: openLosses(db.read) };
    }
    const why = await judged(db, incoming, known(options));
    if (why.length > 0 && options.approver === undefined)
      throw new ArchiveError('SECOND_PERSON_REQUIRED', why.join('，'));
    const accounts = presentAccounts(db.read);
    const begun = db.transaction((tx) =>
      appendAudit(tx, {
        actor,
        action: ACTIONS[incoming.act].begun,
        subject: basename(incoming.source),
        detail: { backup_sha256: incoming.sha256, ...approval(options) },
      }),
    );
    db.holdStill()();
    const tip = { seq: begun.seq, hash: begun.hash };
    const about = { tip, archiveId: archiveIdOf(db.read), wasThere: true, accounts };
    return { ...about, disposals: readDisposals(db.read), before: openLosses(db.read) };
  } finally {
    db?.close();
  }
}

/** Where an archive cannot tell the head of its log any more, the file beside it still does. */
function keptLog(disk: Disk, path: string): Pick<Replaced, 'tip' | 'archiveId'> {
  const head = readHead(disk, path);
  if (head === undefined || head.seq === 0) return { tip: null, archiveId: '' };
  return { tip: { seq: head.seq, hash: head.hash }, archiveId: head.archive_id };
}

const approval = ({ approver }: RestoreOptions): object => (approver === undefined ? {} : { approved_by: approver });

/** Why an archive does not open though it may be sound: then it is not exchanged. Nor is what a newer program wrote. */
const NOT_ITS_FAULT: ReadonlySet<string> = new Set([
  'DISK_FULL',
  'DISK_ERROR',
  'ARCHIVE_NEWER',
  'ARCHIVE_IN_USE',
  'ARCHIVE_LINKED',
]);

async function openPresent(
  disk: Disk,
  folder: string,
  answers: boolean,
  migrations: readonly Migration[],
): Promise<ArchiveDb | undefined> {
  try {
    return await openCopy(join(folder, ARCHIVE_NAME), disk, { writable: answers, upgrade: answers, migrations });
  } catch (thrown) {
    if (thrown instanceof ArchiveError && !NOT_ITS_FAULT.has(thrown.code)) return undefined;
    throw thrown;
  }
}

/** Brings the copy up to date and writes into its log what it replaces; whatever goes wrong later, it tells of it. */
async function record(
  incoming: Incoming,
  replaced: Replaced,
  kept: { name: string; sha256: string | null } | null,
  options: RestoreOptions,
): Promise<void> {
  const { disk, migrations, actor } = known(options);
  const now = new Date();
  let disposed: string[] = [];
  const write = (tx: WritableDb): void => {
    const before = stillLost(tx, replaced.before ?? []);
    const lost = lostInAll(rowsLost(tx, replaced), before);
    disposed = carryDisposals(tx, replaced.disposals, actor, now);
    const carried = replaced.accounts !== undefined && carryOver(tx, replaced.accounts, actor, now);
    const entry = {
      actor,
      action: ACTIONS[incoming.act].done,
      subject: basename(incoming.source),
      detail: {
        backup_sha256: incoming.sha256,
        replaced_tip: replaced.tip,
        kept: kept?.name ?? null,
        kept_sha256: kept?.sha256 ?? null,
        accounts_carried: carried,
        rows_lost: lost,
        ...(before.length === 0 ? {} : { lost_before: before }),
        ...(disposed.length === 0 ? {} : { disposed }),
        ...approval(options),
      },
    };
    appendAudit(tx, entry, now);
  };
  const db = await openCopy(incoming.path, disk, { writable: true, upgrade: true, migrations });
  try {
    db.transaction(write);
    db.holdStill()();
  } finally {
    db.close();
  }
  const { journalBytes } = checkFile(disk, incoming.path, latestSchemaVersion(migrations));
  if (journalBytes > 0) throw new ArchiveError('DISK_ERROR', incoming.path, 'the journal was not written out');
  removeQuietly(disk, `${incoming.path}-wal`);
  if (disposed.length > 0)
    await compactFile(disk, incoming.path, join(dirname(incoming.path), `${NEW_PREFIX}${randomUUID()}`));
}
