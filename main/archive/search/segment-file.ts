/**
 * Segment files: pages of lists by ascending key, then the columns, then a footer that says where everything is.
 * Written once, to a temporary name, synced and renamed; never changed. Everything carries a checksum.
 *
 * A page is a header (its keys with their counts; short lists stand in it whole) and the longer lists, packed.
 */
import { constants } from 'node:fs';
import { crc32 } from 'node:zlib';
import { readFully, type Disk } from '../storage/disk.ts';
import { COLUMN_NAMES, type Columns, type Documents } from './documents.ts';
import { PostingList } from './postings.ts';
import { bytesOf, IndexDamaged, MAGIC, SHORT, TAIL, type Footer } from './segment-layout.ts';

/** Page headers that are kept in memory. */
const KEPT_PAGES = 1500;

/** An open file on its disk. */
interface OpenFile {
  disk: Disk;
  fd: number;
}

function readInto({ disk, fd }: OpenFile, at: number, buffer: Uint8Array, what: string): void {
  if (readFully(disk, fd, buffer, at) < buffer.length) throw new IndexDamaged(`${what}: file ends early`);
}

function readExactly(file: OpenFile, at: number, bytes: number, what: string): Uint8Array<ArrayBuffer> {
  // Memory that is not cleared first: all of it is read over.
  const buffer = new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer);
  readInto(file, at, buffer, what);
  return buffer;
}

/** Where lists are read to: a buffer for each would keep the collector busy. */
let desk = new Uint32Array(4096);
const DESK_KEPT = 1 << 20;

function readFooter(file: OpenFile, size: number): Footer {
  if (size < TAIL) throw new IndexDamaged('file too short');
  const tail = new DataView(readExactly(file, size - TAIL, TAIL, 'tail').buffer);
  const length = tail.getUint32(0, true);
  if (tail.getUint32(8, true) !== MAGIC || length > size - TAIL) throw new IndexDamaged('no footer');
  const json = readExactly(file, size - TAIL - length, length, 'footer');
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
  private readonly file: OpenFile;
  /** Checked headers of pages that were used lately. */
  private readonly pages = new Map<number, Uint8Array>();

  /** @throws IndexDamaged where a checksum or the size does not fit */
  constructor(path: string, disk: Disk, expectedBytes?: number) {
    let fd: number;
    try {
      fd = disk.open(path, constants.O_RDONLY);
    } catch (error) {
      throw new IndexDamaged(`cannot open: ${String(error)}`);
    }
    try {
      this.file = { disk, fd };
      this.size = disk.statOpen(fd).sizeBytes;
      if (expectedBytes !== undefined && this.size !== expectedBytes) throw new IndexDamaged('file size');
      const footer = readFooter(this.file, this.size);
      const bytes = (name: string): Uint8Array<ArrayBuffer> => {
        const section = footer.sections[name];
        if (section === undefined) throw new IndexDamaged(`section ${name} missing`);
        const read = readExactly(this.file, section.offset, section.bytes, name);
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
      disk.close(fd);
      throw error;
    }
  }

  private page(number: number): HeaderReader {
    let content = this.pages.get(number);
    if (content === undefined) {
      const offset = this.pageOffsets[number] ?? 0;
      const size = this.headerSizes[number] ?? 0;
      content = checkedHeader(readExactly(this.file, offset * 4, 4 + size, 'page'), size);
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
    readInto(this.file, entry.offset * 4, bytesOf(words), 'list');
    const list = checkedList(words, entry.count, entry.crc);
    if (desk.length > DESK_KEPT) desk = new Uint32Array(4096);
    return list;
  }

  /** Goes through all lists in the order of their keys, each read and checked. */
  lists(): ListCursor {
    const { file, firstKeys, pageOffsets, headerSizes } = this;
    return new ListCursor({ file, firstKeys, pageOffsets, headerSizes });
  }

  close(): void {
    this.file.disk.close(this.file.fd);
  }
}

interface Pages {
  file: OpenFile;
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
    const { file, firstKeys, pageOffsets, headerSizes } = this.pages;
    const from = pageOffsets[this.page] ?? 0;
    const words = (pageOffsets[this.page + 1] ?? from) - from;
    if (from < this.chunkAt || from + words > this.chunkAt + this.chunk.length) {
      const end = pageOffsets[pageOffsets.length - 1] ?? 0;
      const wanted = Math.max(words, Math.min(CHUNK_WORDS, end - from));
      this.chunk = new Uint32Array(readExactly(file, from * 4, wanted * 4, 'pages').buffer);
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
