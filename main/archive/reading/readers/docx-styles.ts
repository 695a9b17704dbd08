/** The styles of a Word file, as far as they decide what is read: lists of paragraphs, and text that a style hides. */
import { attribute, type Attributes, type XmlVisitor } from './xml.ts';

export interface ListPlace {
  list: string;
  level: number;
}

interface Style {
  basedOn: string | undefined;
  list: string | undefined;
  level: number | undefined;
  hidden: boolean | undefined;
}

/** A longer chain of styles runs in a circle. */
const MOST_HOPS = 32;

/** A visitor of styles.xml, and afterwards what it has found. */
export class WordStyles implements XmlVisitor {
  readonly #styles = new Map<string, Style>();
  #current: Style | null = null;
  #defaultParagraph: string | undefined;
  #hiddenByDefault = false;
  #anyHidden = false;
  #inDefaults = false;
  #inPart = 0;

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'w:style': {
        const id = attribute(attributes, 'styleId');
        this.#current = { basedOn: undefined, list: undefined, level: undefined, hidden: undefined };
        if (id === undefined) break;
        this.#styles.set(id, this.#current);
        const standard = attribute(attributes, 'default');
        if (
          attribute(attributes, 'type') === 'paragraph' &&
          (standard === '1' || standard === 'true' || standard === 'on')
        )
          this.#defaultParagraph = id;
        break;
      }
      case 'w:docDefaults':
        this.#inDefaults = true;
        break;
      case 'w:tblStylePr':
        this.#inPart++;
        break;
      case 'w:basedOn':
        if (this.#current !== null) this.#current.basedOn = attribute(attributes, 'val');
        break;
      case 'w:numId':
      case 'w:ilfo':
        if (this.#current !== null) this.#current.list = attribute(attributes, 'val');
        break;
      case 'w:ilvl':
        if (this.#current !== null) this.#current.level = Number(attribute(attributes, 'val') ?? 0);
        break;
      case 'w:vanish':
        if (this.#inPart > 0) break;
        if (this.#inDefaults) this.#hiddenByDefault = isOn(attributes);
        else if (this.#current !== null) this.#current.hidden = isOn(attributes);
        this.#anyHidden ||= isOn(attributes);
        break;
      default:
    }
  }

  close(name: string): void {
    if (name === 'w:style') this.#current = null;
    else if (name === 'w:docDefaults') this.#inDefaults = false;
    else if (name === 'w:tblStylePr') this.#inPart--;
  }

  listOf(style: string | undefined): ListPlace | null {
    let level: number | undefined;
    let id = style;
    for (let hops = 0; id !== undefined && hops < MOST_HOPS; hops++) {
      const found = this.#styles.get(id);
      level ??= found?.level;
      if (found?.list !== undefined) return { list: found.list, level: level ?? 0 };
      id = found?.basedOn;
    }
    return null;
  }

  /**
   * Whether text of these styles is hidden where its own formatting says nothing. Hiding is a toggle: a character style
   * that hides shows the text of a paragraph style that hides (ECMA-376 part 1, 17.7.3).
   */
  hides(paragraph: string | undefined, run: string | undefined): boolean {
    if (!this.#anyHidden) return false;
    if (this.#hiddenByDefault) return true;
    return this.#hidden(paragraph ?? this.#defaultParagraph) !== this.#hidden(run);
  }

  #hidden(style: string | undefined): boolean {
    let id = style;
    for (let hops = 0; id !== undefined && hops < MOST_HOPS; hops++) {
      const found = this.#styles.get(id);
      if (found?.hidden !== undefined) return found.hidden;
      id = found?.basedOn;
    }
    return false;
  }
}

/** Whether an on-off property is on: it stands there without a value, or with one that is not off. */
export function isOn(attributes: Attributes): boolean {
  const value = attribute(attributes, 'val');
  return value === undefined || !/^(0|false|off)$/.test(value);
}
