/** An archive is opened with its own journal only; what else is shaped as one is put aside and told. */
import { ArchiveError } from '../../../shared/errors.ts';
import { FileDatabase } from './file-database.ts';
import { readOnlyDisk } from './read-only-disk.ts';
import { cutJournal, inspectJournals, quarantine } from './journal-checks.ts';
import type { Disk } from './disk.ts';

interface Row {
  seq: number;
  hash: string;
}

const idIn = (db: FileDatabase): string | undefined =>
  db.read.get<{ value: string }>("SELECT value FROM archive.meta WHERE key = 'archive_id'")?.value;

/** What a reading finds; undefined where it cannot be read. */
async function looked<T>(path: string, disk: Disk, look: (db: FileDatabase) => T): Promise<T | undefined> {
  let db: FileDatabase | undefined;
  try {
    db = await FileDatabase.open(path, { disk: readOnlyDisk(disk), schema: 'archive', readOnly: true });
    return look(db);
  } catch (thrown) {
    if (thrown instanceof ArchiveError && thrown.code === 'DISK_ERROR') throw thrown;
    return undefined;
  } finally {
    db?.close();
  }
}

/**
 * Whether a journal is another archive's, or an older one of this archive: those too are written as this program writes
 * them. With its own journal an archive has the same id, and its log still has the row that was last without it.
 * @param disk with the journal as it would be read
 * @returns what tells that it is not this archive's; '' where nothing does
 * @throws ArchiveError DISK_ERROR
 */
async function continuesOtherLog(disk: Disk, path: string): Promise<string> {
  const bare = cutJournal(disk, path, 0);
  const before = await looked(path, bare, (db) => ({
    id: idIn(db),
    last: db.read.get<Row>('SELECT seq, hash FROM archive.audit ORDER BY seq DESC LIMIT 1'),
  }));
  // Pages that a crash left half-written in the file: the journal that stands in for them is this archive's own.
  if (before?.id === undefined) return '';
  const { id, last } = before;
  const after = await looked(path, disk, (db) => ({
    id: idIn(db),
    hash:
      last === undefined
        ? undefined
        : db.read.get<Row>('SELECT seq, hash FROM archive.audit WHERE seq = ?', [last.seq])?.hash,
  }));
  if (after === undefined) {
    // Whose fault is it? The journal's, where the file alone is sound.
    const found = await looked(path, bare, (db) => db.checkStructure('quick'));
    return found?.length === 0 ? 'with the journal the archive cannot be read' : '';
  }
  if (after.id !== id) return 'the journal of another archive';
  return after.hash === last?.hash ? '' : 'a journal that does not continue the log';
}

export interface OwnJournals {
  /** The disk on which only the archive's own journal is found, for reading. */
  disk: Disk;
  /** Why something beside the archive was left out; '' where nothing was. */
  fault: string;
  /** The folder into which it was moved; null where nothing was, or nothing can be moved here. */
  quarantined: string | null;
}

/**
 * Before SQLite sees a database file.
 * @param writable whether what is not the archive's own may be moved; otherwise it is only left out
 * @throws ArchiveError DISK_ERROR, DISK_FULL; what else the disk says is thrown as it is
 */
export async function ownJournals(disk: Disk, path: string, writable: boolean): Promise<OwnJournals> {
  let found = inspectJournals(disk, path);
  if (found.hasCommits) {
    const fault = await continuesOtherLog(cutJournal(disk, path, found.soundBytes), path);
    if (fault !== '') found = { ...found, soundBytes: 0, fault };
  }
  const fault = found.fault === '' && found.rollback ? 'a rollback journal' : found.fault;
  if (fault === '') return { disk, fault, quarantined: null };
  if (writable) return { disk, fault, quarantined: await quarantine(disk, path, found) };
  return { disk: found.fault === '' ? disk : cutJournal(disk, path, found.soundBytes), fault, quarantined: null };
}
