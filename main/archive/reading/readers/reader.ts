/** What every reader of a file format takes and gives, and the limits that all of them keep to. */
import type { LongWork } from '../../work/long-work.ts';
import { ArchiveError, type ErrorCode } from '../../../../shared/errors.ts';
import type { LocalVocabulary } from '../../../../shared/model/vocabulary.ts';
import type { Warning } from '../../../../shared/model/elements.ts';
import type { RawText } from '../types.ts';

const MiB = 1024 * 1024;

/**
 * Every limit of reading, in one place. Sizes in bytes unless the name says otherwise. They are far above any real
 * letter; they exist so that a hostile or mistaken file costs a clear answer instead of the machine's memory.
 */
export const LIMITS = {
  /** Larger files are not read at all. */
  fileBytes: 512 * MiB,
  /** Larger files are read, but lie in no memory but the reader's: the caller copies them from the path in parts. */
  heldBytes: 128 * MiB,
  /** Plain text, web pages, mails' bodies, xml parts: 32 MiB are some eleven million characters. */
  textBytes: 32 * MiB,
  /** All entries of one zip container together, unpacked. */
  zipTotalBytes: 512 * MiB,
  /** One entry of a zip container, unpacked. */
  zipEntryBytes: 256 * MiB,
  zipEntries: 20_000,
  /** A zip in a zip is opened; what is deeper is kept closed. */
  zipDepth: 2,
  pdfPages: 20_000,
  /** Scanned pages of one file that OCR reads; the rest is named in a warning. */
  ocrPages: 500,
  /** How deep tables, boxes and mail parts may stand in one another. */
  nesting: 64,
  /** Text that one file may give, shown or not, in UTF-16 units: some bytes that are named often make gigabytes. */
  characters: 32 * MiB,
  /** Cells of all sheets of a workbook, those left empty between others counted. */
  cells: 2_000_000,
  /** Pieces of text on one page: a full page of small type has some thousands. */
  pagePieces: 200_000,
  /** What a file may take, in ms, without the reading of its scans, which is bounded by pages. */
  readMs: 600_000,
  /** Elements of one web page: each costs some hundred bytes while the page is looked at. */
  elements: 1_000_000,
} as const;

/**
 * What reading one file may still make. One stands for the whole file, whatever lies in it: readers that call one another
 * share it.
 */
export class ReadBudget {
  readonly #fileName: string;
  #characters: number = LIMITS.characters;
  #cells: number = LIMITS.cells;
  #elements: number = LIMITS.elements;
  #pieces: number = LIMITS.pagePieces;
  readonly #end = performance.now() + LIMITS.readMs;

  /** @param fileName for messages only */
  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  /**
   * To be called before so much text is made or kept, wherever one stretch of the file can give text more than once.
   * @throws ArchiveError FILE_TOO_LARGE
   */
  takeText(characters: number): void {
    this.#characters -= characters;
    this.#check(this.#characters, 'text made of it');
  }

  /** The same for cells of tables and objects of pages. @throws ArchiveError FILE_TOO_LARGE */
  takeCells(cells: number): void {
    this.#cells -= cells;
    this.#check(this.#cells, 'cells');
  }

  /** The same for elements of a tree that is kept whole. @throws ArchiveError FILE_TOO_LARGE */
  takeElements(elements: number): void {
    this.#elements -= elements;
    this.#check(this.#elements, 'elements');
  }

  /** A page begins: what may stand on it is counted anew. @throws ArchiveError FILE_TOO_LARGE where the file has taken too long */
  startPage(): void {
    this.#pieces = LIMITS.pagePieces;
    this.#check(this.#pieces, 'pages');
  }

  /** A piece of text on the page, and its characters. @throws ArchiveError FILE_TOO_LARGE */
  takePiece(text: string): void {
    this.#check(--this.#pieces, 'text of one page');
    this.takeText(text.length + 1);
  }

  #check(left: number, what: string): void {
    if (left < 0) throw new ArchiveError('FILE_TOO_LARGE', this.#fileName, what);
    if (performance.now() > this.#end) throw new ArchiveError('FILE_TOO_LARGE', this.#fileName, 'time');
  }
}

/** A file whose bytes are in memory. `name` is the bare file name, without folders. */
export interface FileBytes {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** Where the same bytes lie on the disk, for a very large file: read in pieces there they are not copied. */
  path?: string;
}

export interface ReadOptions extends LongWork {
  /** False leaves scans without text. Default true. */
  ocr?: boolean;
  /** True reads in a process of its own, so that a hostile file costs that one. Plain text is read where it is. */
  apart?: boolean;
  /** What the archive learned of its office, for recognition. */
  local?: LocalVocabulary;
  /** Told before scans are read, and before each page is looked at for them: also the sign that the reader lives. */
  onScans?: () => void;
  /** Of the file around, where one is read inside another. Left out, the file has its own. */
  budget?: ReadBudget;
}

/** Reads one format. Throws ArchiveError BAD_FILE, PASSWORD_PROTECTED, FILE_TOO_LARGE, CANCELLED. */
export type Reader = (file: FileBytes, options: ReadOptions) => Promise<RawText>;

export function budgetOf(options: ReadOptions, fileName: string): ReadBudget {
  return options.budget ?? new ReadBudget(fileName);
}

/** @throws ArchiveError CANCELLED once the signal has been given. */
export function stopIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new ArchiveError('CANCELLED');
}

export function warning(code: string, message: string): Warning {
  return { code, message };
}

/** Lets ArchiveErrors pass and gives everything else that a parser throws the stated code. */
export function asArchiveError(thrown: unknown, code: ErrorCode, fileName: string): ArchiveError {
  if (thrown instanceof ArchiveError) return thrown;
  return new ArchiveError(code, fileName, thrown instanceof Error ? thrown.message : String(thrown));
}
