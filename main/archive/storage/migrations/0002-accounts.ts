/** Accounts: who may sign in, with which roles; their passwords as scrypt hashes, the newest and those not to be reused. */
import type { Migration } from './types.ts';

export const accounts: Migration = {
  number: 2,
  name: 'accounts',
  definitionsSha256: '0ff0ecdb53c8c65fb7c20e836cb6c644faed5e6f101159e1aefb2648060f320b',
  up: `
-- name_key is the name as it is compared (NFKC, lower case). An account is never deleted or renamed: history and the
-- audit log speak of it.
CREATE TABLE archive.account (
  name_key TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, display_name TEXT NOT NULL, roles TEXT NOT NULL,
  disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  must_change INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1)),
  failures INTEGER NOT NULL DEFAULT 0, locked_until TEXT, last_sign_in TEXT,
  created TEXT NOT NULL, changed TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE archive.account_password (
  name_key TEXT NOT NULL REFERENCES account(name_key), seq INTEGER NOT NULL, set_at TEXT NOT NULL, hash TEXT NOT NULL,
  PRIMARY KEY (name_key, seq)
) WITHOUT ROWID;

CREATE TRIGGER archive.account_stays BEFORE DELETE ON account BEGIN SELECT RAISE(ABORT, 'an account is never deleted'); END;
CREATE TRIGGER archive.account_keeps_its_name BEFORE UPDATE OF name_key, name ON account BEGIN SELECT RAISE(ABORT, 'an account is never renamed'); END;
`,
};
