/**
 * Words in the drawings of a binary Word file that are no text boxes: WordArt, as letterheads and watermarks are made
 * (MS-ODRAW 2.2, properties gtextUNICODE, wzName and wzDescription).
 */
import { u16, u32 } from './doc-formatting.ts';

const CONTAINER = 0xf;
const PROPERTIES = new Set([0xf00b, 0xf121, 0xf122]);
const WORD_ART = 0x00c0;
const DESCRIPTIONS = new Set([0x0380, 0x0381]);
const DEEPEST = 16;
const MOST_TEXTS = 1000;

export interface DrawingTexts {
  /** WordArt of the pages' own drawings and of their headers. */
  art: string[];
  descriptions: string[];
}

/** @param table the table stream; `at`, `length` the place of the drawings in it */
export function drawingTexts(table: Uint8Array, [at, length]: readonly [number, number]): DrawingTexts {
  const found: DrawingTexts = { art: [], descriptions: [] };
  const end = Math.min(at + length, table.length);
  if (length === 0) return found;
  let place = readRecord(table, at, end, found, 0);
  // The drawings follow the group's data: a byte that says whose they are, then their record.
  while (place + 9 <= end) place = readRecord(table, place + 1, end, found, 0);
  return found;
}

/** Reads one record and gives the place behind it. */
function readRecord(bytes: Uint8Array, at: number, end: number, found: DrawingTexts, depth: number): number {
  const version = u16(bytes, at) & 0xf;
  const next = Math.min(at + 8 + u32(bytes, at + 4), end);
  if (version === CONTAINER && depth < DEEPEST) {
    for (let inner = at + 8; inner + 8 <= next;) inner = readRecord(bytes, inner, next, found, depth + 1);
  } else if (PROPERTIES.has(u16(bytes, at + 2))) readProperties(bytes, at, next, found);
  return next;
}

/** A table of numbers and values; long values follow behind it in the same order. */
function readProperties(bytes: Uint8Array, at: number, end: number, found: DrawingTexts): void {
  const count = u16(bytes, at) >> 4;
  let value = at + 8 + count * 6;
  for (let entry = at + 8; entry < at + 8 + count * 6 && entry + 6 <= end; entry += 6) {
    const id = u16(bytes, entry);
    if ((id & 0x8000) === 0) continue;
    const length = u32(bytes, entry + 2);
    const kind = id & 0x3fff;
    if ((kind === WORD_ART || DESCRIPTIONS.has(kind)) && value + length <= end) {
      const text = new TextDecoder('utf-16le').decode(bytes.subarray(value, value + length)).replace(/\0[^]*$/, '');
      const list = kind === WORD_ART ? found.art : found.descriptions;
      if (text.trim() !== '' && list.length < MOST_TEXTS) list.push(text);
    }
    value += length;
  }
}
