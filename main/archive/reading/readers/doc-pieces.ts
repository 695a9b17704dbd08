/** Where the characters of a binary Word file stand in its stream, in the order of the document. */
import iconv from 'iconv-lite';
import { u16, u32 } from './doc-formatting.ts';

/** Characters [start, end) of the document. */
export interface Story {
  start: number;
  end: number;
}

/** A stretch of text: characters [start, end) of the document stand at `offset` of the WordDocument stream. */
export interface Piece extends Story {
  offset: number;
  /** The code page of one byte a character (two for what the page has in pairs); null for UTF-16. */
  codePage: string | null;
}

/** A character with the place of its first byte. */
export interface DocCharacter {
  char: string;
  offset: number;
}

/** The piece table at the end of a Clx (MS-DOC 2.9.38), entry by entry; null where it is damaged. */
export function readPieceTable(clx: Uint8Array): (Story & { place: number })[] | null {
  let at = 0;
  while (clx[at] === 1) at += 3 + u16(clx, at + 1);
  if (clx[at] !== 2) return null;
  const plc = clx.subarray(at + 5, at + 5 + u32(clx, at + 1));
  const count = Math.floor((plc.length - 4) / 12);
  const entries: (Story & { place: number })[] = [];
  for (let index = 0; index < count; index++) {
    const [start, end] = [u32(plc, index * 4), u32(plc, index * 4 + 4)];
    if (end > start) entries.push({ start, end, place: u32(plc, (count + 1) * 4 + index * 8 + 2) });
  }
  return entries.length === 0 ? null : entries.sort((a, b) => a.start - b.start);
}

/** The pieces of a file of Word 97 and later; null where they are damaged or point outside the stream. */
export function readPieces(clx: Uint8Array, limit: number): Piece[] | null {
  const pieces = readPieceTable(clx)?.map(({ start, end, place }): Piece => {
    const narrow = (place & 0x40000000) !== 0;
    const offset = narrow ? (place & 0x3fffffff) >>> 1 : place & 0x3fffffff;
    return { start, end, offset, codePage: narrow ? 'cp1252' : null };
  });
  return pieces === undefined || !lieWithin(pieces, limit) ? null : pieces;
}

export function lieWithin(pieces: readonly Piece[], limit: number): boolean {
  return pieces.every(
    ({ start, end, offset, codePage }) => offset + (end - start) * (codePage === null ? 2 : 1) <= limit,
  );
}

/** Code pages that write some characters in two bytes. */
const PAIRED = new Set(['gb18030', 'big5', 'cp932', 'cp949']);
const single = new Map<string, string[]>();

/** The characters of a story, in order. A pair of bytes gives one character, at the place of the first. */
export function* charactersOf(word: Uint8Array, pieces: readonly Piece[], story: Story): Generator<DocCharacter> {
  for (let index = firstBehind(pieces, story.start); index < pieces.length; index++) {
    const piece = pieces[index];
    if (piece === undefined || piece.start >= story.end) return;
    const last = Math.min(piece.end, story.end);
    for (let position = Math.max(piece.start, story.start); position < last; position++) {
      const offset = piece.offset + (position - piece.start) * (piece.codePage === null ? 2 : 1);
      const byte = word[offset] ?? 0;
      if (piece.codePage === null) yield { char: String.fromCharCode(u16(word, offset)), offset };
      else if (byte >= 0x81 && PAIRED.has(piece.codePage) && position + 1 < last && (word[offset + 1] ?? 0) >= 0x40) {
        yield { char: iconv.decode(Buffer.from([byte, word[offset + 1] ?? 0]), piece.codePage), offset };
        position++;
      } else yield { char: byte < 0x80 ? String.fromCharCode(byte) : narrowCharacter(byte, piece.codePage), offset };
    }
  }
}

/** The first piece that ends behind a place. */
function firstBehind(pieces: readonly Piece[], place: number): number {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.end ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

function narrowCharacter(byte: number, codePage: string): string {
  let table = single.get(codePage);
  if (table === undefined) {
    table = Array.from({ length: 256 }, (_, code) => iconv.decode(Buffer.from([code]), codePage));
    single.set(codePage, table);
  }
  return table[byte] ?? '';
}
