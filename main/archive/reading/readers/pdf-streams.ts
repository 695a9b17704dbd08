/** A pdf as it lies on the disk: syntax and streams by turns, unpacked within bounds. Made for files of which nothing can be trusted. */
import { constants, inflateRawSync } from 'node:zlib';

const MiB = 1024 * 1024;
/** Unpacked bytes of one stream, and of all of a file. Pages and objects of a letter take some hundred kilobytes. */
export const STREAM_BYTES = 32 * MiB;
export const ALL_BYTES = 128 * MiB;
/** Streams that hold pixels or shapes of characters; one with /First holds objects, whatever else it says. */
const NO_WORDS =
  /\/Subtype\s*\/(?:Image|Type1C|CIDFontType0C|OpenType)\b|\/Length1\b|\/(?:DCT|JPX|JBIG2|CCITTFax)Decode\b/;
const LINE_END = /^(?:\r\n|\n|\r)/;

export const isPixels = (dictionary: string): boolean => NO_WORDS.test(dictionary) && !/\/First\b/.test(dictionary);

export interface PdfPart {
  /** Syntax up to the stream. */
  before: string;
  /** What the stream says of itself. */
  dictionary: string;
  data: Buffer | null;
}

/** The file as syntax and streams by turns. Names lose their numbered characters: /Encr#79pt is /Encrypt. */
export function* streamsOf(bytes: Uint8Array<ArrayBuffer>): Generator<PdfPart> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let from = 0;
  let search = 0;
  for (;;) {
    const keyword = file.indexOf('stream', search);
    if (keyword < 0) {
      yield { before: plainNames(file.toString('latin1', from)), dictionary: '', data: null };
      return;
    }
    const start = keyword + 6;
    search = start;
    const lineEnd = LINE_END.exec(file.toString('latin1', start, start + 2))?.[0];
    if (lineEnd === undefined || /end$/.test(file.toString('latin1', Math.max(0, keyword - 3), keyword))) continue;
    const found = file.indexOf('endstream', start);
    const end = found < 0 ? file.length : found;
    const before = plainNames(file.toString('latin1', from, keyword));
    const dictionary = before.slice(before.lastIndexOf(' obj') + 1);
    yield { before, dictionary, data: file.subarray(start + lineEnd.length, end) };
    search = from = found < 0 ? file.length : end + 9;
  }
}

/** Names without numbered characters. */
export function plainNames(syntax: string): string {
  if (!/\/[\w.+-]*#/.test(syntax)) return syntax;
  return syntax.replaceAll(/\/[^\s/<>[\]()]+/g, (name) =>
    name.replaceAll(/#([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  );
}

/** Names of the ways in which a stream is packed, the last one first. */
function filtersOf(dictionary: string): string[] {
  const value = /\/Filter\s*(\[[^\]]*\]|\/[^\s/<>[\]()]+)/.exec(dictionary)?.[1] ?? '';
  const named = value.match(/[^\s/<>[\]()]+/g) ?? [];
  // Named elsewhere: nearly always this one.
  return named.length === 0 && /\/Filter\s+\d/.test(dictionary) ? ['FlateDecode'] : named;
}

/** What a stream holds, and how many of its bytes that took. */
export interface Unpacked {
  content: Buffer;
  used: number;
}

/** null where it is damaged, packed in a way that is not known, or makes more than `most` bytes. */
export async function unpack(dictionary: string, data: Buffer, most: number): Promise<Unpacked | null> {
  let content = data;
  let used = data.length;
  for (const [at, filter] of filtersOf(dictionary).entries()) {
    const next = /^Fl(?:ateDecode)?$/.test(filter) ? inflate(content, most) : await unpackOtherwise(filter, content);
    if (next === null || next.content.length > most) return null;
    content = next.content;
    if (at === 0) used = next.used;
  }
  const predictor = Number(/\/Predictor\s+(\d+)/.exec(dictionary)?.[1] ?? 1);
  const columns = Number(/\/Columns\s+(\d+)/.exec(dictionary)?.[1] ?? 1);
  return { content: predictor >= 10 ? unpredicted(content, Math.min(columns, MiB)) : content, used };
}

/** Uncommon ways: numbers written as letters, runs, LZW. They make little more than they take. */
async function unpackOtherwise(filter: string, data: Buffer): Promise<Unpacked | null> {
  if (data.length > STREAM_BYTES) return null;
  const { PDFContext, PDFName, PDFRawStream, decodePDFRawStream } = await import('@cantoo/pdf-lib');
  try {
    const dictionary = PDFContext.create().obj({ Filter: PDFName.of(filter) });
    const bytes = decodePDFRawStream(PDFRawStream.of(dictionary, Uint8Array.from(data))).decode();
    return { content: Buffer.from(bytes), used: data.length };
  } catch {
    return null;
  }
}

/** null where it is damaged from its beginning, or makes more than `most` bytes. Damaged ends give what stands before them. */
function inflate(data: Buffer, most: number): Unpacked | null {
  if (most <= 0 || data.length < 3) return data.length < 3 ? { content: Buffer.alloc(0), used: data.length } : null;
  const start = ((data[0] ?? 0) & 0x0f) === 8 ? 2 : 0;
  try {
    const result = inflateRawSync(data.subarray(start), {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: most,
      info: true,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    return { content: result.buffer, used: start + result.engine.bytesWritten };
  } catch {
    return null;
  }
}

/** Rows of which each says how it differs from the one above (PNG, filters 0 to 4, a byte a sample). */
function unpredicted(content: Buffer, columns: number): Buffer {
  const rows = Math.floor(content.length / (columns + 1));
  const out = Buffer.alloc(rows * columns);
  for (let row = 0; row < rows; row++) {
    const kind = content[row * (columns + 1)] ?? 0;
    for (let at = 0; at < columns; at++) {
      const place = row * columns + at;
      const left = at > 0 ? (out[place - 1] ?? 0) : 0;
      const up = row > 0 ? (out[place - columns] ?? 0) : 0;
      const corner = at > 0 && row > 0 ? (out[place - columns - 1] ?? 0) : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind] ?? 0;
      out[place] = ((content[row * (columns + 1) + 1 + at] ?? 0) + guess) & 0xff;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** Whether a file can be taken apart whole without taking more memory than a letter could. */
export async function unpacksWithin(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  let left = ALL_BYTES;
  for (const { dictionary, data } of streamsOf(bytes)) {
    if (data === null || isPixels(dictionary)) continue;
    const unpacked = await unpack(dictionary, data, left + 1);
    left -= unpacked?.content.length ?? 0;
    if (left < 0 || (unpacked === null && bursts(data, left))) return false;
  }
  return true;
}

/** No page or form of a letter says so much: what unpacks to more is made to take memory and time. Files that lie inside are larger at times. */
export const BURST_BYTES = 256 * MiB;

/** Whether a stream that is read whole, packed in the common way and perhaps more than once, makes more than any letter's. */
export function isBomb(dictionary: string, data: Buffer, most: number = BURST_BYTES): boolean {
  if (isPixels(dictionary) || /\/EmbeddedFile\b|\/Params\b/.test(dictionary)) return false;
  let content = data;
  for (const filter of filtersOf(dictionary)) {
    if (!/^Fl(?:ateDecode)?$/.test(filter)) return false;
    if (bursts(content, most)) return true;
    const next = inflate(content, most);
    if (next === null) return false;
    content = next.content;
  }
  return false;
}

/** Whether a damaged or unknown stream would make more than this, packed in the common way. */
function bursts(data: Buffer, most: number): boolean {
  try {
    inflateRawSync(data.subarray(2), { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: Math.max(most, 1) });
    return false;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE';
  }
}
