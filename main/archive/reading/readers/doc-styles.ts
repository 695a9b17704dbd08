/** The styles and fonts of a binary Word file, as far as they decide what is read (MS-DOC 2.9.271, 2.9.260, 2.9.75). */
import { applySprms, u16, type FormattedRun } from './doc-formatting.ts';

/** [offset, length] of a structure in the table stream. */
type Place = readonly [number, number];

const PARAGRAPH_STYLE = 1;
const CHARACTER_STYLE = 2;
const MOST_HOPS = 32;

interface Style {
  base: number;
  run: FormattedRun;
}

export class DocStyles {
  readonly #styles: readonly Style[];
  /** Whether any style hides text, or shows what another one hides. */
  readonly anyHidden: boolean;

  /** Damaged tables give fewer styles. */
  constructor(table: Uint8Array, place: Place) {
    this.#styles = readStyles(table, place);
    this.anyHidden = this.#styles.some(({ run }) => run.hidden !== undefined);
  }

  /** The list that a paragraph style carries, its own or from the style it is based on. */
  listOf(style: number): { list: number; level: number } | null {
    let level: number | undefined;
    for (const { run } of this.#chain(style)) {
      level ??= run.level;
      if (run.list !== undefined) return run.list > 0 ? { list: run.list, level: level ?? 0 } : null;
    }
    return null;
  }

  /** Whether text is hidden, by its own formatting or by its styles; hiding is a toggle, as in docx. */
  hides(run: FormattedRun | undefined, paragraph: () => number): boolean {
    const own = run?.hidden;
    if (own === 0 || own === 1) return own === 1;
    if (!this.anyHidden) return own === 0x81;
    const styled = this.#hidden(paragraph()) !== this.#hidden(run?.characterStyle);
    return own === 0x81 ? !styled : styled;
  }

  #hidden(style: number | undefined): boolean {
    if (style === undefined) return false;
    for (const { run } of this.#chain(style)) if (run.hidden !== undefined) return (run.hidden & 1) === 1;
    return false;
  }

  *#chain(style: number): Generator<Style> {
    let at = style;
    for (let hops = 0; hops < MOST_HOPS; hops++) {
      const found = this.#styles[at];
      if (found === undefined) return;
      yield found;
      at = found.base;
    }
  }
}

function readStyles(table: Uint8Array, [start, length]: Place): Style[] {
  const styles: Style[] = [];
  if (length < 6) return styles;
  const end = start + length;
  const count = u16(table, start + 2);
  const baseBytes = u16(table, start + 4);
  let at = start + 2 + u16(table, start);
  for (let style = 0; style < count && at + 2 <= end; style++) {
    const size = u16(table, at);
    const run: FormattedRun = { start: 0, end: 0 };
    const kind = u16(table, at + 4) & 0xf;
    if (size > 0 && (kind === PARAGRAPH_STYLE || kind === CHARACTER_STYLE)) {
      const name = at + 2 + baseBytes;
      let upx = name + 2 + (u16(table, name) + 1) * 2;
      // A paragraph style holds paragraph properties, behind its own number, and then those of characters.
      const heads = kind === PARAGRAPH_STYLE ? [2, 0] : [0];
      for (const head of heads) {
        upx += (upx - (at + 2)) % 2;
        const bytes = u16(table, upx);
        if (bytes > head && upx + 2 + bytes <= end) applySprms(run, table.subarray(upx + 2 + head, upx + 2 + bytes));
        upx += 2 + bytes;
      }
    }
    styles.push({ base: u16(table, at + 4) >> 4, run });
    at += 2 + size + (size % 2);
  }
  return styles;
}

/** Where a font's name stands in its entry. */
const FONT_NAME = 40;

/** Names of fonts by their number. Damaged tables give fewer names. */
export function readFontNames(table: Uint8Array, [start, length]: Place): string[] {
  const names: string[] = [];
  const end = Math.min(start + length, table.length);
  const count = u16(table, start);
  let at = start + 4;
  for (let font = 0; font < count && at < end; font++) {
    const size = table[at] ?? 0;
    let name = '';
    for (let place = at + FONT_NAME; place + 1 <= at + size && u16(table, place) !== 0; place += 2)
      name += String.fromCharCode(u16(table, place));
    names.push(name);
    at += size + 1;
  }
  return names;
}
