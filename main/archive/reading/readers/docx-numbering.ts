/** The list definitions of a Word file (numbering.xml) in the shape that the number counter takes. */
import { attribute, walkXml, type Attributes, type XmlVisitor } from './xml.ts';
import type { NumberLevel, NumberList } from './numbering.ts';
import { isOn } from './docx-styles.ts';

/** One `w:num`: the use of a definition, with what it changes of it. */
interface Use {
  id: string;
  definition: string;
  starts: Map<number, number>;
  levels: Map<number, NumberLevel>;
}

/**
 * @param listOfStyle the list that a numbering style names (definitions may point to such a style)
 * @returns lists by the number under which paragraphs use them
 */
export function readLists(
  part: Uint8Array,
  fileName: string,
  listOfStyle: (style: string) => string | undefined,
): Map<string, NumberList> {
  const visitor = new NumberingVisitor();
  walkXml(part, fileName, visitor);
  const { definitions, links, uses } = visitor;
  const byId = new Map(uses.map((use) => [use.id, use]));
  const lists = new Map<string, NumberList>();
  for (const use of uses) {
    const link = links.get(use.definition);
    const linked = link === undefined ? undefined : byId.get(listOfStyle(link) ?? '')?.definition;
    const counter = linked ?? use.definition;
    const levels = new Map([...(definitions.get(counter) ?? []), ...use.levels]);
    lists.set(use.id, { counter, levels, startOverrides: use.starts });
  }
  return lists;
}

class NumberingVisitor implements XmlVisitor {
  readonly definitions = new Map<string, Map<number, NumberLevel>>();
  /** Definitions that are those of a numbering style, with its name. */
  readonly links = new Map<string, string>();
  readonly uses: Use[] = [];
  #definition = '';
  #levels: Map<number, NumberLevel> | null = null;
  #level: NumberLevel | null = null;
  #overridden = 0;

  open(name: string, attributes: Attributes): void {
    const value = attribute(attributes, 'val') ?? '';
    switch (name) {
      case 'w:abstractNum':
        this.#definition = attribute(attributes, 'abstractNumId') ?? '';
        this.#levels = new Map();
        this.definitions.set(this.#definition, this.#levels);
        break;
      case 'w:numStyleLink':
        this.links.set(this.#definition, value);
        break;
      case 'w:num':
        this.uses.push({
          id: attribute(attributes, 'numId') ?? '',
          definition: '',
          starts: new Map(),
          levels: new Map(),
        });
        this.#levels = this.uses.at(-1)?.levels ?? null;
        break;
      case 'w:abstractNumId': {
        const use = this.uses.at(-1);
        if (use !== undefined) use.definition = value;
        break;
      }
      case 'w:lvlOverride':
        this.#overridden = Number(attribute(attributes, 'ilvl') ?? 0);
        break;
      case 'w:startOverride':
        this.uses.at(-1)?.starts.set(this.#overridden, Number(value));
        break;
      case 'w:lvl':
        this.#level = plainLevel();
        this.#levels?.set(Number(attribute(attributes, 'ilvl') ?? 0), this.#level);
        break;
      default:
        if (this.#level !== null) applyLevelProperty(this.#level, name, attributes);
    }
  }

  close(name: string): void {
    if (name === 'w:lvl') this.#level = null;
  }
}

/** A level of which nothing is said: it begins with 0 (ECMA-376 part 1, 17.9.25). */
export function plainLevel(): NumberLevel {
  return { format: 'decimal', template: '', start: 0, suffix: 'tab', restartAfter: null, legal: false };
}

/** What a child of `w:lvl` says of the level. */
export function applyLevelProperty(level: NumberLevel, name: string, attributes: Attributes): void {
  const value = attribute(attributes, 'val') ?? '';
  switch (name) {
    case 'w:start':
      level.start = Number(value);
      break;
    case 'w:numFmt':
      level.format = value;
      break;
    case 'w:lvlText':
      level.template = value;
      break;
    case 'w:suff':
      if (value === 'space' || value === 'nothing') level.suffix = value;
      break;
    case 'w:lvlRestart':
      level.restartAfter = Number(value);
      break;
    case 'w:isLgl':
      level.legal = isOn(attributes);
      break;
    case 'w:vanish':
      // Counted, but not shown.
      if (isOn(attributes)) level.hidden = true;
      break;
    default:
  }
}
