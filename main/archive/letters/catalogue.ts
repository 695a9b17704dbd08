/** Reading letters back: one whole, pages of the catalogue, duplicates. */
import { ArchiveError } from '../../../shared/errors.ts';
import type { Letter, LetterRow } from '../../../shared/model/letter.ts';
import type { RelatedLetter } from '../../../shared/model/search.ts';
import { knownAttachment, readTexts } from '../../../shared/model/stored.ts';
import type { Retention } from '../../../shared/model/settings.ts';
import { readText } from '../storage/content.ts';
import type { ReadableDb } from '../storage/types.ts';
import { expiryDate } from './ref-code.ts';
import { readVersion } from './versions.ts';

/** @throws ArchiveError NOT_FOUND */
export function showLetter(db: ReadableDb, id: string, version?: number): Letter {
  const row = db.get<{
    version: number;
    ref_code: string | null;
    archive_year: number;
    retention: Retention;
    filed_at: string;
    final_version: number | null;
  }>('SELECT version, ref_code, archive_year, retention, filed_at, final_version FROM letter WHERE id = ?', [id]);
  if (row === undefined) throw new ArchiveError('NOT_FOUND', id);
  const snapshot = readVersion(db, id, version);
  return {
    id,
    version: snapshot.version,
    versions: row.version,
    ref_code: row.ref_code,
    retention: row.retention,
    expires: expiryDate(row.archive_year, row.retention),
    filed_at: row.filed_at,
    final: row.final_version !== null,
    elements: snapshot.elements,
    text: readText(db, snapshot.textSha256),
    attachments: snapshot.attachments.map(knownAttachment),
  };
}

export function countLetters(db: ReadableDb): number {
  return db.get<{ n: number }>('SELECT count(*) AS n FROM letter')?.n ?? 0;
}

/** A page of letters, last filed first. */
export function listLetters(db: ReadableDb, limit: number, offset: number): { total: number; letters: LetterRow[] } {
  const rows = db.all<Omit<LetterRow, 'addressees'> & { addressees: string }>(
    `SELECT id, ref_code, title, doc_number, issuer, issued_on, reply_kind, result_code, openness, addressees, filed_at,
       version FROM letter ORDER BY number DESC LIMIT ? OFFSET ?`,
    [limit, offset],
  );
  return {
    total: countLetters(db),
    letters: rows.map((row) => ({ ...row, addressees: readTexts(row.addressees) })),
  };
}

/** Letters that were filed from a file of these very bytes, first filed first: nothing else is a duplicate. */
export function findDuplicates(db: ReadableDb, fileSha256: string): { id: string; title: string | null }[] {
  return db.all('SELECT id, title FROM letter WHERE file_sha256 = ? ORDER BY number', [fileSha256]);
}

/** A letter as it stands in lists of related ones. */
export const asRelated = ({
  id,
  elements: { title, doc_number, issuer, issued_on },
}: Pick<Letter, 'id' | 'elements'>): RelatedLetter => ({ id, title, doc_number, issuer, issued_on });
