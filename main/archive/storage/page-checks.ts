/**
 * A checksum at the end of every page of the archive's file, written and checked where pages pass to and from the disk.
 * SQLite itself would hand on a page with a flipped bit; here it is an error at the first reading, in whatever column.
 * The file stays an ordinary database: SQLite leaves the last bytes of each page alone where the header reserves them.
 */
import { constants } from 'node:fs';
import { crc32 } from 'node:zlib';
import { delegate, diskFault, errnoCode, readFully, writeFully } from './disk.ts';
import type { Disk } from './disk.ts';
import { DAMAGED_PAGE } from './failures.ts';
import { RESERVED_BYTES, parseHeader } from './open-checks.ts';

// The reserved bytes: four that say "checksummed", then a CRC-32 over page number and content.
const TAG = 0x31504846; // "FHP1", little-endian
export const PAGE_BYTES = 4096;
const HEADER_BYTES = 100;

/** How a file's pages are laid out; undefined where they carry no checksums. */
interface Layout {
  pageBytes: number;
}

function layoutOf(header: Uint8Array): Layout | undefined {
  const parsed = parseHeader(header);
  return parsed?.reservedBytes === RESERVED_BYTES ? { pageBytes: parsed.pageSizeBytes } : undefined;
}

/** The size of a database file's pages where they carry checksums; undefined where they do not, or there is no such file yet. */
export function sealedPageBytes(disk: Disk, path: string): number | undefined {
  let fd: number;
  try {
    fd = disk.open(path, constants.O_RDONLY);
  } catch (thrown) {
    if (errnoCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
  try {
    const header = new Uint8Array(HEADER_BYTES);
    return layoutOf(header.subarray(0, readFully(disk, fd, header, 0)))?.pageBytes;
  } finally {
    disk.close(fd);
  }
}

function checksum(page: Uint8Array, number: number): number {
  return crc32(page.subarray(0, page.length - RESERVED_BYTES), number);
}

/** Writes the checksum into the page's last bytes. @param number of the page, from 1 */
export function sealPage(page: Uint8Array, number: number): void {
  const tail = new DataView(page.buffer, page.byteOffset + page.length - RESERVED_BYTES, RESERVED_BYTES);
  tail.setUint32(0, TAG, true);
  tail.setUint32(4, checksum(page, number), true);
}

/** True where the page is as it was written. A page never written (a hole, all zero) is sound. */
export function isPageSound(page: Uint8Array, number: number): boolean {
  const tail = new DataView(page.buffer, page.byteOffset + page.length - RESERVED_BYTES, RESERVED_BYTES);
  if (tail.getUint32(0, true) === TAG && tail.getUint32(4, true) === checksum(page, number)) return true;
  return number > 1 && page.every((byte) => byte === 0);
}

/** An empty database whose header reserves room for the checksums: SQLite then keeps it free on every page. */
export function emptyDatabase(): Uint8Array {
  const page = Buffer.alloc(PAGE_BYTES);
  page.write('SQLite format 3\0', 'latin1');
  page.writeUInt16BE(PAGE_BYTES, 16);
  page[18] = 2; // written and read with a write-ahead log, from the first change on
  page[19] = 2;
  page[20] = RESERVED_BYTES;
  page[21] = 64; // payload fractions, fixed by the format
  page[22] = 32;
  page[23] = 32;
  page.writeUInt32BE(1, 24); // change counter
  page.writeUInt32BE(1, 28); // pages
  page.writeUInt32BE(4, 44); // schema format
  page.writeUInt32BE(1, 56); // UTF-8
  page.writeUInt32BE(1, 92); // the change counter for which the page count is valid
  page[100] = 13; // an empty leaf of a table
  page.writeUInt16BE(PAGE_BYTES - RESERVED_BYTES, 105);
  sealPage(page, 1);
  return page;
}

const JOURNALS = ['-wal', '-journal', '-shm'];

/** How many pages are fetched at once where they are read one after the other. */
const AHEAD_PAGES = 32;
/** After so many pages in a row the reading counts as one after the other. */
const IN_A_ROW = 3;

/**
 * Pages read ahead of SQLite, which asks for one at a time: most of the cost of reading large content is in the calls.
 * Everything written to the file passes by here and empties it.
 */
class ReadAhead {
  #bytes = new Uint8Array(0);
  #position = 0;
  #filled = 0;
  #expected = -1;
  #inARow = 0;

  /** Fills `into` from what was read ahead, reading on where the asking goes on; undefined where it is to be read as usual. */
  read(disk: Disk, fd: number, into: Uint8Array, position: number): number | undefined {
    this.#inARow = position === this.#expected ? this.#inARow + 1 : 0;
    this.#expected = position + into.length;
    const isHere = position >= this.#position && position + into.length <= this.#position + this.#filled;
    if (!isHere) {
      if (this.#inARow < IN_A_ROW) return undefined;
      if (this.#bytes.length === 0) this.#bytes = new Uint8Array(AHEAD_PAGES * into.length);
      this.#filled = readFully(disk, fd, this.#bytes, position);
      this.#position = position;
      if (this.#filled < into.length) return undefined;
    }
    const start = position - this.#position;
    into.set(this.#bytes.subarray(start, start + into.length));
    return into.length;
  }
  forget(): void {
    this.#filled = 0;
  }
}

/** The same disk with the pages of database files sealed when written and checked when read. */
export function pageCheckedDisk(base: Disk): Disk {
  /** Open database files; undefined where the file is still empty or carries no checksums. */
  const files = new Map<number, { path: string; layout: Layout | undefined; ahead: ReadAhead }>();
  const page = (
    fd: number,
    length: number,
    position: number,
  ): { number: number; path: string; ahead: ReadAhead } | undefined => {
    const file = files.get(fd);
    if (file?.layout?.pageBytes !== length || position % length !== 0) return undefined;
    return { number: position / length + 1, path: file.path, ahead: file.ahead };
  };
  // Two descriptors may be open on one file, so a change empties what was read ahead through any of them.
  const changed = (): void => {
    for (const { ahead } of files.values()) ahead.forget();
  };
  return {
    ...delegate(base),
    open: (path, flags) => {
      const fd = base.open(path, flags);
      if (JOURNALS.some((end) => path.endsWith(end))) return fd;
      const header = new Uint8Array(HEADER_BYTES);
      const count = readFully(base, fd, header, 0);
      files.set(fd, { path, layout: layoutOf(header.subarray(0, count)), ahead: new ReadAhead() });
      return fd;
    },
    close: (fd) => {
      files.delete(fd);
      base.close(fd);
    },
    read: (fd, into, position) => {
      const at = page(fd, into.length, position);
      if (at === undefined) return base.read(fd, into, position);
      const count = at.ahead.read(base, fd, into, position) ?? readFully(base, fd, into, position);
      if (count === into.length && !isPageSound(into, at.number)) {
        throw diskFault(DAMAGED_PAGE, `page ${at.number}`, at.path);
      }
      return count;
    },
    truncate: (fd, sizeBytes) => {
      if (files.has(fd)) changed();
      base.truncate(fd, sizeBytes);
    },
    write: (fd, from, position) => {
      const at = page(fd, from.length, position);
      if (at !== undefined) sealPage(from, at.number);
      if (files.has(fd)) changed();
      return base.write(fd, from, position);
    },
  };
}

/** The same disk with every page sealed that is written to one new file, which has no header yet that would ask for it. */
export function sealingDisk(base: Disk, path: string): Disk {
  const files = new Set<number>();
  return {
    ...delegate(base),
    open: (opened, flags) => {
      const fd = base.open(opened, flags);
      if (opened === path) files.add(fd);
      return fd;
    },
    close: (fd) => {
      files.delete(fd);
      base.close(fd);
    },
    write: (fd, from, position) => {
      if (files.has(fd) && from.length === PAGE_BYTES && position % PAGE_BYTES === 0)
        sealPage(from, position / PAGE_BYTES + 1);
      return base.write(fd, from, position);
    },
  };
}

/** Says in a new file's header that it is written with a write-ahead log, as every archive's does. */
export function markWriteAhead(disk: Disk, fd: number): void {
  const page = new Uint8Array(PAGE_BYTES);
  readFully(disk, fd, page, 0);
  page.fill(2, 18, 20);
  sealPage(page, 1);
  writeFully(disk, fd, page, 0);
}

/** Pages looked at in one go by `findDamagedPages`. */
const PAGES_AT_ONCE = 256;

/**
 * Reads a database file from end to end and answers the numbers of the pages that are not as they were written, in
 * portions so that the caller can give way. Empty for files without checksums.
 * @param onBytes is shown all bytes of the file in their order; they are good only while it runs
 */
export function* findDamagedPages(
  disk: Disk,
  path: string,
  onBytes?: (bytes: Uint8Array) => void,
): Iterable<{ damaged: number[]; bytes: number }> {
  const fd = disk.open(path, constants.O_RDONLY);
  try {
    const header = new Uint8Array(HEADER_BYTES);
    const layout = layoutOf(header.subarray(0, readFully(disk, fd, header, 0)));
    if (layout === undefined) return;
    const { pageBytes } = layout;
    const portion = new Uint8Array(PAGES_AT_ONCE * pageBytes);
    for (let position = 0; ; position += portion.length) {
      const count = readFully(disk, fd, portion, position);
      if (count === 0) return;
      onBytes?.(portion.subarray(0, count));
      const damaged: number[] = [];
      for (let start = 0; start + pageBytes <= count; start += pageBytes) {
        const number = (position + start) / pageBytes + 1;
        if (!isPageSound(portion.subarray(start, start + pageBytes), number)) damaged.push(number);
      }
      yield { damaged, bytes: count };
    }
  } finally {
    disk.close(fd);
  }
}
