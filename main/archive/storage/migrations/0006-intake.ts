/** Near keys, by which letters of almost the same text are found, and what a watched folder has already handed in. */
import type { Migration } from './types.ts';

export const intake: Migration = {
  number: 6,
  name: 'intake',
  definitionsSha256: '61ad48177c6b00e040b37f6de9279829eec6be7c0201548ff92685bbde16b800',
  up: `
-- Derived from a letter's text, and made anew where text_sha256 is no longer the letter's. piece: the smallest hashes.
CREATE TABLE archive.near_key (
  letter_id TEXT PRIMARY KEY REFERENCES letter(id), text_sha256 TEXT NOT NULL, key TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE archive.near_piece (
  piece INTEGER NOT NULL, letter_id TEXT NOT NULL REFERENCES letter(id), PRIMARY KEY (piece, letter_id)
) WITHOUT ROWID;

-- A file of the watched folder as it was when it was handed in: size in bytes, time of its last change in nanoseconds.
CREATE TABLE archive.watched (
  path TEXT PRIMARY KEY, size INTEGER NOT NULL, changed TEXT NOT NULL, status TEXT NOT NULL, at TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX archive.letter_for_review ON letter (review) WHERE review = 1;
`,
};
