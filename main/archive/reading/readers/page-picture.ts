/** Pages to look at: of a pdf, or a picture file, drawn in a process of their own: neither OCR's long queue nor a fault of a decoder is in the way. */
import { ArchiveError } from '../../../../shared/errors.ts';
import { ProcessCaller } from '../../work/process-caller.ts';
import { detectFormat, HEAD_BYTES } from '../detect-format.ts';
import type { FileBytes } from './reader.ts';

export interface PagePicture {
  /** Counted from 1. */
  page: number;
  pages: number;
  /** In points of the screen. */
  width: number;
  height: number;
  png: Uint8Array;
}

export interface PictureJob {
  kind: 'pdf' | 'image';
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  page: number;
}

const IDLE_MS = 20_000;
const TIMEOUT_MS = 60_000;

const drawing = new ProcessCaller<PictureJob, PagePicture>({
  helper: 'page-picture-worker',
  idleMs: IDLE_MS,
  ended: (why) => new ArchiveError('PAGE_NOT_DRAWN', undefined, `page ${why}`),
});

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
  const kind = detectFormat(file.bytes.subarray(0, HEAD_BYTES), file.name);
  if (kind !== 'pdf' && kind !== 'image') throw new ArchiveError('UNSUPPORTED_FORMAT', file.name);
  return drawing.call({ kind, name: file.name, bytes: file.bytes, page }, { silenceMs: TIMEOUT_MS });
}
