/**
 * Short contents and what letters were read from are packed (storage/packing.ts); near keys are bytes, and known by the letter's
 * number. What is there stays as it is and is read as before; only near keys, which are derived, are turned over.
 */
import type { Migration } from './types.ts';

export const packed: Migration = {
  number: 15,
  name: 'packed',
  definitionsSha256: 'd49bc756599488f2ed627a360c6efc7b801fb2dbc391c7dbb8cd64654ac80f7f',
  writtenAnew: 0.2,
  up: `
-- A content whose place is not NULL is here, packed by zlib (RFC 1950), and has no rows in byte_chunk or text_chunk. Whether each
-- is there and none is more, the check of contents looks at in the order of the file: a reference would be looked at by hash.
CREATE TABLE archive.packed_content (place INTEGER PRIMARY KEY, data BLOB NOT NULL);
ALTER TABLE archive.content ADD COLUMN place INTEGER;
CREATE TRIGGER archive.packed_content_is_final BEFORE UPDATE ON packed_content BEGIN SELECT RAISE(ABORT, 'content never changes'); END;
-- As other content (0014-disposal.ts): what went with a letter, which its place tells as long as the content is registered.
CREATE UNIQUE INDEX archive.content_by_place ON content (place);
CREATE TRIGGER archive.packed_content_stays BEFORE DELETE ON packed_content
WHEN NOT EXISTS (SELECT 1 FROM content c JOIN disposed_content d ON d.sha256 = c.sha256 WHERE c.place = OLD.place)
BEGIN SELECT RAISE(ABORT, 'content is never deleted'); END;

-- Where it is not NULL: text_map, pages, evidence and warnings, a JSON list of four texts, packed; the columns are '' then.
ALTER TABLE archive.letter_source ADD COLUMN packed BLOB;

-- key: the hashes of a sketch in ascending order, 4 bytes each, the highest first.
ALTER TABLE archive.near_key RENAME TO near_key_in_digits;
CREATE TABLE archive.near_key (
  number INTEGER PRIMARY KEY REFERENCES letter(number), text_sha256 TEXT NOT NULL, key BLOB NOT NULL
);
INSERT INTO archive.near_key (number, text_sha256, key)
  SELECT l.number, n.text_sha256, unhex(n.key) FROM archive.letter l JOIN archive.near_key_in_digits n ON n.letter_id = l.id
  WHERE unhex(n.key) IS NOT NULL ORDER BY l.number;
DROP TABLE archive.near_key_in_digits;
ALTER TABLE archive.near_piece RENAME TO near_piece_by_id;
CREATE TABLE archive.near_piece (
  piece INTEGER NOT NULL, number INTEGER NOT NULL REFERENCES letter(number), PRIMARY KEY (piece, number)
) WITHOUT ROWID;
INSERT INTO archive.near_piece (piece, number)
  SELECT p.piece, l.number FROM archive.near_piece_by_id p JOIN archive.letter l ON l.id = p.letter_id ORDER BY 1, 2;
DROP TABLE archive.near_piece_by_id;
`,
};
