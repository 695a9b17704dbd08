/**
 * The structure of the database. SQLite's own check of a table cannot be interrupted, so in a large archive it would
 * stop all other work for seconds; there the same is shown in small pieces: every page has its checksum (verify.ts),
 * every index knows as many rows as its table, and no row points to one that is not there.
 */
import type { TimeSlicer } from '../work/time-slicer.ts';
import type { ReadableDb, SqlRow, SqlValue } from '../storage/types.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';

/** Up to this size of the file the check of a table takes a few milliseconds. */
const SMALL_BYTES = 8 * 1024 * 1024;
/** Rows looked at between two looks at other work. */
const ROWS_AT_ONCE = 500;
const WITHOUT_ROWID = /WITHOUT\s+ROWID\s*$/i;

export interface StructureReport {
  problem: (kind: string, id: string | undefined, message: string, details?: string) => void;
  /** Whether anything was reported yet. */
  hasFound: () => boolean;
  unreadable: (kind: string, id: string, message: string, thrown: unknown) => void;
}

/** @param whole SQLite's own check or the small pieces, whatever the size; by the size where undefined */
export async function checkStructure(
  archive: ArchiveDb,
  whole: boolean | undefined,
  report: StructureReport,
  slicer: TimeSlicer,
): Promise<void> {
  const db = archive.read;
  const pages = db.get<{ page_count: number }>('PRAGMA archive.page_count')?.page_count ?? 0;
  const pageBytes = db.get<{ page_size: number }>('PRAGMA archive.page_size')?.page_size ?? 0;
  const atOnce = whole ?? pages * pageBytes <= SMALL_BYTES;
  const tables = db.all<{ name: string; sql: string }>(
    "SELECT name, sql FROM archive.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  );
  slicer.stage('检查数据库结构', tables.length);
  for (const table of tables) {
    try {
      if (atOnce) reportFound(archive.checkStructure(table.name), table.name, report);
      else await checkIndexes(db, table, report, slicer);
      await checkReferences(db, table, report, slicer);
    } catch (thrown) {
      report.unreadable('structure', table.name, `表 ${table.name} 无法读全`, thrown);
    }
    await slicer.step();
  }
  // What belongs to no table: the list of free pages, and what the head of the file says.
  if (atOnce && !report.hasFound()) reportFound(archive.checkStructure('quick'), undefined, report);
}

/** What SQLite says of a table, by what it begins with or holds. Of anything else it complains about pages. */
const SAID: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [/^row (\d+) missing from index (\w+)$/u, (row, index) => `第 ${row} 行不在索引 ${index} 中`],
  [/^wrong # of entries in index (\w+)$/u, (index) => `索引 ${index} 的条数与表不同`],
  [/^non-unique entry in index (\w+)$/u, (index) => `索引 ${index} 中有重复的条目`],
  [/^NULL value in \w+\.(\w+)$/u, (column) => `${column} 不应为空`],
  [/^CHECK constraint failed in/u, () => '有的值不在允许的范围内'],
  [/^(?:NUMERIC|TEXT|BLOB|INT|REAL|non-\w+) value in \w+\.(\w+)$/u, (column) => `${column} 的值不是应有的类型`],
];

function reportFound(found: readonly string[], table: string | undefined, report: StructureReport): void {
  const told = new Set<string>();
  for (const one of found) {
    const [pattern, words] = SAID.find(([begins]) => begins.test(one)) ?? [];
    const message =
      words?.(...(pattern?.exec(one) ?? []).slice(1)) ??
      (table === undefined ? '空闲页的登记不符' : '所在的页结构不符');
    if (told.has(message)) continue;
    told.add(message);
    report.problem('structure', table, table === undefined ? `数据库文件${message}` : `表 ${table}：${message}`, one);
  }
}

/** An index that lacks rows would hide them from lists and searches. */
async function checkIndexes(
  db: ReadableDb,
  { name: table, sql }: { name: string; sql: string },
  report: StructureReport,
  slicer: TimeSlicer,
): Promise<void> {
  const isWithoutRowid = WITHOUT_ROWID.test(sql);
  const count = (by: string): number =>
    db.get<{ n: number }>(`SELECT count(*) AS n FROM archive.${table} ${by}`)?.n ?? 0;
  const indexes = db
    .all<{ name: string; partial: number; origin: string }>(`PRAGMA archive.index_list(${table})`)
    // The key of a table without row numbers is the table itself.
    .filter(({ partial, origin }) => partial === 0 && !(origin === 'pk' && isWithoutRowid));
  if (indexes.length === 0) return;
  const rows = count('NOT INDEXED');
  await slicer.step(0);
  for (const { name } of indexes) {
    const known = count(`INDEXED BY ${name}`);
    if (known !== rows) report.problem('structure', table, `索引 ${name} 有 ${known} 条，表 ${table} 有 ${rows} 条`);
    await slicer.step(0);
  }
}

interface Reference {
  from: string;
  table: string;
  /** null where the schema leaves it to the key of the other table. */
  to: string | null;
}

/** No row may point to one that is not there. Row by row through the table's key, some hundred at a time. */
async function checkReferences(
  db: ReadableDb,
  table: { name: string; sql: string },
  report: StructureReport,
  slicer: TimeSlicer,
): Promise<void> {
  const references = db.all<Reference>(`SELECT "from", "table", "to" FROM pragma_foreign_key_list(?, 'archive')`, [
    table.name,
  ]);
  if (references.length === 0) return;
  const keys = WITHOUT_ROWID.test(table.sql) ? keyColumns(db, table.name) : ['rowid'];
  const columns = keys.map((key) => `t."${key}"`).join(', ');
  const flags = references.map(
    ({ from, table: parent, to }, index) =>
      `t."${from}" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM archive.${parent} p ` +
      `WHERE p."${to ?? keyColumns(db, parent)[0] ?? 'rowid'}" = t."${from}") AS lost${index}`,
  );
  const selected = [...keys.map((key, index) => `t."${key}" AS key${index}`), ...flags].join(', ');
  const next = (from: string): string =>
    `SELECT ${selected} FROM archive.${table.name} t ${from} ORDER BY ${columns} LIMIT ${ROWS_AT_ONCE}`;
  const following = next(`WHERE (${columns}) > (${keys.map(() => '?').join(', ')})`);
  let rows: SqlRow[] = db.all(next(''));
  while (rows.length > 0) {
    let last: SqlValue[] = [];
    for (const row of rows) {
      last = keys.map((_, index) => row[`key${index}`] ?? null);
      references.forEach((reference, index) => {
        if (row[`lost${index}`] !== 1) return;
        report.problem(
          'reference',
          table.name,
          `表 ${table.name} 中 ${last.join(' ')} 指向 ${reference.table} 中不存在的记录`,
        );
      });
    }
    await slicer.step(0);
    rows = db.all(following, last);
  }
}

/** The columns that make the key of a table without row numbers, in their order. */
export function keyColumns(db: ReadableDb, table: string): string[] {
  return db
    .all<{ name: string }>(`SELECT name FROM pragma_table_info(?, 'archive') WHERE pk > 0 ORDER BY pk`, [table])
    .map(({ name }) => name);
}
