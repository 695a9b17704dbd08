/**
 * Everything that the objects of a pdf say in words, for the question of secrecy: the file is gone through as it lies on the disk,
 * packed objects unpacked, whether anything refers to them or not. What pdf.js tells of a document leaves most of it out.
 */
import { collectNow } from '../../work/memory.ts';
import { mentionsSecrecy } from '../secrecy.ts';
import { textsOfBytes } from './bytes-unseen.ts';
import { ALL_BYTES, STREAM_BYTES, isBomb, isPixels, plainNames, streamsOf, unpack } from './pdf-streams.ts';
import { decodeMarked, markedStrings, MOST_STRINGS, textPieces } from './pdf-strings.ts';

/** 密 and ㊙ in UTF-8, UTF-16 and GBK. */
const ANY_BYTES = /\xe5\xaf\x86|\xe3\x8a\x99|\xc6\x5b|\x5b\xc6|\xc3\xdc/;

const MiB = 1024 * 1024;
/** Streams are looked through in such pieces; strings are shorter than what two pieces share. */
const PIECE_BYTES = 8 * MiB;
const OVERLAP_BYTES = 64 * 1024;
/** Locked files of more bytes are not unlocked for this: each object of them is opened at once. */
const LOCKED_BYTES = 64 * MiB;
export interface PdfUnseen {
  texts: string[];
  /** Streams, or the whole of a locked file, that could not be asked. */
  unchecked: number;
  /** A stream of it would unpack to more than any letter's: it is not to be read. */
  bomb: boolean;
  /** It says that its strings and streams are ciphers. */
  locked: boolean;
}

export async function unseenOfPdf(bytes: Uint8Array<ArrayBuffer>): Promise<PdfUnseen> {
  const asked = new Asked();
  for (const { before, dictionary, data } of streamsOf(bytes)) {
    if (/\/Encrypt\b/.test(before)) return { ...(await lockedUnseen(bytes)), locked: true };
    asked.addSyntax(before);
    if (data !== null) await asked.addStream(dictionary, data);
    if (asked.isFull) break;
  }
  return { ...asked.outcome(), locked: false };
}

class Asked {
  readonly #texts: string[] = [];
  #unchecked = 0;
  #bomb = false;
  #left = ALL_BYTES;

  get isFull(): boolean {
    return this.#texts.length >= MOST_STRINGS;
  }

  outcome(): Omit<PdfUnseen, 'locked'> {
    return {
      texts: this.#texts.slice(0, MOST_STRINGS),
      unchecked: this.#unchecked + (this.isFull ? 1 : 0),
      bomb: this.#bomb,
    };
  }

  addSyntax(syntax: string): void {
    for (const text of markedStrings(syntax)) this.#texts.push(text);
    // Comments, what lies behind the end, and strings that name no encoding.
    if (ANY_BYTES.test(syntax)) this.#texts.push(...textsOfBytes(Buffer.from(syntax, 'latin1'), 0));
  }

  async addStream(dictionary: string, data: Buffer): Promise<void> {
    if (isPixels(dictionary)) return this.#addRaw(data);
    const unpacked = await unpack(dictionary, data, Math.min(STREAM_BYTES, this.#left));
    if (unpacked === null) {
      this.#unchecked++;
      this.#bomb ||= isBomb(dictionary, data);
    } else this.#addContent(unpacked.content);
    // What lies behind the packed bytes belongs to no stream.
    const used = unpacked?.used ?? 0;
    if (used + 64 < data.length) this.#addRaw(data.subarray(used));
  }

  #addRaw(data: Buffer): void {
    for (const piece of piecesOf(data)) this.addSyntax(piece.toString('latin1'));
  }

  #addContent(content: Buffer): void {
    this.#left -= content.length;
    const marked = content.length <= STREAM_BYTES ? decodeMarked(content) : null;
    if (marked !== null) return this.#addWords(marked);
    for (const piece of piecesOf(content)) {
      if (piece.includes('密') && isText(piece)) this.#addWords(piece.toString('utf8'));
      this.addSyntax(piece.toString('latin1'));
    }
  }

  /** A script, or XML. */
  #addWords(text: string): void {
    if (!/^\s*</.test(text)) this.#texts.push(...textPieces(text));
    else for (const piece of text.split(/<[^>]*>/)) if (mentionsSecrecy(piece)) this.#texts.push(piece);
  }
}

/** Whether bytes are UTF-8 but for a few: of pixels and ciphers half the signs are none. */
function isText(bytes: Buffer): boolean {
  const signs = bytes.toString('utf8', 0, 4096);
  return (signs.match(/\ufffd/gu)?.length ?? 0) * 20 < signs.length;
}

/** Parts of bytes, which overlap: as one text a scan of hundreds of megabytes would lie in memory once more. */
function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    if (at > 0) collectNow();
    yield bytes.subarray(at, at + PIECE_BYTES + OVERLAP_BYTES);
  }
}

/** A file that opens without a password and is locked all the same: its strings are ciphers until it is opened. */
async function lockedUnseen(bytes: Uint8Array<ArrayBuffer>): Promise<Omit<PdfUnseen, 'locked'>> {
  const asked = new Asked();
  if (bytes.length > LOCKED_BYTES) return { texts: [], unchecked: 1, bomb: false };
  const { PDFDocument, PDFDict, PDFArray, PDFHexString, PDFRawStream, PDFString } = await import('@cantoo/pdf-lib');
  try {
    const { context } = await PDFDocument.load(bytes, { password: '', updateMetadata: false });
    const seen = new Set<object>();
    const walk = async (object: unknown): Promise<void> => {
      if (typeof object !== 'object' || object === null || seen.has(object)) return;
      seen.add(object);
      if (object instanceof PDFString || object instanceof PDFHexString) {
        asked.addSyntax(`<${Buffer.from(object.asBytes()).toString('hex')}>`);
      } else if (object instanceof PDFArray) for (const one of object.asArray()) await walk(one);
      else if (object instanceof PDFDict) for (const [, one] of object.entries()) await walk(one);
      else if (object instanceof PDFRawStream) {
        await walk(object.dict);
        await asked.addStream(plainNames(object.dict.toString()), Buffer.from(object.getContents()));
      }
    };
    for (const [, object] of context.enumerateIndirectObjects()) await walk(object);
    return asked.outcome();
  } catch {
    return { texts: [], unchecked: 1, bomb: false };
  }
}
