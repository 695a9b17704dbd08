/** A second chain of hashes in the audit log, by SM3 (GB/T 32905-2016), for offices that must use 国密. */
import type { Migration } from './types.ts';

export const sm3: Migration = {
  number: 4,
  name: 'sm3',
  definitionsSha256: 'b16ebb66898168290421778f46575237c75f4cfa96b98f5152bb7b510ed0e8cd',
  up: `
-- Empty in rows that an older program wrote: the chain begins with the row that meta names.
ALTER TABLE archive.audit ADD COLUMN sm3 TEXT NOT NULL DEFAULT '';
INSERT INTO archive.meta (key, value) SELECT 'sm3_from', CAST(coalesce(max(seq), 0) + 1 AS TEXT) FROM archive.audit;
`,
};
