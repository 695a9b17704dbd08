/**
 * Every value is of the kind that its column takes. SQLite stores bytes where a text belongs, and nothing where something must be, if told
 * so in the file itself; then other checks read past it, or cannot read on.
 */
import type { ReadableDb, SqlRow, SqlValue } from '../storage/types.ts';
import { TABLE_EVIDENCE } from './table-evidence.ts';
import { TimeSlicer } from '../work/time-slicer.ts';
import { reportInto, reportUnreadable, type Check, type Problem } from './verify-check.ts';
import { keyColumns } from './verify-structure.ts';

/** Rows looked at between two looks at other work. */
const ROWS_AT_ONCE = 100;
/** Faults of one column that are named one by one. */
const MOST_NAMED = 5;
/** What no hash covers is never as long as this. */
const MOST_BYTES_WITHOUT_EVIDENCE = 1024 * 1024;

interface Column {
  name: string;
  type: string;
  notnull: number;
  pk: number;
}

const KINDS: Readonly<Record<string, { stored: string; label: string }>> = {
  TEXT: { stored: 'text', label: '文字' },
  INTEGER: { stored: 'integer', label: '整数' },
  BLOB: { stored: 'blob', label: '字节' },
};

/** Numbers that begin with 1; all others with 0. */
const FROM_ONE = new Set(['audit.seq', 'version.version', 'letter.number', 'letter.version', 'account_password.seq']);

/** SQL that is 1 where the value of a column is not as it must be. */
function faultSql(table: string, { name, type, notnull, pk }: Column): string {
  const column = `"${name}"`;
  const stored = KINDS[type]?.stored;
  const mayBeNothing = notnull === 0 && pk === 0;
  const wrongKind =
    stored === undefined
      ? '0'
      : mayBeNothing
        ? `typeof(${column}) NOT IN ('${stored}', 'null')`
        : `typeof(${column}) <> '${stored}'`;
  const wrong = [wrongKind];
  if (type === 'INTEGER') wrong.push(`ifnull(${column} < ${FROM_ONE.has(`${table}.${name}`) ? 1 : 0}, 0)`);
  if (type === 'TEXT' && pk > 0) wrong.push(`ifnull(${column} = '', 0)`);
  if (TABLE_EVIDENCE[table]?.[name]?.by === 'none')
    wrong.push(`ifnull(octet_length(${column}) > ${MOST_BYTES_WITHOUT_EVIDENCE}, 0)`);
  return `(${wrong.join(' OR ')})`;
}

function inWords(found: { kind: SqlValue; bytes: SqlValue }, column: Column): string {
  const kind = KINDS[column.type];
  if (found.kind === 'null') return '不应为空';
  if (found.kind !== kind?.stored) return `应为${kind?.label ?? ''}，实为${labelOf(found.kind)}`;
  if (column.type === 'INTEGER') return '不在允许的范围内';
  return found.bytes === 0 ? '不应为空' : '过长';
}

const labelOf = (stored: SqlValue): string =>
  Object.values(KINDS).find((kind) => kind.stored === stored)?.label ?? '小数';

const MOST_LABEL = 80;

function label(key: readonly SqlValue[]): string {
  const parts = key.map((one) =>
    one instanceof Uint8Array ? `（${one.length} 字节）` : one === null ? '（空）' : String(one),
  );
  const text = parts.join(' ');
  return text.length > MOST_LABEL ? `${text.slice(0, MOST_LABEL)}…` : text;
}

/** The first value that is not as it must be, in words; undefined where all are. */
export async function firstFault(db: ReadableDb): Promise<string | undefined> {
  const problems: Problem[] = [];
  await checkValues({ db, report: reportInto(problems), slicer: new TimeSlicer() });
  return problems[0]?.message;
}

/** The first value of some rows that is not as it must be, in words. @param where a condition with one `?` for the value */
export function firstFaultWhere(db: ReadableDb, table: string, where: string, value: SqlValue): string | undefined {
  const columns = columnsOf(db, table);
  const faults = columns.map((column, bit) => `(${faultSql(table, column)} << ${bit})`).join(' | ');
  for (const row of db.all<{ faults: number }>(`SELECT ${faults} AS faults FROM archive.${table} WHERE ${where}`, [
    value,
  ]))
    for (const [bit, { name }] of columns.entries())
      if ((row.faults & (1 << bit)) !== 0) return `表 ${table} 的 ${name} 不合要求`;
  return undefined;
}

const columnsOf = (db: ReadableDb, table: string): Column[] =>
  db.all<Column>(`SELECT name, type, "notnull", pk FROM pragma_table_info(?, 'archive') ORDER BY cid`, [table]);

type ValueCheck = Pick<Check, 'db' | 'report' | 'slicer'>;

/** @throws ArchiveError CANCELLED */
export async function checkValues(check: ValueCheck): Promise<void> {
  const { db, slicer, report } = check;
  const tables = db.all<{ name: string; sql: string }>(
    "SELECT name, sql FROM archive.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  );
  slicer.stage('核对各列的值', tables.length);
  for (const { name, sql } of tables) {
    const columns = columnsOf(db, name);
    try {
      await checkTable(check, { name, sql, columns });
    } catch (thrown) {
      reportUnreadable(report, { kind: 'structure', id: name, what: `表 ${name} 无法读全` }, thrown);
    }
    await slicer.step();
  }
}

/** Row by row through the table's key, some hundred at a time. */
async function checkTable(
  { db, slicer, report }: ValueCheck,
  { name: table, sql, columns }: { name: string; sql: string; columns: readonly Column[] },
): Promise<void> {
  const keys = /WITHOUT\s+ROWID\s*$/i.test(sql) ? keyColumns(db, table).map((key) => `"${key}"`) : ['rowid'];
  const faults = columns.map((column, bit) => `(${faultSql(table, column)} << ${bit})`).join(' | ');
  const selected = `${keys.map((key, index) => `${key} AS key${index}`).join(', ')}, ${faults} AS faults`;
  const next = (from: string): string =>
    `SELECT ${selected} FROM archive.${table} ${from} ORDER BY ${keys.join(', ')} LIMIT ${ROWS_AT_ONCE}`;
  const following = next(`WHERE (${keys.join(', ')}) > (${keys.map(() => '?').join(', ')})`);
  const counts = new Map<string, number>();
  const keyOf = (row: SqlRow): SqlValue[] => keys.map((_, index) => row[`key${index}`] ?? null);
  for (let rows = db.all(next('')); rows.length > 0;) {
    for (const row of rows) {
      const faulty = Number(row['faults']);
      if (faulty === 0) continue;
      for (const [bit, column] of columns.entries()) {
        if ((faulty & (1 << bit)) === 0) continue;
        const count = (counts.get(column.name) ?? 0) + 1;
        counts.set(column.name, count);
        if (count > MOST_NAMED) continue;
        const words = inWords(kindOf(db, table, column, { keys, key: keyOf(row) }), column);
        report('structure', table, `表 ${table} 中 ${label(keyOf(row))} 的 ${column.name} ${words}`);
      }
    }
    await slicer.step(0);
    rows = db.all(following, keyOf(rows.at(-1) ?? {}));
  }
  for (const [name, count] of counts)
    if (count > MOST_NAMED) report('structure', table, `表 ${table} 中共有 ${count} 行的 ${name} 不合要求`);
}

function kindOf(
  db: ReadableDb,
  table: string,
  { name }: Column,
  { keys, key }: { keys: readonly string[]; key: readonly SqlValue[] },
): { kind: SqlValue; bytes: SqlValue } {
  const sql = `SELECT typeof("${name}") AS kind, octet_length("${name}") AS bytes FROM archive.${table} WHERE ${keys.map((one) => `${one} IS ?`).join(' AND ')}`;
  return db.get<{ kind: SqlValue; bytes: SqlValue }>(sql, [...key]) ?? { kind: 'null', bytes: null };
}
