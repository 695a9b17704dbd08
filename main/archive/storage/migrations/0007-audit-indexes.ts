/** A log of years, in which every opened letter is a row, is still asked by day and by act at once. */
import type { Migration } from './types.ts';

export const auditIndexes: Migration = {
  number: 7,
  name: 'audit-indexes',
  definitionsSha256: 'a2cc7e3ebbaf2728ea353e6da0d5882fffa3d20679721c037479a7d1e44f2b11',
  up: `
CREATE INDEX archive.audit_by_time ON audit (at, action);
CREATE INDEX archive.audit_by_action ON audit (action);
`,
};
