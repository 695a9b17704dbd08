/** Packages that were taken in: which versions came with which, and histories that ran beside a letter's own. */
import type { Migration } from './types.ts';

export const packages: Migration = {
  number: 12,
  name: 'packages',
  definitionsSha256: '92048ad0b2d11a9366d7a421acc9846da29b56d67f39ed59327d740874470fef',
  up: `
-- sha256: of the package's tagmanifest-sha256.txt, which covers all of it.
CREATE TABLE archive.package (
  sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, archive_id TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL
) WITHOUT ROWID;
-- Versions of a letter's own history that were made elsewhere.
CREATE TABLE archive.version_origin (
  letter_id TEXT NOT NULL REFERENCES letter(id), version INTEGER NOT NULL,
  package_sha256 TEXT NOT NULL REFERENCES package(sha256), PRIMARY KEY (letter_id, version)
) WITHOUT ROWID;
-- Versions that were made elsewhere beside the letter's own and joined by the version named in \`joined\`, each whole.
CREATE TABLE archive.foreign_version (
  package_sha256 TEXT NOT NULL REFERENCES package(sha256), of_letter TEXT NOT NULL REFERENCES letter(id),
  joined INTEGER NOT NULL, letter_id TEXT NOT NULL, version INTEGER NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL,
  reason TEXT NOT NULL, changes TEXT NOT NULL, elements TEXT NOT NULL,
  text_sha256 TEXT NOT NULL REFERENCES content(sha256), attachments TEXT NOT NULL, previous_sha256 TEXT NOT NULL,
  sha256 TEXT NOT NULL, PRIMARY KEY (of_letter, sha256)
);

CREATE TRIGGER archive.package_is_final BEFORE UPDATE ON package BEGIN SELECT RAISE(ABORT, 'what came with a package never changes'); END;
CREATE TRIGGER archive.package_stays BEFORE DELETE ON package BEGIN SELECT RAISE(ABORT, 'what came with a package is never deleted'); END;
CREATE TRIGGER archive.version_origin_is_final BEFORE UPDATE ON version_origin BEGIN SELECT RAISE(ABORT, 'what came with a package never changes'); END;
CREATE TRIGGER archive.version_origin_stays BEFORE DELETE ON version_origin BEGIN SELECT RAISE(ABORT, 'what came with a package is never deleted'); END;
CREATE TRIGGER archive.foreign_version_is_final BEFORE UPDATE ON foreign_version BEGIN SELECT RAISE(ABORT, 'a version never changes'); END;
CREATE TRIGGER archive.foreign_version_stays BEFORE DELETE ON foreign_version BEGIN SELECT RAISE(ABORT, 'a version is never deleted'); END;
`,
};
