/** Writes a segment file: to a temporary name, synced, then renamed. */
import { constants } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { removeQuietly } from '../storage/disk.ts';
import { writeFully, type Disk } from '../storage/disk.ts';
import { COLUMN_NAMES, type Documents } from './documents.ts';
import { encodeList, Words } from './postings.ts';
import { bytesOf, MAGIC, SHORT, TAIL, type Footer, type Section } from './segment-layout.ts';

const FLUSH_WORDS = 256 * 1024;
/** A page ends after so many keys, or so many words of lists. */
const PAGE_KEYS = 64;
const PAGE_WORDS = 32 * 1024;

function push(column: Words, value: number): void {
  const at = column.take(1);
  column.data[at] = value;
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
  private readonly disk: Disk;
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

  constructor(path: string, disk: Disk) {
    this.path = path;
    this.disk = disk;
    this.temporary = `${path}.tmp`;
    // Never into what is there already: it may be another name of some other file.
    removeQuietly(disk, this.temporary);
    this.fd = disk.open(this.temporary, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL);
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
    writeFully(this.disk, this.fd, bytes, this.written);
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
    writeFully(this.disk, this.fd, end, this.written);
    this.written += end.length;
    this.disk.sync(this.fd);
    this.disk.close(this.fd);
    this.disk.rename(this.temporary, this.path);
    this.disk.syncFolder(dirname(this.path));
    return this.written;
  }

  /** Gives up: nothing remains. */
  abandon(): void {
    this.disk.close(this.fd);
    this.disk.unlink(this.temporary);
  }
}
