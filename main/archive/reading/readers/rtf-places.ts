/**
 * Paragraphs and tables of rich text, where nothing says that a table begins: a paragraph says how deep in tables it lies,
 * and words end cells and rows.
 */
import { LineCollector } from './line-collector.ts';

/** The tables that are open in one place (the body, a box, a note), outermost first: whether a cell of each is open. */
type Tables = { cell: boolean }[];

const DEEPEST = 32;

export class RtfPlaces {
  readonly out = new LineCollector();
  readonly #places: Tables[] = [[]];

  constructor() {
    this.out.openParagraph();
  }

  /** Text is gathered apart from here on, in a place of its own. */
  open(): void {
    this.out.openHolder();
    this.out.openParagraph();
    this.#places.push([]);
  }

  /** Ends the paragraphs and tables of the place that was opened last; its lines are then to be taken. */
  leave(): void {
    if (this.out.paragraphIsEmpty) this.out.dropParagraph();
    else this.out.closeParagraph();
    this.leaveTables(0);
    this.#places.pop();
  }

  /**
   * @param depth how deep in tables the paragraph lies
   * @param label its number
   * @param joins its end is deleted or hidden: the next paragraph goes on in its line
   */
  endParagraph(depth: number, label: string, joins: boolean): void {
    this.#enterCell(depth);
    this.out.closeParagraph(() => label, joins);
    this.out.openParagraph();
  }

  endCell(depth: number, label = ''): void {
    this.#enterCell(depth);
    this.out.closeParagraph(() => label);
    this.out.closeCell();
    this.out.openParagraph();
    const table = this.#tables.at(-1);
    if (table !== undefined) table.cell = false;
  }

  endRow(depth: number): void {
    this.leaveTables(depth);
    const table = this.#tables.at(-1);
    if (this.#tables.length < depth || table === undefined) return;
    if (!this.out.paragraphIsEmpty) this.endCell(depth);
    else if (table.cell) this.out.closeCell();
    table.cell = false;
    // The next row may belong to another table.
    this.leaveTables(depth - 1);
  }

  /** Ends all tables that lie deeper. */
  leaveTables(depth: number): void {
    while (this.#tables.length > depth) {
      if (this.#tables.pop()?.cell === true) this.out.closeCell();
      this.out.closeRow();
      this.out.closeTable();
    }
  }

  get #tables(): Tables {
    return this.#places.at(-1) ?? [];
  }

  /** Opens tables and cells until the paragraph lies as deep as it says. */
  #enterCell(depth: number): void {
    const wanted = Math.min(depth, DEEPEST);
    this.leaveTables(wanted);
    while (this.#tables.length < wanted) {
      this.#openCell();
      this.out.openTable();
      this.#tables.push({ cell: false });
    }
    this.#openCell();
  }

  /** Opens a cell of the innermost table where none is open. */
  #openCell(): void {
    const table = this.#tables.at(-1);
    if (table?.cell !== false) return;
    this.out.openHolder();
    table.cell = true;
  }
}
