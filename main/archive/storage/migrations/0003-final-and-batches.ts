/** Final letters (定稿) that refuse new versions, and bulk edits that can be undone as a whole. */
import type { Migration } from './types.ts';

export const finalAndBatches: Migration = {
  number: 3,
  name: 'final-and-batches',
  definitionsSha256: 'e663e3dbb580f9fc00853c0bdf20987b0423b0e8d21de74254781b8ee2de0b2f',
  up: `
-- The version that was declared final; NULL while the letter may be changed.
ALTER TABLE archive.letter ADD COLUMN final_version INTEGER;
CREATE TRIGGER archive.final_letter_takes_no_version BEFORE INSERT ON version
WHEN (SELECT final_version FROM letter WHERE id = NEW.letter_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a final letter takes no new version'); END;

CREATE TABLE archive.batch (
  id TEXT PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, reason TEXT NOT NULL, fields TEXT NOT NULL,
  undone_at TEXT
) WITHOUT ROWID;
CREATE TABLE archive.batch_letter (
  batch_id TEXT NOT NULL REFERENCES batch(id), letter_id TEXT NOT NULL REFERENCES letter(id),
  version INTEGER NOT NULL, PRIMARY KEY (batch_id, letter_id)
) WITHOUT ROWID;
`,
};
