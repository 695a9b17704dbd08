/** The review queue: letters that the import filed with doubts, the most doubtful first; one act confirms one. */
import { ArchiveError } from '../../../shared/errors.ts';
import { MANDATORY_ELEMENTS, SURE, type Elements, type ElementName } from '../../../shared/model/elements.ts';
import type { ReviewItem, ReviewRow } from '../../../shared/model/intake.ts';
import { readEvidence, readWarnings } from '../../../shared/model/stored.ts';
import { CORRECTED } from './vocabulary.ts';
import { NOTES } from '../reading/doubt.ts';
import type { ReadableDb } from '../storage/types.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { appendAudit } from '../trust/audit.ts';
import { readSource, unpackSource, type SourceRow } from '../trust/letter-source.ts';
import { showLetter } from '../letters/catalogue.ts';
import { refuseConflict, refuseFinal } from '../letters/change.ts';
import { editLetter } from '../letters/editing.ts';
import { nearDuplicatesOf } from './near-duplicates.ts';
import { withNames } from '../letters/names.ts';
import { readVersion } from '../letters/versions.ts';

interface QueueRow extends SourceRow {
  id: string;
  title: string | null;
  issuer: string | null;
  issued_on: string | null;
}

/** A missing mandatory element weighs most, then what was read with little confidence, then what only was warned of. */
const MISSING_WEIGHT = 1;
const WARNING_WEIGHT = 0.2;

/** A page of the queue, the most doubtful first. */
export function listReview(db: ReadableDb, limit: number, offset: number): { total: number; letters: ReviewRow[] } {
  const rows = db.all<QueueRow>(
    `SELECT l.id, l.title, l.issuer, l.issued_on, s.*
     FROM letter l JOIN letter_source s ON s.letter_id = l.id WHERE l.review = 1 ORDER BY l.number`,
  );
  const letters = rows.map((row) => toRow(unpackSource(row))).sort((a, b) => b.doubt - a.doubt);
  return { total: letters.length, letters: withNames(db, letters.slice(offset, offset + limit)) };
}

function toRow(row: QueueRow): Omit<ReviewRow, 'name'> {
  const evidence = readEvidence(row.evidence);
  const warnings = readWarnings(row.warnings).filter(({ code }) => !NOTES.has(code) && code !== 'DOUBTFUL');
  const missing = MANDATORY_ELEMENTS.filter((name) => row[name as 'title' | 'issuer' | 'issued_on'] === null);
  const unsure = (Object.entries(evidence) as [ElementName, { confidence: number }][]).filter(
    ([, found]) => found.confidence < SURE,
  );
  const doubt =
    missing.length * MISSING_WEIGHT +
    unsure.reduce((sum, [, found]) => sum + 1 - found.confidence, 0) +
    warnings.length * WARNING_WEIGHT;
  return {
    id: row.id,
    title: row.title,
    file: row.file_name,
    doubt: Math.round(doubt * 100) / 100,
    doubtful: [...missing, ...unsure.map(([name]) => name)],
    warnings: warnings.length,
  };
}

/**
 * One letter of the queue with what it was read from.
 * @throws ArchiveError NOT_FOUND
 */
export function showReview(db: ArchiveDb, id: string): ReviewItem {
  const letter = showLetter(db.read, id);
  const source = readSource(db.read, id);
  if (source === undefined) throw new ArchiveError('NOT_FOUND', id);
  const unchanged = readVersion(db.read, id, 1).textSha256 === readVersion(db.read, id).textSha256;
  return {
    letter,
    file: source.file_name,
    format: source.format,
    evidence: unchanged ? readEvidence(source.evidence) : {},
    warnings: readWarnings(source.warnings),
    twins: nearDuplicatesOf(db, id),
  };
}

export interface Confirmation {
  id: string;
  actor: string;
  baseVersion: number;
  set: { [K in keyof Elements]?: Elements[K] | undefined };
}

/**
 * A person has looked: the letter leaves the queue. Corrections make a new version; without any only the fact is logged.
 * @throws ArchiveError NOT_FOUND, VERSION_CONFLICT, LETTER_LOCKED
 */
export function confirmReview(
  db: ArchiveDb,
  { id, actor, baseVersion, set }: Confirmation,
): { id: string; version: number } {
  const current = readVersion(db.read, id);
  const changed = Object.entries(set).filter(
    ([name, value]) =>
      value !== undefined && JSON.stringify(value) !== JSON.stringify(current.elements[name as ElementName]),
  );
  if (changed.length > 0)
    return editLetter(db, { id, actor, reason: CORRECTED, baseVersion, set: Object.fromEntries(changed) });
  return db.transaction((tx) => {
    const { version } = readVersion(tx, id);
    refuseFinal(tx, id);
    refuseConflict(version, baseVersion);
    tx.run('UPDATE letter SET review = 0 WHERE id = ?', [id]);
    appendAudit(tx, { actor, action: 'letter.review', subject: id, detail: { version } });
    return { id, version };
  });
}

/**
 * Takes a filed letter back into the queue: a person who confirmed too soon looks again. Its number and its history stay.
 * @throws ArchiveError NOT_FOUND; LETTER_LOCKED while it is final
 */
export function reopenReview(db: ArchiveDb, id: string, actor: string): { id: string } {
  return db.transaction((tx) => {
    const { version } = readVersion(tx, id);
    refuseFinal(tx, id);
    tx.run('UPDATE letter SET review = 1 WHERE id = ?', [id]);
    appendAudit(tx, { actor, action: 'letter.reopen', subject: id, detail: { version } });
    return { id };
  });
}
