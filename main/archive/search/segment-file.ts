/**
 * Segment files: pages of lists by ascending key, then the columns, then a footer that says where everything is.
 * Written once, to a temporary name, synced and renamed; never changed. Everything carries a checksum.
 *
 * A page is a header (its keys with their counts; short lists stand in it whole) and the longer lists, packed.
 */
import { closeSync, fstatSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { COLUMN_NAMES, type Columns, type Documents, type FacetValues } from './documents.ts';
import { encodeList, PostingList, Words } from './postings.ts';

const MAGIC = 0x46485331;
const TAIL = 12;
const FLUSH_WORDS = 256 * 1024;
/** A page ends after so many keys, or so many words of lists. */
const PAGE_KEYS = 64;
const PAGE_WORDS = 32 * 1024;
/** Lists up to this length stand in the page's header. */
const SHORT = 8;
/** Page headers that are kept in memory. */
const KEPT_PAGES = 1500;

/** The file is not what was written. The index is derived: it is dropped and made again. */
export class IndexDamaged extends Error {}

interface Section {
  offset: number;
  bytes: number;
  crc: number;
}
interface Footer {
  count: number;
  units: number;
  sections: Record<string, Section>;
  values: FacetValues;
}

function push(column: Words, value: number): void {
  const at = column.take(1);
  column.data[at] = value;
}

const bytesOf = (words: Uint32Array): Uint8Array => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);

/** Makes a rename or a new file durable. Some systems cannot sync a folder; there the rename is already ordered. */
export function syncFolder(folder: string): void {
  let fd: number | undefined;
  try {
    fd = openSync(folder, 'r');
    fsyncSync(fd);
  } catch (error) {
    if (process.platform !== 'win32') throw error;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function writeAll(fd: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done, bytes.length - done, at + done);
}

/** Bytes with small numbers written short: seven bits a byte, the lowest first. */
class HeaderBytes {
  data = new Uint8Array(4096);
  length = 0;
  varint(value: number): void {
    if (this.length + 5 > this.data.length) this.grow();
    let rest = value;
    while (rest > 127) {
      this.data[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.data[this.length++] = rest;
  }
  private grow(): void {
    const wider = new Uint8Array(this.data.length * 2);
    wider.set(this.data);
    this.data = wider;
  }
}

/** Writes one segment. Keys must come in ascending order. */
export class SegmentWriter {
  private readonly path: string;
  private readonly temporary: string;
  private readonly fd: number;
  /** What waits to be written. */
  private readonly words = new Words();
  private written = 0;
  private readonly header = new HeaderBytes();
  private readonly lists = new Words();
  private pageKeys = 0;
  private lastKey = 0;
  private readonly firstKeys = new Words();
  private readonly pageOffsets = new Words();
  private readonly headerSizes = new Words();

  constructor(path: string) {
    this.path = path;
    this.temporary = `${path}.tmp`;
    this.fd = openSync(this.temporary, 'w');
  }

  /** Adds the list of a key: values[from..to), strictly ascending, not empty. */
  list(key: number, values: Uint32Array, from: number, to: number): void {
    const { header } = this;
    const count = to - from;
    if (this.pageKeys === 0) push(this.firstKeys, key);
    header.varint(this.pageKeys === 0 ? 0 : key - this.lastKey);
    header.varint(count);
    if (count <= SHORT) {
      for (let i = from, last = 0; i < to; i++) {
        const value = values[i] ?? 0;
        header.varint(value - last);
        last = value;
      }
    } else {
      const at = this.lists.length;
      encodeList(values, from, to, this.lists);
      header.varint(this.lists.length - at);
      header.varint(crc32(bytesOf(this.lists.data.subarray(at, this.lists.length))));
    }
    this.lastKey = key;
    this.pageKeys++;
    if (this.pageKeys === PAGE_KEYS || this.lists.length >= PAGE_WORDS) this.endPage();
  }

  private endPage(): void {
    if (this.pageKeys === 0) return;
    const { header } = this;
    push(this.pageOffsets, this.written / 4 + this.words.length);
    push(this.headerSizes, header.length);
    const at = this.words.take(1 + Math.ceil(header.length / 4) + this.lists.length);
    this.words.data[at] = crc32(header.data.subarray(0, header.length));
    bytesOf(this.words.data).set(header.data.subarray(0, header.length), (at + 1) * 4);
    this.words.data.set(this.lists.data.subarray(0, this.lists.length), this.words.length - this.lists.length);
    header.length = 0;
    this.lists.length = 0;
    this.pageKeys = 0;
    if (this.words.length >= FLUSH_WORDS) this.flush();
  }

  private flush(): void {
    const bytes = bytesOf(this.words.data.subarray(0, this.words.length));
    writeAll(this.fd, bytes, this.written);
    this.written += bytes.length;
    this.words.length = 0;
  }

  /** Writes what remains and gives the file its name. @returns its size in bytes */
  finish(documents: Documents): number {
    this.endPage();
    this.flush();
    push(this.pageOffsets, this.written / 4);
    const sections: Record<string, Section> = {};
    const pieces: Uint8Array[] = [];
    let offset = this.written;
    const add = (name: string, bytes: Uint8Array): void => {
      sections[name] = { offset, bytes: bytes.length, crc: crc32(bytes) };
      pieces.push(bytes);
      offset += bytes.length;
    };
    for (const [name, words] of [
      ['firstKeys', this.firstKeys],
      ['pageOffsets', this.pageOffsets],
      ['headerSizes', this.headerSizes],
    ] as const) {
      add(name, bytesOf(words.data.subarray(0, words.length)));
    }
    for (const name of COLUMN_NAMES) add(name, bytesOf(documents.columns[name]));
    add('idBytes', documents.idBytes);
    const units = documents.columns.bases[documents.count] ?? 0;
    const footer: Footer = { count: documents.count, units, sections, values: documents.values };
    const json = new TextEncoder().encode(JSON.stringify(footer));
    const tail = new Uint8Array(TAIL);
    const view = new DataView(tail.buffer);
    view.setUint32(0, json.length, true);
    view.setUint32(4, crc32(json), true);
    view.setUint32(8, MAGIC, true);
    const end = Buffer.concat([...pieces, json, tail]);
    writeAll(this.fd, end, this.written);
    this.written += end.length;
    fsyncSync(this.fd);
    closeSync(this.fd);
    renameSync(this.temporary, this.path);
    syncFolder(dirname(this.path));
    return this.written;
  }

  /** Gives up: nothing remains. */
  abandon(): void {
    closeSync(this.fd);
    rmSync(this.temporary, { force: true });
  }
}

function readInto(fd: number, at: number, buffer: Uint8Array, what: string): void {
  for (let done = 0; done < buffer.length;) {
    const read = readSync(fd, buffer, done, buffer.length - done, at + done);
    if (read === 0) throw new IndexDamaged(`${what}: file ends early`);
    done += read;
  }
}

function readExactly(fd: number, at: number, bytes: number, what: string): Uint8Array<ArrayBuffer> {
  // Memory that is not cleared first: all of it is read over.
  const buffer = new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer);
  readInto(fd, at, buffer, what);
  return buffer;
}

/** Where lists are read to: a buffer for each would keep the collector busy. */
let desk = new Uint32Array(4096);
const DESK_KEPT = 1 << 20;

function readFooter(fd: number, size: number): Footer {
  if (size < TAIL) throw new IndexDamaged('file too short');
  const tail = new DataView(readExactly(fd, size - TAIL, TAIL, 'tail').buffer);
  const length = tail.getUint32(0, true);
  if (tail.getUint32(8, true) !== MAGIC || length > size - TAIL) throw new IndexDamaged('no footer');
  const json = readExactly(fd, size - TAIL - length, length, 'footer');
  if (crc32(json) !== tail.getUint32(4, true)) throw new IndexDamaged('footer checksum');
  return JSON.parse(new TextDecoder().decode(json)) as Footer;
}

/** The list of one key, as a page's header tells of it. */
export interface Entry {
  key: number;
  count: number;
  /** A short list itself. */
  values: Uint32Array | undefined;
  /** Where a longer list stands in the file, its length in words, and its checksum. */
  offset: number;
  words: number;
  crc: number;
}

/**
 * Goes through a page's header, key by key. Nothing is made of a key unless it is asked for: a header that is kept in
 * memory is its bytes, and a search looks for one key in it.
 */
class HeaderReader {
  key: number;
  count = 0;
  /** Where the current key's longer list begins in the file, its length in words, and its checksum. */
  offset: number;
  words = 0;
  crc = 0;
  private readonly bytes: Uint8Array;
  private at = 0;
  /** Where the current key's short list begins in the header. */
  private shortAt = 0;

  /** @param listsAt where the page's lists begin in the file, in words */
  constructor(bytes: Uint8Array, firstKey: number, listsAt: number) {
    this.bytes = bytes;
    this.key = firstKey;
    this.offset = listsAt;
  }

  private varint(): number {
    const { bytes } = this;
    let byte = bytes[this.at++] ?? 0;
    if (byte < 128) return byte;
    let value = byte & 127;
    for (let factor = 128; byte >= 128; factor *= 128) {
      byte = bytes[this.at++] ?? 0;
      value += (byte & 127) * factor;
    }
    return value;
  }

  /** Whether the current key's list stands in the header. */
  get short(): boolean {
    return this.count <= SHORT;
  }

  /** Steps to the next key; false at the end. */
  next(): boolean {
    if (this.at >= this.bytes.length) return false;
    this.offset += this.words;
    this.key += this.varint();
    this.count = this.varint();
    if (this.short) {
      this.words = 0;
      this.shortAt = this.at;
      const { bytes } = this;
      for (let left = this.count; left > 0 && this.at < bytes.length; this.at++)
        if ((bytes[this.at] ?? 0) < 128) left--;
    } else {
      this.words = this.varint();
      this.crc = this.varint();
    }
    return true;
  }

  /** Writes the current key's short list to `out` from `to` on. */
  shortInto(out: Uint32Array, to: number): void {
    const after = this.at;
    this.at = this.shortAt;
    let last = 0;
    for (let i = 0; i < this.count; i++) out[to + i] = last += this.varint();
    this.at = after;
  }

  entry(): Entry {
    const { key, count, offset, words, crc } = this;
    if (!this.short) return { key, count, values: undefined, offset, words, crc };
    const values = new Uint32Array(count);
    this.shortInto(values, 0);
    return { key, count, values, offset: 0, words: 0, crc: 0 };
  }
}

function checkedList(words: Uint32Array, count: number, crc: number): PostingList {
  if (crc32(bytesOf(words)) !== crc) throw new IndexDamaged('list checksum');
  return new PostingList(words, count);
}

/** The header of a page from the page's first bytes. */
function checkedHeader(bytes: Uint8Array, size: number): Uint8Array {
  const content = bytes.subarray(4, 4 + size);
  const sum = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (crc32(content) !== sum) throw new IndexDamaged('page checksum');
  return content;
}

/** The last place in an ascending array whose value is not above `wanted`, or −1. */
function lastNotAbove(values: Uint32Array, wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** An open segment file. Pages and lists are read from the file at use; columns are in memory. */
export class SegmentFile {
  readonly documents: Documents;
  readonly units: number;
  readonly size: number;
  private readonly firstKeys: Uint32Array;
  private readonly pageOffsets: Uint32Array;
  private readonly headerSizes: Uint32Array;
  private readonly fd: number;
  /** Checked headers of pages that were used lately. */
  private readonly pages = new Map<number, Uint8Array>();

  /** @throws IndexDamaged where a checksum or the size does not fit */
  constructor(path: string, expectedBytes?: number) {
    let fd: number;
    try {
      fd = openSync(path, 'r');
    } catch (error) {
      throw new IndexDamaged(`cannot open: ${String(error)}`);
    }
    try {
      this.fd = fd;
      this.size = fstatSync(fd).size;
      if (expectedBytes !== undefined && this.size !== expectedBytes) throw new IndexDamaged('file size');
      const footer = readFooter(fd, this.size);
      const bytes = (name: string): Uint8Array<ArrayBuffer> => {
        const section = footer.sections[name];
        if (section === undefined) throw new IndexDamaged(`section ${name} missing`);
        const read = readExactly(fd, section.offset, section.bytes, name);
        if (crc32(read) !== section.crc) throw new IndexDamaged(`section ${name} checksum`);
        return read;
      };
      const words = (name: string): Uint32Array => new Uint32Array(bytes(name).buffer);
      this.units = footer.units;
      this.firstKeys = words('firstKeys');
      this.pageOffsets = words('pageOffsets');
      this.headerSizes = words('headerSizes');
      this.documents = {
        count: footer.count,
        columns: Object.fromEntries(COLUMN_NAMES.map((name) => [name, words(name)])) as unknown as Columns,
        values: footer.values,
        idBytes: bytes('idBytes'),
      };
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  private page(number: number): HeaderReader {
    let content = this.pages.get(number);
    if (content === undefined) {
      const offset = this.pageOffsets[number] ?? 0;
      const size = this.headerSizes[number] ?? 0;
      content = checkedHeader(readExactly(this.fd, offset * 4, 4 + size, 'page'), size);
      if (this.pages.size >= KEPT_PAGES) this.pages.clear();
      this.pages.set(number, content);
    }
    return this.reader(number, content);
  }

  private reader(number: number, content: Uint8Array): HeaderReader {
    const listsAt = (this.pageOffsets[number] ?? 0) + 1 + Math.ceil(content.length / 4);
    return new HeaderReader(content, this.firstKeys[number] ?? 0, listsAt);
  }

  private seek(key: number): HeaderReader | undefined {
    const number = lastNotAbove(this.firstKeys, key);
    if (number === -1) return undefined;
    const reader = this.page(number);
    while (reader.next()) if (reader.key >= key) return reader.key === key ? reader : undefined;
    return undefined;
  }

  /** What the file has for a key; undefined where it has nothing. @throws IndexDamaged */
  find(key: number): Entry | undefined {
    return this.seek(key)?.entry();
  }

  /** How many values the list of a key has; 0 where there is none. @throws IndexDamaged */
  countOf(key: number): number {
    return this.seek(key)?.count ?? 0;
  }

  /** The list is good until the next one is read, from any file. @throws IndexDamaged */
  read(entry: Entry): PostingList {
    if (entry.values !== undefined) return new PostingList(entry.values, entry.count);
    if (desk.length < entry.words) desk = new Uint32Array(entry.words * 2);
    const words = desk.subarray(0, entry.words);
    readInto(this.fd, entry.offset * 4, bytesOf(words), 'list');
    const list = checkedList(words, entry.count, entry.crc);
    if (desk.length > DESK_KEPT) desk = new Uint32Array(4096);
    return list;
  }

  /** Goes through all lists in the order of their keys, each read and checked. */
  lists(): ListCursor {
    const { fd, firstKeys, pageOffsets, headerSizes } = this;
    return new ListCursor({ fd, firstKeys, pageOffsets, headerSizes });
  }

  close(): void {
    closeSync(this.fd);
  }
}

interface Pages {
  fd: number;
  firstKeys: Uint32Array;
  pageOffsets: Uint32Array;
  headerSizes: Uint32Array;
}

/** So much of the file is read at once, in words. */
const CHUNK_WORDS = 256 * 1024;

/** Goes through all lists of a file. Nothing is allocated for a short list: most are, and there are very many. */
export class ListCursor {
  key = 0;
  count = 0;
  private readonly pages: Pages;
  private page = -1;
  private reader: HeaderReader | undefined;
  /** The part of the file that was read last, and where in the file it begins, in words. */
  private chunk = new Uint32Array(0);
  private chunkAt = 0;

  constructor(pages: Pages) {
    this.pages = pages;
  }

  /** Steps to the next list; false at the end. @throws IndexDamaged */
  next(): boolean {
    while (this.reader?.next() !== true) {
      if (++this.page >= this.pages.firstKeys.length) return false;
      this.openPage();
    }
    this.key = this.reader.key;
    this.count = this.reader.count;
    return true;
  }

  private openPage(): void {
    const { fd, firstKeys, pageOffsets, headerSizes } = this.pages;
    const from = pageOffsets[this.page] ?? 0;
    const words = (pageOffsets[this.page + 1] ?? from) - from;
    if (from < this.chunkAt || from + words > this.chunkAt + this.chunk.length) {
      const end = pageOffsets[pageOffsets.length - 1] ?? 0;
      const wanted = Math.max(words, Math.min(CHUNK_WORDS, end - from));
      this.chunk = new Uint32Array(readExactly(fd, from * 4, wanted * 4, 'pages').buffer);
      this.chunkAt = from;
    }
    const at = from - this.chunkAt;
    const size = headerSizes[this.page] ?? 0;
    const header = checkedHeader(bytesOf(this.chunk.subarray(at, at + words)), size);
    this.reader = new HeaderReader(header, firstKeys[this.page] ?? 0, from + 1 + Math.ceil(size / 4));
  }

  /** Writes the list's values to `out` from `at` on. @throws IndexDamaged */
  into(out: Uint32Array, at: number): void {
    const { reader } = this;
    if (reader === undefined) return;
    if (reader.short) {
      reader.shortInto(out, at);
      return;
    }
    const from = reader.offset - this.chunkAt;
    const words = this.chunk.subarray(from, from + reader.words);
    checkedList(words, reader.count, reader.crc).into(out, at);
  }
}
