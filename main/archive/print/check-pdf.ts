/** Opens an exported PDF again with another program's eyes (pdf.js) and compares what it says with the letter. */
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { beginOwnPdf, openOwnPdf } from '../reading/readers/pdf-own.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { letterFonts } from './fonts.ts';
import { INVISIBLE, readCodePoints } from './printable.ts';
import { splitLetter } from './split-letter.ts';

export interface PdfCheck {
  pages: number;
  /** Lines of the letter that the PDF does not contain, as the letter has them. Empty where all is there. */
  missing: string[];
}

const BLANKS = /[\s\u0000-\u001f]+/gu;
const ACCENTS_AND_BLANKS = /[\p{M}\s\u0000-\u001f]+/gu;

/** Fonts put one dash for another by rules of their own (OpenType locl): dashes are not told apart. */
const DASHES = /[\u2010-\u2015\u2212\u2500]/gu;

/** What is compared: no blanks (lines are wrapped anew), one width, no accents and no invisible characters. */
function fold(text: string, lookalikes: ReadonlyMap<string, string>): string {
  const characters = readCodePoints(text.replace(BLANKS, '').replace(INVISIBLE, ''));
  const alike =
    lookalikes.size === 0
      ? characters
      : Array.from(characters, (character) => lookalikes.get(character) ?? character).join('');
  return alike.normalize('NFKD').replace(ACCENTS_AND_BLANKS, '').replace(DASHES, '-');
}

interface PdfText {
  pages: number;
  text: string;
}

/**
 * Text of the pages from `firstPage` on, without what PDF marks as no part of the text (page numbers, rules) and what lies beside the page.
 * The document is let go.
 */
export async function textOfPages(document: PDFDocumentProxy, firstPage: number): Promise<PdfText> {
  try {
    let text = '';
    for (let number = firstPage; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent({ includeMarkedContent: true, disableNormalization: true });
      const open: boolean[] = [];
      for (const item of items) {
        if ('str' in item) {
          if (!open.includes(true)) text += item.str;
        } else if (item.type.startsWith('begin')) {
          open.push((item as { tag?: string }).tag === 'Artifact');
        } else {
          open.pop();
        }
      }
      page.cleanup();
    }
    return { pages: document.numPages, text };
  } finally {
    await document.loadingTask.destroy();
  }
}

/** Takes pieces out of a text, each place once: a line that the letter has twice must be there twice. */
class Finder {
  readonly #text: string;
  readonly #used: Uint8Array;

  constructor(text: string) {
    this.#text = text;
    this.#used = new Uint8Array(text.length);
  }

  take(piece: string): boolean {
    if (piece === '') return true;
    for (let at = this.#text.indexOf(piece); at >= 0; at = this.#text.indexOf(piece, at + 1)) {
      const end = at + piece.length;
      if (this.#used.subarray(at, end).includes(1)) continue;
      this.#used.fill(1, at, end);
      return true;
    }
    return false;
  }
}

/** Those of the pieces that are not there. The longest are looked for first: a short one may stand inside a long one, and would take its place. */
function missingPieces(text: string, pieces: readonly string[]): Set<number> {
  const finder = new Finder(text);
  const longestFirst = pieces.map((piece, at) => ({ piece, at })).toSorted((a, b) => b.piece.length - a.piece.length);
  return new Set(longestFirst.filter(({ piece }) => !finder.take(piece)).map(({ at }) => at));
}

/** Reads ahead what the first comparison needs. */
export async function beginComparing(): Promise<void> {
  await Promise.all([letterFonts(), beginOwnPdf()]);
}

/**
 * Checks an exported PDF against the letter.
 * @param pdf the bytes as they were written
 * @param letter the letter that it should hold
 * @param firstPage page (from 1) on which the letter begins, behind a cover sheet
 * @throws ArchiveError BAD_FILE where the bytes are not a readable PDF
 */
export async function checkPdf(pdf: Uint8Array, letter: Letter, firstPage = 1): Promise<PdfCheck> {
  const { pages, text } = await textOfPages(await openOwnPdf('export.pdf', pdf), firstPage);
  return compareText({ pages, text }, letter);
}

/** Holds the text of a PDF against the letter. */
export async function compareText({ pages, text }: PdfText, letter: Letter): Promise<PdfCheck> {
  const lookalikes = (await letterFonts()).lookalikes(text + readCodePoints(text) + letter.text);
  const { parts } = splitLetter(letter.text, letter.elements);
  const folded = new Map<string, string>();
  // Most parts are a line whole.
  const foldOnce = (words: string): string => {
    const known = folded.get(words) ?? fold(words, lookalikes);
    folded.set(words, known);
    return known;
  };
  const pieces = parts.map((part) => foldOnce(part.text));
  const absent = missingPieces(fold(text, lookalikes), pieces);
  const ofLine = new Map<number, number[]>();
  for (const [at, part] of parts.entries()) ofLine.set(part.line, [...(ofLine.get(part.line) ?? []), at]);
  const sources = letter.text.split(/\r\n|[\n\r\u2028\u2029\f\v\u0085]/).filter((line) => line.trim() !== '');
  const missing = sources.filter((source, index) => {
    const own = ofLine.get(index) ?? [];
    // The split itself is checked too: its pieces must be the line.
    const whole = own.map((at) => pieces[at] ?? '').join('') === foldOnce(source);
    return !whole || own.some((at) => absent.has(at));
  });
  return { pages, missing };
}
