/** Pictures of a binary Word file, for the question of secrecy: they lie in records of two streams (MS-ODRAW 2.2.23). */
import { u16, u32 } from './doc-formatting.ts';
import type { EmbeddedFile } from '../types.ts';

/** How png and jpeg begin, and the kinds of records that hold them. */
const KINDS: readonly { extension: string; magic: readonly number[]; records: readonly number[] }[] = [
  { extension: 'png', magic: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], records: [0xf01e] },
  { extension: 'jpg', magic: [0xff, 0xd8, 0xff], records: [0xf01d, 0xf02a] },
];
/** A record's head, one or two checksums, and a byte stand before the picture. */
const HEADS = [25, 41];
const MOST = 100;

/** @param stream the Data or the WordDocument stream */
export function docPictures(stream: Uint8Array): EmbeddedFile[] {
  const buffer = Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength);
  const found: EmbeddedFile[] = [];
  for (const { extension, magic, records } of KINDS) {
    const start = Buffer.from(magic);
    for (let at = buffer.indexOf(start); at >= 0 && found.length < MOST; at = buffer.indexOf(start, at + 1)) {
      const head = HEADS.map((bytes) => at - bytes).find(
        (place) => place >= 0 && records.includes(u16(stream, place + 2)),
      );
      if (head === undefined) continue;
      const end = head + 8 + u32(stream, head + 4);
      if (end > at && end <= stream.length)
        found.push({ name: `${found.length + 1}.${extension}`, bytes: Uint8Array.from(stream.subarray(at, end)) });
    }
  }
  return found;
}
