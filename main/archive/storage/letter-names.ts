/** What letters are called in lists, by what the archive holds of them. */
import { letterName } from '../../../shared/model/letter-name.ts';
import { knownElements, readRecord } from '../../../shared/model/stored.ts';
import { readText } from './content.ts';
import type { ReadableDb } from './types.ts';

interface NamedRow {
  id: string;
  elements: string;
  text_sha256: string;
}

const AT_ONCE = 400;

/** The name of a letter whose newest version's row is at hand. */
export function nameOfRow(db: ReadableDb, row: NamedRow): string {
  const file = (): string | null =>
    db.get<{ file_name: string }>('SELECT file_name FROM letter_source WHERE letter_id = ?', [row.id])?.file_name ??
    null;
  return letterName(knownElements(readRecord(row.elements)), () => readText(db, row.text_sha256), file);
}

/** The names of letters by their ids; what is not there is left out. */
export function letterNames(db: ReadableDb, ids: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE);
    const rows = db.all<NamedRow>(
      `SELECT l.id, v.elements, l.text_sha256 FROM letter l
       JOIN version v ON v.letter_id = l.id AND v.version = l.version WHERE l.id IN (${some.map(() => '?').join(',')})`,
      [...some],
    );
    for (const row of rows) names.set(row.id, nameOfRow(db, row));
  }
  return names;
}

/** Rows with the names of their letters. */
export function withNames<T extends { id: string }>(db: ReadableDb, rows: readonly T[]): (T & { name: string })[] {
  const names = letterNames(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, name: names.get(row.id) ?? '' }));
}
