/** Changes an archive's file as somebody with another SQLite and a knowledge of its format would. */
import { DatabaseSync } from 'node:sqlite';
import { readFileSync, writeFileSync } from 'node:fs';
import { deflateSync, inflateSync } from 'node:zlib';
import { PAGE_BYTES, sealPage } from '../../main/archive/storage/page-checks.ts';

/** Makes the checksums of all pages right. */
export function sealAll(path: string): void {
  const file = readFileSync(path);
  for (let start = 0; start < file.length; start += PAGE_BYTES)
    sealPage(file.subarray(start, start + PAGE_BYTES), start / PAGE_BYTES + 1);
  writeFileSync(path, file);
}

/**
 * Triggers out, change, triggers back, and the checksums of the pages made right again.
 * @param change SQL, in which `unpacked(bytes)` and `packed(text)` do what zlib does; or what to do with the database
 */
export function tamper(path: string, change: string | ((db: DatabaseSync) => void)): void {
  const other = new DatabaseSync(path, { enableForeignKeyConstraints: false, defensive: false });
  other.function('unpacked', (bytes) => inflateSync(bytes as Uint8Array).toString('utf8'));
  other.function('packed', (text) => new Uint8Array(deflateSync(Buffer.from(text as string))));
  const triggers = other.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string;
    sql: string;
  }[];
  for (const { name } of triggers) other.exec(`DROP TRIGGER ${name}`);
  if (typeof change === 'string') other.exec(change);
  else change(other);
  for (const trigger of triggers) {
    try {
      other.exec(trigger.sql);
    } catch (thrown) {
      // One of that name was put there, or a view stands where the table stood: that is the change.
      if (!/already exists|on view/u.test(String(thrown))) throw thrown;
    }
  }
  other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  other.close();
  sealAll(path);
}
