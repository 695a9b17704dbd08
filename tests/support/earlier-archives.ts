/** Archives that earlier programs made (tests/fixtures/schema-versions), each unpacked into a folder of its own. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ARCHIVE_NAME } from '../../main/archive/storage/open-checks.ts';
import { fileOfVersion } from '../fixtures/schema-versions/archives.ts';
import { atEnd, emptyFolder } from './archive.ts';

/** The folder of such an archive, to be opened and changed. */
export function folderOfVersion(schema: number, kind?: 'accounts'): string {
  const folder = join(emptyFolder(), 'archive');
  mkdirSync(folder);
  writeFileSync(join(folder, ARCHIVE_NAME), fileOfVersion(schema, kind));
  return folder;
}

/** A file of an archive, read by another SQLite. */
export function readByOther(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { readOnly: true });
  atEnd(() => {
    if (db.isOpen) db.close();
  });
  return db;
}

export interface OtherRow {
  [column: string]: unknown;
}

/** All versions as their rows stand, in order. */
export function versionRows(db: DatabaseSync): OtherRow[] {
  return db.prepare('SELECT * FROM version ORDER BY letter_id, version').all();
}
