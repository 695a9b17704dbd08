/** Takes paragraphs and tables with their looks out of one part of a Word file. What is deleted or hidden is left out. */
import type { PreviewBlock, PreviewCell, PreviewParagraph, PreviewRun } from '../../../../shared/model/preview.ts';
import type { NumberCounter } from '../readers/numbering.ts';
import { attribute, type Attributes, type XmlVisitor } from '../readers/xml.ts';
import type { PreviewBudget } from './preview-budget.ts';
import {
  applyParagraph,
  applyRun,
  colorOf,
  isBorder,
  twips,
  type ParagraphLook,
  type RunLook,
  type StyleBook,
} from './word-looks.ts';

/** What the parts of one file share. */
export interface WordParts {
  styles: StyleBook;
  counter: NumberCounter;
  budget: PreviewBudget;
}

/** A place that waits for its picture: the id by which the part names it. */
export interface PictureSlot {
  id: string;
  run: PreviewRun;
}

interface OpenTable {
  widths: number[];
  bordered: boolean | undefined;
  style: string | undefined;
  align: 'left' | 'center' | 'right' | undefined;
  rows: { cells: (PreviewCell & { merge: 'none' | 'begins' | 'goes on' })[] }[];
}

const SKIPPED = new Set([
  'w:del',
  'w:moveFrom',
  'w:delText',
  'w:instrText',
  'w:rt',
  'w:sdtPr',
  'w:pPrChange',
  'w:rPrChange',
  'w:sectPrChange',
  'w:tblPrChange',
  'w:trPrChange',
  'w:tcPrChange',
  'w:object',
]);
const EMU = 12_700;
const MOST_COLUMNS = 256;

/** The page as the last section says. */
export interface PageShape {
  width?: number;
  height?: number;
  left?: number;
  right?: number;
  top?: number;
  bottom?: number;
  header?: string;
  footer?: string;
}

export class WordBody implements XmlVisitor {
  readonly blocks: PreviewBlock[] = [];
  readonly slots: PictureSlot[] = [];
  readonly page: PageShape = {};
  /** Blocks of notes by their id, where the part is one of notes. */
  readonly notes = new Map<string, PreviewBlock[]>();
  readonly noteOrder: string[] = [];
  readonly #parts: WordParts;
  readonly #tables: OpenTable[] = [];
  /** Paragraphs that lie in one another: a text box stands inside of one. */
  readonly #open: { look: ParagraphLook; runs: PreviewRun[]; newPage: boolean }[] = [];
  #run: RunLook = {};
  #note: PreviewBlock[] | null = null;
  #skipping = 0;
  #in: 'none' | 'paragraph' | 'mark' | 'run' | 'border' | 'table' | 'frame' | 'cell' = 'none';
  #inText = false;
  /** In how many sets of alternatives, and whether one was taken. */
  readonly #alternatives: boolean[] = [];
  #extent = { width: 0, height: 0 };

  constructor(parts: WordParts) {
    this.#parts = parts;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#skipping > 0 || this.#skips(name)) {
      this.#skipping += 1;
      return;
    }
    switch (name) {
      case 'mc:AlternateContent':
        this.#alternatives.push(false);
        break;
      case 'w:p':
        this.#open.push({ look: {}, runs: [], newPage: false });
        break;
      case 'w:pPr':
        this.#in = 'paragraph';
        break;
      case 'w:r':
        this.#run = {};
        break;
      case 'w:rPr':
        this.#in = this.#in === 'paragraph' ? 'mark' : 'run';
        break;
      case 'w:t':
        this.#inText = true;
        break;
      case 'w:footnote':
      case 'w:endnote':
        this.#note = [];
        this.notes.set(`${name}/${attribute(attributes, 'id') ?? ''}`, this.#note);
        break;
      case 'w:footnoteReference':
      case 'w:endnoteReference':
        this.noteOrder.push(`${name.slice(0, -9)}/${attribute(attributes, 'id') ?? ''}`);
        this.#say(`[${this.noteOrder.length}]`, { ...this.#run, raised: 'up' });
        break;
      case 'w:tbl':
        this.#tables.push({ widths: [], bordered: undefined, style: undefined, align: undefined, rows: [] });
        break;
      default:
        if (this.#in !== 'none') this.#property(name, attributes);
        else this.#inside(name, attributes);
    }
  }

  #skips(name: string): boolean {
    if (SKIPPED.has(name)) return true;
    if (name !== 'mc:Choice' && name !== 'mc:Fallback') return false;
    // The first of several ways to draw the same thing is taken.
    const at = this.#alternatives.length - 1;
    if (this.#alternatives[at] === true) return true;
    this.#alternatives[at] = true;
    return false;
  }

  #property(name: string, attributes: Attributes): void {
    const table = this.#tables.at(-1);
    const look = this.#open.at(-1)?.look;
    if (this.#in === 'paragraph' && look !== undefined) {
      if (name === 'w:pBdr') this.#in = 'border';
      else if (name === 'w:sectPr') this.#in = 'none';
      else applyParagraph(look, name, attributes);
    } else if (this.#in === 'border' && look !== undefined) {
      if (name === 'w:bottom')
        look.ruled = isBorder(attributes) ? (colorOf(attribute(attributes, 'color')) ?? '#000000') : null;
    } else if (this.#in === 'run') applyRun(this.#run, name, attributes);
    else if (this.#in === 'table' && table !== undefined) this.#tableProperty(table, name, attributes);
    else if (this.#in === 'frame' && table !== undefined)
      table.bordered = table.bordered === true || isBorder(attributes);
    else if (this.#in === 'cell' && table !== undefined) this.#cellProperty(table, name, attributes);
  }

  #tableProperty(table: OpenTable, name: string, attributes: Attributes): void {
    const value = attribute(attributes, 'val');
    if (name === 'w:tblStyle') table.style = value;
    else if (name === 'w:tblBorders') this.#in = 'frame';
    else if (name === 'w:jc')
      table.align = value === 'center' ? 'center' : value === 'right' || value === 'end' ? 'right' : 'left';
  }

  #cellProperty(table: OpenTable, name: string, attributes: Attributes): void {
    const cell = table.rows.at(-1)?.cells.at(-1);
    if (cell === undefined) return;
    const value = attribute(attributes, 'val');
    if (name === 'w:gridSpan') cell.columns = Math.min(MOST_COLUMNS, Math.max(1, Math.floor(Number(value)) || 1));
    else if (name === 'w:vMerge') cell.merge = value === 'restart' ? 'begins' : 'goes on';
    else if (name === 'w:vAlign' && value === 'center') cell.middle = true;
    else if (name === 'w:tcBorders') this.#in = 'frame';
  }

  #inside(name: string, attributes: Attributes): void {
    const table = this.#tables.at(-1);
    switch (name) {
      case 'w:tab':
      case 'w:ptab':
        this.#say('\t');
        break;
      case 'w:br':
      case 'w:cr':
        if (attribute(attributes, 'type') === 'page') this.#breakPage();
        else this.#say('\n');
        break;
      case 'w:noBreakHyphen':
        this.#say('-');
        break;
      case 'wp:extent':
        this.#extent = {
          width: points(attribute(attributes, 'cx'), EMU),
          height: points(attribute(attributes, 'cy'), EMU),
        };
        break;
      case 'v:shape': {
        const style = attribute(attributes, 'style') ?? '';
        const side = (of: string): number => points(new RegExp(`(?:^|;)${of}:([\\d.]{1,8})pt`).exec(style)?.[1], 1);
        this.#extent = { width: side('width'), height: side('height') };
        break;
      }
      case 'a:blip':
        this.#picture(attributes['r:embed'] ?? attribute(attributes, 'embed'));
        break;
      case 'v:imagedata':
        this.#picture(attributes['r:id'] ?? attribute(attributes, 'id'));
        break;
      case 'w:pgSz':
        this.#side('width', attribute(attributes, 'w'));
        this.#side('height', attribute(attributes, 'h'));
        break;
      case 'w:pgMar':
        for (const side of ['left', 'right', 'top', 'bottom'] as const) this.#side(side, attribute(attributes, side));
        break;
      case 'w:headerReference':
      case 'w:footerReference': {
        const side = name === 'w:headerReference' ? 'header' : 'footer';
        if ((attribute(attributes, 'type') ?? 'default') === 'default')
          this.page[side] = attribute(attributes, 'id') ?? '';
        break;
      }
      case 'w:tblPr':
        this.#in = 'table';
        break;
      case 'w:gridCol':
        if (table !== undefined && table.widths.length < MOST_COLUMNS)
          table.widths.push(twips(attribute(attributes, 'w')) ?? 0);
        break;
      case 'w:tr':
        table?.rows.push({ cells: [] });
        break;
      case 'w:tc':
        this.#parts.budget.takeCell();
        table?.rows.at(-1)?.cells.push({ paragraphs: [], columns: 1, rows: 1, merge: 'none' });
        break;
      case 'w:tcPr':
        this.#in = 'cell';
        break;
      default:
    }
  }

  #side(side: 'width' | 'height' | 'left' | 'right' | 'top' | 'bottom', text: string | undefined): void {
    const value = twips(text);
    if (value !== undefined && value > 0) this.page[side] = value;
  }

  text(data: string): void {
    if (this.#skipping === 0 && this.#inText) this.#say(data);
  }

  close(name: string): void {
    if (this.#skipping > 0) {
      this.#skipping -= 1;
      return;
    }
    switch (name) {
      case 'mc:AlternateContent':
        this.#alternatives.pop();
        break;
      case 'w:t':
        this.#inText = false;
        break;
      case 'w:rPr':
        this.#in = this.#in === 'mark' ? 'paragraph' : 'none';
        break;
      case 'w:pBdr':
        if (this.#in === 'border') this.#in = 'paragraph';
        break;
      case 'w:tblBorders':
        this.#in = 'table';
        break;
      case 'w:tcBorders':
        this.#in = 'cell';
        break;
      case 'w:pPr':
      case 'w:tblPr':
      case 'w:tcPr':
        this.#in = 'none';
        break;
      case 'w:p':
        this.#closeParagraph();
        break;
      case 'w:tbl':
        this.#closeTable();
        break;
      case 'w:footnote':
      case 'w:endnote':
        this.#note = null;
        break;
      default:
    }
  }

  #say(text: string, own: RunLook = this.#run): void {
    const paragraph = this.#open.at(-1);
    if (paragraph === undefined) return;
    const look = this.#parts.styles.run(paragraph.look.style, own);
    if (look.hidden === true || !this.#parts.budget.takeText(text.length)) return;
    const run: PreviewRun = { text, ...shownRun(look) };
    const before = paragraph.runs.at(-1);
    if (before !== undefined && sameLook(before, run)) before.text += text;
    else paragraph.runs.push(run);
  }

  #picture(id: string | undefined): void {
    const paragraph = this.#open.at(-1);
    if (paragraph === undefined || id === undefined || !this.#parts.budget.takePicture()) return;
    const run: PreviewRun = { text: '', picture: { image: null, ...this.#extent } };
    paragraph.runs.push(run);
    this.slots.push({ id, run });
    this.#extent = { width: 0, height: 0 };
  }

  #breakPage(): void {
    const paragraph = this.#open.at(-1);
    if (paragraph === undefined) return;
    if (paragraph.runs.length > 0) {
      this.#put(this.#made(paragraph.look, paragraph.runs.splice(0), paragraph.newPage));
    }
    paragraph.newPage = true;
  }

  #closeParagraph(): void {
    const paragraph = this.#open.pop();
    if (paragraph === undefined || !this.#parts.budget.takeParagraph()) return;
    this.#put(this.#made(paragraph.look, paragraph.runs, paragraph.newPage));
  }

  #made(own: ParagraphLook, runs: PreviewRun[], newPage: boolean): PreviewParagraph {
    const look = this.#parts.styles.paragraph(own);
    const { align, first, firstEm, left, right, before, after, line, list, level, ruled } = look;
    const label = list === undefined || list === '0' ? '' : this.#parts.counter.next(list, level ?? 0);
    return {
      kind: 'paragraph',
      runs,
      ...present({ align, first, firstEm, left, right, before, after, line }),
      ...(label === '' ? {} : { label }),
      ...(newPage || look.newPage === true ? { newPage: true as const } : {}),
      ...(ruled == null ? {} : { ruled }),
    };
  }

  #put(paragraph: PreviewParagraph): void {
    // Also where a table stands in a cell: its paragraphs are the cell's.
    const cell = this.#tables[0]?.rows.at(-1)?.cells.at(-1);
    if (cell !== undefined) cell.paragraphs.push(paragraph);
    else (this.#note ?? this.blocks).push(paragraph);
  }

  #closeTable(): void {
    const table = this.#tables.pop();
    if (table === undefined) return;
    const outer = this.#tables[0]?.rows.at(-1)?.cells.at(-1);
    if (outer !== undefined) return;
    const { widths, align } = table;
    (this.#note ?? this.blocks).push({
      kind: 'table',
      widths,
      bordered: table.bordered ?? this.#parts.styles.bordered(table.style),
      ...present({ align }),
      rows: merged(table.rows),
    });
  }
}

function points(text: string | undefined, unit: number): number {
  const value = Number(text) / unit;
  return Number.isFinite(value) ? Math.min(2000, Math.max(0, value)) : 0;
}

/** Cells that go on downwards are taken into the one in which they begin. */
function merged(rows: OpenTable['rows']): PreviewCell[][] {
  const open = new Map<number, PreviewCell>();
  return rows.map(({ cells }) => {
    let column = 0;
    return cells.flatMap(({ merge, ...cell }) => {
      const at = column;
      column += cell.columns;
      const above = open.get(at);
      if (merge === 'goes on' && above !== undefined) {
        above.rows += 1;
        return [];
      }
      if (merge === 'begins') open.set(at, cell);
      else open.delete(at);
      return [cell];
    });
  });
}

/** What has a value. */
export function present<T extends object>(some: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

function shownRun({ face, size, color, bold, italic, underline, strike, raised }: RunLook): Omit<PreviewRun, 'text'> {
  const looks = [
    ...(bold === true ? ['bold' as const] : []),
    ...(italic === true ? ['italic' as const] : []),
    ...(underline === true ? ['underline' as const] : []),
    ...(strike === true ? ['strike' as const] : []),
    ...(raised == null ? [] : [raised]),
  ];
  return {
    ...present({ face, size }),
    ...(color == null ? {} : { color }),
    ...(looks.length === 0 ? {} : { looks }),
  };
}

function sameLook(one: PreviewRun, other: PreviewRun): boolean {
  if (one.picture !== undefined || other.picture !== undefined) return false;
  const { text: _, ...look } = one;
  const { text: __, ...otherLook } = other;
  return JSON.stringify(look) === JSON.stringify(otherLook);
}
