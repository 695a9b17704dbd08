/**
 * The head of the audit log, kept in a small file beside the database: `archive.sqlite.head`. A log whose end was cut off, or
 * an older file put in the place of this one, ends before the head that is kept. The file is written after each commit and
 * never before, so it may be behind the log after a crash and never ahead of what is durable.
 */
import { constants } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { ArchiveError } from '../../../shared/errors.ts';
import type { Disk } from './disk.ts';
import { errnoCode, exists, readFully, removeQuietly, writeFully } from './disk.ts';
import { HEAD_ENDING } from './open-checks.ts';
import type { ReadableDb } from './types.ts';

const FORMAT = 'fuhan-log-head';
/** The file is one sector, so that no power cut leaves half of it. */
const FILE_BYTES = 512;

const keptHeadSchema = z.object({
  format: z.literal(FORMAT),
  archive_id: z.string(),
  /** 0 where the log was empty. */
  seq: z.number().int().min(0),
  hash: z.string(),
  sm3: z.string(),
  /** Beside a backup: the hash of the last row after which the log went on otherwise than it had (see branchOf); '' where none. */
  branch: z.string().optional(),
});
/** A head as such a file has it. */
export type KeptHead = Omit<z.infer<typeof keptHeadSchema>, 'format'>;

/** Acts whose rows say that from here on the log is not the one that had been kept. */
export const BRANCH_ACTIONS: readonly string[] = ['backup.restore', 'backup.undo_restore', 'audit.head_differs'];

/** How a kept head stands to the log. */
export interface HeadOutcome {
  /**
   * `same`: the log has it; `none`: there is no file, or nothing that can be read; `missing`: the log ends before it;
   * `changed`: the row of that number is another; `elsewhere`: it is of another archive.
   */
  outcome: 'same' | 'none' | 'missing' | 'changed' | 'elsewhere';
  kept: KeptHead | undefined;
  /** The head that the log had then; undefined where nothing was compared. */
  now?: KeptHead;
}

/** What belongs to a database's file and stands beside it. */
export function headPath(database: string): string {
  return `${database}${HEAD_ENDING}`;
}

/** The head that the log has now. Archives of older schema versions have no SM3. */
export function presentHead(db: ReadableDb): KeptHead {
  const id = db.get<{ value: string }>("SELECT value FROM archive.meta WHERE key = 'archive_id'")?.value ?? '';
  const row = db.get<{ seq: number; hash: string; sm3?: string }>(
    'SELECT * FROM archive.audit ORDER BY seq DESC LIMIT 1',
  );
  return { archive_id: id, seq: row?.seq ?? 0, hash: row?.hash ?? '', sm3: row?.sm3 ?? '' };
}

/**
 * Where the log last went on from an earlier end: by this it shows of a head whether it was kept before or after that. The hash of
 * the row that tells of it; '' where no row does.
 */
function branchOf(db: ReadableDb): string {
  const last = db.get<{ seq: number | null }>(
    `SELECT max(seq) AS seq FROM archive.audit WHERE action IN (${BRANCH_ACTIONS.map(() => '?').join(', ')})`,
    [...BRANCH_ACTIONS],
  )?.seq;
  return db.get<{ hash: string }>('SELECT hash FROM archive.audit WHERE seq = ?', [last ?? 0])?.hash ?? '';
}

/** What is kept beside a backup. */
export function backupHead(db: ReadableDb): KeptHead {
  return { ...presentHead(db), branch: branchOf(db) };
}

/** Reads the head beside a database; undefined where there is none or it cannot be read. */
export function readHead(disk: Disk, database: string): KeptHead | undefined {
  try {
    const fd = disk.open(headPath(database), constants.O_RDONLY);
    try {
      const bytes = Buffer.alloc(FILE_BYTES);
      const text = bytes.toString('utf8', 0, readFully(disk, fd, bytes, 0));
      const { format: _, ...head } = keptHeadSchema.parse(JSON.parse(text));
      return head;
    } finally {
      disk.close(fd);
    }
  } catch {
    return undefined;
  }
}

/** Holds a kept head against a log; a log that cannot be read is the matter of other checks. */
export function compareHead(db: ReadableDb, kept: KeptHead | undefined): HeadOutcome {
  if (kept === undefined) return { outcome: 'none', kept };
  try {
    return compare(db, kept);
  } catch (thrown) {
    if (!(thrown instanceof ArchiveError)) throw thrown;
    return { outcome: 'none', kept };
  }
}

function compare(db: ReadableDb, kept: KeptHead): HeadOutcome {
  const now = presentHead(db);
  if (kept.archive_id !== now.archive_id) return { outcome: 'elsewhere', kept, now };
  if (kept.seq === 0) return { outcome: 'same', kept, now };
  if (kept.seq > now.seq) return { outcome: 'missing', kept, now };
  const row =
    kept.seq === now.seq
      ? now
      : db.get<{ hash: string; sm3?: string }>('SELECT * FROM archive.audit WHERE seq = ?', [kept.seq]);
  const same = row?.hash === kept.hash && (kept.sm3 === '' || row.sm3 === kept.sm3);
  return { outcome: same ? 'same' : 'changed', kept, now };
}

function bytesOf(head: KeptHead): Uint8Array {
  const text = JSON.stringify({ format: FORMAT, ...head });
  return Buffer.from(`${text.padEnd(FILE_BYTES - 1)}\n`);
}

/** Writes the head beside a database that is finished (a backup); on the medium when it returns. */
export function writeHead(disk: Disk, database: string, head: KeptHead): void {
  const path = headPath(database);
  // What lies there by that name, a link that somebody laid among them, makes room: nothing is written through it.
  removeQuietly(disk, path);
  const fd = disk.open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL);
  try {
    writeFully(disk, fd, bytesOf(head), 0);
    disk.sync(fd);
  } finally {
    disk.close(fd);
  }
  disk.syncFolder(dirname(path));
}

/** Moves a head along with its database; whatever goes wrong, none is left beside a database that is not its own. */
export function moveHead(disk: Disk, from: string, to: string): void {
  if (!exists(disk, headPath(from))) return;
  try {
    disk.rename(headPath(from), headPath(to));
  } catch (thrown) {
    if (errnoCode(thrown) === '') throw thrown;
    disk.unlink(headPath(from));
  }
}

/** The row of the head alone: details of rows may be long. */
function headSql(db: ReadableDb): string {
  const sm3 = db.get("SELECT 1 AS one FROM pragma_table_info('audit', 'archive') WHERE name = 'sm3'");
  return `SELECT seq, hash, ${sm3 === undefined ? "''" : 'sm3'} AS sm3 FROM archive.audit ORDER BY seq DESC LIMIT 1`;
}

/** Keeps the file level with the log while an archive is open. */
export class HeadKeeper {
  readonly #disk: Disk;
  readonly #db: ReadableDb;
  readonly #fd: number;
  readonly #archiveId: string;
  /** Made when it is first needed: an opening mostly finds the file level with the log. */
  #sql: string | undefined;
  /** The number of the row that the file has; −1 where it is to be written whatever it has. */
  #seq: number;
  /** What the file had does not fit the log: it stays as it is until that has been told. */
  #waits: boolean;
  #unsynced = false;
  #closed = false;

  private constructor(disk: Disk, db: ReadableDb, fd: number, found: HeadOutcome) {
    this.#disk = disk;
    this.#db = db;
    this.#fd = fd;
    const now = found.now ?? presentHead(db);
    this.#archiveId = now.archive_id;
    this.#seq = found.outcome === 'same' ? (found.kept?.seq ?? -1) : -1;
    this.#waits = found.outcome !== 'same' && found.outcome !== 'none';
    if (this.#seq !== now.seq) this.follow();
  }

  /** Begins; undefined where the place takes no file, which must keep nobody from working. */
  static begin(disk: Disk, db: ReadableDb, database: string, found: HeadOutcome): HeadKeeper | undefined {
    let fd: number | undefined;
    try {
      fd = disk.open(headPath(database), constants.O_RDWR | constants.O_CREAT);
      return new HeadKeeper(disk, db, fd, found);
    } catch (thrown) {
      if (fd !== undefined) disk.close(fd);
      if (errnoCode(thrown) === '') throw thrown;
      return undefined;
    }
  }

  /** After a commit. */
  follow(): void {
    if (this.#waits) return;
    this.#sql ??= headSql(this.#db);
    const row = this.#db.get<{ seq: number; hash: string; sm3: string }>(this.#sql);
    const head = { seq: 0, hash: '', sm3: '', ...row };
    if (head.seq === this.#seq) return;
    try {
      writeFully(this.#disk, this.#fd, bytesOf({ archive_id: this.#archiveId, ...head }), 0);
      this.#unsynced = true;
      this.#seq = head.seq;
    } catch (thrown) {
      // The act is done and durable; the file is behind until the next one.
      if (errnoCode(thrown) === '') throw thrown;
    }
  }

  /** What did not fit has been told in the log: from now on the file follows again. */
  moveOn(): void {
    this.#waits = false;
    this.follow();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      if (this.#unsynced) this.#disk.sync(this.#fd);
    } catch (thrown) {
      if (errnoCode(thrown) === '') throw thrown;
    } finally {
      this.#disk.close(this.#fd);
    }
  }
}

/** Takes the head of a backup away with it. */
export function removeHead(disk: Disk, database: string): void {
  removeQuietly(disk, headPath(database));
}
