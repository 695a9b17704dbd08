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
}

/** Exists only inside a transaction. */
export interface WritableDb extends ReadableDb {
  readonly kind: 'writable';
  /** Runs one statement; answers how many rows it changed. */
  run(sql: string, params?: SqlParams): number;
}
