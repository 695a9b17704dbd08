/** Where a value stands in a text, however it is written there: full width, with blanks, over a line end, traditional. Pure. */
import { fold, foldText, type Folded } from '../fold.ts';

/** Shorter values could stand anywhere by chance: what takes them for themselves looks at the signs beside them. */
const LONG = 6;
const NUMERAL = /[0-9０-９一二三四五六七八九十百]/;

/** The form of a value by which it is looked for. */
export const valueKey = (value: string): string => foldText(value);

/** A value of one sign would stand everywhere. */
export const SHORTEST_KEY = 2;

/** 8岁 does not stand in 68岁; 13800138000 stands also where other digits follow. */
function isAlone(text: string, start: number, end: number, key: string): boolean {
  if (key.length >= LONG) return true;
  const numeral = (sign: string | undefined): boolean => sign !== undefined && NUMERAL.test(sign);
  return !((numeral(key[0]) && numeral(text[start - 1])) || (numeral(key.at(-1)) && numeral(text[end])));
}

/** A text in which many values are looked for. */
export class SearchedText {
  readonly #text: string;
  readonly #folded: Folded;

  constructor(text: string) {
    this.#text = text;
    this.#folded = fold(text);
  }

  /** Places of a key of `valueKey`, in order; they do not overlap. */
  places(key: string): { start: number; end: number }[] {
    const found: { start: number; end: number }[] = [];
    if (key.length < SHORTEST_KEY) return found;
    const { text, starts, ends } = this.#folded;
    for (let at = text.indexOf(key); at >= 0;) {
      const [start, end] = [starts[at] ?? 0, ends[at + key.length - 1] ?? 0];
      const isOne = isAlone(this.#text, start, end, key);
      if (isOne) found.push({ start, end });
      at = text.indexOf(key, at + (isOne ? key.length : 1));
    }
    return found;
  }

  has(key: string): boolean {
    return this.places(key).length > 0;
  }
}
