/** What the search index is built from: the newest state of every letter, in the order of changes. */
import { isOriginal } from '../../../shared/model/letter.ts';
import { readTexts } from '../../../shared/model/stored.ts';
import { refCodeKey } from '../../../shared/text/ref-codes.ts';
import { readText } from '../storage/content.ts';
import { archiveIdOf } from '../storage/meta.ts';
import type { ReadableDb, SqlValue } from '../storage/types.ts';
import { splitVersionId, versionId, type IndexedLetter, type SearchSource } from './types.ts';
import { readAttachmentText } from '../letters/attachments.ts';
import { countLetters, listIds } from '../letters/catalogue.ts';
import { fromRecord, readVersion, type Snapshot } from '../letters/versions.ts';
import type { VersionRecord } from '../trust/version-record.ts';

/** Rows that one statement brings: none stays open while the index does its own work. */
const SLICE = 500;

/** Goes through rows by a growing number. */
function* inSlices<T extends { seq: number }>(db: ReadableDb, sql: string, after: number): Iterable<T> {
  for (let last: number | undefined = after; last !== undefined;) {
    const rows: T[] = db.all<T>(sql, [last, SLICE]);
    yield* rows;
    last = rows.at(-1)?.seq;
  }
}

function loadVersion(db: ReadableDb, id: string, sequence: number, version?: number): IndexedLetter {
  const snapshot = readVersion(db, id, version);
  const filed = db.get<{ filed_at: string }>('SELECT filed_at FROM letter WHERE id = ?', [id]);
  const as = { id: version === undefined ? id : versionId(id, version), sequence };
  return { ...as, ...indexed(db, snapshot, filed?.filed_at ?? snapshot.at) };
}

function indexed(db: ReadableDb, snapshot: Snapshot, filedAt: string): Omit<IndexedLetter, 'id' | 'sequence'> {
  return {
    text: readText(db, snapshot.textSha256),
    elements: snapshot.elements,
    filed_at: filedAt,
    // The text of an original, and of the whole one that came later, is the letter's own.
    attachments: snapshot.attachments
      .filter((a) => !isOriginal(a))
      .map((a) => ({ id: a.id, name: a.name, ...readAttachmentText(db, a.sha256) })),
  };
}

/** The letters whose archive number holds a key. */
const withRefCode =
  (db: ReadableDb) =>
  (key: string): string[] =>
    db
      .all<{ id: string; ref_code: string }>('SELECT id, ref_code FROM letter WHERE ref_code IS NOT NULL')
      .flatMap(({ id, ref_code }) => (refCodeKey(ref_code).includes(key) ? [id] : []));

/** Versions that a newer one has replaced, by the row number of that newer one. */
function olderSource(db: ReadableDb, archiveId: string): SearchSource {
  return {
    archiveId,
    withRefCode: withRefCode(db),
    sequence: () => db.get<{ n: number | null }>('SELECT max(rowid) AS n FROM version WHERE version > 1')?.n ?? 0,
    count: () => db.get<{ n: number }>('SELECT count(*) AS n FROM version WHERE version > 1')?.n ?? 0,
    *changedSince(sequence: number) {
      const sql = `SELECT letter_id AS id, version, rowid AS seq FROM version WHERE rowid > ? AND version > 1
        ORDER BY rowid LIMIT ?`;
      for (const row of inSlices<{ id: string; version: number; seq: number }>(db, sql, sequence))
        yield db.together(() => loadVersion(db, row.id, row.seq, row.version - 1));
    },
    letter(id: string) {
      const { letter, version } = splitVersionId(id);
      const row = db.get<{ seq: number }>('SELECT rowid AS seq FROM version WHERE letter_id = ? AND version = ?', [
        letter,
        version + 1,
      ]);
      return row === undefined ? undefined : loadVersion(db, letter, row.seq, version);
    },
  };
}

interface NameRow {
  seq: number;
  title: string | null;
  doc_number: string | null;
  issuer: string | null;
  addressees: string;
  case_number: SqlValue;
  letterhead: SqlValue;
}

/** Of values taken out of JSON as well, which may be of any kind. */
const present = (...values: SqlValue[]): string[] => [...new Set(values.filter((value) => typeof value === 'string'))];

/** `sequence` is the row number of the version table, which only ever grows. */
export function searchSource(db: ReadableDb): SearchSource {
  const archiveId = archiveIdOf(db);
  return {
    archiveId,
    withRefCode: withRefCode(db),
    older: olderSource(db, archiveId),
    columns: {
      // Whatever changes a letter is in the log; that letters were looked for or looked at changes none.
      state: () =>
        String(
          db.get<{ seq: number }>(
            "SELECT seq FROM archive.audit WHERE action NOT IN ('search.query', 'letter.view') ORDER BY seq DESC LIMIT 1",
          )?.seq ?? 0,
        ),
      sorted: (ids, sort, descending) => listIds(db, { ids, sort, descending }),
    },
    sequence: () => db.get<{ n: number | null }>('SELECT max(rowid) AS n FROM version')?.n ?? 0,
    count: () => countLetters(db),
    *changedSince(sequence: number) {
      const sql = `SELECT v.*, v.rowid AS seq, l.filed_at FROM version v JOIN letter l ON l.id = v.letter_id AND l.version = v.version
        WHERE v.rowid > ? ORDER BY v.rowid LIMIT ?`;
      for (const row of inSlices<VersionRecord & { seq: number; filed_at: string }>(db, sql, sequence))
        yield {
          id: row.letter_id,
          sequence: row.seq,
          ...db.together(() => indexed(db, fromRecord(row), row.filed_at)),
        };
    },
    letter(id: string) {
      const row = db.get<{ seq: number }>('SELECT max(rowid) AS seq FROM version WHERE letter_id = ?', [id]);
      return row?.seq == null ? undefined : loadVersion(db, id, row.seq);
    },
    *names() {
      const sql = `SELECT l.number AS seq, l.title, l.doc_number, l.issuer, l.addressees,
          json_extract(v.elements, '$.case_number') AS case_number, json_extract(v.elements, '$.letterhead') AS letterhead
        FROM letter l JOIN version v ON v.letter_id = l.id AND v.version = l.version
        WHERE l.number > ? ORDER BY l.number LIMIT ?`;
      for (const row of inSlices<NameRow>(db, sql, -1)) {
        yield {
          title: row.title,
          numbers: present(row.doc_number, row.case_number),
          offices: present(row.issuer, row.letterhead),
          names: readTexts(row.addressees),
        };
      }
    },
  };
}
