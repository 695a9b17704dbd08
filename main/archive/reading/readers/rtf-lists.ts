/**
 * The list definitions of rich text, as far as they say in what signs the levels count. The numbers themselves stand in the
 * text as the program showed them; LibreOffice writes 1、 there where the list counts 一、.
 */
import { FORMATS } from './doc-lists.ts';
import { formatNumber } from './numbering.ts';

export class RtfLists {
  /** Formats of the levels by the list's id. */
  readonly #lists = new Map<number, string[]>();
  /** Ids of lists by the number under which paragraphs use them. */
  readonly #uses = new Map<number, number>();
  #levels: string[] = [];
  #id = 0;

  /** A control word of the table of lists, or of their uses. */
  word(word: string, value: number | null): void {
    if (word === 'list') this.#levels = [];
    else if (word === 'levelnfc') this.#levels.push(FORMATS[value ?? 0] ?? 'decimal');
    else if (word === 'listid') {
      this.#id = value ?? 0;
      if (this.#levels.length > 0) this.#lists.set(this.#id, this.#levels);
      this.#levels = [];
    } else if (word === 'ls') this.#uses.set(value ?? 0, this.#id);
  }

  /** A number as it stands in the text, in the signs of its list where it bears plain digits instead. */
  shown(label: string, list: number, level: number): string {
    const id = this.#uses.get(list);
    const format = id === undefined ? undefined : this.#lists.get(id)?.[level];
    const numbers = label.match(/\d+/g) ?? [];
    if (format === undefined || numbers.length !== 1 || !/chinese|ideograph|taiwanese|japanese/i.test(format))
      return label;
    return label.replace(/\d+/, (digits) => formatNumber(Number(digits), format));
  }
}
