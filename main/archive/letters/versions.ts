/** Versions: full snapshots, each chained to the one before it. The only place that writes them. */
import { ArchiveError } from '../../../shared/errors.ts';
import type { Elements } from '../../../shared/model/elements.ts';
import type { Attachment, Origin, VersionRow } from '../../../shared/model/letter.ts';
import type { PackedBranch } from '../../../shared/model/package.ts';
import {
  knownElements,
  readAttachments,
  readElements,
  readTexts,
  wholeElements,
  type StoredElements,
} from '../../../shared/model/stored.ts';
import { attachedTo, textKey } from '../reading/text-key.ts';
import { putText, readText } from '../storage/content.ts';
import type { ReadableDb, WritableDb } from '../storage/types.ts';
import { originsOf, readForeignBranches } from './foreign-versions.ts';
import { refuseComingElements, refuseComingText } from '../trust/disposed/coming.ts';
import { absent, hasDisposed } from '../trust/disposed/records.ts';
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

/**
 * A version by its row.
 * @throws ArchiveError ARCHIVE_DAMAGED where elements or attachments are none; values that do not fit are read all the same
 */
export function fromRecord(row: VersionRecord): Snapshot {
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
 * @throws ArchiveError NOT_FOUND, LETTER_DISPOSED
 */
export function readVersion(db: ReadableDb, letterId: string, version?: number): Snapshot {
  const row =
    version === undefined
      ? db.get<VersionRecord>('SELECT * FROM version WHERE letter_id = ? ORDER BY version DESC LIMIT 1', [letterId])
      : db.get<VersionRecord>('SELECT * FROM version WHERE letter_id = ? AND version = ?', [letterId, version]);
  if (row === undefined) throw absent(db, letterId, version === undefined ? letterId : `${letterId} 第 ${version} 版`);
  return fromRecord(row);
}

/** All versions of a letter, oldest first, without text. */
export function readHistory(db: ReadableDb, letterId: string): VersionRow[] {
  const rows = db.all<VersionRecord>('SELECT * FROM version WHERE letter_id = ? ORDER BY version', [letterId]);
  if (rows.length === 0) throw absent(db, letterId);
  const origins = originsOf(db, letterId);
  const joined = readForeignBranches(db, letterId);
  return rows.map((row) => ({
    version: row.version,
    at: row.at,
    actor: row.actor,
    reason: row.reason,
    changes: readTexts(row.changes),
    sha256: row.sha256,
    ...originOf(
      origins.get(row.version),
      joined.filter((branch) => branch.joined === row.version),
    ),
  }));
}

/** Where a version is from, and what it joined; nothing of a version that was made here alone. */
function originOf(origin: Origin | undefined, joined: readonly PackedBranch[]): Pick<VersionRow, 'origin' | 'joined'> {
  return {
    ...(origin === undefined ? {} : { origin }),
    ...(joined.length === 0
      ? {}
      : { joined: joined.map((branch) => ({ ...branch.package, versions: branch.versions.length })) }),
  };
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
  /** Written also where it equals the version before it: what it tells is in its reason. */
  evenIfEqual?: true;
}

/** @throws ArchiveError LETTER_DISPOSED where text or elements went with a letter that was disposed of, or have the words of one that did */
function refuseComingBack(db: WritableDb, { text, elements, previous }: NewVersion): void {
  if (!hasDisposed(db)) return;
  if (JSON.stringify(elements) !== JSON.stringify(previous?.stored)) refuseComingElements(db, elements);
  // The words of the version before are the letter's own.
  if (previous !== undefined && textKey(readText(db, previous.textSha256)) === textKey(text)) return;
  refuseComingText(db, text);
}

/**
 * Writes one version and brings the letter's row up to it. Call it inside the transaction of the whole act.
 * @throws ArchiveError NOTHING_CHANGED where it would equal the version before it, LETTER_DISPOSED
 */
export function writeVersion(db: WritableDb, next: NewVersion, at: string): Snapshot {
  refuseComingBack(db, next);
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
  if (next.previous !== undefined && changes.length === 0 && next.evenIfEqual !== true)
    throw new ArchiveError('NOTHING_CHANGED');
  const sha256 = hashOfRecord(record);
  insertVersion(db, { ...record, changes: JSON.stringify(changes), sha256 });
  const elements = knownElements(stored);
  bringUp(db, {
    letterId: next.letterId,
    version,
    elements,
    textSha256,
    text: next.text,
    attachments: next.attachments,
  });
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

function insertVersion(db: WritableDb, row: VersionRecord): void {
  db.run(
    `INSERT INTO version (letter_id, version, at, actor, reason, changes, elements, text_sha256, attachments,
       previous_sha256, sha256) VALUES (?,?,?,?,?,?,?,?,?,?,?)`,
    [
      ...[row.letter_id, row.version, row.at, row.actor, row.reason, row.changes, row.elements, row.text_sha256],
      ...[row.attachments, row.previous_sha256, row.sha256],
    ],
  );
}

/** The letter's row repeats its newest version. */
function bringUp(
  db: WritableDb,
  newest: Pick<Snapshot, 'letterId' | 'version' | 'elements' | 'textSha256' | 'attachments'> & { text: string },
): void {
  const { elements } = newest;
  db.run(
    `UPDATE letter SET version = ?, title = ?, doc_number = ?, issuer = ?, issued_on = ?, reply_kind = ?, result_code = ?,
       openness = ?, addressees = ?, text_sha256 = ?, text_key = ? WHERE id = ?`,
    [
      newest.version,
      elements.title,
      elements.doc_number,
      elements.issuer,
      elements.issued_on,
      elements.reply_kind,
      elements.result_code,
      elements.openness,
      JSON.stringify(elements.addressees),
      newest.textSha256,
      textKey(newest.text, attachedTo(newest.attachments)),
      newest.letterId,
    ],
  );
}

/**
 * Takes versions over as another archive wrote them, to the byte, and brings the letter's row up to the newest. Their contents
 * must be there.
 * @param rows follow each other, and the letter's newest version
 * @throws ArchiveError PACKAGE_BAD where they do not, or where a hash is not its version's
 */
export function adoptVersions(db: WritableDb, letterId: string, rows: readonly VersionRecord[]): Snapshot {
  const before = db.get<Pick<VersionRecord, 'version' | 'sha256'>>(
    'SELECT version, sha256 FROM version WHERE letter_id = ? ORDER BY version DESC LIMIT 1',
    [letterId],
  );
  let [number, previous] = [before?.version ?? 0, before?.sha256 ?? ''];
  for (const row of rows) {
    if (row.letter_id !== letterId || row.version !== number + 1 || row.previous_sha256 !== previous)
      throw new ArchiveError('PACKAGE_BAD', `函件 ${letterId} 第 ${row.version} 版与前一版接不上`);
    if (hashOfRecord(row) !== row.sha256)
      throw new ArchiveError('PACKAGE_BAD', `函件 ${letterId} 第 ${row.version} 版与其摘要不符`);
    insertVersion(db, row);
    [number, previous] = [row.version, row.sha256];
  }
  const newest = readVersion(db, letterId);
  bringUp(db, { ...newest, text: readText(db, newest.textSha256) });
  return newest;
}
