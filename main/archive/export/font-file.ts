/**
 * Reads from a TrueType/OpenType file (or collection) what the export must know before it typesets: the names under
 * which the font is known, and which characters it has. Only the tables needed are read, never the whole file.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** One face of a font file. */
export interface FontFace {
  /** Every family name in the file, all languages: what people call the font. */
  names: string[];
  /** The name by which Typst finds the family: the first readable family name, without a trailing style word. */
  family: string;
  /** True where the face has a glyph for the code point. */
  has(codePoint: number): boolean;
}

type Range = readonly [start: number, end: number];

const COLLECTION_TAG = 0x74746366; // 'ttcf'
const MAX_TABLE_BYTES = 16 * 1024 * 1024;
const STYLE_WORD =
  /[ -](?:thin|hairline|extralight|ultralight|light|regular|normal|book|medium|semibold|demibold|bold|extrabold|ultrabold|black|heavy|italic|oblique)$/i;

/** Typst drops style words from the end of a family name ("Noto Serif SC Black" is found as "Noto Serif SC"). */
function withoutStyle(name: string): string {
  let family = name.trim();
  while (STYLE_WORD.test(family)) family = family.replace(STYLE_WORD, '').trim();
  return family;
}

function readNames(table: DataView): string[] {
  const count = table.getUint16(2);
  const storage = table.getUint16(4);
  const utf16 = new TextDecoder('utf-16be');
  const names: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const record = 6 + index * 12;
    const platform = table.getUint16(record);
    const nameId = table.getUint16(record + 6);
    // 1 = family. Typst looks at no other name; platforms 0 and 3 are the ones written in UTF-16.
    if (nameId !== 1 || (platform !== 0 && platform !== 3)) continue;
    const length = table.getUint16(record + 8);
    const start = table.byteOffset + storage + table.getUint16(record + 10);
    names.push(utf16.decode(new Uint8Array(table.buffer, start, length)));
  }
  return names;
}

function rangesOfFormat4(table: DataView, at: number): Range[] {
  const segments = table.getUint16(at + 6) / 2;
  const ranges: Range[] = [];
  for (let index = 0; index < segments; index += 1) {
    const end = table.getUint16(at + 14 + index * 2);
    const start = table.getUint16(at + 16 + (segments + index) * 2);
    if (start !== 0xffff) ranges.push([start, Math.min(end, 0xfffe)]);
  }
  return ranges;
}

function rangesOfFormat12(table: DataView, at: number): Range[] {
  const groups = table.getUint32(at + 12);
  const ranges: Range[] = [];
  for (let index = 0; index < groups; index += 1) {
    const group = at + 16 + index * 12;
    ranges.push([table.getUint32(group), table.getUint32(group + 4)]);
  }
  return ranges;
}

/** The ranges of the widest Unicode subtable: format 12 (all planes) where there is one, else format 4. */
function readCoverage(table: DataView): Range[] {
  const count = table.getUint16(2);
  let best: { format: number; at: number } | undefined;
  for (let index = 0; index < count; index += 1) {
    const record = 4 + index * 8;
    const platform = table.getUint16(record);
    const encoding = table.getUint16(record + 2);
    if (platform !== 0 && !(platform === 3 && (encoding === 1 || encoding === 10))) continue;
    const at = table.getUint32(record + 4);
    const format = table.getUint16(at);
    if ((format === 4 || format === 12) && (best === undefined || format > best.format)) best = { format, at };
  }
  if (best === undefined) return [];
  return (best.format === 12 ? rangesOfFormat12(table, best.at) : rangesOfFormat4(table, best.at)).toSorted(
    (a, b) => a[0] - b[0],
  );
}

function contains(ranges: readonly Range[], codePoint: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range === undefined) return false;
    if (codePoint < range[0]) high = middle - 1;
    else if (codePoint > range[1]) low = middle + 1;
    else return true;
  }
  return false;
}

/** Reads `length` bytes at `offset` of something: an open file, or bytes in memory. */
type ReadAt = (offset: number, length: number) => DataView;

function readFace(readAt: ReadAt, directory: number): FontFace | undefined {
  const count = readAt(directory + 4, 2).getUint16(0);
  const records = readAt(directory + 12, count * 16);
  const table = (tag: string): DataView | undefined => {
    for (let index = 0; index < count; index += 1) {
      const record = index * 16;
      const found = String.fromCharCode(...[0, 1, 2, 3].map((byte) => records.getUint8(record + byte)));
      if (found === tag) return readAt(records.getUint32(record + 8), records.getUint32(record + 12));
    }
    return undefined;
  };
  const nameTable = table('name');
  if (nameTable === undefined) return undefined;
  const names = readNames(nameTable);
  const first = names[0];
  if (first === undefined) return undefined;
  // Most system fonts are never asked for: their coverage is read only when somebody asks.
  let ranges: Range[] | undefined;
  const coverage = (): Range[] => {
    const cmap = table('cmap');
    return cmap === undefined ? [] : readCoverage(cmap);
  };
  return {
    names: [...new Set(names)],
    family: withoutStyle(first),
    has: (codePoint) => contains((ranges ??= coverage()), codePoint),
  };
}

function readFaces(readAt: ReadAt): FontFace[] {
  const head = readAt(0, 12);
  const directories =
    head.getUint32(0) === COLLECTION_TAG
      ? Array.from({ length: head.getUint32(8) }, (_, index) => readAt(12 + index * 4, 4).getUint32(0))
      : [0];
  return directories.flatMap((directory) => readFace(readAt, directory) ?? []);
}

/** Faces of a font in memory. @throws RangeError where the bytes are not a font */
export function facesOfBytes(bytes: Uint8Array): FontFace[] {
  return readFaces((offset, length) => new DataView(bytes.buffer, bytes.byteOffset + offset, length));
}

/**
 * Faces of a font file. A file that is not a readable font gives none: a damaged font on somebody's machine must not
 * stop an export.
 */
export function facesOfFile(path: string): FontFace[] {
  const readAt: ReadAt = (offset, length) => {
    if (length > MAX_TABLE_BYTES) throw new RangeError('table too large');
    const descriptor = openSync(path, 'r');
    try {
      const bytes = new Uint8Array(length);
      if (offset + length > fstatSync(descriptor).size) throw new RangeError('table beyond the end');
      readSync(descriptor, bytes, 0, length, offset);
      return new DataView(bytes.buffer);
    } finally {
      closeSync(descriptor);
    }
  };
  try {
    return readFaces(readAt);
  } catch {
    return [];
  }
}
