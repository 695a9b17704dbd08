/** Headers and footers of word processors' files: which sections show which, and where they stand in the text. */
import { append, marginLines } from './office-text.ts';

export type Side = 'header' | 'footer';

/** One section of a document: what its margins are, and where it ends. */
export interface Section {
  /** Behind its last line. */
  end: number;
  /**
   * The page margins that it names, by side and kind of page (`header/default`, `footer/first`, `header/even`): their
   * lines, or an id by which these are filled in later. What it does not name is as in the section before it.
   */
  sides: Map<string, string | string[]>;
  /** Its first page has margins of its own; null where the file does not say so for certain. */
  titlePage: boolean | null;
}

/**
 * Headers and footers stand once in the text, where they first show; page numbers alone not at all. Those of even pages
 * count whether the file turns them on or not: programs differ in where they keep that switch, and no word may be lost.
 */
export class PageMargins {
  readonly #sections: readonly Section[];
  /** What each section shows, its own or what the sections before it show there. */
  readonly #sides: Section['sides'][] = [];
  readonly #lines = new Map<string, readonly string[]>();

  constructor(sections: readonly Section[]) {
    this.#sections = sections;
    let before: Section['sides'] = new Map();
    for (const { sides } of sections) {
      before = sides.size === 0 ? before : new Map([...before, ...sides]);
      this.#sides.push(before);
    }
  }

  /** The relations of all margins that some page shows, to be filled in. */
  ids(): Set<string> {
    const found = new Set<string>();
    this.#sections.forEach((_, section) => {
      for (const side of ['header', 'footer'] as const) {
        for (const page of ['first', 'default', 'even']) {
          const content = this.#shown(section, side, page);
          if (typeof content === 'string') found.add(content);
        }
      }
    });
    return found;
  }

  fill(id: string, lines: readonly string[]): void {
    this.#lines.set(id, lines);
  }

  knows(id: string): boolean {
    return this.#lines.has(id);
  }

  /** The lines of all margins, shown or not, a piece each. */
  all(): (readonly string[])[] {
    const inline = this.#sections
      .flatMap(({ sides }) => [...sides.values()])
      .filter((side) => typeof side !== 'string');
    return [...this.#lines.values(), ...inline];
  }

  /**
   * The document's lines with its margins: the header of each section before it, those of its later pages (the first
   * page having its own, or even pages) and all footers behind the whole.
   */
  place(body: readonly string[], notes: readonly string[]): string[] {
    if (this.#sections.length === 0) return body.concat(notes);
    const taken = new Set<string | readonly string[]>();
    const seen = new Set<string>();
    const out: string[] = [];
    const take = (section: number, side: Side, page: string): void => {
      const content = this.#shown(section, side, page);
      // Hundreds of sections may show the same.
      if (content === undefined || taken.has(content)) return;
      taken.add(content);
      const lines = marginLines(typeof content === 'string' ? (this.#lines.get(content) ?? []) : content);
      const key = lines.map((line) => line.replaceAll(/\s/g, '')).join('\n');
      if (!seen.has(key)) append(out, lines);
      seen.add(key);
    };
    const numbers = this.#sections.map((_, section) => section);
    const lead = (section: number): 'first' | 'default' =>
      this.#sections[section]?.titlePage === true ? 'first' : 'default';
    let start = 0;
    for (const section of numbers) {
      take(section, 'header', lead(section));
      const end = Math.min(this.#sections[section]?.end ?? body.length, body.length);
      for (; start < end; start++) out.push(body[start] ?? '');
    }
    for (; start < body.length; start++) out.push(body[start] ?? '');
    append(out, notes);
    for (const section of numbers) {
      for (const page of ['first', 'default', 'even']) take(section, 'header', page);
    }
    for (const section of numbers) {
      for (const page of [lead(section), 'first', 'default', 'even']) take(section, 'footer', page);
    }
    return out;
  }

  /** What a kind of page of a section shows, where it shows anything of its own. */
  #shown(section: number, side: Side, page: string): string | readonly string[] | undefined {
    if (page === 'first' && this.#sections[section]?.titlePage === false) return undefined;
    return this.#sides[section]?.get(`${side}/${page}`);
  }
}
