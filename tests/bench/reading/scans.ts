/** The bench's stage `scans`: letters on paper, as they come from scanners, copiers and cameras, read through the one path that every door takes. */
import path from 'node:path';
import { readLetter } from '../../../main/archive/reading/read-letter.ts';
import { sheetOf } from '../../../main/archive/reading/readers/ocr-image.ts';
import { ELEMENT_NAMES, SURE } from '../../../shared/model/elements.ts';
import { scannedPdf } from '../../unit/readers/make.ts';
import type { Tables } from '../tables.ts';
import { characterErrors } from './characters.ts';
import { COPIES, copied, type Copy } from './copies.ts';
import type { KnownLetter } from './letter.ts';
import { printedPages } from './printed.ts';

/** What is wanted of each kind: errors a hundred characters at most, fields right at least. */
const TARGETS: Record<Copy, { errors: number; fields: number }> = {
  scan: { errors: 0.003, fields: 0.98 },
  photocopy: { errors: 0.003, fields: 0.98 },
  photograph: { errors: 0.003, fields: 0.97 },
};
const NAMES: Record<Copy, string> = { scan: 'scanned', photocopy: 'photocopied', photograph: 'photographed' };

export interface CopiedFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  pages: number;
}

/** The letter as a file: a pdf of its pages' pictures, or a picture where there is but one and it was photographed. */
export async function copiedLetter(letter: KnownLetter, kind: Copy, seed: number, font?: string): Promise<CopiedFile> {
  const pictures: Uint8Array<ArrayBuffer>[] = [];
  for (const page of await printedPages(letter, seed, 300, font)) {
    const sheet = sheetOf(copied(page, kind, seed * 16 + pictures.length));
    pictures.push(Uint8Array.from(await sheet.encode('jpeg', kind === 'photograph' ? 80 : 85)));
  }
  const [first] = pictures;
  if (kind === 'photograph' && pictures.length === 1 && first !== undefined)
    return { name: 'letter.jpg', bytes: first, pages: 1 };
  return { name: 'letter.pdf', bytes: scannedPdf(...pictures), pages: pictures.length };
}

const percent = (part: number, all: number): string => `${((100 * part) / Math.max(1, all)).toFixed(2)} %`;

/** Reads the letters in each kind of copy; what was read otherwise is printed. */
export async function readCopies(
  tables: Tables,
  letters: readonly { letter: KnownLetter; seed: number }[],
  kinds: readonly Copy[] = COPIES,
  font?: string,
): Promise<void> {
  for (const kind of kinds) {
    const sum = { right: 0, fields: 0, sure: 0, characters: 0, errors: 0, ms: 0, pages: 0 };
    for (const { letter, seed } of letters) {
      const { pages, ...file } = await copiedLetter(letter, kind, seed, font);
      const began = performance.now();
      const { raw, elements, evidence } = await readLetter(file);
      sum.ms += performance.now() - began;
      sum.pages += pages;
      const truth = letter.paragraphs.map(({ text }) => text).join('\n');
      const { characters, errors, pieces } = characterErrors(raw.text, truth);
      sum.characters += characters;
      sum.errors += errors;
      if (pieces.length > 0) console.log(`    ${kind} #${seed} ${errors} of ${characters}: ${pieces.join(' ')}`);
      for (const name of ELEMENT_NAMES) {
        sum.fields += 1;
        const [want, got] = [JSON.stringify(letter.truth[name]), JSON.stringify(elements[name])];
        if (want === got) sum.right += 1;
        else {
          const confidence = evidence[name]?.confidence ?? 0;
          if (confidence >= SURE) sum.sure += 1;
          console.log(`    ${kind} #${seed} ${name} want ${want} got ${got} ${confidence}`);
        }
      }
    }
    const { errors, fields } = TARGETS[kind];
    const set = font === undefined ? '' : ` set in ${path.basename(font)},`;
    const what = `held-out letters${set} ${NAMES[kind]} (${letters.length}, ${sum.pages} pages, ${sum.characters} characters)`;
    const [wrong, right] = [sum.errors / sum.characters, sum.right / sum.fields];
    tables.row(
      `${what}: characters wrong`,
      percent(sum.errors, sum.characters),
      `≤ ${errors * 100} %`,
      wrong <= errors,
    );
    tables.row('the same: fields right', percent(sum.right, sum.fields), `≥ ${fields * 100} %`, right >= fields);
    tables.row('the same: wrong though sure', percent(sum.sure, sum.fields), '≤ 0.5 %', sum.sure / sum.fields <= 0.005);
    tables.row('the same: time', `${(sum.ms / 1000 / sum.pages).toFixed(2)} s a page`);
  }
}
