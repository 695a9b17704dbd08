/** Charts and diagrams of Word files, whose words stand in parts of their own. */
import { attribute, walkXml, type Attributes, type XmlVisitor } from './xml.ts';

/**
 * A chart's titles, and its figures as a table: a category a row, a series a column.
 * @param part `c:chartSpace` or `cx:chartSpace`
 */
export function chartLines(part: Uint8Array, fileName: string): string[] {
  const chart = new ChartVisitor();
  walkXml(part, fileName, chart);
  return [...chart.titles, ...chart.table()];
}

interface Series {
  name: string;
  categories: Map<number, string>;
  values: Map<number, string>;
}

/** Which of a series' data an element holds. */
const DATA: ReadonlyMap<string, keyof Series> = new Map([
  ['c:tx', 'name'],
  ['c:cat', 'categories'],
  ['c:xVal', 'categories'],
  ['c:val', 'values'],
  ['c:yVal', 'values'],
  ['cx:tx', 'name'],
  ['cx:strDim', 'categories'],
  ['cx:numDim', 'values'],
]);
/** More points than any chart of a letter shows. */
const MOST_POINTS = 10_000;

class ChartVisitor implements XmlVisitor {
  readonly titles: string[] = [];
  readonly #series: Series[] = [];
  #now: Series | null = null;
  #data: keyof Series | null = null;
  #index = 0;
  #text: string | null = null;
  #title = '';

  open(name: string, attributes: Attributes): void {
    // The newer kind of charts keeps the data of all series in front of them.
    if (name === 'c:ser' || name === 'cx:data') {
      this.#now = { name: '', categories: new Map(), values: new Map() };
      if (this.#series.length < MOST_POINTS) this.#series.push(this.#now);
    } else if (this.#now !== null && DATA.has(name)) this.#data = DATA.get(name) ?? null;
    else if (name === 'c:pt' || name === 'cx:pt') this.#index = Number(attribute(attributes, 'idx')) || 0;
    if (name === 'a:t' || name === 'c:v' || name === 'cx:v' || name === 'cx:pt') this.#text = '';
  }

  text(data: string): void {
    if (this.#text !== null) this.#text += data;
  }

  close(name: string): void {
    if (name === 'a:t') this.#title += this.#text ?? '';
    if (name === 'a:p') {
      if (this.#title.trim() !== '') this.titles.push(this.#title.trim());
      this.#title = '';
    }
    if ((name === 'c:v' || name === 'cx:v' || name === 'cx:pt') && this.#text !== null) this.#keep(this.#text.trim());
    if (name === 'a:t' || name === 'c:v' || name === 'cx:v' || name === 'cx:pt') this.#text = null;
    if (DATA.has(name)) this.#data = null;
    if (name === 'c:ser' || name === 'cx:data') this.#now = null;
  }

  #keep(text: string): void {
    if (this.#now === null || this.#data === null || text === '') return;
    if (this.#data === 'name') this.#now.name ||= text;
    else if (this.#now[this.#data].size < MOST_POINTS) this.#now[this.#data].set(this.#index, figure(text));
  }

  table(): string[] {
    const categories =
      this.#series.find((series) => series.categories.size > 0)?.categories ?? new Map<number, string>();
    const points = [
      ...new Set(this.#series.flatMap(({ values }) => [...values.keys()]).concat([...categories.keys()])),
    ];
    if (points.length * this.#series.length > MOST_POINTS * 10) return [];
    const row = (first: string, rest: string[]): string => [first, ...rest].join('\t').trimEnd();
    const head = row(
      '',
      this.#series.map(({ name }) => name),
    );
    const rows = points
      .sort((a, b) => a - b)
      .map((point) =>
        row(
          categories.get(point) ?? '',
          this.#series.map(({ values }) => values.get(point) ?? ''),
        ),
      );
    return [head, ...rows].filter((line) => line.trim() !== '');
  }
}

/** Figures are kept with all places of a floating number: 4.2999999999999998. */
function figure(text: string): string {
  const value = Number(text);
  return /^-?\d+\.\d{9,}(?:e[-+]?\d+)?$/i.test(text) && Number.isFinite(value)
    ? String(Number(value.toPrecision(12)))
    : text;
}

/** The words of a diagram (SmartArt), a box a line, in the order of its data. */
export function diagramLines(part: Uint8Array, fileName: string): string[] {
  const lines: string[] = [];
  let line = '';
  let inText = false;
  let shown = true;
  walkXml(part, fileName, {
    open(name, attributes) {
      // Points of presentation repeat the words of others.
      if (name === 'dgm:pt') shown = attribute(attributes, 'type') !== 'pres';
      else if (name === 'a:t') inText = true;
    },
    text(data) {
      if (inText && shown) line += data;
    },
    close(name) {
      if (name === 'a:t') inText = false;
      else if (name === 'a:p') {
        if (line.trim() !== '') lines.push(line);
        line = '';
      }
    },
  });
  return lines;
}
