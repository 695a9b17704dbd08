/**
 * One database file under SQLite, with statements kept prepared and transactions as plain functions. The archive and
 * the search index both stand on it; it knows neither.
 */
import { constants } from 'node:fs';
import { basename, dirname } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import { durableNamesDisk } from './durable-names.ts';
import { DAMAGED_PAGE, complaintError, databaseError, openingError } from './failures.ts';
import { sealedJournalDisk } from './journal-seals.ts';
import { markWriteAhead, pageCheckedDisk, sealingDisk } from './page-checks.ts';
import { Connection, loadSqlite } from './sqlite.ts';
import type { Disk } from './disk.ts';
import type { ReadableDb, SqlParams, SqlRow, WritableDb } from './types.ts';

export interface FileDatabaseOptions {
  disk: Disk;
  /** The name under which statements know the file's tables (`archive.letter`). */
  schema: string;
  readOnly?: boolean;
  /** FULL: every commit is on the medium when it returns. NORMAL: a power cut may take the last ones, whole. */
  synchronous?: 'FULL' | 'NORMAL';
}

/** Pages of 4 KiB are checkpointed from the journal into the file once the journal holds this many. */
const CHECKPOINT_PAGES = 1000;
/** SQLite's page cache, in KiB. */
const CACHE_KIB = 16_384;
/** After a large import the journal is cut back to this size. */
const JOURNAL_LIMIT_BYTES = 64 * 1024 * 1024;

/** Runs `act`, turning SQLite's failures into the archive's. */
function translated<T>(act: () => T): T {
  try {
    return act();
  } catch (thrown) {
    throw databaseError(thrown);
  }
}

function reader(connection: Connection): Omit<ReadableDb, 'kind' | 'together'> {
  return {
    get: <T extends object>(sql: string, params?: SqlParams) =>
      translated(() => connection.get(sql, params)) as T | undefined,
    all: <T extends object>(sql: string, params?: SqlParams) =>
      translated(() => [...connection.iterate(sql, params)]) as T[],
    iterate: <T extends object>(sql: string, params?: SqlParams) =>
      rows(connection, sql, params) as IterableIterator<T>,
  };
}

function* rows(connection: Connection, sql: string, params?: SqlParams): IterableIterator<SqlRow> {
  try {
    yield* connection.iterate(sql, params);
  } catch (thrown) {
    throw databaseError(thrown);
  }
}

export class FileDatabase {
  readonly read: ReadableDb;
  readonly readOnly: boolean;
  readonly #connection: Connection;
  readonly #schema: string;
  readonly #unmount: () => void;
  #inTransaction = false;
  #readsTogether = false;
  #closed = false;

  private constructor(connection: Connection, options: FileDatabaseOptions, unmount: () => void) {
    this.#connection = connection;
    this.#schema = options.schema;
    this.#unmount = unmount;
    this.readOnly = options.readOnly === true;
    this.read = { kind: 'readable', ...reader(connection), together: (act) => this.#together(act) };
  }

  /**
   * Opens the file, or begins a new one where it does not exist.
   * @throws ArchiveError ARCHIVE_DAMAGED, DISK_ERROR, DISK_FULL, ARCHIVE_READ_ONLY
   */
  static async open(path: string, options: FileDatabaseOptions): Promise<FileDatabase> {
    const runtime = await loadSqlite();
    const mount = runtime.files.mount(
      dirname(path),
      sealedJournalDisk(pageCheckedDisk(durableNamesDisk(options.disk))),
    );
    const connection = new Connection(runtime);
    try {
      translated(() => {
        const { schema } = options;
        // Exclusive before ATTACH: SQLite then keeps the journal's index in memory instead of asking for shared memory.
        connection.exec('PRAGMA locking_mode=EXCLUSIVE');
        connection.run(`ATTACH ? AS ${schema}`, [`${mount.path}/${basename(path)}`]);
        // A file that cannot be opened for writing just now SQLite would silently open for reading.
        const complaint = runtime.files.takeComplaint();
        if (options.readOnly !== true && complaint !== undefined) throw complaintError(complaint, 'attach');
        if (options.readOnly !== true) {
          const mode = connection.get(`PRAGMA ${schema}.journal_mode=WAL`)?.['journal_mode'];
          if (mode !== 'wal') throw new ArchiveError('DISK_ERROR', undefined, `journal mode ${String(mode)}`);
        }
        connection.exec(`
          PRAGMA ${schema}.synchronous=${options.synchronous ?? 'FULL'};
          PRAGMA ${schema}.wal_autocheckpoint=${CHECKPOINT_PAGES};
          PRAGMA ${schema}.journal_size_limit=${JOURNAL_LIMIT_BYTES};
          PRAGMA ${schema}.cache_size=-${CACHE_KIB};
          PRAGMA foreign_keys=ON;
          -- Without it REPLACE would take rows away without asking the triggers that refuse it.
          PRAGMA recursive_triggers=ON;
          PRAGMA temp_store=MEMORY;
          -- What is deleted is overwritten at once, and not only when the file is written anew.
          PRAGMA ${schema}.secure_delete=ON;
          PRAGMA trusted_schema=OFF;
          PRAGMA cell_size_check=ON;`);
        if (options.readOnly === true) connection.exec('PRAGMA query_only=ON');
      });
      return new FileDatabase(connection, options, mount.unmount);
    } catch (thrown) {
      closeQuietly(connection);
      mount.unmount();
      throw openingError(thrown);
    }
  }

  /** See ArchiveDb.peek. */
  peek(sql: string, params: SqlParams, use: (bytes: Uint8Array) => void): boolean {
    return translated(() => this.#connection.peek(sql, params, use));
  }

  #together<T>(act: () => T): T {
    if (this.#inTransaction || this.#readsTogether) return act();
    const connection = this.#connection;
    translated(() => connection.run('BEGIN'));
    this.#readsTogether = true;
    try {
      return act();
    } finally {
      this.#readsTogether = false;
      // After some disk errors SQLite has already ended it by itself.
      try {
        connection.run('COMMIT');
      } catch {
        connection.runtime.files.takeComplaint();
      }
    }
  }

  /** See ArchiveDb.transaction. */
  transaction<T>(act: (db: WritableDb) => T): T {
    if (this.readOnly) throw new ArchiveError('ARCHIVE_READ_ONLY');
    if (this.#inTransaction) throw new Error('a transaction inside a transaction');
    if (this.#readsTogether) throw new Error('a transaction inside reads of one state');
    const connection = this.#connection;
    translated(() => {
      connection.exec('BEGIN IMMEDIATE');
    });
    this.#inTransaction = true;
    let open = true;
    const db: WritableDb = {
      kind: 'writable',
      ...reader(connection),
      together: (act_) => act_(),
      run: (sql, params) => {
        if (!open) throw new Error('the transaction has ended');
        return translated(() => connection.run(sql, params));
      },
    };
    try {
      const result = act(db);
      if (result instanceof Promise) throw new Error('a transaction must not wait: its function is not to be async');
      translated(() => {
        connection.exec('COMMIT');
      });
      return result;
    } catch (thrown) {
      // After some disk errors SQLite has already rolled back by itself.
      try {
        connection.exec('ROLLBACK');
      } catch {
        connection.runtime.files.takeComplaint();
      }
      throw thrown;
    } finally {
      open = false;
      this.#inTransaction = false;
    }
  }

  /**
   * Runs SQL that defines or rebuilds tables, all of it in one transaction. References between rows are checked at the
   * end only, so that tables can be rebuilt on the way.
   */
  define(steps: readonly string[]): void {
    const connection = this.#connection;
    connection.forgetStatements();
    translated(() => {
      connection.exec('PRAGMA foreign_keys=OFF; BEGIN IMMEDIATE');
      try {
        for (const sql of steps) connection.exec(sql);
        const orphan = connection.get(`PRAGMA ${this.#schema}.foreign_key_check`);
        if (orphan !== undefined) throw new Error(`rows without their counterpart in ${String(orphan['table'])}`);
        connection.exec('COMMIT');
      } catch (thrown) {
        try {
          connection.exec('ROLLBACK');
        } catch {
          connection.runtime.files.takeComplaint();
        }
        throw thrown;
      } finally {
        connection.forgetStatements();
        connection.exec('PRAGMA foreign_keys=ON');
      }
    });
  }

  /**
   * Runs SQLite's own check of the structure; answers what it found wrong.
   * @param what `quick` for all tables without their indexes, else the name of a table
   * @throws ArchiveError DISK_ERROR where a page could not be read at all: that is not known to be damage
   */
  checkStructure(what: string): string[] {
    const pragma = what === 'quick' ? 'quick_check(20)' : `integrity_check(${what})`;
    const { files } = this.#connection.runtime;
    const found = translated(() => [...this.#connection.iterate(`PRAGMA ${this.#schema}.${pragma}`)]);
    const complaint = files.takeComplaint();
    const messages = found.map((row) => String(Object.values(row)[0])).filter((message) => message !== 'ok');
    if (complaint !== undefined && complaint.code !== DAMAGED_PAGE) throw complaintError(complaint, messages[0] ?? '');
    return messages;
  }

  /** Moves the journal's content into the file and empties the journal. */
  checkpoint(): void {
    const row = translated(() => this.#connection.get(`PRAGMA ${this.#schema}.wal_checkpoint(TRUNCATE)`));
    if (row?.['busy'] !== 0) throw new Error('the journal is being read and cannot be emptied');
  }

  /**
   * Writes what the database holds into a new file, page by page anew: nothing that was deleted comes along, neither on free pages nor
   * in the gaps of used ones. On the medium when it returns.
   * @param path of the new file, which is not there yet; a crash may leave it, and a `-journal` beside it
   * @throws ArchiveError DISK_FULL, DISK_ERROR, ARCHIVE_DAMAGED
   */
  compactInto(disk: Disk, path: string): void {
    const { files } = this.#connection.runtime;
    const mount = files.mount(dirname(path), sealingDisk(disk, path));
    try {
      files.takeComplaint();
      translated(() => this.#connection.run(`VACUUM ${this.#schema} INTO ?`, [`${mount.path}/${basename(path)}`]));
    } finally {
      mount.unmount();
    }
    const fd = disk.open(path, constants.O_RDWR);
    try {
      markWriteAhead(disk, fd);
      disk.sync(fd);
    } finally {
      disk.close(fd);
    }
    disk.syncFolder(dirname(path));
  }

  /** While off, the file itself does not change: work goes into the journal only. */
  setAutoCheckpoint(on: boolean): void {
    translated(() => {
      this.#connection.exec(`PRAGMA ${this.#schema}.wal_autocheckpoint=${on ? CHECKPOINT_PAGES : 0}`);
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      translated(() => {
        this.#connection.close();
      });
    } finally {
      this.#unmount();
    }
  }
}

function closeQuietly(connection: Connection): void {
  try {
    connection.close();
  } catch {
    return;
  }
}
