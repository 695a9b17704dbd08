/** Branded handles of the database: who holds a reader cannot write. */

export type SqlValue = string | number | bigint | Uint8Array | null;
export type SqlParams = readonly SqlValue[] | Readonly<Record<string, SqlValue>>;
export type SqlRow = Record<string, SqlValue>;

/** Rows come as plain objects keyed by column; integers as numbers, blobs as Uint8Array (a copy). */
export interface ReadableDb {
  readonly kind: 'readable' | 'writable';
  get<T extends object = SqlRow>(sql: string, params?: SqlParams): T | undefined;
  all<T extends object = SqlRow>(sql: string, params?: SqlParams): T[];
  iterate<T extends object = SqlRow>(sql: string, params?: SqlParams): IterableIterator<T>;
  /**
   * Reads several things of one state. Cheaper, too: SQLite looks at the file once for all of them.
   * @param act must not wait and must not write
   */
  together<T>(act: () => T): T;
}

/** Exists only inside a transaction. */
export interface WritableDb extends ReadableDb {
  readonly kind: 'writable';
  /** Runs one statement; answers how many rows it changed. */
  run(sql: string, params?: SqlParams): number;
}
