/** One page of a pdf: its text by place, what was filled into its form fields, and what was laid over it. */
import { linesOfPage, slantedText } from './page-lines.ts';
import type { TextPiece } from './text-piece.ts';
import { overlayOf, type PageOverlay } from './pdf-extras.ts';
import { LIMITS, type ReadBudget } from './reader.ts';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import type { TextItem } from 'pdfjs-dist/types/src/display/api.js';

export interface PdfPage {
  lines: string[];
  /** What stands across the page, as one text: stamps and watermarks. */
  slanted: string;
  /** null where nothing is laid over the page. */
  overlay: PageOverlay | null;
}

/** a b c d e f as pdf.js gives them: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [number, number, number, number, number, number];

/**
 * @param number counted from 1
 * @throws ArchiveError FILE_TOO_LARGE; whatever pdf.js throws where the page is damaged
 */
export async function readPage(document: PDFDocumentProxy, number: number, budget: ReadBudget): Promise<PdfPage> {
  const page = await document.getPage(number);
  budget.startPage();
  try {
    // Both are asked for at once: each answer takes some turns of the event loop.
    const laid = page.getAnnotations().catch((): unknown[] => []);
    const pieces = await piecesOf(page, budget);
    if (pieces === null) return { lines: await xfaLines(page, budget), slanted: '', overlay: null };
    const overlay = await overlayOf(page, await laid);
    if (overlay !== null) pieces.push(...overlay.fields);
    return { lines: linesOfPage(pieces), slanted: slantedText(pieces), overlay };
  } finally {
    page.cleanup();
  }
}

/** The viewport's matrix turns the page as its /Rotate says and lets y grow downwards. */
export function pageMatrix(page: PDFPageProxy): Matrix {
  return page.getViewport({ scale: 1 }).transform as unknown as Matrix;
}

/** null where the page is one of a form in xfa: it is not drawn from text at places. */
export async function piecesOf(page: PDFPageProxy, budget: ReadBudget): Promise<TextPiece[] | null> {
  if (page.isPureXfa) return null;
  const matrix = pageMatrix(page);
  const pieces: TextPiece[] = [];
  const vertical = new Set<string>();
  // Taken as it comes, so that a page that draws its text without end is stopped. The stream is not cancelled then: what is
  // still on its way would find it closed, and pdf.js does not catch that. It ends with the document.
  const chunks = page.streamTextContent({ disableNormalization: true }).getReader();
  try {
    for (let chunk = await chunks.read(); !chunk.done; chunk = await chunks.read()) {
      const { items, styles } = chunk.value as TextChunk;
      for (const [font, style] of Object.entries(styles)) if (style.vertical === true) vertical.add(font);
      for (const item of items) {
        if (!('str' in item)) continue;
        budget.takePiece(item.str);
        if (item.str !== '') pieces.push(pieceOf(item, matrix, vertical.has(item.fontName)));
      }
    }
  } catch (thrown) {
    void readOn(chunks);
    throw thrown;
  }
  return pieces;
}

/** Until the document is closed: pdf.js waits with that for whoever draws the text, who waits for a reader of it. */
async function readOn(chunks: ReadableStreamDefaultReader<unknown>): Promise<void> {
  try {
    while (!(await chunks.read()).done);
  } catch {
    // Closed: that was waited for.
  }
}

interface TextChunk {
  items: (TextItem | { type: string })[];
  styles: Record<string, { vertical?: boolean }>;
}

function pieceOf(item: TextItem, [a, b, c, d, e, f]: Matrix, vertical: boolean): TextPiece {
  const [p, q, r, s, x, y] = item.transform as unknown as Matrix;
  const along = { x: a * p + c * q, y: b * p + d * q };
  const across = { x: a * r + c * s, y: b * r + d * s };
  return {
    text: item.str.replaceAll(/[\0-\x08\x0b-\x1f]/g, ''),
    x: a * x + c * y + e,
    y: b * x + d * y + f,
    width: vertical ? item.height : item.width,
    height: Math.hypot(across.x, across.y) || item.height,
    angle: (Math.atan2(along.y, along.x) * 180) / Math.PI + (vertical ? 90 : 0),
  };
}

/** An element of a form in xfa as pdf.js gives it: much like html. */
interface XfaNode {
  name?: unknown;
  value?: unknown;
  attributes?: { value?: unknown; textContent?: unknown; selected?: unknown; checked?: unknown };
  children?: readonly (XfaNode | null | undefined)[];
}

/** The words of a form in xfa and what was filled into it, a box a line. pdf.js itself leaves out what was filled in. */
async function xfaLines(page: PDFPageProxy, budget: ReadBudget): Promise<string[]> {
  const lines: string[] = [];
  let line = '';
  const endLine = (): void => {
    if (line.trim() !== '') lines.push(line.trim());
    line = '';
  };
  const walk = (node: XfaNode | null | undefined, depth: number): void => {
    if (node === null || node === undefined || depth > LIMITS.nesting * 8) return;
    const name = String(node.name);
    if (name === 'option' && node.attributes?.selected !== true) return;
    const block = /^(?:div|p|br|li|textarea|input|select)$/.test(name);
    if (block) endLine();
    for (const words of [node.value, node.attributes?.value, node.attributes?.textContent]) {
      if (typeof words !== 'string') continue;
      budget.takeText(words.length + 1);
      line += words;
    }
    if (node.attributes?.checked === true) line += '☑';
    for (const child of node.children ?? []) walk(child, depth + 1);
    if (block) endLine();
  };
  walk(await page.getXfa(), 0);
  endLine();
  return lines;
}
