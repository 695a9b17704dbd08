/** Versions: full snapshots, each chained to the one before it. The only place that writes them. */
import { ArchiveError } from '../../../shared/errors.ts';
import { ELEMENT_NAMES, elementsSchema, type Elements } from '../../../shared/model/elements.ts';
import type { Attachment, VersionRow } from '../../../shared/model/letter.ts';
import { textKey } from '../reading/text-key.ts';
import { putText } from '../storage/content.ts';
import type { ReadableDb, WritableDb } from '../storage/types.ts';
import { versionHash } from '../trust/version-hash.ts';

/** One version as the database holds it; the text only by its hash. */
export interface Snapshot {
  letterId: string;
  version: number;
  at: string;
  actor: string;
  reason: string;
  changes: string[];
  elements: Elements;
  textSha256: string;
  attachments: Attachment[];
  sha256: string;
}

interface VersionRecord {
  letter_id: string;
  version: number;
  at: string;
  actor: string;
  reason: string;
  changes: string;
  elements: string;
  text_sha256: string;
  attachments: string;
  sha256: string;
}

function fromRecord(row: VersionRecord): Snapshot {
  return {
    letterId: row.letter_id,
    version: row.version,
    at: row.at,
    actor: row.actor,
    reason: row.reason,
    changes: JSON.parse(row.changes) as string[],
    elements: elementsSchema.parse(JSON.parse(row.elements)),
    textSha256: row.text_sha256,
    attachments: JSON.parse(row.attachments) as Attachment[],
    sha256: row.sha256,
  };
}

/**
 * @param version the one wanted; the newest where left out
 * @throws ArchiveError NOT_FOUND
 */
export function readVersion(db: ReadableDb, letterId: string, version?: number): Snapshot {
  const row =
    version === undefined
      ? db.get<VersionRecord>('SELECT * FROM version WHERE letter_id = ? ORDER BY version DESC LIMIT 1', [letterId])
      : db.get<VersionRecord>('SELECT * FROM version WHERE letter_id = ? AND version = ?', [letterId, version]);
  if (row === undefined)
    throw new ArchiveError('NOT_FOUND', version === undefined ? letterId : `${letterId} 第 ${version} 版`);
  return fromRecord(row);
}

/** All versions of a letter, oldest first, without text. */
export function readHistory(db: ReadableDb, letterId: string): VersionRow[] {
  const rows = db.all<VersionRecord>('SELECT * FROM version WHERE letter_id = ? ORDER BY version', [letterId]);
  if (rows.length === 0) throw new ArchiveError('NOT_FOUND', letterId);
  return rows.map((row) => ({
    version: row.version,
    at: row.at,
    actor: row.actor,
    reason: row.reason,
    changes: JSON.parse(row.changes) as string[],
    sha256: row.sha256,
  }));
}

export interface NewVersion {
  letterId: string;
  actor: string;
  reason: string;
  elements: Elements;
  text: string;
  attachments: Attachment[];
  /** The version that this one stands on; undefined for the first. */
  previous?: Snapshot;
}

/** What a new version changes against the one before it: element names, `text`, `attachments`. */
export function changedParts(
  previous: Snapshot,
  elements: Elements,
  textSha256: string,
  attachments: Attachment[],
): string[] {
  const changes: string[] = ELEMENT_NAMES.filter(
    (name) => JSON.stringify(previous.elements[name]) !== JSON.stringify(elements[name]),
  );
  if (previous.textSha256 !== textSha256) changes.push('text');
  if (JSON.stringify(previous.attachments) !== JSON.stringify(attachments)) changes.push('attachments');
  return changes;
}

/**
 * Writes one version and brings the letter's row up to it. Call it inside the transaction of the whole act.
 * @throws ArchiveError NOTHING_CHANGED where it would equal the version before it
 */
export function writeVersion(db: WritableDb, next: NewVersion, at: string): Snapshot {
  const textSha256 = putText(db, next.text);
  const version = (next.previous?.version ?? 0) + 1;
  const changes =
    next.previous === undefined ? [] : changedParts(next.previous, next.elements, textSha256, next.attachments);
  if (next.previous !== undefined && changes.length === 0) throw new ArchiveError('NOTHING_CHANGED');
  const previousSha256 = next.previous?.sha256 ?? '';
  const sha256 = versionHash({
    letter_id: next.letterId,
    version,
    at,
    actor: next.actor,
    reason: next.reason,
    elements: next.elements,
    text_sha256: textSha256,
    attachments: next.attachments,
    previous_sha256: previousSha256,
  });
  db.run(
    `INSERT INTO version (letter_id, version, at, actor, reason, changes, elements, text_sha256, attachments,
       previous_sha256, sha256) VALUES (?,?,?,?,?,?,?,?,?,?,?)`,
    [
      next.letterId,
      version,
      at,
      next.actor,
      next.reason,
      JSON.stringify(changes),
      JSON.stringify(next.elements),
      textSha256,
      JSON.stringify(next.attachments),
      previousSha256,
      sha256,
    ],
  );
  const { elements } = next;
  db.run(
    `UPDATE letter SET version = ?, title = ?, doc_number = ?, issuer = ?, issued_on = ?, reply_kind = ?, result_code = ?,
       openness = ?, addressees = ?, text_sha256 = ?, text_key = ? WHERE id = ?`,
    [
      version,
      elements.title,
      elements.doc_number,
      elements.issuer,
      elements.issued_on,
      elements.reply_kind,
      elements.result_code,
      elements.openness,
      JSON.stringify(elements.addressees),
      textSha256,
      textKey(next.text),
      next.letterId,
    ],
  );
  return {
    letterId: next.letterId,
    version,
    at,
    actor: next.actor,
    reason: next.reason,
    changes,
    elements,
    textSha256,
    attachments: next.attachments,
    sha256,
  };
}
