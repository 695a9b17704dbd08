/** Opens an exported PDF again with another program's eyes (pdf.js) and compares what it says with the letter. */
import { openPdf } from '../reading/readers/pdf.ts';
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
  return Array.from(characters, (character) => lookalikes.get(character) ?? character)
    .join('')
    .normalize('NFKD')
    .replace(ACCENTS_AND_BLANKS, '')
    .replace(DASHES, '-');
}

/** Text of the pages from `firstPage` on, without what PDF marks as no part of the text (page numbers, rules). */
async function textOfPages(pdf: Uint8Array, firstPage: number): Promise<{ pages: number; text: string }> {
  const document = await openPdf({ name: 'export.pdf', bytes: Uint8Array.from(pdf) });
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

/**
 * Checks an exported PDF against the letter.
 * @param pdf the bytes as they were written
 * @param letter the letter that it should hold
 * @param firstPage page (from 1) on which the letter begins, behind a cover sheet
 * @throws ArchiveError BAD_FILE where the bytes are not a readable PDF
 */
export async function checkPdf(pdf: Uint8Array, letter: Letter, firstPage = 1): Promise<PdfCheck> {
  const { pages, text } = await textOfPages(pdf, firstPage);
  const lookalikes = (await letterFonts()).lookalikes(text + readCodePoints(text) + letter.text);
  const { parts } = splitLetter(letter.text, letter.elements);
  const pieces = parts.map((part) => fold(part.text, lookalikes));
  const absent = missingPieces(fold(text, lookalikes), pieces);
  const ofLine = new Map<number, number[]>();
  for (const [at, part] of parts.entries()) ofLine.set(part.line, [...(ofLine.get(part.line) ?? []), at]);
  const sources = letter.text.split(/\r\n|[\n\r\u2028\u2029\f\v\u0085]/).filter((line) => line.trim() !== '');
  const missing = sources.filter((source, index) => {
    const own = ofLine.get(index) ?? [];
    // The split itself is checked too: its pieces must be the line.
    const whole = own.map((at) => pieces[at] ?? '').join('') === fold(source, lookalikes);
    return !whole || own.some((at) => absent.has(at));
  });
  return { pages, missing };
}
