/** The acts on letters: file, edit, attach, detach, restore; and reading them back. Each act is one transaction. */
import { ArchiveError } from '../../../shared/errors.ts';
import type { FileSource } from '../../../shared/contract.ts';
import type { Elements, Evidence, Warning } from '../../../shared/model/elements.ts';
import type { Attachment, Letter, LetterRow } from '../../../shared/model/letter.ts';
import type { OffsetRun, PageSpan } from '../reading/types.ts';
import { textKey } from '../reading/text-key.ts';
import { putText, readText } from '../storage/content.ts';
import type { ArchiveDb, ReadableDb, WritableDb } from '../storage/types.ts';
import { appendAudit } from '../trust/audit.ts';
import { addAttachment, type NewAttachment } from './attachments.ts';
import { newId } from './ids.ts';
import { nextRefCode } from './ref-code.ts';
import { readVersion, writeVersion, type Snapshot } from './versions.ts';

/** What filing takes: what was read from the file, as a person (or the import) confirmed it. */
export interface Filing {
  elements: Elements;
  text: string;
  /** The imported file itself; kept as it is as the first attachment (原件). */
  original: FileSource;
  /** SHA-256 of the imported file's bytes, as it was when it was read. */
  originalSha256: string;
  source: {
    fileName: string;
    format: string;
    rawText: string;
    map: OffsetRun[];
    pages: PageSpan[];
    evidence: Evidence;
    warnings: Warning[];
  };
  attachments: NewAttachment[];
  reason: string;
  /** True where somebody should still look at the elements. */
  review: boolean;
}

/**
 * Files one letter: letter, source, attachments, version 1 and the audit row in one transaction.
 * @throws ArchiveError FILE_CHANGED where the file is no longer what was read
 */
export function fileLetter(
  db: ArchiveDb,
  actor: string,
  filing: Filing,
): { id: string; version: number; ref_code: string } {
  const id = newId();
  const at = new Date().toISOString();
  return db.transaction((tx) => {
    const ref = nextRefCode(tx, filing.elements.issued_on, at);
    const number = (tx.get<{ n: number | null }>('SELECT max(number) AS n FROM letter')?.n ?? 0) + 1;
    tx.run(
      `INSERT INTO letter (id, number, ref_code, filed_at, version, text_sha256, text_key, file_sha256, review,
         archive_year, retention, item_no) VALUES (?,?,?,?,0,'',?,?,?,?,?,?)`,
      [
        id,
        number,
        ref.code,
        at,
        textKey(filing.text),
        filing.originalSha256,
        filing.review ? 1 : 0,
        ref.year,
        ref.retention,
        ref.item,
      ],
    );
    const { source } = filing;
    tx.run(
      `INSERT INTO letter_source (letter_id, file_name, format, raw_text_sha256, text_map, pages, evidence, warnings)
       VALUES (?,?,?,?,?,?,?,?)`,
      [
        id,
        source.fileName.normalize('NFC'),
        source.format,
        putText(tx, source.rawText),
        JSON.stringify(source.map.map((run) => [run.clean, run.raw, run.length])),
        JSON.stringify(source.pages.map((page) => [page.start, page.end])),
        JSON.stringify(source.evidence),
        JSON.stringify(source.warnings),
      ],
    );
    const original = addAttachment(tx, id, { source: filing.original, role: 'ORIGINAL' }, at);
    if (original.sha256 !== filing.originalSha256) throw new ArchiveError('FILE_CHANGED', source.fileName);
    const attachments = [original, ...filing.attachments.map((a) => addAttachment(tx, id, a, at))];
    const made = writeVersion(
      tx,
      { letterId: id, actor, reason: filing.reason, elements: filing.elements, text: filing.text, attachments },
      at,
    );
    appendAudit(tx, {
      actor,
      action: 'letter.file',
      subject: id,
      detail: {
        version: 1,
        sha256: made.sha256,
        ref_code: ref.code,
        file: source.fileName,
        file_sha256: filing.originalSha256,
      },
    });
    return { id, version: made.version, ref_code: ref.code };
  });
}

interface ChangeRequest {
  id: string;
  actor: string;
  reason: string;
  /** The version that the user saw; a newer one refuses the change. */
  baseVersion?: number | undefined;
}

/** The state that a change starts from and may alter. */
interface Draft {
  elements: Elements;
  text: string;
  attachments: Attachment[];
}

function change(
  db: ArchiveDb,
  request: ChangeRequest,
  action: string,
  act: (draft: Draft, tx: WritableDb, at: string) => object | undefined,
): { id: string; version: number; attachments: Attachment[] } {
  const at = new Date().toISOString();
  if (request.reason.trim() === '') throw new ArchiveError('REASON_REQUIRED');
  return db.transaction((tx) => {
    const previous = readVersion(tx, request.id);
    if (request.baseVersion !== undefined && request.baseVersion !== previous.version) {
      throw new ArchiveError(
        'VERSION_CONFLICT',
        `最新为第 ${previous.version} 版，您所见为第 ${request.baseVersion} 版`,
      );
    }
    const draft: Draft = {
      elements: { ...previous.elements },
      text: readText(tx, previous.textSha256),
      attachments: [...previous.attachments],
    };
    const detail = act(draft, tx, at);
    const made = writeVersion(
      tx,
      { letterId: request.id, actor: request.actor, reason: request.reason.trim(), ...draft, previous },
      at,
    );
    tx.run('UPDATE letter SET review = 0 WHERE id = ?', [request.id]);
    appendAudit(tx, {
      actor: request.actor,
      action,
      subject: request.id,
      detail: {
        version: made.version,
        sha256: made.sha256,
        reason: request.reason.trim(),
        changes: made.changes,
        ...detail,
      },
    });
    return { id: request.id, version: made.version, attachments: made.attachments };
  });
}

export function editLetter(
  db: ArchiveDb,
  request: ChangeRequest & { set: { [K in keyof Elements]?: Elements[K] | undefined }; text?: string | undefined },
): { id: string; version: number } {
  return change(db, request, 'letter.edit', (draft) => {
    const set = Object.fromEntries(Object.entries(request.set).filter(([, value]) => value !== undefined));
    draft.elements = { ...draft.elements, ...set };
    if (request.text !== undefined) draft.text = request.text.replaceAll('\r\n', '\n');
    return undefined;
  });
}

export function attachFiles(
  db: ArchiveDb,
  request: ChangeRequest & { attachments: NewAttachment[] },
): { id: string; version: number; attachments: Attachment[] } {
  return change(db, request, 'letter.attach', (draft, tx, at) => {
    const added = request.attachments.map((a) => addAttachment(tx, request.id, a, at));
    draft.attachments.push(...added);
    return { attachments: added.map((a) => ({ id: a.id, name: a.name, sha256: a.sha256 })) };
  });
}

/** Takes an attachment out of the newest version; its content stays in the history. The original cannot be taken out. */
export function detachFile(
  db: ArchiveDb,
  request: ChangeRequest & { attachment: string },
): { id: string; version: number } {
  return change(db, request, 'letter.detach', (draft) => {
    const gone = draft.attachments.find((a) => a.id === request.attachment);
    if (gone === undefined) throw new ArchiveError('NOT_FOUND', `附件 ${request.attachment}`);
    if (gone.role === 'ORIGINAL') throw new ArchiveError('BAD_VALUE', '原件不能移除');
    draft.attachments = draft.attachments.filter((a) => a !== gone);
    return { attachments: [{ id: gone.id, name: gone.name, sha256: gone.sha256 }] };
  });
}

/** Makes a new version on top that equals an old one. */
export function restoreVersion(
  db: ArchiveDb,
  request: ChangeRequest & { version: number },
): { id: string; version: number } {
  return change(db, request, 'letter.restore', (draft, tx) => {
    const old = readVersion(tx, request.id, request.version);
    draft.elements = old.elements;
    draft.text = readText(tx, old.textSha256);
    draft.attachments = old.attachments;
    return { restored: old.version };
  });
}

/** @throws ArchiveError NOT_FOUND */
export function showLetter(db: ReadableDb, id: string, version?: number): Letter {
  const row = db.get<{ version: number; ref_code: string | null; filed_at: string }>(
    'SELECT version, ref_code, filed_at FROM letter WHERE id = ?',
    [id],
  );
  if (row === undefined) throw new ArchiveError('NOT_FOUND', id);
  const snapshot: Snapshot = readVersion(db, id, version);
  return {
    id,
    version: snapshot.version,
    versions: row.version,
    ref_code: row.ref_code,
    filed_at: row.filed_at,
    elements: snapshot.elements,
    text: readText(db, snapshot.textSha256),
    attachments: snapshot.attachments,
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
    letters: rows.map((row) => ({ ...row, addressees: JSON.parse(row.addressees) as string[] })),
  };
}

/** Letters that hold the same file, or the same text but for blanks and punctuation. */
export function findDuplicates(
  db: ReadableDb,
  fileSha256: string,
  text: string,
): { id: string; title: string | null }[] {
  const blank = text.trim() === '';
  return db.all<{ id: string; title: string | null }>(
    'SELECT id, title FROM letter WHERE file_sha256 = ? OR text_key = ? ORDER BY number',
    [fileSha256, blank ? '' : textKey(text)],
  );
}
