/** Letters, versions, attachments, content and the audit log: the first schema of an archive. */
import type { Migration } from './types.ts';

export const foundation: Migration = {
  number: 1,
  name: 'foundation',
  definitionsSha256: '23861b3b57f4d8ef1ce59a099ff8625ee3a57a711629666ca8bda2dba56ff6af',
  up: `
CREATE TABLE archive.meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Content, addressed by its SHA-256 and never changed. Bytes in rows of at most 1 MiB; text in rows of at most
-- 262,144 UTF-16 units (its hash is taken over the UTF-8 of the whole text).
CREATE TABLE archive.content (
  sha256 TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('bytes','text')), size INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE archive.byte_chunk (
  sha256 TEXT NOT NULL REFERENCES content(sha256), seq INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (sha256, seq)
);
CREATE TABLE archive.text_chunk (
  sha256 TEXT NOT NULL REFERENCES content(sha256), seq INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (sha256, seq)
);

-- One row a letter: where its newest version stands, with the columns that lists and filters need.
CREATE TABLE archive.letter (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, ref_code TEXT UNIQUE, filed_at TEXT NOT NULL,
  version INTEGER NOT NULL, title TEXT, doc_number TEXT, issuer TEXT, issued_on TEXT, reply_kind TEXT,
  result_code TEXT, openness TEXT, addressees TEXT NOT NULL DEFAULT '[]', text_sha256 TEXT NOT NULL,
  text_key TEXT NOT NULL, file_sha256 TEXT, review INTEGER NOT NULL DEFAULT 0,
  -- The parts of the 档号 (DA/T 22-2015): item numbers run without gaps inside year + retention.
  archive_year INTEGER NOT NULL, retention TEXT NOT NULL, item_no INTEGER NOT NULL,
  UNIQUE (archive_year, retention, item_no)
);
CREATE INDEX archive.letter_by_date ON letter (issued_on, id);
CREATE INDEX archive.letter_by_file ON letter (file_sha256);
CREATE INDEX archive.letter_by_text ON letter (text_key);
CREATE INDEX archive.letter_by_doc_number ON letter (doc_number);

-- What was read from the imported file: its text untouched, the map from clean to raw text, the evidence.
CREATE TABLE archive.letter_source (
  letter_id TEXT PRIMARY KEY REFERENCES letter(id), file_name TEXT NOT NULL, format TEXT NOT NULL,
  raw_text_sha256 TEXT NOT NULL REFERENCES content(sha256), text_map TEXT NOT NULL, pages TEXT NOT NULL,
  evidence TEXT NOT NULL, warnings TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE archive.attachment (
  id TEXT PRIMARY KEY, letter_id TEXT NOT NULL REFERENCES letter(id), name TEXT NOT NULL, mime TEXT NOT NULL,
  size INTEGER NOT NULL, sha256 TEXT NOT NULL REFERENCES content(sha256), added_at TEXT NOT NULL
);
CREATE INDEX archive.attachment_by_letter ON attachment (letter_id);
CREATE INDEX archive.attachment_by_content ON attachment (sha256);

-- Text read from attached files, by the content they hold, so that it is searched. Derived: text_sha256 is NULL where
-- the file gave none, code then says why. Pages are [start, end) pairs in that text.
CREATE TABLE archive.attachment_text (
  sha256 TEXT PRIMARY KEY REFERENCES content(sha256), text_sha256 TEXT REFERENCES content(sha256),
  pages TEXT NOT NULL, code TEXT
) WITHOUT ROWID;

-- Full snapshots: every save is a whole version. sha256 covers fields, text, attachments and the previous hash.
CREATE TABLE archive.version (
  letter_id TEXT NOT NULL REFERENCES letter(id), version INTEGER NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL,
  reason TEXT NOT NULL, changes TEXT NOT NULL, elements TEXT NOT NULL,
  text_sha256 TEXT NOT NULL REFERENCES content(sha256), attachments TEXT NOT NULL,
  previous_sha256 TEXT NOT NULL, sha256 TEXT NOT NULL,
  PRIMARY KEY (letter_id, version)
);

CREATE TABLE archive.audit (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, subject TEXT,
  detail TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL
);

CREATE TRIGGER archive.version_is_final BEFORE UPDATE ON version BEGIN SELECT RAISE(ABORT, 'a version never changes'); END;
CREATE TRIGGER archive.version_stays BEFORE DELETE ON version BEGIN SELECT RAISE(ABORT, 'a version is never deleted'); END;
CREATE TRIGGER archive.audit_is_final BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log never changes'); END;
CREATE TRIGGER archive.audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is never cut'); END;
CREATE TRIGGER archive.content_is_final BEFORE UPDATE ON content BEGIN SELECT RAISE(ABORT, 'content never changes'); END;
CREATE TRIGGER archive.content_stays BEFORE DELETE ON content BEGIN SELECT RAISE(ABORT, 'content is never deleted'); END;
CREATE TRIGGER archive.byte_chunk_is_final BEFORE UPDATE ON byte_chunk BEGIN SELECT RAISE(ABORT, 'content never changes'); END;
CREATE TRIGGER archive.byte_chunk_stays BEFORE DELETE ON byte_chunk BEGIN SELECT RAISE(ABORT, 'content is never deleted'); END;
CREATE TRIGGER archive.text_chunk_is_final BEFORE UPDATE ON text_chunk BEGIN SELECT RAISE(ABORT, 'content never changes'); END;
CREATE TRIGGER archive.text_chunk_stays BEFORE DELETE ON text_chunk BEGIN SELECT RAISE(ABORT, 'content is never deleted'); END;
CREATE TRIGGER archive.attachment_is_final BEFORE UPDATE ON attachment BEGIN SELECT RAISE(ABORT, 'an attachment never changes'); END;
CREATE TRIGGER archive.attachment_stays BEFORE DELETE ON attachment BEGIN SELECT RAISE(ABORT, 'an attachment is never deleted'); END;
`,
};
