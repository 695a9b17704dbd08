/** What a reader of one file format hands on, and what reading as a whole gives. */
import type { Elements, Evidence, Warning } from '../../../shared/model/elements.ts';
import type { PagePlace } from '../../../shared/model/page.ts';

/**
 * How lines relate to paragraphs in the text as the file had it: `wrapped` where a line ends because the page did
 * (pdf, scans, txt taken from pages), `paragraphs` where a line end is a paragraph's end (docx, html), `unknown` where
 * the text itself must tell (txt).
 */
export type LineLayout = 'wrapped' | 'paragraphs' | 'unknown';

/** A page's place in the raw text, UTF-16 units, end exclusive. */
export interface PageSpan {
  start: number;
  end: number;
}

/** A file inside a file (mail attachment, zip entry). */
export interface EmbeddedFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A page that was read by OCR, with the places of its words. */
export interface ScannedPage {
  page: number;
  places: PagePlace[];
}

export interface RawText {
  /** Stable name of the format: txt, docx, pdf, … */
  format: string;
  mime: string;
  /** The text as the file had it: decoded, otherwise untouched. */
  text: string;
  layout: LineLayout;
  pages: PageSpan[];
  warnings: Warning[];
  embedded: EmbeddedFile[];
  /** Where the words of scanned pages stand, by page (from 1): what reading them again would take seconds for. */
  scanned?: ScannedPage[];
  /**
   * Text of the file that the letter does not show: comments, hidden and deleted text, headers and footers left out,
   * properties, names. A piece each. Only asked for marks of secrecy; never stored or indexed.
   */
  unseenText?: string[];
  /** Pictures that the letter shows and whose words are not in `text`. Only asked for marks of secrecy. */
  pictures?: EmbeddedFile[];
}

/**
 * Maps cleaned text back to raw text. Runs are sorted by `clean`; characters of one run lie side by side in both.
 * A position between runs belongs to the run that ends there.
 */
export interface OffsetRun {
  clean: number;
  raw: number;
  length: number;
}

export interface CleanText {
  text: string;
  map: OffsetRun[];
  /** The letter had lost its line ends; where its paragraphs begin was told by its words. */
  unbroken?: true;
}

export interface ReadLetter {
  raw: RawText;
  clean: CleanText;
  elements: Elements;
  evidence: Evidence;
  warnings: Warning[];
}
