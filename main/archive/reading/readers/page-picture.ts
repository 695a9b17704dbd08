/** Pages to look at: of a pdf, or a picture file, drawn in a process of their own: neither OCR's long queue nor a fault of a decoder is in the way. */
import type { PagePlace } from '../../../../shared/model/page.ts';
import type { Preview } from '../../../../shared/model/preview.ts';
import { ArchiveError } from '../../../../shared/errors.ts';
import { ProcessCaller } from '../../work/process-caller.ts';
import { detectFormat, HEAD_BYTES } from '../detect-format.ts';
import type { Opening } from './open-check.ts';
import type { FileBytes } from './reader.ts';

export interface PagePicture {
  /** Counted from 1. */
  page: number;
  pages: number;
  /** In points of the screen. */
  width: number;
  height: number;
  png: Uint8Array;
  /** The words of a pdf's page; empty for a picture and for a page that is one. */
  places: PagePlace[];
}

export interface PictureJob {
  kind: 'pdf' | 'image';
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  page: number;
}

/** A page to be printed. */
export interface PageSheet {
  /** In points of the picture. */
  width: number;
  height: number;
  jpeg: Uint8Array;
  /** Of a pdf's page, in its order; '' for a picture and for a page that is one. */
  words: string;
}

export interface PageSheets {
  /** Of the file. */
  pages: number;
  sheets: PageSheet[];
}

export interface SheetsJob {
  kind: 'sheets';
  of: 'pdf' | 'image';
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** Counted from 1. */
  first: number;
  count: number;
}

/** What the process is asked: a page to look at, pages to print, a file as it looks, or whether a file opens at all. */
export type PageJob =
  | PictureJob
  | SheetsJob
  | { kind: 'preview'; name: string; bytes: Uint8Array<ArrayBuffer>; page: number }
  | { kind: 'open'; name: string; bytes: Uint8Array<ArrayBuffer> };

const IDLE_MS = 20_000;
const TIMEOUT_MS = 60_000;

type PageAnswer = PagePicture | PageSheets | Preview | Opening;
const drawnApart = (): ProcessCaller<PageJob, PageAnswer> =>
  new ProcessCaller({
    helper: 'page-picture-worker',
    idleMs: IDLE_MS,
    ended: (why) => new ArchiveError('PAGE_NOT_DRAWN', undefined, `page ${why}`),
  });
const drawing = drawnApart();

/** Ends the process. To be awaited before the engine's thread ends. */
export function stopPagePictures(): Promise<void> {
  return drawing.end();
}

/**
 * Draws one page.
 * @param page counted from 1; beyond the last the last is drawn
 * @throws ArchiveError UNSUPPORTED_FORMAT where the file is neither pdf nor picture; BAD_FILE, FILE_TOO_LARGE, PASSWORD_PROTECTED,
 *   PAGE_NOT_DRAWN where the drawing process ended over it
 */
export async function drawPage(file: FileBytes, page: number): Promise<PagePicture> {
  const kind = drawnKind(file);
  if (kind === undefined) throw new ArchiveError('UNSUPPORTED_FORMAT', file.name);
  const job: PageJob = { kind, name: file.name, bytes: file.bytes, page };
  return (await drawing.call(job, { silenceMs: TIMEOUT_MS })) as PagePicture;
}

/** A chunk of pages at the resolution of paper takes its time. */
const SHEETS_TIMEOUT_MS = 240_000;

/** Whether a file is of a kind whose pages can be drawn. */
export function drawnKind({ name, bytes }: FileBytes): 'pdf' | 'image' | undefined {
  const kind = detectFormat(bytes.subarray(0, HEAD_BYTES), name);
  return kind === 'pdf' || kind === 'image' ? kind : undefined;
}

/** Draws pages as they are printed, in a process of its own: it holds some 200 MB, and is ended as soon as they are drawn. */
export interface SheetDrawer {
  /**
   * @param first counted from 1; pages behind the last are left out
   * @throws ArchiveError as drawPage
   */
  draw: (file: FileBytes, first: number, count: number) => Promise<PageSheets>;
  end: () => Promise<void>;
}

/** The process is started by the first page. */
export function startDrawing(): SheetDrawer {
  const own = drawnApart();
  return {
    draw: async (file, first, count) => {
      const of = drawnKind(file);
      if (of === undefined) throw new ArchiveError('UNSUPPORTED_FORMAT', file.name);
      const job: SheetsJob = { kind: 'sheets', of, name: file.name, bytes: file.bytes, first, count };
      return (await own.call(job, { silenceMs: SHEETS_TIMEOUT_MS })) as PageSheets;
    },
    end: () => own.end(),
  };
}

/**
 * A file that is neither pdf nor picture as it looks.
 * @param page counted from 1, of a file that has pages
 * @throws ArchiveError UNSUPPORTED_FORMAT where files of its kind are not shown so; BAD_FILE, FILE_TOO_LARGE, PASSWORD_PROTECTED,
 *   PAGE_NOT_DRAWN where the process ended over it
 */
export async function drawPreview({ name, bytes }: FileBytes, page: number): Promise<Preview> {
  return (await drawing.call({ kind: 'preview', name, bytes, page }, { silenceMs: TIMEOUT_MS })) as Preview;
}

/** A large file of many pages takes its time. */
const OPEN_TIMEOUT_MS = 600_000;

/** Opens a file apart. A file whose reader takes the process down or never ends is said not to open. */
export async function openApart({ name, bytes }: FileBytes): Promise<Opening> {
  try {
    return (await drawing.call({ kind: 'open', name, bytes }, { silenceMs: OPEN_TIMEOUT_MS })) as Opening;
  } catch {
    return { opens: false, how: '', what: '打开时出错', locked: [] };
  }
}
