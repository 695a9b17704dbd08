/** Versions: full snapshots, each chained to the one before it. The only place that writes them. */
import { ArchiveError } from '../../../shared/errors.ts';
import type { Elements } from '../../../shared/model/elements.ts';
import type { Attachment, VersionRow } from '../../../shared/model/letter.ts';
import {
  knownElements,
  readAttachments,
  readElements,
  readTexts,
  wholeElements,
  type StoredElements,
} from '../../../shared/model/stored.ts';
import { attachedTo, textKey } from '../reading/text-key.ts';
import { putText } from '../storage/content.ts';
import type { ReadableDb, WritableDb } from '../storage/types.ts';
import { changedParts, hashOfRecord, type VersionContent, type VersionRecord } from '../trust/version-record.ts';

/** One version as the database holds it; the text only by its hash. */
export interface Snapshot {
  letterId: string;
  version: number;
  at: string;
  actor: string;
  reason: string;
  changes: string[];
  /** What this program knows of the elements, and all that are stored: what a new version is made from. */
  elements: Elements;
  stored: StoredElements;
  textSha256: string;
  attachments: Attachment[];
  sha256: string;
  /** The content as the row has it, to be compared with the next. */
  content: VersionContent;
}

/** @throws ArchiveError ARCHIVE_DAMAGED where elements or attachments are none; values that do not fit are read all the same */
function fromRecord(row: VersionRecord): Snapshot {
  const whose = `函件 ${row.letter_id} 第 ${row.version} 版`;
  const stored = readElements(row.elements, whose);
  return {
    letterId: row.letter_id,
    version: row.version,
    at: row.at,
    actor: row.actor,
    reason: row.reason,
    changes: readTexts(row.changes),
    elements: knownElements(stored),
    stored,
    textSha256: row.text_sha256,
    attachments: readAttachments(row.attachments, whose),
    sha256: row.sha256,
    content: row,
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
    changes: readTexts(row.changes),
    sha256: row.sha256,
  }));
}

export interface NewVersion {
  letterId: string;
  actor: string;
  reason: string;
  /** Elements that are left out are empty; those that this program does not know are kept. */
  elements: StoredElements;
  text: string;
  attachments: Attachment[];
  /** The version that this one stands on; undefined for the first. */
  previous?: Snapshot;
}

/**
 * Writes one version and brings the letter's row up to it. Call it inside the transaction of the whole act.
 * @throws ArchiveError NOTHING_CHANGED where it would equal the version before it
 */
export function writeVersion(db: WritableDb, next: NewVersion, at: string): Snapshot {
  const textSha256 = putText(db, next.text);
  const version = (next.previous?.version ?? 0) + 1;
  const previousSha256 = next.previous?.sha256 ?? '';
  const stored = wholeElements(next.elements);
  const record = {
    letter_id: next.letterId,
    version,
    at,
    actor: next.actor,
    reason: next.reason,
    elements: JSON.stringify(stored),
    text_sha256: textSha256,
    attachments: JSON.stringify(next.attachments),
    previous_sha256: previousSha256,
  };
  const changes = next.previous === undefined ? [] : changedParts(next.previous.content, record);
  if (next.previous !== undefined && changes.length === 0) throw new ArchiveError('NOTHING_CHANGED');
  const sha256 = hashOfRecord(record);
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
      record.elements,
      textSha256,
      record.attachments,
      previousSha256,
      sha256,
    ],
  );
  const elements = knownElements(stored);
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
      textKey(next.text, attachedTo(next.attachments)),
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
    stored,
    textSha256,
    attachments: next.attachments,
    sha256,
    content: record,
  };
}
