/**
 * The write-ahead log as SQLite lays it out: a header, then frames, each a page with a header of its own whose checksum goes
 * on from the frame before. https://www.sqlite.org/fileformat2.html#the_write_ahead_log
 */

import { endianness } from 'node:os';

export const WAL_HEADER_BYTES = 32;
export const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682;
const FORMAT = 3_007_000;

/** The running checksum: two 32-bit numbers. */
export type WalSum = readonly [number, number];

export interface WalHeader {
  /** Whether SQLite reads this form of the log; of another it says that it cannot open it. */
  known: boolean;
  pageBytes: number;
  /** Whether checksums take the words as big-endian: as the machine that began the log did. */
  bigEndian: boolean;
  /** Two random numbers that every frame of this log repeats. */
  salts: WalSum;
  sum: WalSum;
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A number as it stands in headers; without a view of its own, since every page that is written asks. */
function number(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0
  );
}

/** The number whose bytes stand the other way round. */
function turned(word: number): number {
  return (word << 24) | ((word << 8) & 0xff0000) | ((word >>> 8) & 0xff00) | (word >>> 24);
}

function putNumber(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

const MACHINE_IS_BIG_ENDIAN = endianness() === 'BE';

/** Goes on with a checksum over bytes, a multiple of 8 of them. */
export function walSum(bytes: Uint8Array, bigEndian: boolean, from: WalSum): WalSum {
  let one = from[0] | 0;
  let two = from[1] | 0;
  // Every page that is written passes here: whole words where they lie as they are to be read.
  if (bigEndian === MACHINE_IS_BIG_ENDIAN && bytes.byteOffset % 4 === 0) {
    const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
    for (let at = 0; at < words.length; at += 2) {
      one = (one + (words[at] ?? 0) + two) | 0;
      two = (two + (words[at + 1] ?? 0) + one) | 0;
    }
  } else {
    const words = view(bytes);
    for (let at = 0; at < bytes.length; at += 8) {
      one = (one + words.getInt32(at, !bigEndian) + two) | 0;
      two = (two + words.getInt32(at + 4, !bigEndian) + one) | 0;
    }
  }
  return [one >>> 0, two >>> 0];
}

/** Reads the header of a log; undefined where SQLite would take it for none. */
export function parseWalHeader(bytes: Uint8Array): WalHeader | undefined {
  if (bytes.length < WAL_HEADER_BYTES) return undefined;
  const magic = number(bytes, 0);
  if ((magic & ~1) >>> 0 !== MAGIC) return undefined;
  const pageBytes = number(bytes, 8);
  if (pageBytes < 512 || pageBytes > 65_536 || (pageBytes & (pageBytes - 1)) !== 0) return undefined;
  const bigEndian = (magic & 1) === 1;
  const sum: WalSum = [number(bytes, 24), number(bytes, 28)];
  const right = walSum(bytes.subarray(0, 24), bigEndian, [0, 0]);
  if (right[0] !== sum[0] || right[1] !== sum[1]) return undefined;
  const known = number(bytes, 4) === FORMAT;
  return { known, pageBytes, bigEndian, salts: [number(bytes, 16), number(bytes, 20)], sum };
}

export interface FrameHeader {
  page: number;
  /** Pages of the database after this frame's transaction; 0 where the transaction goes on. */
  pagesAfterCommit: number;
  salts: WalSum;
  sum: WalSum;
}

export function parseFrameHeader(bytes: Uint8Array): FrameHeader {
  return {
    page: number(bytes, 0),
    pagesAfterCommit: number(bytes, 4),
    salts: [number(bytes, 8), number(bytes, 12)],
    sum: [number(bytes, 16), number(bytes, 20)],
  };
}

/** The checksum of a frame: over its page's number, its commit mark and the page. */
export function frameSum(header: Uint8Array, page: Uint8Array, bigEndian: boolean, before: WalSum): WalSum {
  const [first, second] = [number(header, 0), number(header, 4)];
  const one = (before[0] + (bigEndian ? first : turned(first)) + before[1]) >>> 0;
  const two = (before[1] + (bigEndian ? second : turned(second)) + one) >>> 0;
  return walSum(page, bigEndian, [one, two]);
}

export function putFrameSum(header: Uint8Array, sum: WalSum): void {
  putNumber(header, 16, sum[0]);
  putNumber(header, 20, sum[1]);
}

/** Where a frame begins. @param frame from 0 */
export function frameOffset(frame: number, pageBytes: number): number {
  return WAL_HEADER_BYTES + frame * (FRAME_HEADER_BYTES + pageBytes);
}
