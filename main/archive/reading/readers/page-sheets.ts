/** Pages of a pdf or a picture file as sheets to be printed: jpeg pictures with the words that stand on them. Runs in the process that draws pages. */
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { ArchiveError } from '../../../../shared/errors.ts';
import { blank, release, sheetOf, type Picture } from './ocr-image.ts';
import type { PageSheet, PageSheets, SheetsJob } from './page-picture.ts';
import { openPdf } from './pdf.ts';
import { piecesOf } from './pdf-page.ts';
import { placesOf } from './page-places.ts';
import { countPictures, decodePictures } from './picture-file.ts';
import { budgetOf } from './reader.ts';

/** Points of the sheet to an inch of the page: small print stays readable on paper. */
const DPI = 200;
/** Points of the longest side: A3 at that resolution; of a photograph, A4. */
const LONGEST_SIDE = 3400;
const LONGEST_PICTURE = 2339;
/** Of 100: type keeps its edges, a page of it takes some 300 KB. */
const QUALITY = 75;

/** @throws ArchiveError BAD_FILE, PASSWORD_PROTECTED, FILE_TOO_LARGE */
export const sheetsOf = (job: SheetsJob): Promise<PageSheets> => (job.of === 'pdf' ? ofPdf(job) : ofPictures(job));

async function ofPdf({ name, bytes, first, count }: SheetsJob): Promise<PageSheets> {
  const document = await openPdf({ name, bytes });
  try {
    const sheets: PageSheet[] = [];
    for (let number = first; number < first + count && number <= document.numPages; number += 1)
      sheets.push(await ofPage(document, number));
    return { pages: document.numPages, sheets };
  } catch (thrown) {
    throw thrown instanceof ArchiveError ? thrown : new ArchiveError('BAD_FILE', name, String(thrown));
  } finally {
    await document.loadingTask.destroy();
  }
}

async function ofPage(document: PDFDocumentProxy, number: number): Promise<PageSheet> {
  const page = await document.getPage(number);
  const size = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: Math.min(DPI / 72, LONGEST_SIDE / Math.max(size.width, size.height)) });
  const sheet = blank(Math.round(viewport.width), Math.round(viewport.height));
  // pdf.js is typed for browsers; it draws on this canvas through the same calls.
  await page.render({ canvas: sheet as unknown as HTMLCanvasElement, viewport }).promise;
  const { width, height } = sheet;
  const jpeg = await sheet.encode('jpeg', QUALITY);
  release(sheet);
  let words = '';
  try {
    words = placesOf((await piecesOf(page, budgetOf({}, ''))) ?? [], size)
      .map(({ text }) => text)
      .join(' ');
  } catch {
    // A page whose words cannot be read is printed all the same.
  }
  page.cleanup();
  return { width, height, jpeg, words };
}

function scaled(picture: Picture, scale: number): ReturnType<typeof blank> {
  const sheet = blank(Math.round(picture.width * scale), Math.round(picture.height * scale));
  const source = sheetOf(picture);
  sheet.getContext('2d').drawImage(source, 0, 0, sheet.width, sheet.height);
  release(source);
  return sheet;
}

async function ofPictures({ name, bytes, first, count }: SheetsJob): Promise<PageSheets> {
  const pages = await countPictures(bytes, name);
  const sheets: PageSheet[] = [];
  for await (const picture of decodePictures(bytes, name, first)) {
    const scale = Math.min(1, LONGEST_PICTURE / Math.max(picture.width, picture.height));
    const sheet = scale === 1 ? sheetOf(picture) : scaled(picture, scale);
    const { width, height } = sheet;
    const jpeg = await sheet.encode('jpeg', QUALITY);
    release(sheet);
    sheets.push({ width, height, jpeg, words: '' });
    if (sheets.length === count) break;
  }
  return { pages, sheets };
}
