/**
 * What the tables, indexes and triggers of an archive must look like. A trigger more could make the archive tell that something was
 * stored and drop it: an archive whose definitions are others is not worked with.
 */
import { createHash } from 'node:crypto';
import { ArchiveError } from '../../../shared/errors.ts';
import { schemaVersionOf } from './migrate.ts';
import type { Migration } from './migrations/types.ts';
import { Connection, loadSqlite } from './sqlite.ts';
import type { ReadableDb, SqlRow } from './types.ts';

/** A table, index, trigger or view as the database defines it. */
export interface Definition {
  type: string;
  name: string;
  /** The table that it is of. */
  of: string;
  /** '' for an index that SQLite makes itself. */
  sql: string;
}

const SQL = 'SELECT type, name, tbl_name AS "of", sql FROM archive.sqlite_schema';

function definitionOf(row: SqlRow): Definition {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { type: text(row['type']), name: text(row['name']), of: text(row['of']), sql: text(row['sql']) };
}

const sorted = (definitions: readonly Definition[]): string[] =>
  definitions.map((one) => JSON.stringify([one.type, one.name, one.of, one.sql])).sort();

/** What an open archive defines. */
export function definitionsIn(db: ReadableDb): Definition[] {
  return db.all(SQL).map(definitionOf);
}

/** @returns SHA-256 over all definitions, in whatever order they stand */
export function definitionsDigest(definitions: readonly Definition[]): string {
  return createHash('sha256').update(sorted(definitions).join('\n')).digest('hex');
}

/**
 * Everything that an archive of this schema version defines: made afresh in memory from the migrations, which takes some ten milliseconds.
 * @param schemaVersion the archive's user_version
 */
export async function expectedDefinitions(
  schemaVersion: number,
  migrations: readonly Migration[],
): Promise<Definition[]> {
  const connection = new Connection(await loadSqlite());
  try {
    connection.exec("ATTACH ':memory:' AS archive");
    for (const migration of migrations) {
      if (migration.number <= schemaVersion) connection.exec(migration.up);
    }
    return [...connection.iterate(SQL)].map(definitionOf);
  } finally {
    connection.close();
  }
}

/** @returns the name of each definition that is missing, altered or one too many, with that in words */
export async function schemaFaults(
  db: ReadableDb,
  migrations: readonly Migration[],
): Promise<{ name: string; message: string }[]> {
  const expected = await expectedDefinitions(schemaVersionOf(db), migrations);
  const found = definitionsIn(db);
  const wanted = new Map(expected.map((one) => [one.name, one]));
  const there = new Map(found.map((one) => [one.name, one]));
  const isSame = (one: Definition, other: Definition): boolean => sorted([one])[0] === sorted([other])[0];
  const faults: { name: string; message: string }[] = [];
  for (const one of expected) {
    const other = there.get(one.name);
    if (other === undefined) faults.push({ name: one.name, message: `缺少 ${one.name}` });
    else if (!isSame(one, other)) faults.push({ name: one.name, message: `${one.name} 的定义被改动` });
  }
  for (const name of there.keys()) if (!wanted.has(name)) faults.push({ name, message: `多出 ${name}` });
  // The same name twice, as only who writes into the schema itself can have it.
  for (const name of new Set(
    found.filter((one, at) => found.findIndex(({ name }) => name === one.name) < at).map(({ name }) => name),
  ))
    faults.push({ name, message: `${name} 的定义出现两次` });
  return faults;
}

/**
 * Cheap where all is well: the migration says what hash the definitions have.
 * @throws ArchiveError ARCHIVE_DAMAGED, naming the first definition that is not as it must be
 */
export async function requireSchema(db: ReadableDb, migrations: readonly Migration[]): Promise<void> {
  const schemaVersion = schemaVersionOf(db);
  const known = migrations.find(({ number }) => number === schemaVersion)?.definitionsSha256;
  if (known !== undefined && definitionsDigest(definitionsIn(db)) === known) return;
  const [first, ...others] = await schemaFaults(db, migrations);
  if (first === undefined) return;
  const more = others.length === 0 ? '' : `等 ${others.length + 1} 处`;
  throw new ArchiveError(
    'ARCHIVE_DAMAGED',
    `库的结构被改动（${first.message}${more}）`,
    `schema version ${schemaVersion}`,
  );
}
