/** Where a quotation stands on a page, from the places of the page's words. Pure. */
import type { PagePlace } from '../../shared/model/page.ts';

export interface PageBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A letter of a page: the place it stands in, and which share of that place's width it takes. */
interface Letter {
  place: number;
  from: number;
  to: number;
}

/** What is compared of a page's words, and where each letter of it stands. */
export interface PageLetters {
  text: string;
  letters: readonly Letter[];
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

/** Chinese signs and full-width ones are twice as wide as letters and digits. */
const breadth = (sign: string): number => (sign > '\u2e7f' ? 2 : 1);

/** The page's letters one after the other, each with its place. */
export function pageLetters(places: readonly PagePlace[]): PageLetters {
  let text = '';
  const letters: Letter[] = [];
  places.forEach((place, at) => {
    const signs = [...place.text];
    const whole = signs.reduce((sum, sign) => sum + breadth(sign), 0);
    let before = 0;
    for (const sign of signs) {
      const end = before + breadth(sign);
      for (const unit of plain(sign)) {
        text += unit;
        for (let i = 0; i < unit.length; i++) letters.push({ place: at, from: before / whole, to: end / whole });
      }
      before = end;
    }
  });
  return { text, letters };
}

/** The boxes of a stretch of a page's letters, a box for each piece of a line that it takes. */
export function boxesAt(
  places: readonly PagePlace[],
  { letters }: PageLetters,
  [from, to]: readonly [number, number],
): PageBox[] {
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
  for (const letter of letters.slice(from, to)) {
    if (run.length > 0 && run[0]?.place !== letter.place) close();
    run.push(letter);
  }
  close();
  return boxes;
}

/**
 * The boxes of a quotation; none where it is not on the page.
 * @param share about where in the whole text it stands, 0..1: of several places the nearest is meant
 */
export function boxesOf(places: readonly PagePlace[], quotation: string, share = 0): PageBox[] {
  const wanted = plain(quotation);
  const page = pageLetters(places);
  const at = nearest(page.text, wanted, share);
  return at === -1 ? [] : boxesAt(places, page, [at, at + wanted.length]);
}
