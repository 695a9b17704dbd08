/** Filing one letter: everything that belongs to it in one transaction. */
import { ArchiveError } from '../../../shared/errors.ts';
import type { FileSource } from '../../../shared/contract/index.ts';
import type { Elements, Evidence, Warning } from '../../../shared/model/elements.ts';
import type { Retention } from '../../../shared/model/settings.ts';
import type { OffsetRun, PageSpan } from '../reading/types.ts';
import { putText } from '../storage/content.ts';
import type { WritableDb } from '../storage/types.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { appendAudit } from '../trust/audit.ts';
import { refuseDisposed, refuseDisposedText } from '../trust/disposed/records.ts';
import { putSource } from '../trust/letter-source.ts';
import { addAttachment, loggedTexts, type NewAttachment } from './attachments.ts';
import { newId } from './ids.ts';
import { archiveYear, nextNumber, nextRefCode } from './ref-code.ts';
import { putNearKey } from './near-keys.ts';
import { writeVersion } from './versions.ts';

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
  /** `nearKey` of the text, where it is known already. */
  nearKey?: Uint8Array;
  /** As the settings say where left out. */
  retention?: Retention | undefined;
  /** True where somebody should still look at the elements. */
  review: boolean;
}

/**
 * Files one letter: letter, source, attachments, version 1 and the audit row in one transaction.
 * @throws ArchiveError FILE_CHANGED where the file is no longer what was read; LETTER_DISPOSED
 */
export function fileLetter(db: ArchiveDb, actor: string, filing: Filing): Filed {
  return db.transaction((tx) => fileIn(tx, actor, filing));
}

export interface Filed {
  id: string;
  version: number;
  ref_code: string;
}

/** The same inside a transaction that files more than one letter. */
export function fileIn(tx: WritableDb, actor: string, filing: Filing): Filed {
  refuseDisposed(tx, { fileSha256: filing.originalSha256 });
  refuseDisposedText(tx, filing.source.rawText);
  const id = newId();
  const at = new Date().toISOString();
  const ref = nextRefCode(tx, archiveYear(filing.elements.issued_on, at), filing.retention);
  const number = nextNumber(tx);
  tx.run(
    `INSERT INTO letter (id, number, ref_code, filed_at, version, text_sha256, text_key, file_sha256, review,
       archive_year, retention, item_no) VALUES (?,?,?,?,0,'','',?,?,?,?,?)`,
    [id, number, ref.code, at, filing.originalSha256, filing.review ? 1 : 0, ref.year, ref.retention, ref.item],
  );
  const { source } = filing;
  const sourceSha256 = putSource(tx, id, {
    file_name: source.fileName.toWellFormed().normalize('NFC'),
    format: source.format,
    raw_text_sha256: putText(tx, source.rawText),
    text_map: JSON.stringify(source.map.map((run) => [run.clean, run.raw, run.length])),
    pages: JSON.stringify(source.pages.map((page) => [page.start, page.end])),
    evidence: JSON.stringify(source.evidence),
    warnings: JSON.stringify(source.warnings),
  });
  const original = addAttachment(tx, id, { source: filing.original, role: 'ORIGINAL' }, at);
  if (original.sha256 !== filing.originalSha256) throw new ArchiveError('FILE_CHANGED', source.fileName);
  const attachments = [original, ...filing.attachments.map((a) => addAttachment(tx, id, a, at))];
  const made = writeVersion(
    tx,
    { letterId: id, actor, reason: filing.reason, elements: filing.elements, text: filing.text, attachments },
    at,
  );
  putNearKey(tx, number, made.textSha256, filing.text, filing.nearKey);
  appendAudit(tx, {
    actor,
    action: 'letter.file',
    subject: id,
    detail: {
      version: 1,
      sha256: made.sha256,
      number,
      ref_code: ref.code,
      archive_year: ref.year,
      retention: ref.retention,
      item_no: ref.item,
      file: source.fileName,
      file_sha256: filing.originalSha256,
      source_sha256: sourceSha256,
      review: filing.review,
      ...loggedTexts(tx, attachments),
    },
  });
  return { id, version: made.version, ref_code: ref.code };
}
