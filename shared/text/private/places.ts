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

const ALL_HAN = /^\p{Script=Han}{2,12}$/u;
/** Signs that nobody writes within a name but to keep it from being found. */
const BETWEEN = '[·•・‧∙⋅.．*＊_＿~～|｜/／×✕-]';
/** One sign, the same between all: of a name of two, none that also stands between words of a sentence. */
const OF_TWO = '[a-z]';
const OF_MORE = '[^\\p{Script=Han}。！？!?\\n]';

/** A name with signs between its characters: 王·小·明, 王x小x明. Undefined for what is no name, or has such signs itself. */
function apartPattern(key: string): RegExp | undefined {
  if (!ALL_HAN.test(key)) return undefined;
  const [first = '', ...rest] = [...key];
  const loose = `${first}${rest.map((sign) => `${BETWEEN}{0,2}${sign}`).join('')}`;
  const [second = '', ...others] = rest;
  const same = `${first}(${others.length === 0 ? OF_TWO : OF_MORE})${second}${others.map((sign) => `\\1${sign}`).join('')}`;
  return new RegExp(`${loose}|${same}`, 'gu');
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
    const pattern = apartPattern(key);
    const next = (from: number): { at: number; length: number } | undefined => {
      if (pattern === undefined) {
        const at = text.indexOf(key, from);
        return at < 0 ? undefined : { at, length: key.length };
      }
      pattern.lastIndex = from;
      const match = pattern.exec(text);
      return match === null ? undefined : { at: match.index, length: match[0].length };
    };
    for (let one = next(0); one !== undefined;) {
      const { at, length } = one;
      const [start, end] = [starts[at] ?? 0, ends[at + length - 1] ?? 0];
      const counts = isAlone(this.#text, start, end, key);
      if (counts) found.push({ start, end });
      one = next(at + (counts ? length : 1));
    }
    return found;
  }

  has(key: string): boolean {
    return this.places(key).length > 0;
  }
}
