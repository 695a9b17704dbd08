/** The engine's side of OCR: one thread, started when the first scan comes and let go when none has come for a while. */
import { ArchiveError } from '../../../../shared/errors.ts';
import { stopIfCancelled, warning, type FileBytes, type ReadOptions } from './reader.ts';
import { SMALL_YOUNG_HEAP, collectNow } from '../../work/memory.ts';
import { ThreadCaller, threadFile } from '../../work/thread-caller.ts';
import { findSecrecyMark } from '../secrecy.ts';
import type { Warning } from '../../../../shared/model/elements.ts';
import type { RawText } from '../types.ts';
import type { OcrJob, OcrPage } from './ocr-protocol.ts';

/** A page that takes longer than this is given up, and the thread with it. */
const PAGE_TIMEOUT_MS = 180_000;
/** The models hold some 300 MB: they go when no scan has come for so long. */
const IDLE_MS = 20_000;

const thread = new ThreadCaller<OcrJob, null, OcrPage>({
  file: threadFile('./ocr-worker', import.meta.url),
  worker: { resourceLimits: SMALL_YOUNG_HEAP },
  idleMs: IDLE_MS,
  // The models need room: what is left of the files read before is given back first.
  onStart: collectNow,
  ended: (why) => new ArchiveError('INTERNAL', undefined, `ocr thread: ${why}`),
});
/** Ends when the thread has nothing to do. Jobs are done one after another. */
let queue: Promise<void> = Promise.resolve();
const running = new Set<Int32Array<SharedArrayBuffer>>();

/**
 * Stops what OCR is doing and waits until its thread may be left alone (some 100 ms, at worst a page's line search).
 * To be awaited before the program or the engine's thread ends: a thread that ends while a model runs takes the process with it.
 */
export async function stopOcr(): Promise<void> {
  for (const stop of running) Atomics.store(stop, 0, 1);
  await queue;
  await thread.end();
}

/**
 * Reads a picture, or the stated pages of a pdf, one job after another.
 * @throws ArchiveError CANCELLED, BAD_FILE, FILE_TOO_LARGE; INTERNAL where OCR cannot run on this machine
 */
export async function recogniseText(
  kind: OcrJob['kind'],
  file: FileBytes,
  pages: readonly number[],
  options: ReadOptions,
): Promise<OcrPage[]> {
  options.onScans?.();
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const { name, path } = file;
  // What is drawn page by page is read page by page, where it is too large to lie in memory twice.
  const from = kind === 'pdf' && path !== undefined ? { bytes: new Uint8Array(), path } : { bytes: file.bytes };
  const turn = queue.then(() => startJob({ kind, name, ...from, pages, stop }, options));
  queue = turn.then(
    ({ free }) => free,
    () => undefined,
  );
  return (await turn).result;
}

/** `result` fails as soon as nobody wants it; `free` comes when the thread can take the next job. */
function startJob(job: OcrJob, options: ReadOptions): { result: Promise<OcrPage[]>; free: Promise<void> } {
  stopIfCancelled(options.signal);
  running.add(job.stop);
  const found: OcrPage[] = [];
  const result = Promise.withResolvers<OcrPage[]>();
  const giveUp = (error: ArchiveError): void => {
    Atomics.store(job.stop, 0, 1);
    result.reject(error);
  };
  const onAbort = (): void => giveUp(new ArchiveError('CANCELLED'));
  const onPart = (page: OcrPage): void => {
    // A mark of secrecy stands on the first page: no further page is read, nothing read is handed on.
    const mark = [page.lines.join('\n'), ...page.seals]
      .map((text) => findSecrecyMark(text))
      .find((found) => found !== null);
    if (mark !== undefined) {
      giveUp(new ArchiveError('SECRET_REFUSED', undefined, mark.rule));
      return;
    }
    found.push(page);
    const [done, total] = [found.length, Math.max(job.pages.length, found.length)];
    options.onProgress?.({ done, total, message: `正在识别扫描页 ${done}/${total}` });
  };
  options.signal?.addEventListener('abort', onAbort);
  const free = thread
    .call(job, { onPart, silenceMs: PAGE_TIMEOUT_MS, whenSilent: 'leave' })
    .then(
      () => result.resolve(found),
      (thrown: unknown) => result.reject(thrown),
    )
    .finally(() => {
      options.signal?.removeEventListener('abort', onAbort);
      running.delete(job.stop);
    });
  return { result: result.promise, free };
}

/** What a person should know about text that comes from OCR; `NO_TEXT` where there is none. */
export function ocrWarnings(pages: readonly OcrPage[]): Warning[] {
  const characters = pages.reduce((sum, page) => sum + page.characters, 0);
  const doubtful = pages.reduce((sum, page) => sum + page.doubtful, 0);
  if (characters === 0) return [];
  const warnings = [warning('OCR_TEXT', `文字由扫描图像识别得出（${pages.length} 页），可能有误，请对照原件核对。`)];
  if (doubtful > characters * 0.02) {
    warnings.push(warning('OCR_DOUBTFUL', `识别出的 ${characters} 个字中约有 ${doubtful} 个字把握不大。`));
  }
  return warnings;
}

export const NO_TEXT_WARNING = warning(
  'NO_TEXT',
  '文件中没有可读出的文字（可能是扫描件），原件可以保存，文字需另行录入。',
);

const PASSED_ON: ReadonlySet<string> = new Set(['CANCELLED', 'FILE_TOO_LARGE', 'SECRET_REFUSED']);

/** OCR that cannot run costs the text, never the file. Cancelling and hostile files are no such case. */
export function ocrFailure(thrown: unknown): Warning {
  if (thrown instanceof ArchiveError && PASSED_ON.has(thrown.code)) throw thrown;
  return OCR_FAILED;
}

const OCR_FAILED = warning('OCR_FAILED', '扫描图像未能识别，文字需另行录入。');

/** What a file gave that was read without recognition because recognition had ended the process: marked where it would have read something. */
export function recognitionLost(raw: RawText): RawText {
  const missed = raw.warnings.some(({ code }) => code === 'PICTURES_UNCHECKED' || code === 'NO_TEXT');
  return missed ? { ...raw, warnings: [...raw.warnings, OCR_FAILED] } : raw;
}
