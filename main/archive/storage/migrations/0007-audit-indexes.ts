/** A log of years, in which every opened letter is a row, is still asked by day and by act at once. */
import type { Migration } from './types.ts';

export const auditIndexes: Migration = {
  number: 7,
  name: 'audit-indexes',
  up: `
CREATE INDEX archive.audit_by_time ON audit (at, action);
CREATE INDEX archive.audit_by_action ON audit (action);
`,
};
