/** Files for the bench of reading: generated letters as txt, docx, set pages (pdf) and scans of 200 dots an inch. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openPdf } from '../../../main/archive/reading/readers/pdf.ts';
import { rawDocx, paragraph, scan, typstPdf, typstText, scannedPdf } from '../../unit/readers/make.ts';
import { makeLetter } from './generator.ts';
import type { KnownLetter, Paragraph } from './letter.ts';
import { typeset } from './typeset.ts';

export type Kind = 'txt' | 'docx' | 'pdf' | 'png';

export function letterTxt(seed: number): Uint8Array {
  return new TextEncoder().encode(typeset(makeLetter(seed), seed % 2 === 0 ? 'clean' : 'wrapped spaced', seed));
}

export function letterDocx(letter: KnownLetter): Uint8Array<ArrayBuffer> {
  return rawDocx(letter.paragraphs.map(({ text }) => paragraph(escape(text))).join(''));
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** One paragraph as Typst sets it on the page of GB/T 9704: 22 lines of 28 characters, titles in the middle. */
export function typstParagraph({ role, text }: Paragraph): string {
  const shown = typstText(text);
  switch (role) {
    case 'letterhead':
      return `#align(center, text(size: 26pt)[${shown}])`;
    case 'title':
      return `#align(center, text(size: 22pt)[${shown}])`;
    case 'number':
      return `#align(right)[${shown}]`;
    case 'sign':
      return `#align(right)[${shown}#h(4em)]`;
    case 'body':
    case 'note':
      return `#h(2em)${shown}`;
    default:
      return shown;
  }
}

export const PAGE = `#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), numbering: "— 1 —")
#set text(size: 15.75pt)
#set par(leading: 0.85em, spacing: 0.85em, justify: true)
`;

/** The letter as an office sets it. `pages` repeats the body until there are about so many pages. */
export function letterPdf(letter: KnownLetter, pages = 1): Uint8Array<ArrayBuffer> {
  const body = letter.paragraphs.filter(({ role }) => role === 'body');
  const more: Paragraph[] = [];
  for (let length = 0; length < (pages - 1) * 560 && body.length > 0;) {
    for (const one of body) {
      more.push(one);
      length += one.text.length + 20;
    }
  }
  const at = letter.paragraphs.findLastIndex(({ role }) => role === 'body');
  const all = [...letter.paragraphs.slice(0, at + 1), ...more, ...letter.paragraphs.slice(at + 1)];
  return typstPdf(PAGE + all.map(typstParagraph).join('\n\n'));
}

const askew = (seed: number): number => ((seed % 5) - 2) * 0.2;

/** The first page as a scanner gives it, a little askew. */
export async function letterScan(
  letter: KnownLetter,
  seed: number,
  dotsPerInch = 200,
): Promise<Uint8Array<ArrayBuffer>> {
  return scan(letterPdf(letter), { degrees: askew(seed), format: 'png', dotsPerInch });
}

/** All pages as a scanner gives them: a pdf of pictures. */
export async function scannedLetter(letter: KnownLetter, seed: number): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = letterPdf(letter);
  const document = await openPdf({ name: 'letter.pdf', bytes: Uint8Array.from(pdf) });
  const count = document.numPages;
  await document.loadingTask.destroy();
  const pages: Uint8Array[] = [];
  for (let page = 1; page <= count; page += 1)
    pages.push(await scan(pdf, { degrees: askew(seed + page), format: 'png', page }));
  return scannedPdf(...pages);
}

/** Writes `count` different files of one kind; answers their bytes in all. */
export async function writeFiles(folder: string, kind: Kind, count: number, firstSeed: number): Promise<number> {
  mkdirSync(folder, { recursive: true });
  let bytes = 0;
  for (let at = 0; at < count; at += 1) {
    const seed = firstSeed + at;
    const content =
      kind === 'txt'
        ? letterTxt(seed)
        : kind === 'docx'
          ? letterDocx(makeLetter(seed))
          : kind === 'pdf'
            ? letterPdf(makeLetter(seed), 10)
            : await letterScan(makeLetter(seed), seed);
    bytes += content.length;
    writeFileSync(path.join(folder, `${String(seed).padStart(7, '0')}.${kind}`), content);
  }
  return bytes;
}
