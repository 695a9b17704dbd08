/** What every migration owes, so that the test of the next one says only what is its own. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import { MIGRATIONS } from '../../main/archive/storage/migrations/index.ts';
import type { Migration } from '../../main/archive/storage/migrations/types.ts';
import { ARCHIVE_NAME } from '../../main/archive/storage/open-checks.ts';
import { expectedDefinitions } from '../../main/archive/storage/schema.ts';
import type { ArchiveDb } from '../../main/archive/storage/archive-db.ts';
import { verifyArchive } from '../../main/archive/trust/verify.ts';
import { archiveIn, emptyFolder } from './archive.ts';
import { folderOfVersion, readByOther } from './earlier-archives.ts';

interface Table {
  name: string;
  columns: string[];
}

function tablesOf(db: DatabaseSync): Table[] {
  const names = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .all();
  return names.map(({ name }) => {
    const columns = db.prepare('SELECT name FROM pragma_table_info(?)').all(String(name));
    return { name: String(name), columns: columns.map((column) => String(column['name'])) };
  });
}

/** Rows as texts, sorted: to be compared as a set. */
function rowsOf(db: DatabaseSync, { name, columns }: Table): string[] {
  const text = (value: unknown): unknown => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value);
  const rows = db.prepare(`SELECT ${columns.join(', ')} FROM ${name}`).all();
  return rows.map((row) => JSON.stringify(columns.map((column) => text(row[column])))).sort();
}

export interface Rise {
  /** At the new schema version, open. */
  db: ArchiveDb;
  /** As the earlier program left it, read by another SQLite. */
  before: DatabaseSync;
}

/**
 * Takes an archive that the program of schema version `schema` − 1 made up by this one migration, and checks what each owes: every row
 * that was there is there with the same values (so every version to the byte), tables and triggers are those of that version, the check of
 * the whole archive finds nothing (so every hash is true), and the backup is the file as it was.
 * @param owes `adds`: tables that get new rows; `changes`: columns that get new values, as `table.column`; `turnsOver`: derived tables
 *   whose rows are written in another form, which the test of the migration looks at itself
 */
export async function rise(
  schema: number,
  owes: {
    adds?: readonly string[];
    changes?: readonly string[];
    turnsOver?: readonly string[];
    kind?: 'accounts';
    migrations?: readonly Migration[];
  } = {},
): Promise<Rise> {
  const folder = folderOfVersion(schema - 1, owes.kind);
  const path = join(folder, ARCHIVE_NAME);
  const old = join(emptyFolder(), 'old.sqlite');
  copyFileSync(path, old);
  const before = readByOther(old);
  const migrations = (owes.migrations ?? MIGRATIONS).slice(0, schema);
  const db = await archiveIn(folder, { migrations });
  expect(db.migrated).toMatchObject({ from: schema - 1, to: schema });
  expect(db.read.get('PRAGMA archive.user_version')).toEqual({ user_version: schema });
  expect((await verifyArchive(db)).problems).toEqual([]);

  const now = join(emptyFolder(), 'now.sqlite');
  db.holdStill()();
  copyFileSync(path, now);
  const after = readByOther(now);
  for (const { name, columns } of tablesOf(before)) {
    if (owes.turnsOver?.includes(name) === true) continue;
    const kept = { name, columns: columns.filter((column) => owes.changes?.includes(`${name}.${column}`) !== true) };
    const [were, are] = [rowsOf(before, kept), rowsOf(after, kept)];
    if (owes.adds?.includes(name) === true) expect(are, name).toEqual(expect.arrayContaining(were));
    else expect(are, name).toEqual(were);
  }
  const names = after.prepare('SELECT name FROM sqlite_schema').all();
  expect(names.map(({ name }) => String(name)).sort()).toEqual(
    (await expectedDefinitions(schema, migrations)).map(({ name }) => name).sort(),
  );
  const backup = readByOther(db.migrated?.backup ?? '');
  expect(tablesOf(backup)).toEqual(tablesOf(before));
  for (const table of tablesOf(before)) expect(rowsOf(backup, table), table.name).toEqual(rowsOf(before, table));
  return { db, before };
}
