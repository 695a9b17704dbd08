/** What is left of words in files: as they are or packed, in any encoding, also in places that a database has given up. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packedRows, unpackedIn } from './packed-parts.ts';

/** All files below a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

/** Words as bytes in every encoding that is used. */
export function encoded(words: string): Buffer[] {
  const wide = Buffer.from(words, 'utf16le');
  return [Buffer.from(words), wide, Buffer.from(wide).swap16(), gbk(words)];
}

/** How any of the needles stands in a file: as it is, in a row that the database keeps packed, or in anything else that is packed; undefined where none does. */
export function traceIn(file: string, needles: readonly Buffer[]): 'plain' | 'row' | 'packed' | undefined {
  const bytes = readFileSync(file);
  const has = (part: Buffer): boolean => needles.some((needle) => part.includes(needle));
  if (has(bytes)) return 'plain';
  if (packedRows(bytes).some(has)) return 'row';
  for (const part of unpackedIn(bytes)) if (has(part)) return 'packed';
  return undefined;
}

/** Files below a folder in which any of the sentences stands, in any encoding that is used, as it is or packed; the first eight characters are enough. */
export function filesWith(folder: string, sentences: readonly string[]): string[] {
  const needles = sentences.flatMap((sentence) => encoded(sentence.slice(0, 8)));
  return filesBelow(folder).filter((file) => traceIn(file, needles) !== undefined);
}

/** In GB 18030, by looking through its two-byte characters. */
export function gbk(text: string): Buffer {
  gbkTable ??= makeGbkTable();
  return Buffer.concat([...text].map((character) => gbkTable?.get(character) ?? Buffer.from(character)));
}
let gbkTable: Map<string, Buffer> | undefined;
function makeGbkTable(): Map<string, Buffer> {
  const decoder = new TextDecoder('gbk');
  const table = new Map<string, Buffer>();
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) {
      const pair = Buffer.from([high, low]);
      table.set(decoder.decode(pair), pair);
    }
  return table;
}
