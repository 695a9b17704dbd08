/** What the search index is built from: the newest state of every letter, in the order of changes. */
import { readText } from '../storage/content.ts';
import type { ReadableDb } from '../storage/types.ts';
import type { IndexedLetter, SearchSource } from '../search/types.ts';
import { readAttachmentText } from './attachments.ts';
import { countLetters } from './catalogue.ts';
import { readVersion } from './versions.ts';

/** `sequence` is the row number of the version table, which only ever grows. */
export function searchSource(db: ReadableDb, archiveId: string): SearchSource {
  const load = (id: string, sequence: number): IndexedLetter => {
    const snapshot = readVersion(db, id);
    const filed = db.get<{ filed_at: string }>('SELECT filed_at FROM letter WHERE id = ?', [id]);
    return {
      id,
      sequence,
      text: readText(db, snapshot.textSha256),
      elements: snapshot.elements,
      filed_at: filed?.filed_at ?? snapshot.at,
      // The original's text is the letter's own text.
      attachments: snapshot.attachments
        .filter((a) => a.role !== 'ORIGINAL')
        .map((a) => ({ id: a.id, name: a.name, ...readAttachmentText(db, a.sha256) })),
    };
  };
  return {
    archiveId,
    sequence: () => db.get<{ n: number | null }>('SELECT max(rowid) AS n FROM version')?.n ?? 0,
    count: () => countLetters(db),
    *changedSince(sequence: number) {
      // In slices, so that no statement stays open while the index does its own work.
      for (let after = sequence; ;) {
        const rows = db.all<{ id: string; seq: number }>(
          `SELECT v.letter_id AS id, v.rowid AS seq FROM version v JOIN letter l ON l.id = v.letter_id AND l.version = v.version
           WHERE v.rowid > ? ORDER BY v.rowid LIMIT 500`,
          [after],
        );
        for (const row of rows) yield load(row.id, row.seq);
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.seq;
      }
    },
    letter(id: string) {
      const row = db.get<{ seq: number }>('SELECT max(rowid) AS seq FROM version WHERE letter_id = ?', [id]);
      return row?.seq == null ? undefined : load(id, row.seq);
    },
  };
}
