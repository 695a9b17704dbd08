/**
 * The compound file (OLE, MS-CFB) below doc, wps and locked office files: a small file system of sectors. Own code because
 * chains in damaged or hostile files must neither loop nor grow: every chain is bounded by the number of sectors.
 */
import { ArchiveError } from '../../../../shared/errors.ts';
import { LIMITS } from './reader.ts';

const FREE = 0xffffffff;
const END_OF_CHAIN = 0xfffffffe;
const DIFAT_IN_HEADER = 109;
const ENTRY_BYTES = 128;
const STORAGE = 1;
const STREAM = 2;

interface StreamEntry {
  /** 1 storage, 2 stream, 5 root. */
  type: number;
  start: number;
  size: number;
}

/** An opened compound file; streams are read by name (case does not matter). */
export class CompoundFile {
  readonly #view: DataView;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #fileName: string;
  readonly #sectorBytes: number;
  readonly #miniSectorBytes: number;
  readonly #miniCutoff: number;
  readonly #fat: number[];
  readonly #miniFat: number[];
  readonly #miniStream: Uint8Array<ArrayBuffer>;
  readonly #streams = new Map<string, StreamEntry>();
  /** How many storages lie in each storage of the root. */
  readonly #storages = new Map<string, number>();

  /** @throws ArchiveError BAD_FILE */
  constructor(bytes: Uint8Array<ArrayBuffer>, fileName: string) {
    this.#bytes = bytes;
    this.#fileName = fileName;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < 512) throw this.#bad('shorter than its header');
    const sectorShift = this.#view.getUint16(30, true);
    const miniShift = this.#view.getUint16(32, true);
    if ((sectorShift !== 9 && sectorShift !== 12) || miniShift !== 6) throw this.#bad('sector sizes');
    this.#sectorBytes = 1 << sectorShift;
    this.#miniSectorBytes = 1 << miniShift;
    this.#miniCutoff = this.#view.getUint32(56, true);
    this.#fat = this.#readFat();
    this.#miniFat = this.#words(this.#chain(this.#view.getUint32(60, true)));
    const root = this.#readDirectory(this.#chain(this.#view.getUint32(48, true)));
    this.#miniStream = root.size === 0 ? new Uint8Array(0) : this.#chain(root.start);
  }

  has(name: string): boolean {
    return this.#streams.has(name.toLowerCase());
  }

  /** How many storages (embedded objects) lie in this storage of the root. */
  countStorages(name: string): number {
    return this.#storages.get(name.toLowerCase()) ?? 0;
  }

  /** @throws ArchiveError BAD_FILE where the stream is missing or its chain is broken */
  read(name: string): Uint8Array<ArrayBuffer> {
    const entry = this.#streams.get(name.toLowerCase());
    if (entry === undefined) throw this.#bad(`no stream ${name}`);
    if (entry.size > LIMITS.zipEntryBytes) throw new ArchiveError('FILE_TOO_LARGE', this.#fileName, name);
    const content = entry.size < this.#miniCutoff ? this.#miniChain(entry.start, entry.size) : this.#chain(entry.start);
    if (content.length < entry.size) throw this.#bad(`stream ${name} is cut off`);
    return content.subarray(0, entry.size);
  }

  #bad(details: string): ArchiveError {
    return new ArchiveError('BAD_FILE', this.#fileName, details);
  }

  #sector(index: number): Uint8Array<ArrayBuffer> {
    const start = (index + 1) * this.#sectorBytes;
    return this.#bytes.subarray(start, start + this.#sectorBytes);
  }

  #readFat(): number[] {
    const places: number[] = [];
    for (let at = 0; at < DIFAT_IN_HEADER; at++) places.push(this.#view.getUint32(76 + at * 4, true));
    const perSector = this.#sectorBytes / 4;
    const sectors = Math.ceil(this.#bytes.length / this.#sectorBytes);
    let next = this.#view.getUint32(68, true);
    for (let hops = 0; next < END_OF_CHAIN && hops <= sectors; hops++) {
      const words = this.#words(this.#sector(next));
      if (words.length < perSector) break;
      places.push(...words.slice(0, -1));
      next = words[perSector - 1] ?? END_OF_CHAIN;
    }
    const fat: number[] = [];
    for (const place of places) {
      if (place === FREE) continue;
      // The table may be longer than the file: what stands beyond its last sector says nothing.
      if (fat.length >= sectors) break;
      for (const word of this.#words(this.#sector(place))) fat.push(word);
    }
    return fat;
  }

  #words(bytes: Uint8Array): number[] {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Array.from({ length: bytes.length >> 2 }, (_, at) => view.getUint32(at * 4, true));
  }

  #chain(start: number): Uint8Array<ArrayBuffer> {
    const parts: Uint8Array[] = [];
    for (let sector = start; sector < END_OF_CHAIN; sector = this.#fat[sector] ?? END_OF_CHAIN) {
      if (parts.length > this.#fat.length) throw this.#bad('chain of sectors runs in a circle');
      parts.push(this.#sector(sector));
    }
    return joinBytes(parts);
  }

  #miniChain(start: number, size: number): Uint8Array<ArrayBuffer> {
    const parts: Uint8Array[] = [];
    const bytes = this.#miniSectorBytes;
    for (let sector = start; sector < END_OF_CHAIN; sector = this.#miniFat[sector] ?? END_OF_CHAIN) {
      if (parts.length > size / bytes + 1) break;
      parts.push(this.#miniStream.subarray(sector * bytes, (sector + 1) * bytes));
    }
    return joinBytes(parts);
  }

  /**
   * Fills the list of streams that stand directly in the root; gives the root, which holds the small streams. Streams of
   * embedded objects stand deeper and may bear the same names.
   */
  #readDirectory(bytes: Uint8Array<ArrayBuffer>): StreamEntry {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const entryAt = (
      id: number,
    ): (StreamEntry & { name: string; left: number; right: number; child: number }) | null => {
      const at = id * ENTRY_BYTES;
      if (at + ENTRY_BYTES > bytes.length) return null;
      const nameBytes = Math.max(Math.min(view.getUint16(at + 64, true), 64) - 2, 0);
      return {
        name: new TextDecoder('utf-16le').decode(bytes.subarray(at, at + nameBytes)).toLowerCase(),
        type: view.getUint8(at + 66),
        left: view.getUint32(at + 68, true),
        right: view.getUint32(at + 72, true),
        child: view.getUint32(at + 76, true),
        start: view.getUint32(at + 116, true),
        size: view.getUint32(at + 120, true),
      };
    };
    const root = entryAt(0);
    if (root?.type !== 5) throw this.#bad('no root entry');
    const seen = new Set<number>();
    /** The entries of one storage: a tree of neighbours. */
    const entriesBelow = (child: number): NonNullable<ReturnType<typeof entryAt>>[] => {
      const found: NonNullable<ReturnType<typeof entryAt>>[] = [];
      const waiting = [child];
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        const entry = entryAt(id);
        if (entry === null || seen.has(id)) continue;
        seen.add(id);
        found.push(entry);
        waiting.push(entry.left, entry.right);
      }
      return found;
    };
    for (const entry of entriesBelow(root.child)) {
      if (entry.type === STREAM) this.#streams.set(entry.name, entry);
      else if (entry.type === STORAGE) {
        const inside = entriesBelow(entry.child).filter(({ type }) => type === STORAGE);
        this.#storages.set(entry.name, inside.length);
      }
    }
    return root;
  }
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
