/**
 * The objects of a pdf by their numbers, as they lie in the file, for what is to be known before pdf.js draws a page. Nothing in the file
 * is believed: every place where an object of a number begins counts, whatever a table of contents says.
 */
import { ALL_BYTES, STREAM_BYTES, plainNames, unpack } from './pdf-streams.ts';

/** A name stands as `{ name }`, a reference as `{ ref }`; strings and whatever else nobody asks for are null. */
export type PdfValue = number | null | { name: string } | { ref: number } | PdfValue[] | PdfDict;
export type PdfDict = Map<string, PdfValue>;

/** An object: its value and, of a stream, where its bytes are. */
export interface PdfObject {
  value: PdfValue;
  /** Null for what is no stream. */
  stream: { dictionary: string; data: Buffer } | null;
}

const TOKEN =
  /%[^\r\n]*|<<|>>|\[|\]|\/[^\0\t\n\f\r /<>[\](){}%]*|\(|<[^>]*>|[-+.\d]+|[^\0\t\n\f\r /<>[\](){}%]+|[^\0\t\n\f\r ]/g;
/** Arrays and dictionaries in one another. */
const DEEPEST = 64;
/** Dictionaries are looked at in windows of so many bytes, the last one being as long as any list of a letter's pages. */
const WINDOWS = [512, 16 * 1024, 512 * 1024, 8 * 1024 * 1024] as const;

export class PdfObjects {
  readonly #places = new Map<number, { bytes: Buffer; at: number }[]>();
  readonly #read = new Map<number, PdfObject[]>();

  /** @param bytes of a file whose streams are not locked */
  static async of(bytes: Buffer): Promise<PdfObjects> {
    const objects = new PdfObjects();
    await objects.#find(bytes);
    return objects;
  }

  numbers(): Iterable<number> {
    return this.#places.keys();
  }

  /** All that an object of this number may be. */
  get(number: number): readonly PdfObject[] {
    let read = this.#read.get(number);
    if (read === undefined) {
      read = (this.#places.get(number) ?? []).map(({ bytes, at }) => objectAt(bytes, at));
      this.#read.set(number, read);
    }
    return read;
  }

  /** What a value stands for: itself, or all that the object which it names may be. */
  resolve(value: PdfValue | undefined): readonly PdfObject[] {
    if (value === undefined || value === null) return [];
    return isRef(value) ? this.get(value.ref) : [{ value, stream: null }];
  }

  async #find(file: Buffer): Promise<void> {
    let left = ALL_BYTES;
    for (let at = file.indexOf('obj'); at >= 0; at = file.indexOf('obj', at + 3)) {
      const number = /(\d+)[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]*$/.exec(
        file.toString('latin1', Math.max(0, at - 40), at),
      )?.[1];
      if (number === undefined) continue;
      this.#add(Number(number), file, at + 3);
      if (!/\/First\b/.test(plainNames(file.toString('latin1', at + 3, at + 400)))) continue;
      const { value, stream } = objectAt(file, at + 3);
      if (stream === null || !(value instanceof Map)) continue;
      const unpacked = await unpack(stream.dictionary, stream.data, Math.min(STREAM_BYTES, left));
      if (unpacked === null) continue;
      left -= unpacked.content.length;
      this.#addPacked(unpacked.content, value.get('First'));
    }
  }

  /** Objects that lie packed in a stream: pairs of number and place first. */
  #addPacked(content: Buffer, first: PdfValue | undefined): void {
    if (typeof first !== 'number') return;
    const pairs = content.toString('latin1', 0, first).match(/\d+/g) ?? [];
    for (let at = 0; at + 1 < pairs.length; at += 2)
      this.#add(Number(pairs[at]), content, first + Number(pairs[at + 1]));
  }

  #add(number: number, bytes: Buffer, at: number): void {
    const places = this.#places.get(number);
    if (places === undefined) this.#places.set(number, [{ bytes, at }]);
    else places.push({ bytes, at });
  }
}

export function isRef(value: PdfValue): value is { ref: number } {
  return typeof value === 'object' && value !== null && 'ref' in value;
}

function objectAt(bytes: Buffer, at: number): PdfObject {
  for (const window of WINDOWS) {
    const text = plainNames(bytes.toString('latin1', at, at + window));
    const { value, end, isWhole } = parse(text);
    if (!isWhole && at + window < bytes.length) continue;
    if (!(value instanceof Map) || !/^\s*stream/.test(text.slice(end, end + 20))) return { value, stream: null };
    // In the file names may be longer than in the text.
    const keyword = bytes.indexOf('stream', at + end);
    const lineEnd = /^\r?\n?/.exec(bytes.toString('latin1', keyword + 6, keyword + 8))?.[0].length ?? 0;
    const start = keyword + 6 + lineEnd;
    return {
      value,
      stream: { dictionary: text.slice(0, end), data: bytes.subarray(start, endOf(bytes, start, value)) },
    };
  }
  return { value: null, stream: null };
}

/** A stream ends where its length says, if its end stands there, else at the next end. */
function endOf(bytes: Buffer, start: number, dictionary: PdfDict): number {
  const length = dictionary.get('Length');
  if (typeof length === 'number' && length >= 0) {
    if (/^\s*endstream/.test(bytes.toString('latin1', start + length, start + length + 30))) return start + length;
  }
  const found = bytes.indexOf('endstream', start);
  return found < 0 ? bytes.length : found;
}

/** The first value of a text. `isWhole` is false where the text ends inside of it. */
function parse(text: string): { value: PdfValue; end: number; isWhole: boolean } {
  const tokens = new RegExp(TOKEN);
  const open: (PdfValue[] | { entries: PdfValue[] })[] = [];
  for (;;) {
    const token = tokens.exec(text)?.[0];
    if (token === undefined) return { value: null, end: text.length, isWhole: false };
    if (token.startsWith('%')) continue;
    if (token === '(') tokens.lastIndex = endOfString(text, tokens.lastIndex);
    let value: PdfValue = null;
    if (token === '<<' || token === '[') {
      if (open.length >= DEEPEST) return { value: null, end: tokens.lastIndex, isWhole: true };
      open.push(token === '[' ? [] : { entries: [] });
      continue;
    }
    const top = open.at(-1);
    if (token === ']' || token === '>>') {
      const closed = open.pop();
      if (closed !== undefined) value = Array.isArray(closed) ? closed : dictOf(closed.entries);
    } else if (token === 'R' && top !== undefined) {
      const items = Array.isArray(top) ? top : top.entries;
      items.pop();
      const number = items.pop();
      value = typeof number === 'number' ? { ref: number } : null;
    } else if (token.startsWith('/')) value = { name: token.slice(1) };
    else if (/^[-+.\d]/.test(token)) value = Number(token);
    const around = open.at(-1);
    if (around === undefined) return { value, end: tokens.lastIndex, isWhole: true };
    (Array.isArray(around) ? around : around.entries).push(value);
  }
}

/** Behind the bracket that closes a string, others and those that are marked stand in it. */
function endOfString(text: string, start: number): number {
  let depth = 1;
  let at = start;
  for (; at < text.length && depth > 0; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '(') depth++;
    else if (char === ')') depth--;
  }
  return at;
}

function dictOf(entries: readonly PdfValue[]): PdfDict {
  const dict: PdfDict = new Map();
  for (let at = 0; at < entries.length;) {
    const key = entries[at] ?? null;
    if (typeof key === 'object' && key !== null && 'name' in key) {
      dict.set(key.name, entries[at + 1] ?? null);
      at += 2;
    } else at++;
  }
  return dict;
}
