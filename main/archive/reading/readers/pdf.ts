/**
 * Pdf files, through pdf.js: here they are opened and put together. Pages are read in `pdf-page.ts`, what lies beside them in
 * `pdf-extras.ts`, their pictures in `pdf-pictures.ts`.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { ArchiveError } from '../../../../shared/errors.ts';
import {
  LIMITS,
  asArchiveError,
  budgetOf,
  stopIfCancelled,
  warning,
  type FileBytes,
  type ReadOptions,
  type Reader,
} from './reader.ts';
import { NO_TEXT_WARNING } from './ocr.ts';
import { refuseSecretFile } from '../secrecy-check.ts';
import { piecesOfBytes, type FilePieces } from './file-pieces.ts';
import { joinPages, pageList } from './page-list.ts';
import { loadPdfJs } from './pdf-js.ts';
import { readExtras, type PageOverlay } from './pdf-extras.ts';
import { mostOrders, PAGE_ORDERS } from './pdf-orders.ts';
import { readPage } from './pdf-page.ts';
import { readPictures } from './pdf-pictures.ts';
import { ProcessorTime } from './processor-time.ts';
import { unseenOfPdf, type PdfUnseen } from './pdf-unseen.ts';
import { uncheckedParts } from './unchecked-parts.ts';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import type { DocumentInitParameters } from 'pdfjs-dist/types/src/display/api.js';
import type { Warning } from '../../../../shared/model/elements.ts';
import type { RawText } from '../types.ts';

export const PDF_MIME = 'application/pdf';

/** Reads all pages. Pages without text are named in a warning; a file without any text comes back empty. */
export const readPdf: Reader = async (file, options) => {
  const document = await openPdf(file);
  try {
    // Before a page of it is unpacked whole.
    const beside = await unseenOfPdf(file.bytes);
    if (beside.bomb) throw new ArchiveError('FILE_TOO_LARGE', file.name, 'a stream unpacks to too much');
    const orders = await mostOrders(file.bytes, beside.locked);
    if (orders > PAGE_ORDERS) throw new ArchiveError('FILE_TOO_LARGE', file.name, 'a page draws too much');
    return await readPages(document, file, beside, options);
  } finally {
    await document.loadingTask.destroy();
  }
};

/** Of larger files pdf.js gets the pieces that it asks for, instead of a copy of the whole. */
const COPIED_BYTES = 32 * 1024 * 1024;

/** What pdf.js takes its bytes from. */
function sourceOf(
  pdfjs: Awaited<ReturnType<typeof loadPdfJs>>,
  file: FileBytes | { pieces: FilePieces },
): Pick<DocumentInitParameters, 'data' | 'range' | 'disableAutoFetch' | 'disableStream'> {
  // pdf.js takes the buffer over: it gets a copy.
  if (!('pieces' in file) && file.bytes.length <= COPIED_BYTES) return { data: Uint8Array.from(file.bytes) };
  const { size, read } = 'pieces' in file ? file.pieces : piecesOfBytes(file.bytes);
  const range = new pdfjs.PDFDataRangeTransport(size, null);
  range.requestDataRange = (start, end) => range.onDataRange(start, read(start, end));
  return { range, disableAutoFetch: true, disableStream: true };
}

/**
 * Opens a pdf without running anything in it and without reaching outside the package's own cMaps and fonts.
 * @throws ArchiveError PASSWORD_PROTECTED, BAD_FILE, FILE_TOO_LARGE
 */
export async function openPdf(file: FileBytes | { name: string; pieces: FilePieces }): Promise<PDFDocumentProxy> {
  const pdfjs = await loadPdfJs();
  const folder = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const assets = (name: string): string => `${path.join(folder, name)}/`;
  try {
    const document = await pdfjs.getDocument({
      ...sourceOf(pdfjs, file),
      cMapUrl: assets('cmaps'),
      cMapPacked: true,
      standardFontDataUrl: assets('standard_fonts'),
      wasmUrl: assets('wasm'),
      iccUrl: assets('iccs'),
      disableFontFace: true,
      useSystemFonts: false,
      isEvalSupported: false,
      // Only forms that are xfa and nothing else are read through it: their pages say no more than “please wait”.
      enableXfa: true,
      stopAtErrors: false,
      verbosity: 0,
    }).promise;
    if (document.numPages > LIMITS.pdfPages) {
      await document.loadingTask.destroy();
      throw new ArchiveError('FILE_TOO_LARGE', file.name, `${document.numPages} pages`);
    }
    return document;
  } catch (thrown) {
    const name = thrown instanceof Error ? thrown.name : '';
    throw asArchiveError(thrown, name === 'PasswordException' ? 'PASSWORD_PROTECTED' : 'BAD_FILE', file.name);
  }
}

async function readPages(
  document: PDFDocumentProxy,
  file: FileBytes,
  beside: PdfUnseen,
  options: ReadOptions,
): Promise<RawText> {
  const total = document.numPages;
  const budget = budgetOf(options, file.name);
  const time = new ProcessorTime(file.name);
  const pages: (readonly string[])[] = [];
  const damaged: number[] = [];
  const overlays: PageOverlay[] = [];
  const unseenText: string[] = [];
  for (let number = 1; number <= total; number++) {
    stopIfCancelled(options.signal);
    time.startPage('text');
    const page = await readPage(document, number, budget).catch((thrown: unknown) => {
      if (thrown instanceof ArchiveError) throw thrown;
      return null;
    });
    if (page === null) damaged.push(number);
    else {
      if (page.overlay !== null) overlays.push(page.overlay);
      if (page.slanted !== '') unseenText.push(page.slanted);
    }
    pages.push(page?.lines ?? []);
    options.onProgress?.({ done: number, total, message: `正在读取第 ${number}/${total} 页` });
  }
  if (damaged.length === total) throw new ArchiveError('BAD_FILE', file.name, 'no page can be read');
  const extras = await readExtras(document, overlays, budget);
  unseenText.push(...extras.unseenText, ...beside.texts);
  const warnings: Warning[] = beside.unchecked === 0 ? [] : [uncheckedParts(beside.unchecked)];
  if (damaged.length > 0) warnings.push(warning('PAGES_DAMAGED', `第 ${pageList(damaged)} 页已损坏，未能读出。`));
  const { embedded } = extras;
  // Before anything is drawn or recognised, what stands there as text decides.
  const before = joinPages(pages);
  refuseSecretFile({ format: 'pdf', text: before.text, pages: before.spans, unseenText, embedded });
  const pictures = await readPictures(document, file, pages, { ...options, time });
  const { scanned } = pictures;
  warnings.push(...pictures.warnings, ...extras.warnings);
  const empty = pages.flatMap((lines, at) => (lines.length === 0 && !damaged.includes(at + 1) ? [at + 1] : []));
  if (empty.length + damaged.length < total && empty.length > 0) {
    warnings.push(warning('PAGES_WITHOUT_TEXT', `第 ${pageList(empty)} 页没有文字层（可能是扫描页或空白页）。`));
  } else if (empty.length > 0) warnings.push(NO_TEXT_WARNING);
  const { text, spans } = joinPages(pages);
  return {
    format: 'pdf',
    mime: PDF_MIME,
    text,
    layout: 'wrapped',
    pages: spans,
    warnings,
    embedded,
    unseenText,
    scanned,
  };
}
