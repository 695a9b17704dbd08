/**
 * Appraisal and disposal (鉴定与销毁): acts, what stays of a letter that was disposed of, and triggers that let rows of a letter go
 * only where that is there.
 */
import type { Migration } from './types.ts';

/** A trigger of an earlier form, made anew with an exception. */
const remade = (name: string, table: string, unless: string, says: string): string =>
  `DROP TRIGGER archive.${name};
CREATE TRIGGER archive.${name} BEFORE DELETE ON ${table} WHEN NOT EXISTS (SELECT 1 FROM ${unless}) BEGIN SELECT RAISE(ABORT, '${says}'); END;`;

const ofLetter = (name: string, table: string, key: string, says: string): string =>
  remade(name, table, `stub WHERE letter_id = OLD.${key}`, says);
const ofContent = (name: string, table: string, says: string): string =>
  remade(name, table, 'disposed_content WHERE sha256 = OLD.sha256', says);

export const disposal: Migration = {
  number: 14,
  name: 'disposal',
  definitionsSha256: 'a7202643c11808bd6b76e6e90af4f20488e6c99ca09ffebac945cda2ec86dc97',
  up: `
-- Rows are only added. detail: JSON of the act (model/disposal.ts); that of an execution is the 销毁清册.
CREATE TABLE archive.disposal_act (
  disposal_id TEXT NOT NULL, seq INTEGER NOT NULL, act TEXT NOT NULL
    CHECK (act IN ('open','opine','approve','reject','sign','cancel','execute','rewrite','finish')),
  at TEXT NOT NULL, actor TEXT NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (disposal_id, seq)
) WITHOUT ROWID;

-- What stays of a letter. record: JSON with the hashes of its versions and files, and of what went.
CREATE TABLE archive.stub (
  letter_id TEXT PRIMARY KEY, disposal_id TEXT NOT NULL, number INTEGER NOT NULL, ref_code TEXT,
  archive_year INTEGER NOT NULL, retention TEXT NOT NULL, item_no INTEGER NOT NULL, filed_at TEXT NOT NULL,
  title TEXT, doc_number TEXT, issuer TEXT, issued_on TEXT, reply_kind TEXT, file_sha256 TEXT,
  disposed_at TEXT NOT NULL, record TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX archive.stub_by_file ON stub (file_sha256);
-- Content that went with a letter, by its SHA-256.
CREATE TABLE archive.disposed_content (
  sha256 TEXT NOT NULL, letter_id TEXT NOT NULL REFERENCES stub(letter_id), PRIMARY KEY (sha256, letter_id)
) WITHOUT ROWID;

CREATE TRIGGER archive.disposal_act_is_final BEFORE UPDATE ON disposal_act BEGIN SELECT RAISE(ABORT, 'an act of a disposal never changes'); END;
CREATE TRIGGER archive.disposal_act_stays BEFORE DELETE ON disposal_act BEGIN SELECT RAISE(ABORT, 'an act of a disposal is never deleted'); END;
CREATE TRIGGER archive.stub_is_final BEFORE UPDATE ON stub BEGIN SELECT RAISE(ABORT, 'what stays of a letter never changes'); END;
CREATE TRIGGER archive.stub_stays BEFORE DELETE ON stub BEGIN SELECT RAISE(ABORT, 'what stays of a letter is never deleted'); END;
CREATE TRIGGER archive.disposed_content_is_final BEFORE UPDATE ON disposed_content BEGIN SELECT RAISE(ABORT, 'what stays of a letter never changes'); END;
CREATE TRIGGER archive.disposed_content_stays BEFORE DELETE ON disposed_content BEGIN SELECT RAISE(ABORT, 'what stays of a letter is never deleted'); END;
CREATE TRIGGER archive.disposed_letter_is_not_filed BEFORE INSERT ON letter
WHEN EXISTS (SELECT 1 FROM stub WHERE letter_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a letter that was disposed of does not come back'); END;

${ofLetter('letter_stays', 'letter', 'id', 'a letter is never deleted')}
${ofLetter('letter_source_stays', 'letter_source', 'letter_id', 'what a letter was read from is never deleted')}
${ofLetter('version_stays', 'version', 'letter_id', 'a version is never deleted')}
${ofLetter('attachment_stays', 'attachment', 'letter_id', 'an attachment is never deleted')}
${ofLetter('version_origin_stays', 'version_origin', 'letter_id', 'what came with a package is never deleted')}
${ofLetter('foreign_version_stays', 'foreign_version', 'of_letter', 'a version is never deleted')}
${ofLetter('public_act_stays', 'public_act', 'letter_id', 'an act on a public version is never deleted')}
${ofContent('attachment_text_stays', 'attachment_text', 'a text read from a file is never deleted')}
${ofContent('content_stays', 'content', 'content is never deleted')}
${ofContent('byte_chunk_stays', 'byte_chunk', 'content is never deleted')}
${ofContent('text_chunk_stays', 'text_chunk', 'content is never deleted')}

-- Who uses a content is asked for each that goes.
CREATE INDEX archive.version_by_text ON version (text_sha256);
CREATE INDEX archive.letter_source_by_text ON letter_source (raw_text_sha256);
CREATE INDEX archive.attachment_text_by_text ON attachment_text (text_sha256);
CREATE INDEX archive.foreign_version_by_text ON foreign_version (text_sha256);
`,
};
