/** The automatic numbers of OpenDocument lists and headings, which stand nowhere in the text and must be counted. */
import { formatNumber, withGap } from './numbering.ts';
import type { OdtLevel, OdtStyles } from './odt-styles.ts';

type Counts = (number | undefined)[];
type Levels = ReadonlyMap<number, OdtLevel>;

interface List {
  style: string | undefined;
  /** A style of the item in hand alone. */
  own: string | undefined;
  counts: Counts;
  /** Each list item's number stands before its first paragraph only. */
  waiting: boolean;
}

/** A label is shown in front of every item: a long one would make much text out of little. */
const LONGEST_LABEL = 100;

export class OdtLists {
  /** A number is missing, or its format is not known and it is shown in digits. */
  unknown = false;
  readonly #styles: OdtStyles;
  /** The lists that lie in one another, outermost first. */
  readonly #open: List[] = [];
  readonly #byId = new Map<string, Counts>();
  readonly #byStyle = new Map<string, Counts>();
  readonly #outline: Counts = [];

  constructor(styles: OdtStyles) {
    this.#styles = styles;
  }

  /** @param from the id of a list that this one goes on with; `goesOn` where it goes on with the last of its style */
  openList(list: {
    style: string | undefined;
    id: string | undefined;
    from: string | undefined;
    goesOn: boolean;
  }): void {
    const outer = this.#open.at(-1);
    const style = list.style ?? outer?.style;
    const before = (list.from === undefined ? undefined : this.#byId.get(list.from)) ?? this.#byStyle.get(style ?? '');
    const counts = outer?.counts ?? (list.goesOn || list.from !== undefined ? before : undefined) ?? [];
    if (outer === undefined) this.#byStyle.set(style ?? '', counts);
    if (list.id !== undefined) this.#byId.set(list.id, counts);
    this.#open.push({ style, own: undefined, counts, waiting: false });
  }

  closeList(): void {
    this.#open.pop();
  }

  /** @param own a style of this item alone */
  openItem(start: number | undefined, own: string | undefined): void {
    const list = this.#open.at(-1);
    if (list === undefined) return;
    list.waiting = true;
    list.own = own;
    if (start !== undefined) list.counts[this.#open.length - 1] = start - 1;
  }

  closeItem(): void {
    const list = this.#open.at(-1);
    if (list !== undefined) list.waiting = false;
  }

  /** The number of a paragraph in a list, '' outside of lists and behind an item's first paragraph. */
  label(paragraphStyle: string | undefined): string {
    const list = this.#open.at(-1);
    if (list?.waiting !== true) return '';
    list.waiting = false;
    const levels = this.#styles.lists.get(list.own ?? list.style ?? this.#styles.listOf(paragraphStyle) ?? '');
    if (levels === undefined) this.unknown = true;
    return this.#next(levels, list.counts, this.#open.length - 1);
  }

  /** The number of a heading (0-based level), where headings are numbered; inside of lists the list counts. */
  heading(level: number, paragraphStyle: string | undefined, start: number | undefined): string {
    if (this.#open.length > 0) return this.label(paragraphStyle);
    if (this.#styles.listOf(paragraphStyle) === '') return '';
    if (start !== undefined) this.#outline[level] = start - 1;
    return this.#next(this.#styles.outline, this.#outline, level);
  }

  #next(levels: Levels | undefined, counts: Counts, level: number): string {
    const shape = levels?.get(level);
    if (levels === undefined || shape === undefined) return '';
    counts[level] = (counts[level] ?? shape.start - 1) + 1;
    counts.length = level + 1;
    if (shape.format === 'bullet') return '• ';
    if (shape.unknown) this.unknown = true;
    return withGap(labelOf(levels, shape, counts, level).slice(0, LONGEST_LABEL));
  }
}

function labelOf(levels: Levels, shape: OdtLevel, counts: Counts, level: number): string {
  const number = (at: number): string => {
    const other = levels.get(at);
    return formatNumber(
      counts[at] ?? other?.start ?? 1,
      other?.format === 'bullet' ? 'none' : (other?.format ?? 'decimal'),
    );
  };
  if (shape.template !== null) {
    return shape.template.slice(0, LONGEST_LABEL).replaceAll(/%(\d{1,2})%/g, (_, at: string) => number(Number(at) - 1));
  }
  if (shape.format === 'none') return shape.prefix + shape.suffix;
  const shown: string[] = [];
  for (let at = Math.max(level - shape.levels + 1, 0); at <= level; at++) {
    const text = number(at);
    if (text !== '') shown.push(text);
  }
  return shape.prefix + shown.join('.') + shape.suffix;
}
