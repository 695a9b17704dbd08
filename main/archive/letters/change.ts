/** One change of one letter: the state before, what is altered, the new version and its audit row. */
import { ArchiveError } from '../../../shared/errors.ts';
import type { AuditAction } from '../../../shared/model/audit.ts';
import type { Elements } from '../../../shared/model/elements.ts';
import type { Attachment } from '../../../shared/model/letter.ts';
import type { StoredElements } from '../../../shared/model/stored.ts';
import { readText } from '../storage/content.ts';
import type { WritableDb } from '../storage/types.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { appendAudit } from '../trust/audit.ts';
import { readVersion, writeVersion, type Snapshot } from './versions.ts';

export interface ChangeRequest {
  id: string;
  actor: string;
  reason: string;
  /** The version that the user saw; a newer one refuses the change. */
  baseVersion?: number | undefined;
}

/** The state that a change starts from and may alter. */
export interface Draft {
  /** With those that this program does not know: an edit keeps them. */
  elements: StoredElements;
  text: string;
  attachments: Attachment[];
}

export type Alter = (draft: Draft, tx: WritableDb, at: string) => object | undefined;

/** @throws ArchiveError LETTER_LOCKED while the letter is final */
export function refuseFinal(tx: WritableDb, id: string): void {
  const row = tx.get<{ final_version: number | null }>('SELECT final_version FROM letter WHERE id = ?', [id]);
  if (row?.final_version != null) throw new ArchiveError('LETTER_LOCKED');
}

/** @throws ArchiveError VERSION_CONFLICT */
export function refuseConflict(newest: number, baseVersion: number | undefined): void {
  if (baseVersion !== undefined && baseVersion !== newest) {
    throw new ArchiveError('VERSION_CONFLICT', `最新为第 ${newest} 版，您所见为第 ${baseVersion} 版`);
  }
}

/**
 * Changes one letter in a transaction of its own.
 * @param action the audit log's word for the act
 * @param alter alters the draft; what it answers goes into the audit row
 * @throws ArchiveError REASON_REQUIRED, NOT_FOUND, LETTER_LOCKED, VERSION_CONFLICT, NOTHING_CHANGED
 */
export function changeLetter(db: ArchiveDb, request: ChangeRequest, action: AuditAction, alter: Alter): Snapshot {
  return db.transaction((tx) => changeIn(tx, request, action, alter));
}

/** The same inside a transaction that covers more than one letter. */
export function changeIn(tx: WritableDb, request: ChangeRequest, action: AuditAction, alter: Alter): Snapshot {
  const at = new Date().toISOString();
  const reason = request.reason.trim();
  if (reason === '') throw new ArchiveError('REASON_REQUIRED');
  const previous = readVersion(tx, request.id);
  refuseFinal(tx, request.id);
  refuseConflict(previous.version, request.baseVersion);
  const draft: Draft = {
    elements: previous.stored,
    text: readText(tx, previous.textSha256),
    attachments: [...previous.attachments],
  };
  const detail = alter(draft, tx, at);
  const made = writeVersion(tx, { letterId: request.id, actor: request.actor, reason, ...draft, previous }, at);
  tx.run('UPDATE letter SET review = 0 WHERE id = ?', [request.id]);
  appendAudit(tx, {
    actor: request.actor,
    action,
    subject: request.id,
    detail: { version: made.version, sha256: made.sha256, reason, changes: made.changes, ...detail },
  });
  return made;
}

/** Lays given values over a draft's elements; undefined leaves one as it is. */
export function setElements(draft: Draft, set: { [K in keyof Elements]?: Elements[K] | undefined }): void {
  const given = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
  draft.elements = { ...draft.elements, ...given };
}
