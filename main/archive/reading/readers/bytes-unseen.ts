/**
 * Words in bytes of which no more is known: parts of packages that no reader takes, what lies beside and behind the parts of a
 * file, comments, metafiles, macros. Only a mark that can be nothing else counts there: around it stand other words.
 */
import { gunzipSync } from 'node:zlib';
import { mayBeCertain } from '../secrecy.ts';
import { append } from './office-text.ts';

/** 密, 宻 and ㊙ in the encodings that such bytes are written in. */
const ENCODINGS = [
  { name: 'utf-8', width: 1, signs: ['e5af86', 'e5aebb', 'e38a99'] },
  { name: 'utf-16le', width: 2, signs: ['c65b', 'bb5b', '9932'] },
  { name: 'utf-16be', width: 2, signs: ['5bc6', '5bbb', '3299'] },
  { name: 'gb18030', width: 1, signs: ['c3dc'] },
] as const;
/** Bytes before and behind, and characters that are kept of them: enough to tell what only speaks of a mark. */
const AROUND = 96;
const KEPT = 20;
/** Of one part. */
const MOST_PIECES = 1000;
const MOST_PLACES = 200_000;
const UNPACKED = 16 * 1024 * 1024;
const LEAST_BASE64 = 24;
const QUOTED_BYTE = /(?:=|%)([0-9A-F]{2})/gi;

/** Pieces of text in which a mark stands that can be nothing else, written plainly, in base64, quoted or percent signs, or packed. */
export function textsOfBytes(bytes: Uint8Array, deeper = 2): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = plainTexts(buffer);
  if (deeper === 0) return found;
  if (buffer[0] === 0x1f && buffer[1] === 0x8b) {
    const unpacked = gunzip(buffer);
    return unpacked === null
      ? found
      : [...found, ...textsOfMarkup(unpacked.toString('utf8')), ...textsOfBytes(unpacked, deeper - 1)];
  }
  if (buffer.includes(0) || buffer.length > UNPACKED) return found;
  const text = buffer.toString('latin1');
  if (/[=%](?:E5|C3|E3|5B|C6)[=%\r\n]/i.test(text)) {
    const plain = text
      .replaceAll(/=\r?\n/g, '')
      .replaceAll(QUOTED_BYTE, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
    found.push(...plainTexts(Buffer.from(plain, 'latin1')));
  }
  for (const run of base64Runs(buffer)) {
    append(found, partOf(Buffer.from(run.toString('latin1'), 'base64'), deeper - 1));
    if (found.length >= MOST_PIECES) break;
  }
  return found.slice(0, MOST_PIECES);
}

const LINE_FEED = 10;
const RETURN = 13;
const IS_BASE64 = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9+/=]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

/** Runs of lines that may be base64; a blank line parts them from the heads before. By hand: patterns cannot take runs of megabytes. */
function* base64Runs(buffer: Buffer): Generator<Buffer> {
  let start = 0;
  for (let at = 0; at <= buffer.length; at++) {
    const byte = buffer[at];
    if (byte !== undefined && IS_BASE64[byte] === 1) continue;
    const next = buffer[at + 1] === RETURN ? buffer[at + 2] : buffer[at + 1];
    if (byte === RETURN || (byte === LINE_FEED && next !== LINE_FEED)) continue;
    if (at - start >= LEAST_BASE64) yield buffer.subarray(start, at);
    start = at + 1;
  }
}

/** What is written in markup is read without it; other bytes as they are. */
function partOf(bytes: Buffer, deeper: number): string[] {
  return [...textsOfBytes(bytes, deeper), ...textsOfMarkup(bytes.toString('utf8'))];
}

/** The words of a page or drawing, each piece between two tags a line, and joined where tags part the characters of one. */
export function textsOfMarkup(markup: string): string[] {
  if (!/<[a-z!?/]/i.test(markup)) return [];
  const plain = markup.replaceAll(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));?/gi, (whole, hex?: string, decimal?: string) => {
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
  const parted = plain
    .replaceAll(/<\/?(?:tspan|span|a|b|i|font|strong|em)\b[^<>]{0,10000}>/gi, '')
    .split(/<[^<>]{0,10000}>/);
  return parted.filter((piece) => mayBeCertain(piece)).slice(0, MOST_PIECES);
}

function plainTexts(buffer: Buffer): string[] {
  const found = new Set<string>();
  for (const { name, width, signs } of ENCODINGS) {
    for (const sign of signs) {
      const needle = Buffer.from(sign, 'hex');
      let places = 0;
      for (let at = buffer.indexOf(needle); at >= 0 && places < MOST_PLACES; at = buffer.indexOf(needle, at + 1)) {
        places++;
        const piece = pieceAround(buffer, at, name, width);
        if (piece !== null) found.add(piece);
        if (found.size >= MOST_PIECES) return [...found];
      }
    }
  }
  return [...found];
}

/** The words around a place, up to what is no text; null where they hold no mark. */
function pieceAround(buffer: Buffer, at: number, encoding: string, width: number): string | null {
  const start = Math.max(at % width, at - AROUND);
  const behind = wordsOf(buffer.subarray(at, at + AROUND), encoding).split(NO_TEXT)[0] ?? '';
  // Where its characters begin cannot be told of GBK.
  for (const shift of encoding === 'gb18030' ? [0, 1] : [0]) {
    const before =
      wordsOf(buffer.subarray(Math.min(start + shift, at), at), encoding)
        .split(NO_TEXT)
        .at(-1) ?? '';
    const piece = before.slice(-KEPT) + behind.slice(0, KEPT);
    if (mayBeCertain(piece) && !isChance(piece)) return piece;
  }
  return null;
}

/** What hardly stands in a Chinese text: other scripts, rare Han, private characters, and code points that are none. */
const FOREIGN = /[^\p{Script=Han}\p{Script=Latin}\p{Script=Common}]|[\u3400-\u4dbf\p{Co}\p{Cn}]/gu;

/** What marks are also written with, and what chance makes most: the one sign, rare forms of the characters, private stars. */
const SHORT_WAYS = /[㊙宻祕絕絶\p{Co}]/gu;

/**
 * Whether pixels or ciphers only happen to look like a mark: 100 megabytes of chance, taken for characters of two bytes, do thousands of
 * times. Among such signs only a mark that is written out counts.
 */
function isChance(piece: string): boolean {
  return (piece.match(FOREIGN)?.length ?? 0) * 4 > piece.length && !mayBeCertain(piece.replaceAll(SHORT_WAYS, ''));
}

/** Controls, signs that are none, and what markup and lists set between words. */
const NO_TEXT = /[\0-\x1f\x7f\ufffd"<>{}]|%%EOF/u;

function wordsOf(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes);
}

function gunzip(buffer: Buffer): Buffer | null {
  try {
    return gunzipSync(buffer, { maxOutputLength: UNPACKED });
  } catch {
    return null;
  }
}
