/** Every column of every table is covered, derived, or without evidence for a reason that is given (docs/spec/trust.md). */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MIGRATIONS } from '../../../main/archive/storage/migrations/index.ts';
import { Connection, loadSqlite } from '../../../main/archive/storage/sqlite.ts';
import { META_KEYS, TABLE_EVIDENCE } from '../../../main/archive/trust/table-evidence.ts';
import { EDITS } from '../../attacks/edits.ts';
import { evidenceTable } from '../../support/evidence-table.ts';

let connection: Connection;
beforeEach(async () => {
  connection = new Connection(await loadSqlite());
  connection.exec("ATTACH ':memory:' AS archive");
  for (const { up } of MIGRATIONS) connection.exec(up);
});
afterEach(() => connection.close());

const column = (sql: string): string[] => [...connection.iterate(sql)].map((row) => String(Object.values(row)[0]));

test('the list names every table of an archive and every column of it, and nothing else', () => {
  const tables = column("SELECT name FROM archive.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
  const found = Object.fromEntries(
    tables.map((table) => [table, column(`SELECT name FROM pragma_table_info('${table}', 'archive')`)]),
  );
  const named = Object.entries(TABLE_EVIDENCE).map(([table, columns]) => [table, Object.keys(columns)]);
  expect(Object.fromEntries(named)).toEqual(found);
});

test('the specification has the list as it is', () => {
  const page = readFileSync(new URL('../../../docs/spec/trust.md', import.meta.url), 'utf8');
  expect(page).toContain(evidenceTable());
});

test('what has no evidence says why', () => {
  const reasons = [
    ...Object.values(TABLE_EVIDENCE).flatMap((columns) => Object.values(columns)),
    ...Object.values(META_KEYS),
  ];
  for (const evidence of reasons) if (evidence.by === 'none') expect(evidence.why.length).toBeGreaterThan(20);
});

test('an edit of each column is tried: what is covered or derived is found, what has no evidence is not', () => {
  for (const [table, columns] of Object.entries(TABLE_EVIDENCE)) {
    const edits = EDITS.filter((edit) => edit.table === table);
    for (const [name, evidence] of Object.entries(columns)) {
      const tried = edits.filter((edit) => edit.columns.includes(name));
      expect(tried.length, `${table}.${name}`).toBeGreaterThan(0);
      // A value of `meta` is as its key says.
      if (table === 'meta') continue;
      // What no program stores (bytes for a text) is found in every column.
      const unseen = tried.filter(({ by }) => by === 'nothing').map(({ what }) => what);
      if (evidence.by === 'none') expect(unseen.length, `${table}.${name}`).toBeGreaterThan(0);
      else expect(unseen, `${table}.${name}`).toEqual([]);
    }
  }
  expect(EDITS.length).toBeGreaterThanOrEqual(68);
});
