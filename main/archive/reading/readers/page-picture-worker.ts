/** Process entry: draws pages to look at and to print, tells files as they look, and opens files to see whether they can be opened. Knows nothing of the archive. */
import { ArchiveError } from '../../../../shared/errors.ts';
import { answerCalls } from '../../work/answer-calls.ts';
import { collectNow, keepYoungHeapSmall } from '../../work/memory.ts';
import { blank, release, sheetOf } from './ocr-image.ts';
import { openAny, type Opening } from './open-check.ts';
import type { PageJob, PagePicture, PageSheets, PictureJob } from './page-picture.ts';
import { sheetsOf } from './page-sheets.ts';
import type { PDFPageProxy } from 'pdfjs-dist';
import type { PagePlace } from '../../../../shared/model/page.ts';
import type { Preview } from '../../../../shared/model/preview.ts';
import { previewFile } from '../preview/preview.ts';
import { openPdf } from './pdf.ts';
import { piecesOf } from './pdf-page.ts';
import { placesOf } from './page-places.ts';
import { budgetOf } from './reader.ts';
import { countPictures, decodePictures } from './picture-file.ts';

/** Points of the longest side: a page fills a screen and its small type can be read. */
const LONGEST_SIDE = 1800;

keepYoungHeapSmall();
answerCalls<PageJob, PagePicture | PageSheets | Preview | Opening>(answer, { inTurn: true, afterEach: collectNow });

async function answer(job: PageJob): Promise<PagePicture | PageSheets | Preview | Opening> {
  switch (job.kind) {
    case 'open':
      return openAny(job);
    case 'pdf':
      return pdfPage(job);
    case 'image':
      return picturePage(job);
    case 'sheets':
      return sheetsOf(job);
    case 'preview':
      return previewFile(job, job.page);
  }
}

async function pdfPage({ name, bytes, page }: PictureJob): Promise<PagePicture> {
  const document = await openPdf({ name, bytes });
  try {
    const pages = document.numPages;
    const number = Math.min(Math.max(page, 1), pages);
    const drawn = await document.getPage(number);
    const size = drawn.getViewport({ scale: 1 });
    const viewport = drawn.getViewport({ scale: LONGEST_SIDE / Math.max(size.width, size.height) });
    const sheet = blank(Math.round(viewport.width), Math.round(viewport.height));
    // pdf.js is typed for browsers; it draws on this canvas through the same calls.
    await drawn.render({ canvas: sheet as unknown as HTMLCanvasElement, viewport }).promise;
    const { width, height } = sheet;
    const png = await sheet.encode('png');
    release(sheet);
    return { page: number, pages, width, height, png, places: await wordsOf(drawn, size) };
  } catch (thrown) {
    throw thrown instanceof ArchiveError ? thrown : new ArchiveError('BAD_FILE', name, String(thrown));
  } finally {
    await document.loadingTask.destroy();
  }
}

/** A page whose words cannot be read is shown all the same. */
async function wordsOf(page: PDFPageProxy, size: { width: number; height: number }): Promise<PagePlace[]> {
  try {
    return placesOf((await piecesOf(page, budgetOf({}, ''))) ?? [], size);
  } catch {
    return [];
  }
}

async function picturePage({ name, bytes, page }: PictureJob): Promise<PagePicture> {
  const pages = await countPictures(bytes, name);
  const number = Math.min(Math.max(page, 1), pages);
  for await (const picture of decodePictures(bytes, name, number)) {
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const sheet = blank(Math.round(picture.width * scale), Math.round(picture.height * scale));
    const source = sheetOf(picture);
    sheet.getContext('2d').drawImage(source, 0, 0, sheet.width, sheet.height);
    const { width, height } = sheet;
    const png = await sheet.encode('png');
    release(source, sheet);
    return { page: number, pages, width, height, png, places: [] };
  }
  throw new ArchiveError('BAD_FILE', name, 'no picture in it');
}
