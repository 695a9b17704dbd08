/** What filing puts down once and for all is refused every change by the database too; the log covers it from this form on. */
import type { Migration } from './types.ts';

export const evidence: Migration = {
  number: 10,
  name: 'evidence',
  definitionsSha256: 'e7b13aeb605ec71bde496054f1553deab119b8ef43aef88ac42f83ec8f2b8182',
  up: `
CREATE TRIGGER archive.letter_source_is_final BEFORE UPDATE ON letter_source BEGIN SELECT RAISE(ABORT, 'what a letter was read from never changes'); END;
CREATE TRIGGER archive.letter_source_stays BEFORE DELETE ON letter_source BEGIN SELECT RAISE(ABORT, 'what a letter was read from is never deleted'); END;
CREATE TRIGGER archive.attachment_text_is_final BEFORE UPDATE ON attachment_text BEGIN SELECT RAISE(ABORT, 'a text read from a file never changes'); END;
CREATE TRIGGER archive.attachment_text_stays BEFORE DELETE ON attachment_text BEGIN SELECT RAISE(ABORT, 'a text read from a file is never deleted'); END;
CREATE TRIGGER archive.letter_stays BEFORE DELETE ON letter BEGIN SELECT RAISE(ABORT, 'a letter is never deleted'); END;
CREATE TRIGGER archive.letter_keeps_its_number BEFORE UPDATE OF id, number, filed_at, file_sha256 ON letter BEGIN SELECT RAISE(ABORT, 'the number of a letter never changes'); END;
`,
};
