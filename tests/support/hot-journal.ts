/** A rollback journal that makes SQLite cut a database: what a reader could take out of a letter as an attachment. */

/**
 * @param pages to how many pages the database is cut back
 * @returns 528 bytes: a header by https://www.sqlite.org/fileformat2.html#the_rollback_journal, and no page
 */
export function hotJournal(pages: number): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(528);
  bytes.write('d9d505f920a163d7', 'hex');
  bytes.writeUInt32BE(0xffffffff, 8); // as many pages as there are
  bytes.writeUInt32BE(pages, 16);
  bytes.writeUInt32BE(512, 20); // sector
  bytes.writeUInt32BE(4096, 24); // page
  return new Uint8Array(bytes);
}
