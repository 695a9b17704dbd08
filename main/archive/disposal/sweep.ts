/** What was taken out of the tables goes from everything else: the archive's own file and index, its copies, what lies in quarantine. */
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { ArchiveError, reportError } from '../../../shared/errors.ts';
import type { Remaining, Rewritten } from '../../../shared/model/disposal.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { NEW_PREFIX, compactFile, emptyFolder, removeUnfinished } from '../storage/compact.ts';
import { sha256OfFile } from '../storage/copy.ts';
import { errnoCode, exists, type Disk } from '../storage/disk.ts';
import { diskError } from '../storage/failures.ts';
import { takeLock } from '../storage/lock.ts';
import { ARCHIVE_NAME, INDEX_FOLDER } from '../storage/open-checks.ts';
import { isLinked } from '../storage/links.ts';
import { namesIn } from '../storage/own-folders.ts';
import { readDisposals } from '../trust/disposed/carry.ts';
import { allStubs } from '../trust/disposed/records.ts';
import type { LongWork } from '../work/long-work.ts';
import { addDisposalAct } from './acts.ts';
import { backupPlaces, findCopies, missingBackups, quarantines } from './find-copies.ts';
import { removeWorkingCopies, rewriteCopy, tidyBlocks } from './rewrite-copy.ts';

/**
 * Writes a closed archive's file anew and takes its index away, which is made again at the next opening.
 * @throws ArchiveError ARCHIVE_IN_USE, DISK_FULL, DISK_ERROR, ARCHIVE_DAMAGED
 */
export async function compactArchive(disk: Disk, folder: string): Promise<void> {
  try {
    await compactUnderLock(disk, folder);
  } catch (thrown) {
    throw errnoCode(thrown) === '' ? thrown : diskError(thrown, folder);
  }
}

async function compactUnderLock(disk: Disk, folder: string): Promise<void> {
  const lock = takeLock(disk, folder);
  try {
    removeUnfinished(disk, folder);
    await compactFile(disk, join(folder, ARCHIVE_NAME), join(folder, `${NEW_PREFIX}${randomUUID()}`));
    const index = join(folder, INDEX_FOLDER);
    if (exists(disk, index) && !isLinked(disk, index)) emptyFolder(disk, index);
  } finally {
    lock.release();
  }
}

export interface Sweep {
  id: string;
  actor: string;
  /** Folders, beside those that the archive knows, in which there are backups. */
  more: readonly string[];
}

/**
 * Writes every copy anew that can be reached, and puts down what cannot.
 * @throws ArchiveError CANCELLED; DISK_FULL, DISK_ERROR of the archive's own disk
 */
export async function sweepCopies(db: ArchiveDb, { id, actor, more }: Sweep, work: LongWork): Promise<void> {
  const { disk } = db;
  const folders = new Set([...backupPlaces(db), ...more]);
  const { copies, remaining } = findCopies(db, more);
  for (const { file } of copies) folders.add(dirname(file));
  for (const folder of folders) removeWorkingCopies(disk, folder);
  const note = (rewritten: Rewritten): void => {
    db.transaction((tx) => addDisposalAct(tx, { id, act: 'rewrite', actor, detail: rewritten, told: rewritten }));
  };
  const disposals = readDisposals(db.read);
  const found = new Set<string>();
  for (const [at, { file, kind }] of copies.entries()) {
    if (work.signal?.aborted === true) throw new ArchiveError('CANCELLED');
    work.onProgress?.({ done: at, total: copies.length, message: `清除副本：${file}` });
    try {
      const announce = (done: { before: string; after: string }): void => note({ file, kind, ...done });
      const done = await rewriteCopy(db, file, { disposals, actor, announce }, { signal: work.signal });
      if (done !== undefined) found.add(done.after);
    } catch (thrown) {
      remaining.push(leftOver(thrown, file));
    }
  }
  await removeQuarantined(db, note, remaining);
  for (const folder of folders) {
    try {
      for (const what of await tidyBlocks(disk, folder))
        remaining.push({ what, why: '清单读不出，同一文件夹中旧的数据块未能清除' });
    } catch (thrown) {
      remaining.push(leftOver(thrown, folder));
    }
  }
  const own = allStubs(db.read).filter(({ disposal_id }) => disposal_id === id);
  const since = own.map(({ filed_at }) => filed_at).sort()[0] ?? '';
  remaining.push(...missingBackups(db.read, found, since));
  db.transaction((tx) =>
    addDisposalAct(tx, {
      id,
      act: 'finish',
      actor,
      detail: { remaining },
      told: { remaining: remaining.length },
    }),
  );
}

/** A copy that could not be written anew is told, and keeps no other from it. @throws what ends the whole sweep */
function leftOver(thrown: unknown, what: string): Remaining {
  const { code, message } = reportError(errnoCode(thrown) === '' ? thrown : diskError(thrown, what));
  if (code === 'CANCELLED' || code === 'INTERNAL') throw thrown;
  return { what, why: message };
}

/** What lies in quarantine cannot be read as an archive: it goes whole, its hashes stay. */
async function removeQuarantined(
  db: ArchiveDb,
  note: (rewritten: Rewritten) => void,
  remaining: Remaining[],
): Promise<void> {
  const files = quarantines(db).flatMap((folder) => filesBelow(db.disk, folder));
  for (const file of files) {
    try {
      note({ file, kind: 'quarantine', before: await sha256OfFile(db.disk, file), after: null });
      db.disk.unlink(file);
      db.disk.syncFolder(dirname(file));
    } catch (thrown) {
      remaining.push(leftOver(thrown, file));
    }
  }
}

function filesBelow(disk: Disk, folder: string): string[] {
  return namesIn(disk, folder).flatMap((name) => {
    const path = join(folder, name);
    if (isLinked(disk, path)) return [];
    return disk.stat(path).isFolder ? filesBelow(disk, path) : [path];
  });
}
