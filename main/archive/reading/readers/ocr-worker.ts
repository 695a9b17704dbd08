/** The OCR thread: draws pages and reads them, so that the engine stays free. Knows nothing of the archive. */
import os from 'node:os';
import { ArchiveError } from '../../../../shared/errors.ts';
import { answerCalls } from '../../work/answer-calls.ts';
import { collectNow } from '../../work/memory.ts';
import { readPicture } from './ocr-engine.ts';
import { blank, pictureOf, release, type Picture } from './ocr-image.ts';
import { decodePictures } from './picture-file.ts';
import { openPdf } from './pdf.ts';
import { piecesOfFile, type FilePieces } from './file-pieces.ts';
import { linesOfPage } from './page-lines.ts';
import { placesOf } from './page-places.ts';
import type { OcrJob, OcrPage } from './ocr-protocol.ts';

/** Dots an inch at which pages are drawn: type of 16 points is then 44 points high, about what the models read best. */
const DOTS_PER_INCH = 200;
const LONGEST_SIDE = 3600;
/** The collector is called once in so many lines, or strips of a page. */
const LINES_BETWEEN = 2;
/** Lines below this mean confidence are counted as doubtful. */
const SURE = 0.85;

// On Linux this lowers the thread alone; elsewhere it would lower the whole program.
if (process.platform === 'linux') os.setPriority(10);

answerCalls<OcrJob, null, OcrPage>(
  async (job, { part }) => {
    for await (const { page, picture } of job.kind === 'pdf' ? pdfPages(job) : picturePages(job)) {
      part(await readOne(page, picture, job));
      collectNow();
    }
    return null;
  },
  { inTurn: true },
);

async function readOne(page: number, picture: Picture, job: OcrJob): Promise<OcrPage> {
  let asked = 0;
  const { pieces, turns, seals } = await readPicture(picture, () => {
    if (asked++ % LINES_BETWEEN === 0) collectNow();
    if (Atomics.load(job.stop, 0) !== 0) throw new ArchiveError('CANCELLED');
  });
  const length = (some: typeof pieces): number => some.reduce((sum, piece) => sum + piece.text.length, 0);
  return {
    page,
    lines: linesOfPage(pieces),
    places: placesOf(pieces, picture, turns),
    seals,
    characters: length(pieces),
    doubtful: length(pieces.filter((piece) => piece.confidence < SURE)),
  };
}

async function* picturePages(job: OcrJob): AsyncGenerator<{ page: number; picture: Picture }> {
  let page = 0;
  for await (const picture of decodePictures(job.bytes, job.name)) yield { page: ++page, picture };
}

async function* pdfPages(job: OcrJob): AsyncGenerator<{ page: number; picture: Picture }> {
  if (job.path === undefined) {
    yield* pagesOf(job, { bytes: job.bytes });
    return;
  }
  const pieces = piecesOfFile(job.path);
  try {
    yield* pagesOf(job, { pieces });
  } finally {
    pieces.close();
  }
}

async function* pagesOf(
  { name, pages }: OcrJob,
  source: Pick<OcrJob, 'bytes'> | { pieces: FilePieces },
): AsyncGenerator<{ page: number; picture: Picture }> {
  const document = await openPdf({ name, ...source });
  try {
    for (const number of pages) {
      const page = await document.getPage(number);
      const size = page.getViewport({ scale: 1 });
      const scale = Math.min(DOTS_PER_INCH / 72, LONGEST_SIDE / Math.max(size.width, size.height));
      const viewport = page.getViewport({ scale });
      const sheet = blank(Math.round(viewport.width), Math.round(viewport.height));
      // pdf.js is typed for browsers; it draws on this canvas through the same calls.
      await page.render({ canvas: sheet as unknown as HTMLCanvasElement, viewport }).promise;
      page.cleanup();
      const picture = pictureOf(sheet);
      release(sheet);
      yield { page: number, picture };
    }
  } catch (thrown) {
    throw thrown instanceof ArchiveError ? thrown : new ArchiveError('BAD_FILE', name, String(thrown));
  } finally {
    await document.loadingTask.destroy();
  }
}
