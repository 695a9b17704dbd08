/**
 * SQLite itself: sql.js's `debug` build, loaded once a thread with our system calls under it, and its C interface by
 * name. sql.js's own JavaScript layer is left out because it drops a U+FEFF at the start of a text, copies blobs byte
 * by byte and throws error codes away.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { InitSqlJsStatic } from 'sql.js';
import { wrapImports } from './syscalls.ts';
import type { DiskComplaint, VirtualFiles } from './syscalls.ts';
import type { SqlParams, SqlRow, SqlValue } from './types.ts';

/** The functions of SQLite's C interface that are used, as the pinned sql.js exports them. */
export const USED_EXPORTS = [
  'sqlite3_open',
  'sqlite3_close_v2',
  'sqlite3_exec',
  'sqlite3_errmsg',
  'sqlite3_prepare_v2',
  'sqlite3_step',
  'sqlite3_reset',
  'sqlite3_finalize',
  'sqlite3_clear_bindings',
  'sqlite3_bind_parameter_index',
  'sqlite3_bind_text',
  'sqlite3_bind_blob',
  'sqlite3_bind_int',
  'sqlite3_bind_double',
  'sqlite3_column_count',
  'sqlite3_column_name',
  'sqlite3_column_type',
  'sqlite3_column_double',
  'sqlite3_column_text',
  'sqlite3_column_blob',
  'sqlite3_column_bytes',
  'sqlite3_changes',
  'malloc',
  'free',
] as const;
type Export = (typeof USED_EXPORTS)[number];
type SqliteApi = Record<Export, (...args: number[]) => number>;

/** Result codes, https://www.sqlite.org/rescode.html */
export const RESULT = {
  OK: 0,
  BUSY: 5,
  NOMEM: 7,
  READONLY: 8,
  IOERR: 10,
  CORRUPT: 11,
  FULL: 13,
  CANTOPEN: 14,
  CONSTRAINT: 19,
  NOTADB: 26,
  ROW: 100,
  DONE: 101,
} as const;
const TYPE = { INTEGER: 1, FLOAT: 2, TEXT: 3, BLOB: 4 } as const;

/** A failure as SQLite reports it. `complaint` is what the disk said meanwhile. */
export class SqliteFailure extends Error {
  readonly resultCode: number;
  readonly complaint: DiskComplaint | undefined;
  constructor(resultCode: number, message: string, complaint: DiskComplaint | undefined) {
    super(`SQLite ${resultCode}: ${message}`);
    this.name = 'SqliteFailure';
    this.resultCode = resultCode;
    this.complaint = complaint;
  }
}

export interface SqliteRuntime {
  readonly files: VirtualFiles;
  readonly api: SqliteApi;
  readonly memory: () => Buffer;
}

let loading: Promise<SqliteRuntime> | undefined;

/** Loads SQLite once a thread (about 30 ms); later calls answer the same. */
export function loadSqlite(): Promise<SqliteRuntime> {
  loading ??= load();
  return loading;
}

async function load(): Promise<SqliteRuntime> {
  const require = createRequire(import.meta.url);
  const initSqlJs = require('sql.js/dist/sql-wasm-debug.js') as InitSqlJsStatic;
  const wasm = new WebAssembly.Module(readFileSync(require.resolve('sql.js/dist/sql-wasm-debug.wasm')));
  let instance: WebAssembly.Instance | undefined;
  let files: VirtualFiles | undefined;
  const memory = (): WebAssembly.Memory => instance?.exports['memory'] as WebAssembly.Memory;
  await initSqlJs({
    // The channels of this program are not sql.js's to write on.
    print: () => undefined,
    printErr: () => undefined,
    instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
      quietHeapGrowth(imports);
      files = wrapImports(imports, memory);
      instance = new WebAssembly.Instance(wasm, imports);
      done(instance);
      return {};
    },
  });
  if (instance === undefined || files === undefined) throw new Error('sql.js did not instantiate its module');
  const exported = instance.exports;
  let heap = Buffer.from(memory().buffer);
  for (const name of USED_EXPORTS) {
    if (typeof exported[name] !== 'function') throw new Error(`sql.js no longer exports ${name}`);
  }
  return {
    files,
    api: exported as unknown as SqliteApi,
    // The heap grows, which replaces its ArrayBuffer: a view is good only until the next call into SQLite.
    memory: () => {
      const { buffer } = memory();
      if (heap.buffer !== buffer) heap = Buffer.from(buffer);
      return heap;
    },
  };
}

/** The debug build tells every growth of its heap on the console, past all settings. */
function quietHeapGrowth(imports: WebAssembly.Imports): void {
  const env = imports['env'] as Record<string, (size: number) => number>;
  const grow = env['emscripten_resize_heap'];
  if (grow === undefined) throw new Error('sql.js no longer imports emscripten_resize_heap');
  env['emscripten_resize_heap'] = (size) => {
    const channel: { warn: (...words: unknown[]) => void } = console;
    const { warn } = channel;
    channel.warn = () => undefined;
    try {
      return grow(size);
    } finally {
      channel.warn = warn;
    }
  };
}

function cString(runtime: SqliteRuntime, pointer: number): string {
  const heap = runtime.memory();
  return heap.toString('utf8', pointer, heap.indexOf(0, pointer));
}

function newCString(runtime: SqliteRuntime, text: string): number {
  const length = Buffer.byteLength(text);
  const pointer = runtime.api.malloc(length + 1);
  if (pointer === 0) throw new SqliteFailure(RESULT.NOMEM, 'out of memory', undefined);
  const heap = runtime.memory();
  heap.write(text, pointer, 'utf8');
  heap[pointer + length] = 0;
  return pointer;
}

/** One prepared statement. Reset after each use, so that no read stays open. */
class Statement {
  readonly #connection: Connection;
  readonly #pointer: number;
  readonly #columns: string[] = [];
  #bound: number[] = [];
  inUse = false;

  constructor(connection: Connection, pointer: number) {
    this.#connection = connection;
    this.#pointer = pointer;
    const { runtime } = connection;
    const count = runtime.api.sqlite3_column_count(pointer);
    for (let i = 0; i < count; i++) this.#columns.push(cString(runtime, runtime.api.sqlite3_column_name(pointer, i)));
  }

  /** Begins a use of the statement: what the disk complains of from now on belongs to it. */
  begin(params: SqlParams | undefined): void {
    this.#connection.runtime.files.takeComplaint();
    if (params === undefined) return;
    if (Array.isArray(params)) {
      (params as readonly SqlValue[]).forEach((value, index) => {
        this.#bindValue(index + 1, value);
      });
      return;
    }
    for (const [name, value] of Object.entries(params as Record<string, SqlValue>)) {
      const { runtime } = this.#connection;
      const pointer = newCString(runtime, /^[:@$]/.test(name) ? name : `:${name}`);
      const index = runtime.api.sqlite3_bind_parameter_index(this.#pointer, pointer);
      runtime.api.free(pointer);
      if (index === 0) throw new Error(`the statement has no parameter named ${name}`);
      this.#bindValue(index, value);
    }
  }

  #bindValue(index: number, value: SqlValue): void {
    const { api } = this.#connection.runtime;
    this.#connection.check(this.#bindRaw(api, index, value));
  }

  #bindRaw(api: SqliteApi, index: number, value: SqlValue): number {
    if (value === null) return api.sqlite3_bind_blob(this.#pointer, index, 0, 0, 0);
    if (typeof value === 'number') {
      if (Number.isNaN(value)) throw new Error('NaN cannot be stored');
      return value === (value | 0)
        ? api.sqlite3_bind_int(this.#pointer, index, value)
        : api.sqlite3_bind_double(this.#pointer, index, value);
    }
    // sql.js exports no 64-bit binding; a column of type INTEGER turns the digits into the number.
    const plain = typeof value === 'bigint' ? value.toString() : value;
    const isText = typeof plain === 'string';
    const length = isText ? Buffer.byteLength(plain) : plain.length;
    const pointer = api.malloc(length + 1);
    if (pointer === 0) throw new SqliteFailure(RESULT.NOMEM, 'out of memory', undefined);
    this.#bound.push(pointer);
    const heap = this.#connection.runtime.memory();
    if (isText) heap.write(plain, pointer, 'utf8');
    else heap.set(plain, pointer);
    return isText
      ? api.sqlite3_bind_text(this.#pointer, index, pointer, length, 0)
      : api.sqlite3_bind_blob(this.#pointer, index, pointer, length, 0);
  }

  /** True where a row is there to read. */
  step(): boolean {
    const { runtime } = this.#connection;
    const code = runtime.api.sqlite3_step(this.#pointer);
    if (code === RESULT.ROW) return true;
    if (code === RESULT.DONE) return false;
    throw this.#connection.failure(code);
  }

  row(): SqlRow {
    const { runtime } = this.#connection;
    const row: SqlRow = {};
    for (let i = 0; i < this.#columns.length; i++) row[this.#columns[i] ?? ''] = this.#column(runtime, i);
    return row;
  }

  #column({ api, memory }: SqliteRuntime, index: number): SqlValue {
    switch (api.sqlite3_column_type(this.#pointer, index)) {
      case TYPE.INTEGER:
      case TYPE.FLOAT:
        return api.sqlite3_column_double(this.#pointer, index);
      case TYPE.TEXT: {
        const start = api.sqlite3_column_text(this.#pointer, index);
        return memory().toString('utf8', start, start + api.sqlite3_column_bytes(this.#pointer, index));
      }
      case TYPE.BLOB: {
        const start = api.sqlite3_column_blob(this.#pointer, index);
        const length = api.sqlite3_column_bytes(this.#pointer, index);
        const copy = new Uint8Array(length);
        copy.set(memory().subarray(start, start + length));
        return copy;
      }
      default:
        return null;
    }
  }

  /** The bytes of a text or blob where they lie in SQLite's memory: good only until the next call into SQLite. */
  peek(index: number): Uint8Array {
    const { api, memory } = this.#connection.runtime;
    const start = api.sqlite3_column_blob(this.#pointer, index);
    return memory().subarray(start, start + api.sqlite3_column_bytes(this.#pointer, index));
  }

  reset(): void {
    const { api } = this.#connection.runtime;
    api.sqlite3_reset(this.#pointer);
    if (this.#bound.length === 0) return;
    api.sqlite3_clear_bindings(this.#pointer);
    for (const pointer of this.#bound) api.free(pointer);
    this.#bound = [];
  }

  finalize(): void {
    this.reset();
    this.#connection.runtime.api.sqlite3_finalize(this.#pointer);
  }
}

/** How many prepared statements are kept for the next use. */
const CACHED_STATEMENTS = 200;

/** One connection of SQLite; its `main` database is empty and in memory, real files are attached to it. */
export class Connection {
  readonly runtime: SqliteRuntime;
  readonly #db: number;
  readonly #statements = new Map<string, Statement>();
  #closed = false;

  constructor(runtime: SqliteRuntime) {
    this.runtime = runtime;
    const { api } = runtime;
    const name = newCString(runtime, ':memory:');
    const out = api.malloc(4);
    const code = api.sqlite3_open(name, out);
    this.#db = runtime.memory().readUInt32LE(out);
    api.free(name);
    api.free(out);
    this.check(code);
  }

  failure(code: number): SqliteFailure {
    const { api, files } = this.runtime;
    return new SqliteFailure(code, cString(this.runtime, api.sqlite3_errmsg(this.#db)), files.takeComplaint());
  }

  check(code: number): void {
    if (code !== RESULT.OK) throw this.failure(code);
  }

  /** Runs statements without parameters and without rows. */
  exec(sql: string): void {
    const pointer = newCString(this.runtime, sql);
    this.runtime.files.takeComplaint();
    try {
      this.check(this.runtime.api.sqlite3_exec(this.#db, pointer, 0, 0, 0));
    } finally {
      this.runtime.api.free(pointer);
    }
  }

  #prepare(sql: string): Statement {
    const { api } = this.runtime;
    const pointer = newCString(this.runtime, sql);
    const out = api.malloc(4);
    try {
      this.runtime.files.takeComplaint();
      this.check(api.sqlite3_prepare_v2(this.#db, pointer, -1, out, 0));
      const statement = this.runtime.memory().readUInt32LE(out);
      if (statement === 0) throw new Error('empty SQL statement');
      return new Statement(this, statement);
    } finally {
      api.free(out);
      api.free(pointer);
    }
  }

  /** Lends the statement to `act`. One that is already lent (a loop inside a loop) gets a near duplicate. */
  #borrow(sql: string): Statement {
    if (this.#closed) throw new Error('the database is closed');
    let statement = this.#statements.get(sql);
    if (statement?.inUse !== false) {
      const fresh = this.#prepare(sql);
      if (statement === undefined) {
        this.#makeRoom();
        this.#statements.set(sql, fresh);
      }
      statement = fresh;
    }
    statement.inUse = true;
    return statement;
  }

  #giveBack(sql: string, statement: Statement): void {
    statement.inUse = false;
    if (this.#statements.get(sql) === statement) statement.reset();
    else statement.finalize();
  }

  #makeRoom(): void {
    if (this.#statements.size < CACHED_STATEMENTS) return;
    for (const [sql, statement] of this.#statements) {
      if (statement.inUse) continue;
      this.#statements.delete(sql);
      statement.finalize();
      return;
    }
  }

  get(sql: string, params?: SqlParams): SqlRow | undefined {
    const statement = this.#borrow(sql);
    try {
      statement.begin(params);
      return statement.step() ? statement.row() : undefined;
    } finally {
      this.#giveBack(sql, statement);
    }
  }

  *iterate(sql: string, params?: SqlParams): IterableIterator<SqlRow> {
    const statement = this.#borrow(sql);
    try {
      statement.begin(params);
      while (statement.step()) yield statement.row();
    } finally {
      if (!this.#closed) this.#giveBack(sql, statement);
    }
  }

  /** The first column of the first row, uncopied, handed to `use`; false where there is no row. See Statement.peek. */
  peek(sql: string, params: SqlParams, use: (bytes: Uint8Array) => void): boolean {
    const statement = this.#borrow(sql);
    try {
      statement.begin(params);
      if (!statement.step()) return false;
      use(statement.peek(0));
      return true;
    } finally {
      this.#giveBack(sql, statement);
    }
  }

  /** Runs one statement to its end; answers the rows changed. */
  run(sql: string, params?: SqlParams): number {
    const statement = this.#borrow(sql);
    try {
      statement.begin(params);
      while (statement.step());
      return this.runtime.api.sqlite3_changes(this.#db);
    } finally {
      this.#giveBack(sql, statement);
    }
  }

  /** Forgets prepared statements: their columns may differ after the schema changed. */
  forgetStatements(): void {
    for (const statement of this.#statements.values()) statement.finalize();
    this.#statements.clear();
  }

  close(): void {
    if (this.#closed) return;
    this.forgetStatements();
    this.#closed = true;
    this.check(this.runtime.api.sqlite3_close_v2(this.#db));
  }
}
