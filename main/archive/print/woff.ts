/**
 * Unpacks a WOFF 1.0 font (W3C Recommendation, 2012) into the TrueType file that it carries: one stand-in font comes
 * from npm only in that form, and Typst reads TrueType.
 */
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';

const inflateTable = promisify(inflate);

const HEADER_BYTES = 44;
const ENTRY_BYTES = 20;
const RECORD_BYTES = 16;
const WOFF_SIGNATURE = 0x774f4646; // 'wOFF'

/** True where the bytes are a WOFF 1.0 font. */
export function isWoff(bytes: Uint8Array): boolean {
  return bytes.length > HEADER_BYTES && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) === WOFF_SIGNATURE;
}

/** As a font file writes it: 'cmap'. */
const tagOf = (name: string): number => Buffer.from(name, 'latin1').readUInt32BE(0);

/**
 * Unpacks off the main thread (20 MB take about 0.3 s).
 * @param only names of the tables that are wanted, where it is not all of them
 * @throws Error or RangeError where the bytes are not a whole WOFF font
 */
export async function unpackWoff(bytes: Uint8Array, only?: readonly string[]): Promise<Buffer> {
  const woff = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!isWoff(bytes)) throw new Error('not a WOFF font');
  const wanted = only === undefined ? undefined : new Set(only.map(tagOf));
  const entries = Array.from({ length: woff.getUint16(12) }, (_, index) => {
    const at = HEADER_BYTES + index * ENTRY_BYTES;
    const [tag, offset, packed, length, checksum] = [0, 4, 8, 12, 16].map((field) => woff.getUint32(at + field));
    return { tag: tag ?? 0, offset: offset ?? 0, packed: packed ?? 0, length: length ?? 0, checksum: checksum ?? 0 };
  }).filter(({ tag }) => wanted?.has(tag) ?? true);
  const count = entries.length;
  const padded = (length: number): number => (length + 3) & ~3;
  const start = 12 + count * RECORD_BYTES;
  const font = Buffer.alloc(entries.reduce((size, entry) => size + padded(entry.length), start));
  // The offset table that opens every TrueType file: flavour, number of tables, and three values for binary search.
  const power = Math.floor(Math.log2(count));
  font.writeUInt32BE(woff.getUint32(4), 0);
  font.writeUInt16BE(count, 4);
  font.writeUInt16BE(2 ** power * RECORD_BYTES, 6);
  font.writeUInt16BE(power, 8);
  font.writeUInt16BE((count - 2 ** power) * RECORD_BYTES, 10);
  const tables = await Promise.all(
    entries.map(async ({ offset, packed, length }) => {
      const data = bytes.subarray(offset, offset + packed);
      return packed < length ? inflateTable(data) : data;
    }),
  );
  let at = start;
  entries.forEach((entry, index) => {
    const table = tables[index];
    if (table?.length !== entry.length) throw new Error('a table of the WOFF font has another length than stated');
    font.set(table, at);
    const record = 12 + index * RECORD_BYTES;
    const values = [entry.tag, entry.checksum, at, entry.length];
    values.forEach((value, field) => font.writeUInt32BE(value, record + field * 4));
    at += padded(entry.length);
  });
  return font;
}
