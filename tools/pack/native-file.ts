/**
 * What a native file says of itself in its head: the system and processor it is for, and what it asks of the system. Read
 * here because the machine that packs has no loader for another system's files. Windows: PE/COFF (Microsoft's "PE Format");
 * Linux: ELF of 64 bits (System V ABI, "gABI", and the LSB on symbol versions).
 */

export interface NativeFile {
  format: 'pe' | 'elf' | 'mach-o';
  /** Of the processors that are packed for; anything else is told by its number. */
  machine: 'x64' | 'arm64' | `0x${string}`;
  /** Files that the loader must find before this one can start. */
  needs: string[];
  /** Files that are looked for only when one of their functions is first called (Windows). */
  needsLater: string[];
  /** Versions of the system library's symbols (Linux), such as `GLIBC_2.28`. */
  versions: string[];
}

const MACHINES: Record<string, 'x64' | 'arm64'> = {
  'pe:8664': 'x64',
  'pe:aa64': 'arm64',
  'elf:3e': 'x64',
  'elf:b7': 'arm64',
};

/** @returns null for a file that is no native one. @throws Error for a native file whose head is broken. */
export function readNativeFile(bytes: Uint8Array): NativeFile | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 64) return null;
  const magic = view.getUint32(0, false);
  if (magic === 0x7f454c46) return readElf(bytes, view);
  if (view.getUint16(0, false) === 0x4d5a) return readPe(bytes, view);
  if (magic === 0xcffaedfe || magic === 0xcafebabe) {
    return { format: 'mach-o', machine: '0x0', needs: [], needsLater: [], versions: [] };
  }
  return null;
}

function machineOf(format: 'pe' | 'elf', number: number): NativeFile['machine'] {
  return MACHINES[`${format}:${number.toString(16)}`] ?? `0x${number.toString(16)}`;
}

function wordAt(bytes: Uint8Array, from: number): string {
  const end = bytes.indexOf(0, from);
  return Buffer.from(bytes.subarray(from, end < 0 ? bytes.length : end)).toString('latin1');
}

// ---- Windows ------------------------------------------------------------------------------------------------------

const IMPORTS = 1;
const SIGNATURES = 4;
const IMPORTS_LATER = 13;

/** Where the table of directories of a PE file begins and how many it has; null for any other file. */
function peDirectories(view: DataView): { at: number; count: number } | null {
  if (view.byteLength < 64 || view.getUint16(0, false) !== 0x4d5a) return null;
  const head = view.getUint32(0x3c, true);
  // An MS-DOS program, or data that begins with the same two letters.
  if (head + 24 > view.byteLength || view.getUint32(head, true) !== 0x4550) return null;
  const optional = head + 24;
  // PE32+ has wider fields before its table of directories than PE32.
  const at = optional + (view.getUint16(optional, true) === 0x20b ? 112 : 96);
  return { at, count: view.getUint32(at - 4, true) };
}

/** How many bytes of signatures (Authenticode) a Windows program carries; 0 for one that is not signed and for any other file. */
export function signatureBytes(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directories = peDirectories(view);
  if (directories === null || directories.count <= SIGNATURES) return 0;
  return view.getUint32(directories.at + SIGNATURES * 8 + 4, true);
}

function readPe(bytes: Uint8Array, view: DataView): NativeFile | null {
  const table = peDirectories(view);
  if (table === null) return null;
  const head = view.getUint32(0x3c, true);
  const machine = machineOf('pe', view.getUint16(head + 4, true));
  const sectionCount = view.getUint16(head + 6, true);
  const optionalSize = view.getUint16(head + 20, true);
  const optional = head + 24;
  const { at: directories, count } = table;
  const sections = Array.from({ length: sectionCount }, (_, index) => {
    const at = optional + optionalSize + index * 40;
    return {
      address: view.getUint32(at + 12, true),
      size: Math.max(view.getUint32(at + 8, true), view.getUint32(at + 16, true)),
      offset: view.getUint32(at + 20, true),
    };
  });
  const place = (address: number): number => {
    const section = sections.find((one) => address >= one.address && address < one.address + one.size);
    if (section === undefined) throw new Error(`address ${address} lies in no section`);
    return address - section.address + section.offset;
  };
  /** Names of a directory whose entries are so long and have the name's address at so many bytes. */
  const names = (directory: number, length: number, nameAt: number): string[] => {
    const address = directory < count ? view.getUint32(directories + directory * 8, true) : 0;
    if (address === 0) return [];
    const found: string[] = [];
    for (let at = place(address); ; at += length) {
      const name = view.getUint32(at + nameAt, true);
      if (name === 0) return [...new Set(found)];
      found.push(wordAt(bytes, place(name)));
    }
  };
  return {
    format: 'pe',
    machine,
    needs: names(IMPORTS, 20, 12),
    needsLater: names(IMPORTS_LATER, 32, 4),
    versions: [],
  };
}

// ---- Linux --------------------------------------------------------------------------------------------------------

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const DT_NEEDED = 1n;
const DT_STRTAB = 5n;
const DT_VERNEED = 0x6ffffffen;
const DT_VERNEEDNUM = 0x6fffffffn;

function readElf(bytes: Uint8Array, view: DataView): NativeFile {
  if (bytes[4] !== 2 || bytes[5] !== 1) throw new Error('not an ELF of 64 bits, little-endian');
  const number = (at: number): number => Number(view.getBigUint64(at, true));
  const machine = machineOf('elf', view.getUint16(18, true));
  const [table, size, count] = [number(32), view.getUint16(54, true), view.getUint16(56, true)];
  const parts = Array.from({ length: count }, (_, index) => {
    const at = table + index * size;
    return { type: view.getUint32(at, true), offset: number(at + 8), address: number(at + 16), size: number(at + 32) };
  });
  const place = (address: number): number => {
    const part = parts.find(
      (one) => one.type === PT_LOAD && address >= one.address && address < one.address + one.size,
    );
    if (part === undefined) throw new Error(`address ${address} lies in no part`);
    return address - part.address + part.offset;
  };
  const dynamic = parts.find((part) => part.type === PT_DYNAMIC);
  const entries: { tag: bigint; value: number }[] = [];
  for (let at = dynamic?.offset ?? 0; dynamic !== undefined && at < dynamic.offset + dynamic.size; at += 16) {
    entries.push({ tag: view.getBigUint64(at, true), value: number(at + 8) });
  }
  const value = (tag: bigint): number | undefined => entries.find((entry) => entry.tag === tag)?.value;
  const strings = value(DT_STRTAB);
  if (strings === undefined) return { format: 'elf', machine, needs: [], needsLater: [], versions: [] };
  const text = place(strings);
  const needs = entries.filter(({ tag }) => tag === DT_NEEDED).map((entry) => wordAt(bytes, text + entry.value));
  const versions = new Set<string>();
  const wanted = value(DT_VERNEED);
  let file = wanted === undefined ? 0 : place(wanted);
  for (let left = wanted === undefined ? 0 : (value(DT_VERNEEDNUM) ?? 0); left > 0; left--) {
    let version = file + view.getUint32(file + 8, true);
    for (let more = view.getUint16(file + 2, true); more > 0; more--) {
      versions.add(wordAt(bytes, text + view.getUint32(version + 8, true)));
      version += view.getUint32(version + 12, true);
    }
    file += view.getUint32(file + 12, true);
  }
  return { format: 'elf', machine, needs, needsLater: [], versions: [...versions] };
}
