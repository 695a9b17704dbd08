/** Attachments: any file, its bytes unchanged, addressed by content; a letter's versions say which belong to it. */
import { basename } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import type { FileSource } from '../../../shared/contract/index.ts';
import type { Attachment, AttachmentRole } from '../../../shared/model/letter.ts';
import { readSpans } from '../../../shared/model/stored.ts';
import type { PageSpan } from '../reading/types.ts';
import { putBytes, putFile, putText, readText } from '../storage/content.ts';
import type { ReadableDb, WritableDb } from '../storage/types.ts';
import { refuseComingFile } from '../trust/disposed/coming.ts';
import { attachmentTextDigest, type AttachmentTextRecord } from '../trust/evidence.ts';
import { newId } from './ids.ts';
import { mimeOf } from './mime.ts';

/** Text that was read from an attached file before the act began; `code` says why there is none. */
export interface AttachmentText {
  text: string;
  pages: PageSpan[];
  code: string | null;
}

export interface NewAttachment {
  source: FileSource;
  role: AttachmentRole;
  text?: AttachmentText | undefined;
  /** SHA-256 of the files in it, of those in these too. */
  inside?: readonly string[] | undefined;
}

/**
 * Stores a file's bytes for a letter. The attachment belongs to a version only once that version lists it.
 * @throws ArchiveError LETTER_DISPOSED where these very bytes, those of a file in it, or a text of the same words went with a letter that was
 *   disposed of
 */
export function addAttachment(db: WritableDb, letterId: string, added: NewAttachment, at: string): Attachment {
  const { source, role, text, inside } = added;
  // A name inside a mail or a zip may hold half a character, which can not be stored: its place is kept.
  const name = ('path' in source ? basename(source.path) : source.name).toWellFormed().normalize('NFC');
  const stored = 'path' in source ? putFile(db, source.path) : putBytes(db, source.bytes);
  refuseComingFile(db, { sha256: stored.sha256, text: text?.text, inside });
  const attachment: Attachment = { id: newId(), name, role, mime: mimeOf(name), ...stored };
  db.run('INSERT INTO attachment (id, letter_id, name, mime, size, sha256, added_at) VALUES (?,?,?,?,?,?,?)', [
    attachment.id,
    letterId,
    attachment.name,
    attachment.mime,
    attachment.size,
    attachment.sha256,
    at,
  ]);
  if (text !== undefined) {
    db.run('INSERT OR IGNORE INTO attachment_text (sha256, text_sha256, pages, code) VALUES (?,?,?,?)', [
      attachment.sha256,
      text.text === '' ? null : putText(db, text.text),
      JSON.stringify(text.pages.map((page) => [page.start, page.end])),
      text.code,
    ]);
  }
  return attachment;
}

/** What the log keeps of the texts that were read from attached files: nothing where there is none. */
export function loggedTexts(
  db: ReadableDb,
  attachments: readonly Attachment[],
): { texts_sha256?: Record<string, string> } {
  const texts: Record<string, string> = {};
  for (const { sha256 } of attachments) {
    const row = db.get<AttachmentTextRecord>(
      'SELECT sha256, text_sha256, pages, code FROM attachment_text WHERE sha256 = ?',
      [sha256],
    );
    if (row !== undefined) texts[sha256] = attachmentTextDigest(row);
  }
  return Object.keys(texts).length === 0 ? {} : { texts_sha256: texts };
}

/**
 * An attachment of a letter in any of its versions (a detached one stays readable in the history).
 * @throws ArchiveError NOT_FOUND
 */
export function findAttachment(
  db: ReadableDb,
  letterId: string,
  attachmentId: string,
): { name: string; size: number; sha256: string } {
  const row = db.get<{ name: string; size: number; sha256: string }>(
    'SELECT name, size, sha256 FROM attachment WHERE id = ? AND letter_id = ?',
    [attachmentId, letterId],
  );
  if (row === undefined) throw new ArchiveError('NOT_FOUND', `附件 ${attachmentId}`);
  return row;
}

/** The searched text of an attached file; '' where there is none. */
export function readAttachmentText(db: ReadableDb, sha256: string): { text: string; pages: PageSpan[] } {
  const row = db.get<{ text_sha256: string | null; pages: string }>(
    'SELECT text_sha256, pages FROM attachment_text WHERE sha256 = ?',
    [sha256],
  );
  if (row?.text_sha256 == null) return { text: '', pages: [] };
  return { text: readText(db, row.text_sha256), pages: readSpans(row.pages) };
}
