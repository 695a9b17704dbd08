/**
 * The zip container below docx, xlsx, ofd and zip. Own code because the packages at hand either do not check CRCs, trust
 * the sizes that the file claims, or unpack everything at once; inflating itself is Node's zlib with a hard ceiling.
 */
import { crc32, inflateRawSync } from 'node:zlib';
import { ArchiveError } from '../../../../shared/errors.ts';
import { LIMITS } from './reader.ts';
import { decodeLegacyName } from './text-encoding.ts';

export interface ZipEntry {
  /** As stored, with `/` between folders. May be hostile (`../x`): never used as a path. */
  name: string;
  folder: boolean;
  encrypted: boolean;
  /** As claimed; checked while unpacking. */
  size: number;
  crc: number;
  /** Number of the way it is packed; only 0 (stored) and 8 (deflated) are unpacked. */
  method: number;
}

interface StoredEntry extends ZipEntry {
  comment: string;
  packedSize: number;
  offset: number;
  /** Where its row of the directory lies, and its name as stored there. */
  listed: { start: number; end: number };
  rawName: Uint8Array;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const UTF8_FLAG = 0x800;
/** Between pieces that lie apart in the file. */
const GAP = new Uint8Array(4);

/** An opened zip. Nothing is unpacked until it is asked for. */
export class ZipContainer {
  readonly entries: readonly ZipEntry[];
  readonly #stored: readonly StoredEntry[];
  readonly #byName: ReadonlyMap<string, StoredEntry>;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #fileName: string;
  #unpacked = 0;

  /**
   * @param fileName for messages only
   * @throws ArchiveError BAD_FILE (no or damaged directory), FILE_TOO_LARGE (too many entries)
   */
  constructor(bytes: Uint8Array<ArrayBuffer>, fileName: string) {
    this.#bytes = bytes;
    this.#fileName = fileName;
    this.#stored = readDirectory(bytes, fileName);
    this.entries = this.#stored;
    // The last of two entries of one name counts, as in every office program.
    this.#byName = new Map(this.#stored.map((entry) => [entry.name.replaceAll('\\', '/').toLowerCase(), entry]));
  }

  has(name: string): boolean {
    return this.#byName.has(name.toLowerCase());
  }

  /**
   * Unpacks one entry by name (case does not matter).
   * @throws ArchiveError BAD_FILE (missing, damaged), PASSWORD_PROTECTED, UNSUPPORTED_FORMAT (packed in another way),
   *   FILE_TOO_LARGE (a limit of LIMITS)
   */
  read(name: string): Uint8Array<ArrayBuffer> {
    const entry = this.#byName.get(name.toLowerCase());
    if (entry === undefined) throw new ArchiveError('BAD_FILE', this.#fileName, `no entry ${name}`);
    return this.#unpack(entry);
  }

  /** Unpacks the entry at this place of `entries`. Throws as `read`. */
  readAt(index: number): Uint8Array<ArrayBuffer> {
    const entry = this.#stored[index];
    if (entry === undefined) throw new RangeError(`no entry ${index}`);
    return this.#unpack(entry);
  }

  /** What was written beside the entries: the comment of each and of the whole. */
  get comments(): string[] {
    const view = viewOf(this.#bytes);
    const end = findEnd(view);
    const own =
      end === null ? [] : [textOf(this.#bytes.subarray(end + 22, end + 22 + view.getUint16(end + 20, true)), 0)];
    return [...own, ...this.#stored.map(({ comment }) => comment)].filter((comment) => comment !== '');
  }

  /**
   * All bytes that belong to no entry: before, between and behind them. An entry's own are what is packed, its row of the directory and its
   * header, where that has the same name: names and comments are asked by themselves.
   */
  get outside(): Buffer {
    const places = this.#stored
      .flatMap((entry) => [entry.listed, this.#placeOf(entry)])
      .toSorted((a, b) => a.start - b.start);
    const gaps: Uint8Array[] = [];
    let at = 0;
    for (const { start, end } of [...places, { start: this.#bytes.length, end: 0 }]) {
      if (start > at) gaps.push(this.#bytes.subarray(at, start), GAP);
      at = Math.max(at, end);
    }
    return Buffer.concat(gaps);
  }

  /** Where an entry lies; nothing where it has no header of its own. */
  #placeOf({ offset, packedSize, rawName }: StoredEntry): { start: number; end: number } {
    const view = viewOf(this.#bytes);
    if (offset + 30 > this.#bytes.length || view.getUint32(offset, true) !== LOCAL) return { start: 0, end: 0 };
    const nameEnd = offset + 30 + view.getUint16(offset + 26, true);
    const packedAt = nameEnd + view.getUint16(offset + 28, true);
    const isSame = Buffer.compare(this.#bytes.subarray(offset + 30, nameEnd), rawName) === 0;
    return { start: isSame ? offset : packedAt, end: packedAt + packedSize };
  }

  #unpack(entry: StoredEntry): Uint8Array<ArrayBuffer> {
    const fail = (details: string): ArchiveError =>
      new ArchiveError('BAD_FILE', this.#fileName, `${entry.name}: ${details}`);
    if (entry.encrypted) throw new ArchiveError('PASSWORD_PROTECTED', this.#fileName);
    const ceiling = Math.min(LIMITS.zipEntryBytes, LIMITS.zipTotalBytes - this.#unpacked);
    if (entry.size > ceiling) throw new ArchiveError('FILE_TOO_LARGE', this.#fileName, `${entry.name}: ${entry.size}`);

    const view = viewOf(this.#bytes);
    if (entry.offset + 30 > this.#bytes.length || view.getUint32(entry.offset, true) !== LOCAL) throw fail('no header');
    const start = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
    const packed = this.#bytes.subarray(start, start + entry.packedSize);
    if (packed.length < entry.packedSize) throw fail('cut off');

    const content = entry.method === 0 ? packed : this.#inflate(entry, packed, fail);
    if (content.length !== entry.size || crc32(content) !== entry.crc) throw fail('checksum differs');
    this.#unpacked += content.length;
    return content;
  }

  #inflate(
    entry: StoredEntry,
    packed: Uint8Array<ArrayBuffer>,
    fail: (details: string) => ArchiveError,
  ): Uint8Array<ArrayBuffer> {
    if (entry.method !== 8) {
      throw new ArchiveError('UNSUPPORTED_FORMAT', this.#fileName, `${entry.name}: zip method ${entry.method}`);
    }
    try {
      // One byte more than claimed: an entry that holds more than it says is damaged or hostile.
      return inflateRawSync(packed, { maxOutputLength: entry.size + 1 });
    } catch (thrown) {
      throw fail(thrown instanceof Error ? thrown.message : String(thrown));
    }
  }
}

/** What a zip is besides a zip, by the parts that it holds. */
export type ZipKind = 'docx' | 'xlsx' | 'pptx' | 'ofd' | 'odt' | 'zip';

const MAIN_KINDS = { word: 'docx', spreadsheet: 'xlsx', presentation: 'pptx' } as const;

/** @throws ArchiveError as `ZipContainer.read` */
export function zipKind(zip: ZipContainer): ZipKind {
  if (zip.has('OFD.xml')) return 'ofd';
  const folders = new Set(zip.entries.map((entry) => entry.name.toLowerCase().split('/', 1)[0]));
  if (zip.has('[Content_Types].xml')) {
    if (folders.has('word')) return 'docx';
    if (folders.has('xl')) return 'xlsx';
    if (folders.has('ppt')) return 'pptx';
    // Parts may lie anywhere: the main one's type says what the package is.
    const types = new TextDecoder().decode(zip.read('[Content_Types].xml'));
    const main = /(word|spreadsheet|presentation)ml\.[a-zA-Z.]+\.main\+xml/i.exec(types)?.[1];
    if (main !== undefined) return MAIN_KINDS[main.toLowerCase() as keyof typeof MAIN_KINDS];
  }
  return zip.has('mimetype') && zip.has('content.xml') ? 'odt' : 'zip';
}

function viewOf(bytes: Uint8Array<ArrayBuffer>): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function readDirectory(bytes: Uint8Array<ArrayBuffer>, fileName: string): StoredEntry[] {
  const bad = (details: string): ArchiveError => new ArchiveError('BAD_FILE', fileName, details);
  const view = viewOf(bytes);
  const end = findEnd(view);
  if (end === null) throw bad('no end of central directory');
  let count = view.getUint16(end + 10, true);
  let start = view.getUint32(end + 16, true);
  if (end >= 20 && view.getUint32(end - 20, true) === LOCATOR_64) {
    const place = Number(view.getBigUint64(end - 12, true));
    if (place + 56 > bytes.length || view.getUint32(place, true) !== END_64) throw bad('zip64 directory');
    count = Number(view.getBigUint64(place + 32, true));
    start = Number(view.getBigUint64(place + 48, true));
  }
  if (count > LIMITS.zipEntries) throw new ArchiveError('FILE_TOO_LARGE', fileName, `${count} entries`);

  const entries: StoredEntry[] = [];
  let at = start;
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) throw bad(`directory entry ${index}`);
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
    if (next > bytes.length) throw bad(`directory entry ${index}`);
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const comment = textOf(bytes.subarray(at + 46 + nameLength + extraLength, next), view.getUint16(at + 8, true));
    const rawName = bytes.subarray(at + 46, at + 46 + nameLength);
    entries.push({ ...readEntry(view, at, rawName, extra), comment, listed: { start: at, end: next }, rawName });
    at = next;
  }
  return entries;
}

function findEnd(view: DataView): number | null {
  const lowest = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= lowest; at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  return null;
}

/** Names and comments are UTF-8 where their entry says so. */
function textOf(bytes: Uint8Array<ArrayBuffer>, flags: number): string {
  return (flags & UTF8_FLAG) !== 0 ? new TextDecoder('utf-8').decode(bytes) : decodeLegacyName(bytes);
}

function readEntry(
  view: DataView,
  at: number,
  rawName: Uint8Array<ArrayBuffer>,
  extra: Uint8Array<ArrayBuffer>,
): Omit<StoredEntry, 'comment' | 'listed' | 'rawName'> {
  const flags = view.getUint16(at + 8, true);
  const sizes = {
    size: view.getUint32(at + 24, true),
    packedSize: view.getUint32(at + 20, true),
    offset: view.getUint32(at + 42, true),
  };
  let unicodeName: string | null = null;
  const extraView = viewOf(extra);
  for (let place = 0; place + 4 <= extra.length;) {
    const id = extraView.getUint16(place, true);
    const length = extraView.getUint16(place + 2, true);
    const body = extra.subarray(place + 4, place + 4 + length);
    if (id === 0x0001) readZip64(body, sizes);
    // Info-ZIP Unicode path: valid only while its checksum matches the stored name.
    if (id === 0x7075 && body.length > 5 && viewOf(body).getUint32(1, true) === crc32(rawName)) {
      unicodeName = new TextDecoder('utf-8').decode(body.subarray(5));
    }
    place += 4 + length;
  }
  const name = unicodeName ?? textOf(rawName, flags);
  return {
    name,
    folder: /[/\\]$/.test(name),
    encrypted: (flags & 1) !== 0,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    ...sizes,
  };
}

/** The zip64 extra field holds, in this order, only those values that are all ones in the entry itself. */
function readZip64(body: Uint8Array<ArrayBuffer>, sizes: { size: number; packedSize: number; offset: number }): void {
  const view = viewOf(body);
  let place = 0;
  for (const key of ['size', 'packedSize', 'offset'] as const) {
    if (sizes[key] !== 0xffffffff || place + 8 > body.length) continue;
    sizes[key] = Number(view.getBigUint64(place, true));
    place += 8;
  }
}
