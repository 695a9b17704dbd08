/**
 * Word files of the binary kind (doc, dot), which WPS writes as wps too (MS-DOC). Read here because the packages at hand
 * know neither automatic numbers nor what tracked changes have deleted.
 */
import { ArchiveError } from '../../../../shared/errors.ts';
import { warning, type FileBytes, type Reader } from './reader.ts';
import { CompoundFile } from './compound-file.ts';
import { findRun, formattedRuns, u16, u32, type FormattedRun } from './doc-formatting.ts';
import { readDocLists, readStyleLists } from './doc-lists.ts';
import { NumberCounter } from './numbering.ts';
import { marginLines, rowLines } from './office-text.ts';
import type { Warning } from '../../../../shared/model/elements.ts';
import type { RawText } from '../types.ts';

export const DOC_MIME = 'application/msword';

const FIB_MAGIC = 0xa5ec;
const ENCRYPTED = 0x0100;
const USES_TABLE_1 = 0x0200;
const WORD_97 = 0x00c1;

export const readDoc: Reader = async (file) => readDocFrom(new CompoundFile(file.bytes, file.name), file);

/** @throws ArchiveError BAD_FILE, PASSWORD_PROTECTED, UNSUPPORTED_FORMAT (older than Word 97) */
export function readDocFrom(ole: CompoundFile, file: FileBytes): RawText {
  const word = ole.read('WordDocument');
  const bad = (details: string): ArchiveError => new ArchiveError('BAD_FILE', file.name, details);
  if (word.length < 0x300 || u16(word, 0) !== FIB_MAGIC) throw bad('no Word header');
  const flags = u16(word, 0x0a);
  if ((flags & ENCRYPTED) !== 0) throw new ArchiveError('PASSWORD_PROTECTED', file.name);
  if (u16(word, 2) < WORD_97) throw new ArchiveError('UNSUPPORTED_FORMAT', file.name, `Word kind ${u16(word, 2)}`);
  const table = ole.read((flags & USES_TABLE_1) === 0 ? '0Table' : '1Table');
  const place = (at: number): [number, number] => [u32(word, at), u32(word, at + 4)];

  const pieces = readPieces(table, place(0x1a2), word.length);
  if (pieces === null) throw bad('no piece table');
  const reading = new DocReading(word, pieces, {
    characters: formattedRuns(word, table, ...place(0xfa), 'character'),
    paragraphs: formattedRuns(word, table, ...place(0x102), 'paragraph'),
    styleLists: readStyleLists(table, ...place(0xa2)),
    counter: new NumberCounter(readDocLists(table, { lists: place(0x2e2), uses: place(0x2ea) })),
  });

  // The stories follow one another in one line of characters, in this order (MS-DOC 2.3.1–2.3.7).
  let end = 0;
  const [body, footnotes, headers, , comments, endnotes, boxes] = [0x4c, 0x50, 0x54, 0x58, 0x5c, 0x60, 0x64].map(
    (at) => {
      const start = end;
      end += u32(word, at);
      return { start, end };
    },
  ) as [Story, Story, Story, Story, Story, Story, Story];
  const filled = (story: Story): string[] => reading.lines(story).filter((line) => line.trim() !== '');
  const margin = (first: number, others: number): string[] => {
    const own = filled(marginStory(table, place(0xf2), headers, first));
    return marginLines(own.length > 0 ? own : filled(marginStory(table, place(0xf2), headers, others)));
  };
  const header = margin(10, 7);
  const bodyLines = reading.lines(body);
  const lines = [
    ...header,
    // Text boxes hang on paragraphs, but their text stands apart. In letters they hold the head.
    ...filled(boxes),
    ...bodyLines,
    ...filled(footnotes),
    ...filled(endnotes),
    ...margin(11, 9),
  ];
  while (lines.at(-1) === '') lines.pop();
  const warnings = reading.warnings();
  if (comments.end - comments.start > 1) warnings.push(warning('COMMENTS_NOT_READ', '文件中有批注，未读出。'));
  return {
    format: 'doc',
    mime: DOC_MIME,
    text: lines.join('\n'),
    layout: 'paragraphs',
    pages: [],
    warnings,
    embedded: [],
  };
}

/** Characters [start, end) of the document. */
interface Story {
  start: number;
  end: number;
}

/** A stretch of text: characters [start, end) of the document stand at `offset` of the WordDocument stream. */
interface Piece extends Story {
  offset: number;
  /** One byte a character (Windows-1252) instead of two (UTF-16). */
  narrow: boolean;
}

/** The piece table in the Clx (MS-DOC 2.9.38); null where it is damaged or points outside the stream. */
function readPieces(table: Uint8Array, [at, length]: readonly [number, number], limit: number): Piece[] | null {
  const clx = table.subarray(at, at + length);
  let place = 0;
  while (clx[place] === 1) place += 3 + u16(clx, place + 1);
  if (clx[place] !== 2) return null;
  const plc = clx.subarray(place + 5, place + 5 + u32(clx, place + 1));
  const count = Math.floor((plc.length - 4) / 12);
  const pieces: Piece[] = [];
  for (let index = 0; index < count; index++) {
    const raw = u32(plc, (count + 1) * 4 + index * 8 + 2);
    const narrow = (raw & 0x40000000) !== 0;
    const offset = narrow ? (raw & 0x3fffffff) >>> 1 : raw & 0x3fffffff;
    const [start, end] = [u32(plc, index * 4), u32(plc, index * 4 + 4)];
    if (end <= start) continue;
    if (offset + (end - start) * (narrow ? 1 : 2) > limit) return null;
    pieces.push({ start, end, offset, narrow });
  }
  return pieces.length === 0 ? null : pieces;
}

/**
 * One of the stories of headers and footers (MS-DOC 2.3.5): of the first section, 7 and 9 are header and footer of all
 * pages, 10 and 11 those of the first page where it has its own.
 */
function marginStory(table: Uint8Array, [at, length]: readonly [number, number], headers: Story, index: number): Story {
  if ((index + 2) * 4 > length) return { start: 0, end: 0 };
  const start = headers.start + u32(table, at + index * 4);
  return { start, end: Math.min(headers.start + u32(table, at + index * 4 + 4), headers.end) };
}

interface Formatting {
  characters: readonly FormattedRun[];
  paragraphs: readonly FormattedRun[];
  styleLists: ReadonlyMap<number, { list: number; level: number }>;
  counter: NumberCounter;
}

const WINDOWS_1252 = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, code) => code));

class DocReading {
  readonly #word: Uint8Array;
  readonly #pieces: readonly Piece[];
  readonly #formatting: Formatting;
  #deleted = false;
  #hidden = false;
  #pictures = false;

  constructor(word: Uint8Array, pieces: readonly Piece[], formatting: Formatting) {
    this.#word = word;
    this.#pieces = pieces;
    this.#formatting = formatting;
  }

  /** Lines of a story: a paragraph a line, a table row a line with tabs between its cells. */
  lines(story: Story): string[] {
    const lines: string[] = [];
    let text = '';
    let cell: string[] = [];
    let row: string[][] = [];
    /** Open fields: what stands before the separator is code and not shown, what follows is the result. */
    const fields: ('code' | 'result')[] = [];
    for (const { char, offset } of this.#characters(story)) {
      const mark = char === '\r' || char === '\x07' || char === '\f';
      const run = findRun(this.#formatting.characters, offset);
      if (!mark && this.#notShown(run, char)) continue;
      if (char === '\x13') fields.push('code');
      else if (char === '\x14' && fields.length > 0) fields[fields.length - 1] = 'result';
      else if (char === '\x15') fields.pop();
      else if (mark) {
        const paragraph = findRun(this.#formatting.paragraphs, offset);
        if (paragraph?.rowEnd === true) {
          lines.push(...rowLines(row));
          row = [];
          continue;
        }
        const ended = (this.#number(paragraph) + text).split('\n');
        text = '';
        if (paragraph?.inTable === true || char === '\x07') cell.push(...ended);
        else lines.push(...ended);
        if (char === '\x07') {
          row.push(cell);
          cell = [];
        }
      } else if (!fields.includes('code')) text += this.#shown(char, run);
    }
    if (row.length > 0) lines.push(...rowLines(row));
    if (text.trim() !== '') lines.push(text);
    return lines;
  }

  warnings(): Warning[] {
    const found: Warning[] = [];
    if (this.#pictures) found.push(warning('PICTURES_NOT_READ', '文件中有图片，图片中的文字未读出，请对照原件。'));
    if (this.#deleted) found.push(warning('TRACKED_CHANGES', '文件带有修订痕迹：已按接受全部修订后的文字读出。'));
    if (this.#hidden) found.push(warning('HIDDEN_TEXT', '文件中有隐藏文字，未读出。'));
    return found;
  }

  *#characters(story: Story): Generator<{ char: string; offset: number }> {
    for (const piece of this.#pieces) {
      const last = Math.min(piece.end, story.end);
      for (let position = Math.max(piece.start, story.start); position < last; position++) {
        const offset = piece.offset + (position - piece.start) * (piece.narrow ? 1 : 2);
        const char = piece.narrow
          ? WINDOWS_1252.charAt(this.#word[offset] ?? 0)
          : String.fromCharCode(u16(this.#word, offset));
        yield { char, offset };
      }
    }
  }

  #notShown(run: FormattedRun | undefined, char: string): boolean {
    if (run?.deleted === true) this.#deleted = true;
    // Field codes are often hidden besides: no loss.
    else if (run?.hidden === true) this.#hidden ||= char > '\x1f';
    return run?.deleted === true || run?.hidden === true;
  }

  #shown(char: string, run: FormattedRun | undefined): string {
    if (char >= ' ' || char === '\t') return run?.symbol ?? char;
    if (char === '\x0b') return '\n';
    if (char === '\x1e') return '-';
    if (char === '\x01' || char === '\x08') this.#pictures ||= run?.special === true;
    return '';
  }

  #number(paragraph: FormattedRun | undefined): string {
    const styled = this.#formatting.styleLists.get(paragraph?.style ?? 0);
    const list = paragraph?.list ?? styled?.list ?? 0;
    const level = paragraph?.level ?? (paragraph?.list === undefined ? styled?.level : undefined) ?? 0;
    return list === 0 ? '' : this.#formatting.counter.next(String(list), level);
  }
}
