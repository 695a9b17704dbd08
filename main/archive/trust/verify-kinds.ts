/**
 * Whether each content bears the kind of what uses it. A content in pieces shows it by the table in which it stands; a packed one does not.
 * What is used as a text and as a file bears the kind of which was stored first. A letter's texts are stored in the order of the letters'
 * numbers, what it was read from before its files: where no letter before it has the file, it is a text (of a letter
 * that came with a package the files were stored first).
 */
import type { ReadableDb } from '../storage/types.ts';

const uses = (table: string, column: string): string =>
  `EXISTS (SELECT 1 FROM archive.${table} WHERE ${column} = c.sha256)`;
const AS_FILE = uses('attachment', 'sha256');
const AS_TEXT = [
  uses('version', 'text_sha256'),
  uses('letter_source', 'raw_text_sha256'),
  uses('attachment_text', 'text_sha256'),
  uses('foreign_version', 'text_sha256'),
].join(' OR ');
/** A file of a letter with a lower number, or, behind `<=`, of this one. */
const fileBefore = (
  than: '<' | '<=',
): string => `EXISTS (SELECT 1 FROM archive.attachment a JOIN archive.letter m ON m.id = a.letter_id
  WHERE a.sha256 = c.sha256 AND m.number ${than} l.number)`;
const FILED_HERE = 'NOT EXISTS (SELECT 1 FROM archive.version_origin o WHERE o.letter_id = l.id)';
const TEXT_FIRST = `EXISTS (SELECT 1 FROM archive.letter_source s JOIN archive.letter l ON l.id = s.letter_id
    WHERE s.raw_text_sha256 = c.sha256 AND ${FILED_HERE} AND NOT ${fileBefore('<')})
  OR EXISTS (SELECT 1 FROM archive.version v JOIN archive.letter l ON l.id = v.letter_id
    WHERE v.text_sha256 = c.sha256 AND v.version = 1 AND ${FILED_HERE} AND NOT ${fileBefore('<=')})`;
const WRONG = `SELECT sha256, kind FROM archive.content c
  WHERE sha256 > ? AND sha256 <= ? AND place IS NOT NULL AND (
    (kind = 'bytes' AND ((NOT ${AS_FILE} AND (${AS_TEXT})) OR ${TEXT_FIRST}))
    OR (kind = 'text' AND ${AS_FILE} AND NOT (${AS_TEXT})))`;
/** Files of a history that was joined stand in its list alone; what a disposal left to another letter was stored for the one that went. */
const EXPLAINED = `SELECT 1 AS one FROM archive.foreign_version WHERE attachments LIKE ?1
  UNION ALL SELECT 1 FROM archive.stub WHERE record LIKE ?1 LIMIT 1`;

/** The packed contents after one hash, up to another, that bear the wrong kind, with what is wrong. */
export function wrongKinds(db: ReadableDb, after: string, upTo: string): { sha256: string; wrong: string }[] {
  return db
    .all<{ sha256: string; kind: string }>(WRONG, [after, upTo])
    .filter(({ sha256 }) => db.get(EXPLAINED, [`%${sha256}%`]) === undefined)
    .map(({ sha256, kind }) => ({ sha256, wrong: kind === 'text' ? '登记为文字，实为文件' : '登记为文件，实为文字' }));
}

/** What is wrong with the kind of one content. */
export function wrongKind(db: ReadableDb, sha256: string): string | undefined {
  // What stands before it and begins as it does is no hash.
  return wrongKinds(db, sha256.slice(0, -1), sha256).find((one) => one.sha256 === sha256)?.wrong;
}
