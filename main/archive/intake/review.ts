/** The review queue: letters that the import filed with doubts, the most doubtful first; one act confirms one. */
import { ArchiveError } from '../../../shared/errors.ts';
import type { Elements, ElementName } from '../../../shared/model/elements.ts';
import type { ReviewItem, ReviewRow } from '../../../shared/model/intake.ts';
import { knownElements, readElements, readEvidence, readWarnings } from '../../../shared/model/stored.ts';
import type { ReadableDb } from '../storage/types.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { appendAudit } from '../trust/audit.ts';
import { readSource, unpackSource, type SourceRow } from '../trust/letter-source.ts';
import { showLetter } from '../letters/catalogue.ts';
import { CORRECTED, refuseConflict, refuseFinal } from '../letters/change.ts';
import { editLetter } from '../letters/editing.ts';
import { nearDuplicatesOf, unquoted } from './near-duplicates.ts';
import { withNames } from '../storage/letter-names.ts';
import { doubtsInWords, elementsInDoubt, openDoubts, standing } from '../letters/open-doubts.ts';
import { readVersion } from '../letters/versions.ts';

interface QueueRow extends SourceRow {
  id: string;
  title: string | null;
  issuer: string | null;
  issued_on: string | null;
  /** The elements of version 1 and of the newest. */
  first: string;
  now: string;
  /** The package that put the newest version on top of what was here. */
  on_top: string | null;
}

/** A missing mandatory element weighs most, then what was read with little confidence, then what only was warned of. */
const MISSING_WEIGHT = 1;
const WARNING_WEIGHT = 0.2;

/** A page of the queue, the most doubtful first. */
export function listReview(db: ReadableDb, limit: number, offset: number): { total: number; letters: ReviewRow[] } {
  const rows = db.all<QueueRow>(
    `SELECT l.id, l.title, l.issuer, l.issued_on, f.elements AS first, n.elements AS now, s.*,
       (SELECT p.name FROM version_origin o JOIN package p ON p.sha256 = o.package_sha256
        WHERE o.letter_id = l.id AND o.version = l.version AND o.package_sha256 IS NOT
          (SELECT b.package_sha256 FROM version_origin b WHERE b.letter_id = l.id AND b.version = 1)) AS on_top
     FROM letter l JOIN letter_source s ON s.letter_id = l.id
     JOIN version f ON f.letter_id = l.id AND f.version = 1
     JOIN version n ON n.letter_id = l.id AND n.version = l.version WHERE l.review = 1 ORDER BY l.number`,
  );
  const letters = rows.map((row) => toRow(unpackSource(row))).sort((a, b) => b.doubt - a.doubt);
  return { total: letters.length, letters: withNames(db, letters.slice(offset, offset + limit)) };
}

function toRow(row: QueueRow): Omit<ReviewRow, 'name'> {
  const elements = (stored: string): Elements => knownElements(readElements(stored, `函件 ${row.id} `));
  const first = elements(row.first);
  const doubts = openDoubts(
    first,
    row.now === row.first ? first : elements(row.now),
    readEvidence(row.evidence),
    readWarnings(row.warnings),
  );
  const doubt =
    doubts.missing.length * MISSING_WEIGHT +
    Object.values(doubts.unsure).reduce((sum, confidence) => sum + 1 - confidence, 0) +
    doubts.warnings.length * WARNING_WEIGHT;
  return {
    id: row.id,
    title: row.title,
    file: row.file_name,
    doubt: Math.round(doubt * 100) / 100,
    doubtful: elementsInDoubt(doubts),
    warnings: doubts.warnings.length,
    why: [...(row.on_top === null ? [] : [`新版本来自数据包“${row.on_top}”`]), doubtsInWords(doubts)]
      .filter((words) => words !== '')
      .join('；'),
  };
}

/**
 * One letter of the queue with what it was read from.
 * @throws ArchiveError NOT_FOUND
 */
export function showReview(db: ArchiveDb, id: string, withTwins: boolean): ReviewItem {
  const letter = showLetter(db.read, id);
  const source = readSource(db.read, id);
  if (source === undefined) throw new ArchiveError('NOT_FOUND', id);
  const [first, newest] = [readVersion(db.read, id, 1), readVersion(db.read, id)];
  // Evidence shows where a value was read: another text, and a value that was put right, were not read there.
  const evidence =
    first.textSha256 === newest.textSha256
      ? standing(readEvidence(source.evidence), first.elements, newest.elements)
      : {};
  const doubts = openDoubts(
    first.elements,
    newest.elements,
    readEvidence(source.evidence),
    readWarnings(source.warnings),
  );
  return {
    letter,
    file: source.file_name,
    format: source.format,
    evidence,
    warnings: readWarnings(source.warnings).map(unquoted),
    doubts: { ...doubts, warnings: doubts.warnings.map(unquoted) },
    twins: withTwins ? nearDuplicatesOf(db, id) : [],
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
  if (changed.length > 0) {
    const correction = {
      id,
      actor,
      reason: CORRECTED,
      inReview: true as const,
      baseVersion,
      set: Object.fromEntries(changed),
    };
    return editLetter(db, { ...correction, reviewed: 'whole' });
  }
  return db.transaction((tx) => {
    const { version } = readVersion(tx, id);
    // A letter that came as final with a package may wait: to look at it makes no version.
    const waits = tx.get<{ review: number }>('SELECT review FROM letter WHERE id = ?', [id])?.review === 1;
    if (!waits) refuseFinal(tx, id);
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
