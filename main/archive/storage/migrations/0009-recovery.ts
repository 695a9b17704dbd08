/** What accounts need beside themselves: the recovery sheet that is valid, and tries to sign in under names that are not there. */
import type { Migration } from './types.ts';

export const recovery: Migration = {
  number: 9,
  name: 'recovery',
  definitionsSha256: '7f25b47758014d3332e0493eb497dcacd76d83e95960d49e959892971138e53f',
  up: `
-- The one sheet whose code is valid; the code itself stands on paper only. A used or void one leaves no row.
CREATE TABLE archive.recovery_sheet (
  id INTEGER PRIMARY KEY CHECK (id = 1), number INTEGER NOT NULL, made TEXT NOT NULL, hash TEXT NOT NULL
);
-- Tries under names that are not there, as an account counts its own. A name shares its row with every 4096th other: the row
-- tells nobody what was typed, and there are never more rows than that.
CREATE TABLE archive.unknown_sign_in (
  bucket INTEGER PRIMARY KEY CHECK (bucket BETWEEN 0 AND 4095), failures INTEGER NOT NULL, locked_until TEXT
);
`,
};
