/** What Typst cannot say in a PDF and an archive needs: record and version in XMP, labels of pages, headings beside their paragraphs. */
import type { Letter } from '../../../shared/model/letter.ts';
import type { LetterPdfOptions } from './letter-options.ts';
import {
  dictionaryOf,
  pdfText,
  readPdfObjects,
  setKey,
  streamObject,
  writePdfObjects,
  type PdfParts,
} from './pdf-objects.ts';
import { letterValues, publicValues, withXmpValues, type XmpValues } from './xmp.ts';

export interface LetterPlaces {
  /** Page (from 1) on which the letter itself begins: behind the cover sheet, if there is one. */
  firstPage: number;
  /** Pages of the letter itself, without the sheets around it. */
  letterPages: number;
  pages: number;
}

/** A PDF with the places of the letter in it. */
export interface SetPages extends LetterPlaces {
  pdf: Uint8Array;
}

/** Exchanges the XMP of a file. */
export function changeXmp({ objects, root }: PdfParts, values: XmpValues, part: 2 | 3 = 2): void {
  const number = Number(/\/Metadata (\d+) 0 R/.exec(dictionaryOf(objects, root))?.[1]);
  const body = objects.get(number);
  if (body === undefined) return;
  const start = body.indexOf('<?xpacket');
  const end = body.lastIndexOf('endstream');
  const xmp = body.subarray(start, end).toString('utf8').trimEnd();
  objects.set(
    number,
    streamObject('  /Type /Metadata\n  /Subtype /XML', Buffer.from(withXmpValues(xmp, values, part))),
  );
}

/** Labels as the pages bear them: the letter from 1, the sheets before and behind it by name. */
function pageLabels({ firstPage, letterPages, pages }: LetterPlaces): string {
  const labels: string[] = [];
  const named = (from: number, name: string): void => {
    labels.push(`${from} << /P ${pdfText(name)} /S /D >>`);
  };
  if (firstPage > 1) named(0, '封面');
  labels.push(`${firstPage - 1} << /S /D >>`);
  const behind = firstPage - 1 + letterPages;
  if (behind < pages) named(behind, '附页');
  return `<< /Nums [${labels.join(' ')}] >>`;
}

const kidsOf = (dictionary: string): RegExpExecArray | null => /\/K \[([^]*?)\]/.exec(dictionary);

/**
 * A heading that runs into its paragraph is set inside it, and Typst tags it so. Readers aloud, and ISO 32005, want headings beside
 * paragraphs: they come to stand before the rest of theirs.
 */
export function liftHeadings(objects: Map<number, Buffer>): void {
  for (const [number, body] of objects) {
    if (body.length > 65_536) continue;
    const paragraph = body.toString('latin1');
    if (!/\/Type \/StructElem\b/.test(paragraph) || !/\/S \/P\b/.test(paragraph)) continue;
    const kids = kidsOf(paragraph);
    const first = Number(/^(\d+) 0 R/.exec(kids?.[1] ?? '')?.[1] ?? NaN);
    const parent = Number(/\/P (\d+) 0 R/.exec(paragraph)?.[1] ?? NaN);
    if (kids === null || Number.isNaN(first) || Number.isNaN(parent)) continue;
    const heading = dictionaryOf(objects, first);
    if (!/\/S \/H[1-6]\b/.test(heading)) continue;
    const above = dictionaryOf(objects, parent);
    const rest = (kids[1] ?? '').replace(/^\d+ 0 R\s*/, '');
    const place = new RegExp(`\\b${number} 0 R`);
    const inPlace = rest === '' ? `${first} 0 R` : `${first} 0 R ${number} 0 R`;
    const shelf = kidsOf(above);
    if (shelf === null || !place.test(shelf[1] ?? '')) continue;
    const write = (to: number, text: string): void => {
      objects.set(to, Buffer.from(text, 'latin1'));
    };
    write(parent, above.replace(shelf[0], `/K [${(shelf[1] ?? '').replace(place, inPlace)}]`));
    write(first, heading.replace(/\/P \d+ 0 R/, `/P ${parent} 0 R`));
    if (rest === '') objects.delete(number);
    else write(number, paragraph.replace(kids[0], `/K [${rest}]`));
  }
}

/**
 * The file says what it is of. A public version names no record and no hash, by which a guess at what was hidden could be tried.
 * @param set as Typst wrote it
 * @param options with the letter's versions; the file names the hash of the one that it prints
 * @throws ArchiveError EXPORT_FAILED where the PDF is not written as expected
 */
export function finishPages(set: SetPages, letter: Letter, options: LetterPdfOptions): SetPages {
  const { versions = [], publicVersion } = options;
  const parts = readPdfObjects(set.pdf);
  changeXmp(parts, publicVersion === undefined ? letterValues(letter, versions) : publicValues(letter));
  liftHeadings(parts.objects);
  const catalog = dictionaryOf(parts.objects, parts.root);
  parts.objects.set(parts.root, Buffer.from(setKey(catalog, 'PageLabels', pageLabels(set)), 'latin1'));
  return { ...set, pdf: writePdfObjects(parts) };
}
