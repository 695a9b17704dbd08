/** Searches that people keep, and their latest queries: each person's own, in the archive's database. */
import { z } from 'zod';
import { keptRequestSchema, searchFiltersSchema, type KeptRequest } from '../../../shared/model/search.ts';
import { readGroup } from '../../../shared/model/stored.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import { newId } from '../letters/ids.ts';
import type { ReadableDb } from '../storage/types.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';

/** So many queries a person are kept; the oldest go. */
const HISTORY_LIMIT = 100;

export interface KeptSearch {
  id: string;
  name: string;
  request: KeptRequest;
  /** False where it asks for something that this program does not know: what is left of it would find too much. */
  whole: boolean;
  created: string;
  /** The archive's highest change number when the search was last looked at. */
  seen: number;
}

const newestChange = (db: ReadableDb): number =>
  db.get<{ n: number | null }>('SELECT max(rowid) AS n FROM version')?.n ?? 0;

const shape = { ...keptRequestSchema.shape, filters: z.strictObject(searchFiltersSchema.shape) };

function readRequest(json: string): Pick<KeptSearch, 'request' | 'whole'> {
  const otherwise = keptRequestSchema.parse({ query: '' });
  const { value, unfit, others } = readGroup(shape, otherwise, json);
  return { request: value, whole: unfit.length === 0 && Object.keys(others).length === 0 };
}

export function listSaved(db: ReadableDb, owner: string): KeptSearch[] {
  return db
    .all<Omit<KeptSearch, 'request'> & { request: string }>(
      'SELECT id, name, request, created, seen FROM saved_search WHERE owner = ? ORDER BY name',
      [owner],
    )
    .map((row) => ({ ...row, ...readRequest(row.request) }));
}

/** Keeps a search; what it finds now is not new. One of the same name is replaced. */
export function saveSearch(db: ArchiveDb, owner: string, name: string, request: KeptRequest): { id: string } {
  const id = newId();
  db.transaction((tx) => {
    tx.run('DELETE FROM saved_search WHERE owner = ? AND name = ?', [owner, name]);
    tx.run('INSERT INTO saved_search (id, owner, name, request, created, seen) VALUES (?,?,?,?,?,?)', [
      id,
      owner,
      name,
      JSON.stringify(request),
      new Date().toISOString(),
      newestChange(tx),
    ]);
  });
  return { id };
}

/** @throws ArchiveError NOT_FOUND where the person has no such search */
export function markSeen(db: ArchiveDb, owner: string, id: string): void {
  db.transaction((tx) => {
    const changed = tx.run('UPDATE saved_search SET seen = ? WHERE id = ? AND owner = ?', [
      newestChange(tx),
      id,
      owner,
    ]);
    if (changed === 0) throw new ArchiveError('NOT_FOUND', id);
  });
}

/** @throws ArchiveError NOT_FOUND where the person has no such search */
export function removeSaved(db: ArchiveDb, owner: string, id: string): void {
  db.transaction((tx) => {
    if (tx.run('DELETE FROM saved_search WHERE id = ? AND owner = ?', [id, owner]) === 0)
      throw new ArchiveError('NOT_FOUND', id);
  });
}

export function readSearchHistory(db: ReadableDb, owner: string, limit: number): { query: string; at: string }[] {
  return db.all('SELECT query, at FROM search_history WHERE owner = ? ORDER BY seq DESC LIMIT ?', [owner, limit]);
}

/** Notes a query as the person's latest; the same query stands once. */
export function rememberQuery(db: ArchiveDb, owner: string, query: string): void {
  db.transaction((tx) => {
    tx.run('DELETE FROM search_history WHERE owner = ? AND query = ?', [owner, query]);
    tx.run('INSERT INTO search_history (owner, query, at) VALUES (?,?,?)', [owner, query, new Date().toISOString()]);
    tx.run(
      `DELETE FROM search_history WHERE owner = ? AND seq NOT IN
         (SELECT seq FROM search_history WHERE owner = ? ORDER BY seq DESC LIMIT ?)`,
      [owner, owner, HISTORY_LIMIT],
    );
  });
}

/** Forgets all queries of the person. */
export function forgetQueries(db: ArchiveDb, owner: string): void {
  db.transaction((tx) => tx.run('DELETE FROM search_history WHERE owner = ?', [owner]));
}
