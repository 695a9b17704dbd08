/** Pages to look at: of a pdf, or a picture file, drawn in a thread of their own, so that OCR's long queue is not in the way. */
import type { PagePlace } from '../../../../shared/model/page.ts';
import { ArchiveError } from '../../../../shared/errors.ts';
import { SMALL_YOUNG_HEAP } from '../../work/memory.ts';
import { ThreadCaller, threadFile } from '../../work/thread-caller.ts';
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
  /** The words of a pdf's page; empty for a picture and for a page that is one. */
  places: PagePlace[];
}

export interface PictureJob {
  kind: 'pdf' | 'image';
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  page: number;
}

const IDLE_MS = 20_000;
const TIMEOUT_MS = 60_000;

const thread = new ThreadCaller<PictureJob, PagePicture>({
  file: threadFile('./page-picture-worker', import.meta.url),
  worker: { resourceLimits: SMALL_YOUNG_HEAP },
  idleMs: IDLE_MS,
  ended: (why) => new ArchiveError('INTERNAL', undefined, `page thread: ${why}`),
});

/** Ends the thread. To be awaited before the engine's thread ends. */
export function stopPagePictures(): Promise<void> {
  return thread.end();
}

/**
 * Draws one page.
 * @param page counted from 1; beyond the last the last is drawn
 * @throws ArchiveError UNSUPPORTED_FORMAT where the file is neither pdf nor picture; BAD_FILE, FILE_TOO_LARGE, PASSWORD_PROTECTED
 */
export async function drawPage(file: FileBytes, page: number): Promise<PagePicture> {
  const kind = detectFormat(file.bytes.subarray(0, HEAD_BYTES), file.name);
  if (kind !== 'pdf' && kind !== 'image') throw new ArchiveError('UNSUPPORTED_FORMAT', file.name);
  return thread.call({ kind, name: file.name, bytes: file.bytes, page }, { silenceMs: TIMEOUT_MS });
}
