/** Styles of OpenDocument texts, as far as they decide what is read: hidden text, numbered lists, whose page headers show. */
import { attribute, type Attributes, type XmlVisitor } from './xml.ts';

export interface OdtLevel {
  /** A format of numbering.ts, or `bullet`. */
  format: string;
  prefix: string;
  suffix: string;
  start: number;
  /** How many levels the number shows, its own included. */
  levels: number;
  /** As in `%1%.%2%、`, where the newer files give it: goes before prefix and suffix. */
  template: string | null;
  /** The format is not known here: the number is shown in digits. */
  unknown: boolean;
}

interface Style {
  parent: string | undefined;
  list: string | undefined;
  masterPage: string | undefined;
  hidden: boolean | undefined;
  font: string | undefined;
}

const MOST_HOPS = 32;
const MOST_LEVELS = 10;
const PLAIN: Readonly<Record<string, string>> = {
  '1': 'decimal',
  a: 'lowerLetter',
  A: 'upperLetter',
  i: 'lowerRoman',
  I: 'upperRoman',
  '': 'none',
};
/** The first of the samples that stand for a format: `一, 二, 三, ...`. */
const SAMPLES: readonly (readonly [RegExp, string])[] = [
  [/^一/, 'chineseCounting'],
  [/^[壹壱]/, 'chineseLegalSimplified'],
  [/^甲/, 'ideographTraditional'],
  [/^子/, 'ideographZodiac'],
  [/^①/, 'decimalEnclosedCircle'],
  [/^㈠/, 'ideographEnclosedParen'],
  [/^㊀/, 'ideographEnclosedCircle'],
  [/^⑴/, 'decimalEnclosedParen'],
  [/^１/, 'decimalFullWidth'],
  [/^〇|^零/, 'ideographDigital'],
];

/** A visitor of styles, and afterwards what it has found. Styles stand in front of what uses them. */
export class OdtStyles implements XmlVisitor {
  /** Levels of list styles by the style's name, 0-based. */
  readonly lists = new Map<string, Map<number, OdtLevel>>();
  /** Levels of headings. */
  readonly outline = new Map<number, OdtLevel>();
  readonly #styles = new Map<string, Style>();
  #current: Style | null = null;
  #levels: Map<number, OdtLevel> | null = null;

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'style:style': {
        this.#current = {
          parent: attribute(attributes, 'parent-style-name'),
          list: attribute(attributes, 'list-style-name'),
          masterPage: attribute(attributes, 'master-page-name'),
          hidden: undefined,
          font: undefined,
        };
        const key = `${attribute(attributes, 'family') ?? ''}/${attribute(attributes, 'name') ?? ''}`;
        this.#styles.set(key, this.#current);
        break;
      }
      case 'style:text-properties': {
        const display = attribute(attributes, 'display');
        if (this.#current === null) break;
        if (display !== undefined) this.#current.hidden = display === 'none';
        this.#current.font = attribute(attributes, 'font-name') ?? this.#current.font;
        break;
      }
      case 'text:list-style':
        this.#levels = new Map();
        this.lists.set(attribute(attributes, 'name') ?? '', this.#levels);
        break;
      case 'text:outline-style':
        this.#levels = this.outline;
        break;
      case 'text:list-level-style-number':
      case 'text:outline-level-style':
        this.#levels?.set(Number(attribute(attributes, 'level') ?? 1) - 1, numberLevel(attributes));
        break;
      case 'text:list-level-style-bullet':
      case 'text:list-level-style-image':
        this.#levels?.set(Number(attribute(attributes, 'level') ?? 1) - 1, {
          ...numberLevel(attributes),
          format: 'bullet',
          unknown: false,
        });
        break;
      default:
    }
  }

  close(name: string): void {
    if (name === 'style:style') this.#current = null;
    else if (name === 'text:list-style' || name === 'text:outline-style') this.#levels = null;
  }

  hides(family: 'text' | 'paragraph', style: string | undefined): boolean | undefined {
    return this.#find(family, style, (found) => found.hidden);
  }

  /** The font of characters, by the name under which the file declares it. */
  fontOf(style: string | undefined): string | undefined {
    return this.#find('text', style, (found) => found.font);
  }

  /** The list style that a paragraph style carries; '' takes it away. */
  listOf(style: string | undefined): string | undefined {
    return this.#find('paragraph', style, (found) => found.list);
  }

  /** The kind of page that begins with a paragraph or table of this style. */
  masterPageOf(family: 'paragraph' | 'table', style: string | undefined): string | undefined {
    return this.#find(family, style, ({ masterPage }) => (masterPage === '' ? undefined : masterPage));
  }

  #find<T>(family: string, style: string | undefined, take: (style: Style) => T | undefined): T | undefined {
    let name = style;
    for (let hops = 0; name !== undefined && hops < MOST_HOPS; hops++) {
      const found = this.#styles.get(`${family}/${name}`);
      if (found === undefined) return undefined;
      const value = take(found);
      if (value !== undefined) return value;
      name = found.parent;
    }
    return undefined;
  }
}

function numberLevel(attributes: Attributes): OdtLevel {
  const format = attribute(attributes, 'num-format') ?? '';
  const known = PLAIN[format] ?? SAMPLES.find(([sample]) => sample.test(format))?.[1];
  return {
    format: known ?? 'decimal',
    prefix: attribute(attributes, 'num-prefix') ?? '',
    suffix: attribute(attributes, 'num-suffix') ?? '',
    start: Number(attribute(attributes, 'start-value') ?? 1) || 0,
    levels: Math.min(Number(attribute(attributes, 'display-levels') ?? 1) || 1, MOST_LEVELS),
    template: attribute(attributes, 'num-list-format') ?? null,
    unknown: known === undefined,
  };
}
