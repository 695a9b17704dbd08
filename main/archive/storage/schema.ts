/** What the tables, indexes and triggers of an archive must look like: made afresh in memory from the migrations. */
import type { Migration } from './migrations/types.ts';
import { Connection, loadSqlite } from './sqlite.ts';

/**
 * Name and SQL of everything that an archive of this schema version defines.
 * @param schemaVersion the archive's user_version
 */
export async function expectedSchema(
  schemaVersion: number,
  migrations: readonly Migration[],
): Promise<Map<string, string | null>> {
  const connection = new Connection(await loadSqlite());
  try {
    connection.exec("ATTACH ':memory:' AS archive");
    for (const migration of migrations) {
      if (migration.number <= schemaVersion) connection.exec(migration.up);
    }
    const rows = [...connection.iterate('SELECT name, sql FROM archive.sqlite_schema')];
    return new Map(
      rows.map(({ name, sql }) => [String(name), sql === null || sql === undefined ? null : String(sql as string)]),
    );
  } finally {
    connection.close();
  }
}
