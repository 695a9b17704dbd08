/** Pages to look at: of a pdf, or a picture file, drawn in a thread of their own, so that OCR's long queue is not in the way. */
import { Worker } from 'node:worker_threads';
import { ArchiveError, errorFromReport } from '../../../../shared/errors.ts';
import type { ErrorReport } from '../../../../shared/errors.ts';
import { SMALL_YOUNG_HEAP } from '../../work/memory.ts';
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
  id: number;
  kind: 'pdf' | 'image';
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  page: number;
}

export type PictureAnswer = { id: number } & ({ ok: true; picture: PagePicture } | { ok: false; error: ErrorReport });

/** Run from source by tests, from the bundle otherwise. */
const WORKER_FILE = import.meta.url.endsWith('.ts') ? './page-picture-worker.ts' : './page-picture-worker.js';
const IDLE_MS = 20_000;
const TIMEOUT_MS = 60_000;

let thread: Worker | undefined;
let idle: NodeJS.Timeout | undefined;
let lastId = 0;
let waiting = 0;

/** Ends the thread. To be awaited before the engine's thread ends. */
export async function stopPagePictures(): Promise<void> {
  clearTimeout(idle);
  const ending = thread;
  // Whoever asks meanwhile gets a new one.
  thread = undefined;
  await ending?.terminate();
}

/**
 * Draws one page.
 * @param page counted from 1; beyond the last the last is drawn
 * @throws ArchiveError UNSUPPORTED_FORMAT where the file is neither pdf nor picture; BAD_FILE, FILE_TOO_LARGE, PASSWORD_PROTECTED
 */
export async function drawPage(file: FileBytes, page: number): Promise<PagePicture> {
  const kind = detectFormat(file.bytes.subarray(0, HEAD_BYTES), file.name);
  if (kind !== 'pdf' && kind !== 'image') throw new ArchiveError('UNSUPPORTED_FORMAT', file.name);
  clearTimeout(idle);
  const worker = (thread ??= new Worker(new URL(WORKER_FILE, import.meta.url), { resourceLimits: SMALL_YOUNG_HEAP }));
  const id = ++lastId;
  const result = Promise.withResolvers<PagePicture>();
  const onMessage = (answer: PictureAnswer): void => {
    if (answer.id !== id) return;
    if (answer.ok) result.resolve(answer.picture);
    else result.reject(errorFromReport(answer.error));
  };
  const fail = (words: string): void => {
    if (thread === worker) thread = undefined;
    result.reject(new ArchiveError('INTERNAL', undefined, words));
    void worker.terminate();
  };
  const onFailure = (thrown: unknown): void => {
    fail(thrown instanceof Error ? thrown.message : `page thread ended: ${String(thrown)}`);
  };
  const timer = setTimeout(() => {
    fail('drawing the page took too long');
  }, TIMEOUT_MS);
  worker.on('message', onMessage).on('error', onFailure).on('exit', onFailure);
  worker.postMessage({ id, kind, name: file.name, bytes: file.bytes, page } satisfies PictureJob);
  waiting += 1;
  try {
    return await result.promise;
  } finally {
    waiting -= 1;
    clearTimeout(timer);
    worker.off('message', onMessage).off('error', onFailure).off('exit', onFailure);
    if (waiting === 0) {
      idle = setTimeout(() => void stopPagePictures(), IDLE_MS);
      idle.unref();
    }
  }
}
