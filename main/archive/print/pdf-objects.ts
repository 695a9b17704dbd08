/**
 * The objects of a PDF as Typst writes it: each between its number and `endobj`, with a table of their places at the end. Read, changed
 * and written again without a second PDF library, which would set every byte anew. Not for PDFs of other programs.
 */
import { ArchiveError } from '../../../shared/errors.ts';

const refuse = (details: string): ArchiveError => new ArchiveError('EXPORT_FAILED', 'PDF', details);

/** An object that another one names, `12 0 R`. */
const REFERENCE = /\b(\d+) 0 R\b/g;
/** What stands between a dictionary and the data behind it. */
const STREAM = />>\s*stream\r?\n/;
const START = /^(\d+) 0 obj\s/;

export interface PdfParts {
  /** Bodies by number, without `N 0 obj` and `endobj`. */
  objects: Map<number, Buffer>;
  root: number;
  info: number;
  /** The file's identifier, as written. */
  id: string;
}

/**
 * Takes a PDF of Typst's apart.
 * @throws ArchiveError EXPORT_FAILED where it is not written as expected
 */
export function readPdfObjects(pdf: Uint8Array): PdfParts {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const end = bytes.subarray(bytes.lastIndexOf('startxref')).toString('latin1');
  const table = Number(/startxref\s+(\d+)/.exec(end)?.[1] ?? NaN);
  const tail = Number.isNaN(table) ? '' : bytes.subarray(table).toString('latin1');
  const trailer = tail.slice(tail.indexOf('trailer'));
  const root = Number(/\/Root (\d+) 0 R/.exec(trailer)?.[1] ?? NaN);
  const info = Number(/\/Info (\d+) 0 R/.exec(trailer)?.[1] ?? NaN);
  const id = /\/ID (\[[^]*?\)\]|\[[^]*?>\])/.exec(trailer)?.[1];
  if (!tail.startsWith('xref') || Number.isNaN(root) || Number.isNaN(info) || id === undefined) {
    throw refuse('no table of objects');
  }
  const places = [...tail.matchAll(/^(\d{10}) \d{5} n/gm)].map((match) => Number(match[1])).toSorted((a, b) => a - b);
  const objects = new Map<number, Buffer>();
  for (const [at, place] of places.entries()) {
    const whole = bytes.subarray(place, places[at + 1] ?? table);
    const number = START.exec(whole.subarray(0, 24).toString('latin1'));
    const close = whole.lastIndexOf('endobj');
    if (number === null || close < 0) throw refuse(`object at ${place}`);
    objects.set(Number(number[1]), whole.subarray(number[0].length, close));
  }
  return { objects, root, info, id };
}

/** Where the words in brackets end that begin at a place: brackets in them may be nested, a backslash takes the sign behind it along. */
function wordsEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '\\') at += 1;
    else if (sign === '(') depth += 1;
    else if (sign === ')' && (depth -= 1) === 0) return at + 1;
  }
  return text.length;
}

/** A text with something done to all that is not words in brackets, and to these. */
function withWords(text: string, plain: (part: string) => string, words: (part: string) => string): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length;) {
    const open = text.indexOf('(', at);
    if (open < 0) {
      parts.push(plain(text.slice(at)));
      break;
    }
    const end = wordsEnd(text, open);
    parts.push(plain(text.slice(at, open)), words(text.slice(open, end)));
    at = end;
  }
  return parts.join('');
}

/** The dictionary of an object as text, one character a byte; of a stream, what stands before its data. @throws ArchiveError EXPORT_FAILED */
export function dictionaryOf(objects: ReadonlyMap<number, Buffer>, number: number): string {
  const body = objects.get(number);
  if (body === undefined) throw refuse(`no object ${number}`);
  const stream = streamAt(body);
  return body.subarray(0, stream < 0 ? body.length : stream).toString('latin1');
}

/** Where the data of an object begins: behind its dictionary; -1 where it has none. */
function streamAt(body: Buffer): number {
  const head = body.subarray(0, 8192).toString('latin1');
  if (!STREAM.test(head)) return -1;
  // Words may say anything, also `>> stream`.
  const match = STREAM.exec(
    withWords(
      head,
      (part) => part,
      (part) => ' '.repeat(part.length),
    ),
  );
  return match === null ? -1 : match.index + 2;
}

/** Whether an object carries data. */
export const isStream = (body: Buffer): boolean => streamAt(body) >= 0;

/** An object with other numbers in its dictionary; data behind it stays. What `map` does not know becomes null. */
export function renumbered(body: Buffer, map: (number: number) => number | undefined): Buffer {
  const at = streamAt(body);
  const head = (at < 0 ? body : body.subarray(0, at)).toString('latin1');
  const moved = Buffer.from(
    withWords(
      head,
      (part) =>
        part.replace(REFERENCE, (_, number: string) => {
          const to = map(Number(number));
          return to === undefined ? 'null' : `${to} 0 R`;
        }),
      (part) => part,
    ),
    'latin1',
  );
  return at < 0 ? moved : Buffer.concat([moved, body.subarray(at)]);
}

/** A dictionary with one more key. */
export function setKey(dictionary: string, key: string, value: string): string {
  const open = dictionary.indexOf('<<') + 2;
  return `${dictionary.slice(0, open)}\n  /${key} ${value}${dictionary.slice(open)}`;
}

/** A stream object that is not packed, piece by piece. */
export function* streamPieces(dictionary: string, size: number, data: Iterable<Uint8Array>): Iterable<Uint8Array> {
  yield Buffer.from(`<<\n  /Length ${size}\n${dictionary}\n>>\nstream\n`, 'latin1');
  yield* data;
  yield Buffer.from('\nendstream\n', 'latin1');
}

/** The same as a whole. */
export const streamObject = (dictionary: string, data: Uint8Array): Buffer =>
  Buffer.concat([...streamPieces(dictionary, data.length, [data])]);

/** A text as PDF writes it whatever its characters: UTF-16 in hexadecimal. */
export function pdfText(text: string): string {
  const units = Array.from(text.toWellFormed(), (character) =>
    character
      .split('')
      .map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'))
      .join(''),
  );
  return `<FEFF${units.join('').toUpperCase()}>`;
}

const HEAD = Buffer.from('%PDF-1.7\n%\x80\x80\x80\x80\n\n', 'latin1');

/** Receives a PDF piece by piece and remembers where each object is: a volume need not lie in memory whole. */
export class PdfWriter {
  readonly #write: (bytes: Uint8Array) => void;
  readonly #places = new Map<number, number>();
  #at = 0;

  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
    this.#put(HEAD);
  }

  #put(bytes: Uint8Array): void {
    this.#write(bytes);
    this.#at += bytes.length;
  }

  object(number: number, body: Uint8Array): void {
    this.objectOf(number, [body]);
  }

  /** An object whose body comes piece by piece. */
  objectOf(number: number, pieces: Iterable<Uint8Array>): void {
    this.#places.set(number, this.#at);
    this.#put(Buffer.from(`${number} 0 obj\n`, 'latin1'));
    for (const piece of pieces) this.#put(piece);
    this.#put(Buffer.from('endobj\n\n', 'latin1'));
  }

  /** Writes the table of objects: the file is whole then. */
  end({ root, info, id }: { root: number; info: number; id: string }): void {
    const start = this.#at;
    const last = Math.max(...this.#places.keys());
    const rows = ['0000000000 65535 f\r\n'];
    for (let number = 1; number <= last; number += 1) {
      const place = this.#places.get(number);
      rows.push(place === undefined ? '0000000000 00000 f\r\n' : `${String(place).padStart(10, '0')} 00000 n\r\n`);
    }
    this.#put(
      Buffer.from(
        `xref\n0 ${last + 1}\n${rows.join('')}trailer\n<<\n  /Size ${last + 1}\n  /Root ${root} 0 R\n  /Info ${info} 0 R\n  /ID ${id}\n>>\nstartxref\n${start}\n%%EOF\n`,
        'latin1',
      ),
    );
  }
}

/** Puts a PDF together again. */
export function writePdfObjects(parts: PdfParts): Uint8Array {
  const pieces: Uint8Array[] = [];
  const writer = new PdfWriter((bytes) => pieces.push(bytes));
  for (const number of [...parts.objects.keys()].toSorted((a, b) => a - b)) {
    writer.object(number, parts.objects.get(number) ?? Buffer.alloc(0));
  }
  writer.end(parts);
  return Buffer.concat(pieces);
}
