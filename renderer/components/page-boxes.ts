/** Where a quotation stands on a page, from the places of the page's words. Pure. */
import type { PagePlace } from '../../shared/model/page.ts';

export interface PageBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Letter {
  /** The place it stands in, and which share of that place's width it takes. */
  place: number;
  from: number;
  to: number;
}

/** What is compared: letters and digits alone, in one width, so that breaks and blanks make no difference. */
export function plain(text: string): string {
  return text.normalize('NFKC').replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Where a plain quotation stands in a plain text: of several places the one nearest to a share of it, 0..1; -1 where nowhere. */
export function nearest(text: string, wanted: string, share: number): number {
  let best = -1;
  if (wanted === '') return best;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    if (best === -1 || Math.abs(at / text.length - share) < Math.abs(best / text.length - share)) best = at;
  }
  return best;
}

/** The page's letters one after the other, each with its place. */
function lettersOf(places: readonly PagePlace[]): { text: string; letters: Letter[] } {
  let text = '';
  const letters: Letter[] = [];
  places.forEach((place, at) => {
    const signs = [...place.text];
    signs.forEach((sign, index) => {
      for (const unit of plain(sign)) {
        text += unit;
        letters.push({ place: at, from: index / signs.length, to: (index + 1) / signs.length });
      }
    });
  });
  return { text, letters };
}

/**
 * The boxes of a quotation, a box for each piece of a line that it takes; none where it is not on the page.
 * @param share about where in the whole text it stands, 0..1: of several places the nearest is meant
 */
export function boxesOf(places: readonly PagePlace[], quotation: string, share = 0): PageBox[] {
  const wanted = plain(quotation);
  const { text, letters } = lettersOf(places);
  const best = nearest(text, wanted, share);
  if (best === -1) return [];
  const boxes: PageBox[] = [];
  let run: Letter[] = [];
  const close = (): void => {
    const [first, last] = [run[0], run.at(-1)];
    const place = first === undefined ? undefined : places[first.place];
    if (first !== undefined && last !== undefined && place !== undefined)
      boxes.push({
        x: place.x + place.width * first.from,
        y: place.y,
        width: place.width * (last.to - first.from),
        height: place.height,
      });
    run = [];
  };
  for (const letter of letters.slice(best, best + wanted.length)) {
    if (run.length > 0 && run[0]?.place !== letter.place) close();
    run.push(letter);
  }
  close();
  return boxes;
}
