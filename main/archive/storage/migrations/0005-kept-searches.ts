/** Searches that people keep and their latest queries. Neither belongs to the record: they may be deleted. */
import type { Migration } from './types.ts';

export const keptSearches: Migration = {
  number: 5,
  name: 'kept-searches',
  definitionsSha256: '65e46da9dd085a8a31b7316f0f9f67b8d84f09bc188dbbd02b3e1000416bfff8',
  up: `
-- \`seen\` is the highest row number of \`version\` when the search was last looked at.
CREATE TABLE archive.saved_search (
  id TEXT PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, request TEXT NOT NULL, created TEXT NOT NULL,
  seen INTEGER NOT NULL, UNIQUE (owner, name)
) WITHOUT ROWID;
CREATE TABLE archive.search_history (
  seq INTEGER PRIMARY KEY, owner TEXT NOT NULL, query TEXT NOT NULL, at TEXT NOT NULL,
  UNIQUE (owner, query)
);
`,
};
