/** Where a stretch of a page's letters stands on it, from the places of the page's words. Pure. */
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
