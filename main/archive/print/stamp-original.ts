/**
 * Puts the 归档章 on the first page of a PDF that came to the office, in the blank at its head (DA/T 22-2015, 5.5.1: 首页上端的空白位置).
 * What is written is a copy for paper: the original in the archive stays as it came.
 */
import type { PDFDocument } from '@cantoo/pdf-lib';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { ArchiveError } from '../../../shared/errors.ts';
import type { Warning } from '../../../shared/model/elements.ts';
import { openPdf } from '../reading/readers/pdf.ts';
import { plainNames, unpacksWithin } from '../reading/readers/pdf-streams.ts';
import { asArchiveError } from '../reading/readers/reader.ts';
import type { ArchiveStamp } from './archive-stamp.ts';
import { renderStamp } from './stamp-page.ts';

export interface StampedOriginal {
  pdf: Uint8Array;
  pages: number;
  warnings: Warning[];
}

/** A rectangle on the page as it is seen, from its upper left corner, in points. */
interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

const MM = 72 / 25.4;
const STAMP = { width: 45.4 * MM, height: 16.4 * MM };
const SIDE = 20 * MM;
/** From the upper edge to the stamp; the first that leaves it free of text is taken. */
const TOPS = [8 * MM, 14 * MM, 20 * MM];
/** Written over a signed file the stamp would end its signature. */
const SIGNED = /\/ByteRange\s*\[/;
/** Pages are no larger (ISO 32000-1, annex C.2: 14,400 units), and not so small that nothing stands on them. */
const SIDES = { least: 1, most: 14_400 * 75 };

/**
 * @param bytes the original
 * @returns the copy; undefined where the file must not be written over, with what a person should know
 * @throws ArchiveError PASSWORD_PROTECTED, BAD_FILE; EXPORT_MISMATCH where the copy does not hold what the original says
 */
export async function stampOriginal(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  stamp: ArchiveStamp,
): Promise<StampedOriginal | { refused: Warning }> {
  // Asked before anything is opened: what opens it would unpack it all at once.
  if (!(await unpacksWithin(bytes)))
    return {
      refused: { code: 'STAMP_TOO_LARGE', message: `“${name}”展开后过大，没有加盖归档章。请打印后在纸上加盖。` },
    };
  const picture = await renderStamp(stamp);
  try {
    return await stampedCopy(name, bytes, picture);
  } catch (thrown) {
    // Whatever the file makes its parsers throw, it is the file that is at fault.
    throw asArchiveError(thrown, 'BAD_FILE', name);
  }
}

async function stampedCopy(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  picture: Uint8Array,
): Promise<StampedOriginal | { refused: Warning }> {
  const document = await openPdf({ name, bytes });
  try {
    const copy = await openCopy(name, bytes);
    if (SIGNED.test(Buffer.from(bytes).toString('latin1')) || (await isSigned(copy)))
      return {
        refused: {
          code: 'STAMP_SIGNED',
          message: `“${name}”带有电子签名，加盖会使签名失效，没有加盖归档章。请打印后在纸上加盖。`,
        },
      };
    const page = await document.getPage(1);
    requireSize(name, page);
    const { area, isFree } = await placeOn(page);
    const pdf = await drawn(copy, picture, page, area);
    await requireSame(name, document, pdf);
    const over: Warning = {
      code: 'STAMP_OVER_TEXT',
      message: `“${name}”首页上端没有足够的空白，归档章盖在了文字上。`,
    };
    return { pdf, pages: document.numPages, warnings: isFree ? [] : [over] };
  } finally {
    await document.loadingTask.destroy();
  }
}

/** Where the stamp goes: right, middle or left of the head, where no text stands; else at the upper right. */
async function placeOn(page: PDFPageProxy): Promise<{ area: Area; isFree: boolean }> {
  const viewport = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  const texts = items.flatMap((item) => {
    if (!('str' in item) || item.str.trim() === '') return [];
    const [, , , , x = 0, y = 0] = item.transform as number[];
    const corners: [number, number][] = [
      viewport.convertToViewportPoint(x, y) as [number, number],
      viewport.convertToViewportPoint(x + item.width, y + item.height) as [number, number],
    ];
    const [xs, ys] = [corners.map(([across]) => across), corners.map(([, down]) => down)];
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    return [{ left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top }];
  });
  const right = Math.max(0, viewport.width - SIDE - STAMP.width);
  const across = [right, Math.max(0, (viewport.width - STAMP.width) / 2), Math.min(SIDE, right)];
  const places = TOPS.flatMap((top) => across.map((left): Area => ({ left, top, ...STAMP })));
  const free = places.find((area) => !texts.some((text) => meet(area, text)));
  return { area: free ?? { left: right, top: TOPS[0] ?? 0, ...STAMP }, isFree: free !== undefined };
}

const meet = (one: Area, other: Area): boolean =>
  one.left < other.left + other.width &&
  other.left < one.left + one.width &&
  one.top < other.top + other.height &&
  other.top < one.top + one.height;

/** The stamp drawn upright, however the page is turned. */
async function drawn(copy: PDFDocument, stamp: Uint8Array, page: PDFPageProxy, area: Area): Promise<Uint8Array> {
  const { degrees } = await import('@cantoo/pdf-lib');
  const [picture] = await copy.embedPdf(stamp, [0]);
  if (picture === undefined) throw new ArchiveError('EXPORT_FAILED', '归档章');
  await holdContent(copy);
  const viewport = page.getViewport({ scale: 1 });
  const [x, y] = viewport.convertToPdfPoint(area.left, area.top + area.height) as [number, number];
  const unit = page.userUnit;
  copy.getPage(0).drawPage(picture, {
    x,
    y,
    width: area.width / unit,
    height: area.height / unit,
    rotate: degrees(page.rotate),
  });
  return copy.save();
}

/**
 * What the page drew is put into a form of its own (ISO 32000-1, 8.10): a matrix, a clip or a state that it leaves behind would else
 * hold for the stamp, which could not be seen then.
 */
async function holdContent(copy: PDFDocument): Promise<void> {
  const { PDFName, PDFStream } = await import('@cantoo/pdf-lib');
  const page = copy.getPage(0);
  const { Contents: contents } = page.node.normalizedEntries();
  if (contents === undefined) return;
  // Of what the page names some may be missing.
  const streams = contents.asArray().filter((one) => copy.context.lookup(one) instanceof PDFStream);
  if (streams.length === 0) return;
  page.node.set(PDFName.of('Contents'), copy.context.obj(streams));
  const form = await copy.embedPage(page, undefined, [1, 0, 0, 1, 0, 0]);
  await form.embed();
  const { context } = copy;
  page.node.set(PDFName.of('Resources'), context.obj({ Font: {}, ExtGState: {}, XObject: { Original: form.ref } }));
  page.node.set(PDFName.of('Contents'), context.obj([context.register(context.flateStream('q /Original Do Q'))]));
}

/** @throws ArchiveError PASSWORD_PROTECTED: also where it opens without a password, and only its owner may change it */
async function openCopy(name: string, bytes: Uint8Array): Promise<PDFDocument> {
  const { PDFDocument: Opened, EncryptedPDFError } = await import('@cantoo/pdf-lib');
  try {
    return await Opened.load(bytes, { updateMetadata: false });
  } catch (thrown) {
    throw asArchiveError(thrown, thrown instanceof EncryptedPDFError ? 'PASSWORD_PROTECTED' : 'BAD_FILE', name);
  }
}

/** Whether any object, however it is written, says over which bytes a signature goes: the stamp would end it. */
async function isSigned(copy: PDFDocument): Promise<boolean> {
  const { PDFStream } = await import('@cantoo/pdf-lib');
  return copy.context.enumerateIndirectObjects().some(([, object]) => {
    // As it would be written, of a stream only what it says of itself.
    const written = object instanceof PDFStream ? String(object.dict) : String(object);
    return plainNames(written).includes('/ByteRange');
  });
}

/** @throws ArchiveError BAD_FILE: no page that can be printed */
function requireSize(name: string, page: PDFPageProxy): void {
  const { width, height } = page.getViewport({ scale: 1 });
  for (const side of [width, height])
    if (!(side >= SIDES.least && side <= SIDES.most))
      throw new ArchiveError('BAD_FILE', name, `page of ${side} points`);
}

/** Text of one page without blanks. */
async function textOf(document: PDFDocumentProxy, number: number): Promise<string> {
  const { items } = await (await document.getPage(number)).getTextContent();
  return items
    .map((item) => ('str' in item ? item.str : ''))
    .join('')
    .replaceAll(/\s+/g, '');
}

/** The copy has the pages of the original and says what it says. @throws ArchiveError EXPORT_MISMATCH */
async function requireSame(name: string, original: PDFDocumentProxy, pdf: Uint8Array): Promise<void> {
  const copy = await openPdf({ name, bytes: Uint8Array.from(pdf) });
  try {
    let same = copy.numPages === original.numPages;
    for (let number = 1; same && number <= original.numPages; number += 1) {
      const [before, after] = [await textOf(original, number), await textOf(copy, number)];
      same = number === 1 ? after.startsWith(before) : after === before;
    }
    if (!same) throw new ArchiveError('EXPORT_MISMATCH', name, 'stamped copy');
  } finally {
    await copy.loadingTask.destroy();
  }
}
