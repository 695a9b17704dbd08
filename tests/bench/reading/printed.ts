/** Held-out letters as an office prints, seals and sends them: red letterhead with its rule, and the office's seal over name and date. */
import { openPdf } from '../../../main/archive/reading/readers/pdf.ts';
import { blank, pictureOf, release, type Picture } from '../../../main/archive/reading/readers/ocr-image.ts';
import { typstPdf } from '../../unit/readers/make.ts';
import type { KnownLetter, Paragraph } from './letter.ts';
import { Random } from '../random.ts';
import { PAGE, typstParagraph } from './sample-files.ts';

/** The seal of an office: 42 mm across, a star in the middle, its name along the upper edge. */
const SEAL = `#let red = rgb(208, 32, 38)
#let seal(name) = box(width: 42mm, height: 42mm, {
  place(center + horizon, circle(radius: 20.4mm, stroke: 1.2mm + red))
  place(dx: 21mm, dy: 21mm, polygon(fill: red, ..range(10).map(at => {
    let reach = if calc.even(at) { 7mm } else { 2.7mm }
    (reach * calc.sin(at * 36deg), -reach * calc.cos(at * 36deg))
  })))
  let signs = name.clusters()
  let span = calc.min(250deg, signs.len() * 22deg)
  for (at, sign) in signs.enumerate() {
    let turn = span * ((at + 0.5) / signs.len() - 0.5)
    place(center + horizon, dx: 16mm * calc.sin(turn), dy: -16mm * calc.cos(turn),
      rotate(turn, text(size: calc.min(15pt, 270pt / signs.len()), weight: "bold", fill: red, sign)))
  }
})
`;

/** Where the seal's middle lies: about the line above the date, as the rules for letters want it, never twice at the same place. */
function sealed(name: string, random: Random): string {
  const across = (1 + random.next() * 3).toFixed(2);
  const up = (20 + random.next() * 8).toFixed(1);
  return `#place(right, dx: -${across}em, dy: -${up}mm, seal(${JSON.stringify(name)}))`;
}

function printedParagraph(paragraph: Paragraph, seal: string): string {
  if (paragraph.role === 'letterhead') return `#text(fill: red)[${typstParagraph(paragraph)}]`;
  return seal === '' ? typstParagraph(paragraph) : `${seal}\n${typstParagraph(paragraph)}`;
}

/** The letter's pages as a pdf, sealed or as they were before; the seals' ink hides what it lies on. */
function printedPdf(letter: KnownLetter, seed: number, withSeal: boolean, font?: string): Uint8Array<ArrayBuffer> {
  const random = new Random(seed ^ 0x2c1b3c6d);
  const last = (wanted: Paragraph['role']): number => letter.paragraphs.findLastIndex(({ role }) => role === wanted);
  const [signs, heads] = [last('sign'), last('letterhead')];
  const name = letter.truth.issuer ?? letter.truth.letterhead ?? '青禾市人民政府';
  const set = letter.paragraphs.map((paragraph, at) => {
    const text = printedParagraph(paragraph, at === signs && withSeal ? sealed(name, random) : '');
    const next = letter.paragraphs[at + 1]?.role;
    // The red rule stands under the number where that follows the head.
    const rule = at === heads ? next !== 'number' : paragraph.role === 'number' && at === heads + 1;
    return rule ? `${text}\n\n#line(length: 100%, stroke: 1.5pt + red)` : text;
  });
  return typstPdf(`${SEAL}${PAGE}${set.join('\n\n')}`, font);
}

/** The letter as the office sends it: its pages as pictures of so many dots an inch, in Noto Serif SC or the font of a file. */
export async function printedPages(
  letter: KnownLetter,
  seed: number,
  dotsPerInch: number,
  font?: string,
): Promise<Picture[]> {
  const [bare, sealed] = [false, true].map((withSeal) => printedPdf(letter, seed, withSeal, font)) as [
    Uint8Array<ArrayBuffer>,
    Uint8Array<ArrayBuffer>,
  ];
  const under = await drawn(bare, dotsPerInch);
  const pages = await drawn(sealed, dotsPerInch);
  // A seal's ink lets black type through: of both pages each point is as dark as the darker.
  for (const [number, { points }] of pages.entries()) {
    const type = under[number]?.points;
    if (type !== undefined) points.forEach((value, at) => (points[at] = Math.min(value, type[at] ?? 255)));
  }
  return pages;
}

/** The pages of a pdf as pictures. */
async function drawn(pdf: Uint8Array<ArrayBuffer>, dotsPerInch: number): Promise<Picture[]> {
  const document = await openPdf({ name: 'letter.pdf', bytes: Uint8Array.from(pdf) });
  const pictures: Picture[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const viewport = page.getViewport({ scale: dotsPerInch / 72 });
    const sheet = blank(Math.round(viewport.width), Math.round(viewport.height));
    // pdf.js is typed for browsers; it draws on this canvas through the same calls.
    await page.render({ canvas: sheet as unknown as HTMLCanvasElement, viewport }).promise;
    pictures.push(pictureOf(sheet));
    release(sheet);
  }
  await document.loadingTask.destroy();
  return pictures;
}
