/** Pages of a pdf that are pictures, or show one: read by OCR as text, or only asked for a mark of secrecy. */
import { uncheckedPictures } from '../secrecy-pictures.ts';
import { ocrFailure, ocrWarnings, recogniseText } from './ocr.ts';
import { pageMatrix, type Matrix } from './pdf-page.ts';
import { loadPdfJs } from './pdf-js.ts';
import { isNearlyEmpty, lettersOf } from './page-lines.ts';
import { LIMITS, stopIfCancelled, warning, type FileBytes, type ReadOptions } from './reader.ts';
import type { ProcessorTime } from './processor-time.ts';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import type { Warning } from '../../../../shared/model/elements.ts';
import type { ScannedPage } from '../types.ts';

/** Of pages with text that also show a picture so many are read for a mark; the rest is told. */
const MOST_MARK_PAGES = 5;
/** Smaller pictures on such pages are lines, bullets and icons: 机密★ is at least 20 by 5 mm. In points of 1/72 inch. */
const LEAST_MARK = { width: 57, height: 14 } as const;

/**
 * Reads pages that are pictures, in place, and looks at pictures in the upper half of the others. Never costs the file: what
 * cannot be read is warned about.
 * @throws ArchiveError SECRET_REFUSED, CANCELLED, FILE_TOO_LARGE
 */
export async function readPictures(
  document: PDFDocumentProxy,
  file: FileBytes,
  pages: (readonly string[])[],
  options: ReadOptions & { time: ProcessorTime },
): Promise<{ warnings: Warning[]; scanned: ScannedPage[] }> {
  const scanned: ScannedPage[] = [];
  const scans: number[] = [];
  const marked: number[] = [];
  const pictures = holdsPictures(file.bytes);
  for (let number = 1; number <= pages.length; number++) {
    const bare = isNearlyEmpty(pages[number - 1] ?? []);
    if (!bare && !pictures) continue;
    stopIfCancelled(options.signal);
    options.onScans?.();
    options.time.startPage('pictures');
    const shown = await picturesOf(document, number);
    if (bare && shown.any) scans.push(number);
    else if (shown.mark) marked.push(number);
  }
  if (options.ocr === false) {
    const unread = scans.length + marked.length;
    return { warnings: unread === 0 ? [] : [uncheckedPictures(unread)], scanned };
  }
  const warnings: Warning[] = [];
  const taken = scans.slice(0, LIMITS.ocrPages);
  if (taken.length < scans.length) {
    warnings.push(warning('OCR_LIMIT', `扫描页超过 ${LIMITS.ocrPages} 页，只识别了前 ${LIMITS.ocrPages} 页。`));
  }
  if (taken.length > 0) warnings.push(...(await readScans(file, taken, pages, scanned, options)));
  warnings.push(...(await askForMarks(file, marked, options)));
  return { warnings, scanned };
}

async function readScans(
  file: FileBytes,
  scans: readonly number[],
  pages: (readonly string[])[],
  scanned: ScannedPage[],
  options: ReadOptions,
): Promise<Warning[]> {
  try {
    const read = await recogniseText('pdf', file, scans, options);
    for (const { page, lines, places } of read) {
      if (lettersOf(lines) <= lettersOf(pages[page - 1] ?? [])) continue;
      pages[page - 1] = lines;
      scanned.push({ page, places });
    }
    return ocrWarnings(read);
  } catch (thrown) {
    return [ocrFailure(thrown)];
  }
}

/** The recogniser itself refuses a page that bears a mark. */
async function askForMarks(file: FileBytes, marked: readonly number[], options: ReadOptions): Promise<Warning[]> {
  const taken = marked.slice(0, MOST_MARK_PAGES);
  let unread = marked.length - taken.length;
  try {
    if (taken.length > 0) await recogniseText('pdf', file, taken, options);
  } catch (thrown) {
    ocrFailure(thrown);
    unread = marked.length;
  }
  return unread === 0 ? [] : [uncheckedPictures(unread)];
}

/**
 * Whether the file holds a picture that is large enough. A picture is a stream, and streams never lie inside other ones: its
 * name is to be seen in the bytes however the file is packed. Pages of files without are not looked at again.
 */
function holdsPictures(bytes: Uint8Array<ArrayBuffer>): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = buffer.indexOf('/Image'); at >= 0; at = buffer.indexOf('/Image', at + 6)) {
    const around = buffer.toString('latin1', Math.max(0, at - 400), at + 400);
    const before = around.slice(0, Math.min(at, 400));
    if (!/\/Subtype\s*$/.test(before)) continue;
    const [width, height] = ['Width', 'Height'].map(
      (side) => new RegExp(`/${side}\\s+(\\d+)(?!\\s+\\d+\\s+R)`).exec(around)?.[1],
    );
    // Sizes said elsewhere count as large.
    if (Number(width ?? 1000) >= 80 && Number(height ?? 1000) >= 16) return true;
  }
  return false;
}

interface ShownPictures {
  /** A picture, or so many shapes that they may be letters turned into outlines. */
  any: boolean;
  /** A picture in the upper half that is large enough to be a mark. */
  mark: boolean;
}

const MANY_SHAPES = 100;

async function picturesOf(document: PDFDocumentProxy, number: number): Promise<ShownPictures> {
  const { OPS } = await loadPdfJs();
  const page = await document.getPage(number);
  try {
    const list = await page.getOperatorList();
    const painting = [OPS.paintImageXObject, OPS.paintInlineImageXObject, OPS.paintImageMaskXObject] as number[];
    const shapes = list.fnArray.filter((operation) => operation === OPS.constructPath).length;
    const any = shapes > MANY_SHAPES || list.fnArray.some((operation) => painting.includes(operation));
    return { any, mark: boxesOf(list, OPS, painting).some((box) => isMarkSized(page, box)) };
  } catch {
    return { any: false, mark: false };
  } finally {
    page.cleanup();
  }
}

/** Where pictures lie, in the page's own space: the unit square under the matrix in force. */
function boxesOf(
  { fnArray, argsArray }: { fnArray: number[]; argsArray: unknown[] },
  OPS: Readonly<Record<string, number>>,
  painting: readonly number[],
): Matrix[] {
  const boxes: Matrix[] = [];
  const kept: Matrix[] = [];
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  fnArray.forEach((operation, at) => {
    const args = argsArray[at];
    switch (operation) {
      case OPS['save']:
        kept.push(matrix);
        break;
      case OPS['restore']:
      case OPS['paintFormXObjectEnd']:
        matrix = kept.pop() ?? matrix;
        break;
      case OPS['transform']:
        if (isMatrix(args)) matrix = multiplied(matrix, args);
        break;
      case OPS['paintFormXObjectBegin']: {
        kept.push(matrix);
        const own: unknown = Array.isArray(args) ? args[0] : null;
        if (isMatrix(own)) matrix = multiplied(matrix, own);
        break;
      }
      default:
        if (painting.includes(operation)) boxes.push(matrix);
    }
  });
  return boxes;
}

function isMatrix(args: unknown): args is Matrix {
  return (Array.isArray(args) || ArrayBuffer.isView(args)) && 'length' in args && args.length === 6;
}

/** First `inner`, then `outer`. */
function multiplied([a, b, c, d, e, f]: Matrix, [p, q, r, s, t, u]: Matrix): Matrix {
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

function isMarkSized(page: PDFPageProxy, box: Matrix): boolean {
  const [a, b, c, d, , f] = multiplied(pageMatrix(page), box);
  const [width, height] = [Math.abs(a) + Math.abs(c), Math.abs(b) + Math.abs(d)];
  const top = Math.min(f, f + b, f + d, f + b + d);
  return width >= LEAST_MARK.width && height >= LEAST_MARK.height && top < page.getViewport({ scale: 1 }).height / 2;
}
