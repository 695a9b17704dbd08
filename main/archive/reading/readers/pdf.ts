/** Pdf files with a text layer, through pdf.js; lines are rebuilt from the places of the text on the page. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { ArchiveError } from '../../../../shared/errors.ts';
import {
  LIMITS,
  asArchiveError,
  stopIfCancelled,
  warning,
  type FileBytes,
  type ReadOptions,
  type Reader,
} from './reader.ts';
import { NO_TEXT_WARNING, ocrFailure, ocrWarnings, recogniseText } from './ocr.ts';
import { refuseSecret } from '../secrecy.ts';
import { joinPages, pageList } from './page-list.ts';
import { linesOfPage, type TextPiece } from './page-lines.ts';
import type * as PdfJsModule from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import type { Warning } from '../../../../shared/model/elements.ts';
import type { RawText } from '../types.ts';

export const PDF_MIME = 'application/pdf';

/** Reads all pages. Pages without text are named in a warning; a file without any text comes back empty. */
export const readPdf: Reader = async (file, options) => {
  const document = await openPdf(file);
  try {
    return await readPages(document, file, options);
  } finally {
    await document.loadingTask.destroy();
  }
};

type PdfJs = typeof PdfJsModule;

/** pdf.js is 3 MB of code: loaded when the first pdf comes. */
export async function loadPdfJs(): Promise<PdfJs> {
  return import('pdfjs-dist/legacy/build/pdf.mjs');
}

/**
 * Opens a pdf without running anything in it and without reaching outside the package's own cMaps and fonts.
 * @throws ArchiveError PASSWORD_PROTECTED, BAD_FILE, FILE_TOO_LARGE
 */
export async function openPdf(file: FileBytes): Promise<PDFDocumentProxy> {
  const pdfjs = await loadPdfJs();
  const folder = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const assets = (name: string): string => `${path.join(folder, name)}/`;
  try {
    const document = await pdfjs.getDocument({
      // pdf.js takes the buffer over: it gets a copy.
      data: Uint8Array.from(file.bytes),
      cMapUrl: assets('cmaps'),
      cMapPacked: true,
      standardFontDataUrl: assets('standard_fonts'),
      wasmUrl: assets('wasm'),
      iccUrl: assets('iccs'),
      disableFontFace: true,
      useSystemFonts: false,
      isEvalSupported: false,
      enableXfa: false,
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

async function readPages(document: PDFDocumentProxy, file: FileBytes, options: ReadOptions): Promise<RawText> {
  const total = document.numPages;
  const pages: (readonly string[])[] = [];
  const damaged: number[] = [];
  let length = 0;
  for (let number = 1; number <= total; number++) {
    stopIfCancelled(options.signal);
    const lines = await readPage(document, number).catch(() => null);
    if (lines === null) damaged.push(number);
    pages.push(lines ?? []);
    length += (lines ?? []).reduce((sum, line) => sum + line.length + 1, 0);
    if (length > LIMITS.textBytes) throw new ArchiveError('FILE_TOO_LARGE', file.name, 'text of the pages');
    options.onProgress?.({ done: number, total, message: `正在读取第 ${number}/${total} 页` });
  }
  if (damaged.length === total) throw new ArchiveError('BAD_FILE', file.name, 'no page can be read');
  const warnings: Warning[] = [];
  if (damaged.length > 0) warnings.push(warning('PAGES_DAMAGED', `第 ${pageList(damaged)} 页已损坏，未能读出。`));
  warnings.push(...(await readScans(document, file, pages, options)));
  const empty = pages.flatMap((lines, at) => (lines.length === 0 && !damaged.includes(at + 1) ? [at + 1] : []));
  if (empty.length + damaged.length < total && empty.length > 0) {
    warnings.push(warning('PAGES_WITHOUT_TEXT', `第 ${pageList(empty)} 页没有文字层（可能是扫描页或空白页）。`));
  } else if (empty.length > 0) warnings.push(NO_TEXT_WARNING);
  const { text, spans } = joinPages(pages);
  return { format: 'pdf', mime: PDF_MIME, text, layout: 'wrapped', pages: spans, warnings, embedded: [] };
}

/** A page with no more than this many letters is looked at: a stamp or page number may lie on a scan. */
const FEW_LETTERS = 10;

/** Reads pages that are pictures by OCR, in place. Never costs the file: what cannot be read is warned about. */
async function readScans(
  document: PDFDocumentProxy,
  file: FileBytes,
  pages: (readonly string[])[],
  options: ReadOptions,
): Promise<Warning[]> {
  if (options.ocr === false) return [];
  const scans: number[] = [];
  for (let number = 1; number <= pages.length; number++) {
    stopIfCancelled(options.signal);
    if (lettersOf(pages[number - 1]) <= FEW_LETTERS && (await showsPicture(document, number))) scans.push(number);
  }
  if (scans.length === 0) return [];
  // Before anything is drawn or recognised, what the text layer says decides.
  refuseSecret(pages.map((lines) => lines.join('\n')).join('\n'));
  const warnings: Warning[] = [];
  const taken = scans.slice(0, LIMITS.ocrPages);
  if (taken.length < scans.length) {
    warnings.push(warning('OCR_LIMIT', `扫描页超过 ${LIMITS.ocrPages} 页，只识别了前 ${LIMITS.ocrPages} 页。`));
  }
  try {
    const read = await recogniseText('pdf', file, taken, options);
    for (const { page, lines } of read) {
      if (lettersOf(lines) > lettersOf(pages[page - 1])) pages[page - 1] = lines;
    }
    return [...warnings, ...ocrWarnings(read)];
  } catch (thrown) {
    return [...warnings, ocrFailure(thrown)];
  }
}

function lettersOf(lines: readonly string[] | undefined): number {
  return lines?.join('').match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}

/** Whether the page draws a picture, or so many shapes that they may be letters turned into outlines. */
async function showsPicture(document: PDFDocumentProxy, number: number): Promise<boolean> {
  const { OPS } = await loadPdfJs();
  const pictures: readonly number[] = [OPS.paintImageXObject, OPS.paintInlineImageXObject, OPS.paintImageMaskXObject];
  const page = await document.getPage(number);
  try {
    const { fnArray } = await page.getOperatorList();
    const shapes = fnArray.filter((operation) => operation === OPS.constructPath).length;
    return shapes > 100 || fnArray.some((operation) => pictures.includes(operation));
  } catch {
    return false;
  } finally {
    page.cleanup();
  }
}

async function readPage(document: PDFDocumentProxy, number: number): Promise<string[]> {
  const page = await document.getPage(number);
  try {
    return linesOfPage(await piecesOf(page));
  } finally {
    page.cleanup();
  }
}

async function piecesOf(page: PDFPageProxy): Promise<TextPiece[]> {
  // The viewport's matrix turns the page as its /Rotate says and lets y grow downwards.
  const [a, b, c, d, e, f] = page.getViewport({ scale: 1 }).transform as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const content = await page.getTextContent({ disableNormalization: true });
  const pieces: TextPiece[] = [];
  for (const item of content.items) {
    if (!('str' in item) || item.str === '') continue;
    const [p, q, r, s, x, y] = item.transform as [number, number, number, number, number, number];
    const along = { x: a * p + c * q, y: b * p + d * q };
    const across = { x: a * r + c * s, y: b * r + d * s };
    const vertical = content.styles[item.fontName]?.vertical === true;
    pieces.push({
      text: item.str.replaceAll(/[\0-\x08\x0b-\x1f]/g, ''),
      x: a * x + c * y + e,
      y: b * x + d * y + f,
      width: vertical ? item.height : item.width,
      height: Math.hypot(across.x, across.y) || item.height,
      angle: (Math.atan2(along.y, along.x) * 180) / Math.PI + (vertical ? 90 : 0),
    });
  }
  return pieces;
}
