/** Archives that earlier programs made (tests/fixtures/forms), each unpacked into a folder of its own. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { MIGRATIONS } from '../../main/archive/storage/migrations/index.ts';
import { ARCHIVE_NAME } from '../../main/archive/storage/open-checks.ts';
import { atEnd, emptyFolder } from './archive.ts';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'forms');

/** The forms of which there is an archive: all before today's, and today's once another commit has made one. */
export const FORMS: readonly number[] = MIGRATIONS.map(({ number }) => number).filter((form) =>
  existsSync(join(FIXTURES, `form-${form}.sqlite.gz`)),
);

/** The file of such an archive. @param kind `accounts`: the one with people who sign in */
export function fileOfForm(form: number, kind?: 'accounts'): Buffer {
  const name = `form-${form}${kind === undefined ? '' : `-${kind}`}.sqlite.gz`;
  return gunzipSync(readFileSync(join(FIXTURES, name)));
}

/** The folder of such an archive, to be opened and changed. */
export function folderOfForm(form: number, kind?: 'accounts'): string {
  const folder = join(emptyFolder(), 'archive');
  mkdirSync(folder);
  writeFileSync(join(folder, ARCHIVE_NAME), fileOfForm(form, kind));
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
