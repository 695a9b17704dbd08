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
  /** Number of the code point's glyph in this face; 0 where it has none. */
  glyphOf(codePoint: number): number;
}

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

/** Glyph number of a code point; 0 where the font lacks it. */
type GlyphOf = (codePoint: number) => number;

/** Format 4: 16-bit segments, each with a difference or a list of glyphs (OpenType cmap). */
function glyphsOfFormat4(table: DataView, at: number): GlyphOf {
  const segments = table.getUint16(at + 6) / 2;
  const [ends, starts, deltas, offsets] = [14, 16 + segments * 2, 16 + segments * 4, 16 + segments * 6].map(
    (field) => at + field,
  ) as [number, number, number, number];
  return (codePoint) => {
    const segment = firstIndex(segments, (index) => table.getUint16(ends + index * 2) >= codePoint);
    if (segment === segments || codePoint > 0xffff) return 0;
    const start = table.getUint16(starts + segment * 2);
    if (codePoint < start) return 0;
    const delta = table.getUint16(deltas + segment * 2);
    const offset = table.getUint16(offsets + segment * 2);
    if (offset === 0) return (codePoint + delta) & 0xffff;
    const place = offsets + segment * 2 + offset + (codePoint - start) * 2;
    const glyph = place + 2 <= table.byteLength ? table.getUint16(place) : 0;
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  };
}

/** Format 12: 32-bit groups of consecutive glyphs. */
function glyphsOfFormat12(table: DataView, at: number): GlyphOf {
  const groups = table.getUint32(at + 12);
  return (codePoint) => {
    const index = firstIndex(groups, (group) => table.getUint32(at + 20 + group * 12) >= codePoint);
    if (index === groups) return 0;
    const start = table.getUint32(at + 16 + index * 12);
    return codePoint < start ? 0 : table.getUint32(at + 24 + index * 12) + (codePoint - start);
  };
}

/** First index for which the sorted condition holds, or `count`. */
function firstIndex(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The widest Unicode subtable: format 12 (all planes) where there is one, else format 4. */
function readGlyphs(table: DataView): GlyphOf {
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
  if (best === undefined) return () => 0;
  return best.format === 12 ? glyphsOfFormat12(table, best.at) : glyphsOfFormat4(table, best.at);
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
  // Most system fonts are never asked for: their table of characters is read only when somebody asks.
  let glyphs: GlyphOf | undefined;
  const open = (): GlyphOf => {
    const cmap = table('cmap');
    return cmap === undefined ? () => 0 : readGlyphs(cmap);
  };
  const lookUp = (codePoint: number): number => {
    try {
      return (glyphs ??= open())(codePoint);
    } catch {
      // A damaged table has no characters.
      glyphs = () => 0;
      return 0;
    }
  };
  // Letters have the same characters: each is looked up once.
  const known = new Map<number, number>();
  const glyphOf = (codePoint: number): number => {
    const glyph = known.get(codePoint) ?? lookUp(codePoint);
    known.set(codePoint, glyph);
    return glyph;
  };
  return { names: [...new Set(names)], family: withoutStyle(first), glyphOf };
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
