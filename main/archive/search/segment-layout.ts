/** How a segment file is laid out: what its writer and its reader must agree on. */
import type { FacetValues } from './documents.ts';

export const MAGIC = 0x46485331;
/** Bytes of the file's end: length and checksum of the footer, and MAGIC. */
export const TAIL = 12;
/** Lists up to this length stand in the page's header. */
export const SHORT = 8;

/** The file is not what was written. The index is derived: it is dropped and made again. */
export class IndexDamaged extends Error {}

export interface Section {
  offset: number;
  bytes: number;
  crc: number;
}

export interface Footer {
  count: number;
  units: number;
  sections: Record<string, Section>;
  values: FacetValues;
}

export const bytesOf = (words: Uint32Array): Uint8Array =>
  new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
