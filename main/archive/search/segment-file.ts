/**
 * Segment files: packed lists by key, then the columns, then a footer that says where everything is. Written once, to
 * a temporary name, synced and renamed; never changed. Everything carries a checksum.
 */
import { closeSync, fstatSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { COLUMN_NAMES, type Columns, type Documents, type FacetValues } from './documents.ts';
import { encodeList, PostingList, Words } from './postings.ts';

const MAGIC = 0x46485331;
const TAIL = 12;
const FLUSH_WORDS = 256 * 1024;

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

/** Writes one segment. Keys must come in ascending order. */
export class SegmentWriter {
  private readonly path: string;
  private readonly temporary: string;
  private readonly fd: number;
  private readonly words = new Words();
  private written = 0;
  private readonly keys = new Words();
  private readonly counts = new Words();
  private readonly offsets = new Words();

  constructor(path: string) {
    this.path = path;
    this.temporary = `${path}.tmp`;
    this.fd = openSync(this.temporary, 'w');
  }

  /** Adds the list of a key: values[from..to), strictly ascending, not empty. */
  list(key: number, values: Uint32Array, from: number, to: number): void {
    const start = this.words.length;
    this.push(this.keys, key);
    this.push(this.counts, to - from);
    this.push(this.offsets, this.written / 4 + start);
    const crcAt = this.words.take(1);
    encodeList(values, from, to, this.words);
    this.words.data[crcAt] = crc32(bytesOf(this.words.data.subarray(crcAt + 1, this.words.length)));
    if (this.words.length >= FLUSH_WORDS) this.flush();
  }

  private push(column: Words, value: number): void {
    const at = column.take(1);
    column.data[at] = value;
  }

  private flush(): void {
    const bytes = bytesOf(this.words.data.subarray(0, this.words.length));
    writeAll(this.fd, bytes, this.written);
    this.written += bytes.length;
    this.words.length = 0;
  }

  /** Writes what remains and gives the file its name. @returns its size in bytes */
  finish(documents: Documents): number {
    this.flush();
    this.push(this.offsets, this.written / 4);
    const sections: Record<string, Section> = {};
    const pieces: Uint8Array[] = [];
    let offset = this.written;
    const add = (name: string, bytes: Uint8Array): void => {
      sections[name] = { offset, bytes: bytes.length, crc: crc32(bytes) };
      pieces.push(bytes);
      offset += bytes.length;
    };
    for (const [name, words] of [
      ['keys', this.keys],
      ['counts', this.counts],
      ['offsets', this.offsets],
    ] as const) {
      add(name, bytesOf(words.data.subarray(0, words.length)));
    }
    for (const name of COLUMN_NAMES) add(name, bytesOf(documents.columns[name]));
    add('ids', new TextEncoder().encode(JSON.stringify(documents.ids)));
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

function readExactly(fd: number, at: number, bytes: number, what: string): Uint8Array<ArrayBuffer> {
  const buffer = new Uint8Array(bytes);
  let done = 0;
  while (done < bytes) {
    const read = readSync(fd, buffer, done, bytes - done, at + done);
    if (read === 0) throw new IndexDamaged(`${what}: file ends early`);
    done += read;
  }
  return buffer;
}

function readFooter(fd: number, size: number): Footer {
  if (size < TAIL) throw new IndexDamaged('file too short');
  const tail = new DataView(readExactly(fd, size - TAIL, TAIL, 'tail').buffer);
  const length = tail.getUint32(0, true);
  if (tail.getUint32(8, true) !== MAGIC || length > size - TAIL) throw new IndexDamaged('no footer');
  const json = readExactly(fd, size - TAIL - length, length, 'footer');
  if (crc32(json) !== tail.getUint32(4, true)) throw new IndexDamaged('footer checksum');
  return JSON.parse(new TextDecoder().decode(json)) as Footer;
}

/** An open segment file. Lists are read from the file at each use; keys and columns are in memory. */
export class SegmentFile {
  readonly documents: Documents;
  readonly units: number;
  readonly size: number;
  readonly keys: Uint32Array;
  readonly counts: Uint32Array;
  private readonly offsets: Uint32Array;
  private readonly fd: number;

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
      this.keys = words('keys');
      this.counts = words('counts');
      this.offsets = words('offsets');
      this.documents = {
        count: footer.count,
        columns: Object.fromEntries(COLUMN_NAMES.map((name) => [name, words(name)])) as unknown as Columns,
        values: footer.values,
        ids: JSON.parse(new TextDecoder().decode(bytes('ids'))) as string[],
      };
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** Where a key stands in `keys`, or −1. */
  find(key: number): number {
    const { keys } = this;
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    return keys[low] === key ? low : -1;
  }

  countOf(key: number): number {
    const at = this.find(key);
    return at === -1 ? 0 : (this.counts[at] ?? 0);
  }

  /** The list at a place in `keys`. @throws IndexDamaged */
  listAt(at: number): PostingList {
    const from = this.offsets[at] ?? 0;
    const to = this.offsets[at + 1] ?? from;
    const words = new Uint32Array(readExactly(this.fd, from * 4, (to - from) * 4, 'list').buffer);
    const content = words.subarray(1);
    if (words.length < 2 || crc32(bytesOf(content)) !== words[0]) throw new IndexDamaged('list checksum');
    return new PostingList(content, this.counts[at] ?? 0);
  }

  /** The list of a key; undefined where the segment has none. @throws IndexDamaged */
  list(key: number): PostingList | undefined {
    const at = this.find(key);
    return at === -1 ? undefined : this.listAt(at);
  }

  close(): void {
    closeSync(this.fd);
  }
}
