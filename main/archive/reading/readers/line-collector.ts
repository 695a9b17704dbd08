/**
 * Gathers the lines of a word processor's file while it is read from front to back: paragraphs, cells of tables, boxes and
 * notes in one another, and what of it is not shown.
 */
import { ArchiveError } from '../../../../shared/errors.ts';
import { LIMITS } from './reader.ts';
import { append, rowLines } from './office-text.ts';

interface Paragraph {
  text: string;
  /** The text with what is hidden or deleted in its place; null while there is nothing such. */
  whole: string | null;
}

/** A place that gathers lines: the body, a cell, a box, a note. */
interface Holder {
  lines: string[];
  /** A paragraph whose end is deleted or hidden: the next one goes on in its line. */
  open: Paragraph | null;
  rows: Row[];
}

interface Row {
  cells: string[][];
}

export class LineCollector {
  /** The lines of the body. */
  readonly lines: string[] = [];
  /** A piece each: paragraphs with what is not shown of them, and what stands in boxes, whose head is not the letter's. */
  readonly unseen: string[] = [];
  readonly #holders: Holder[] = [{ lines: this.lines, open: null, rows: [] }];
  readonly #paragraphs: Paragraph[] = [];

  /** True outside of cells, boxes and notes. */
  get inBody(): boolean {
    return this.#holders.length === 1;
  }

  get #holder(): Holder {
    return this.#holders.at(-1) ?? { lines: this.lines, open: null, rows: [] };
  }

  openParagraph(): void {
    this.#paragraphs.push({ text: '', whole: null });
  }

  add(text: string): void {
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph === undefined) return;
    paragraph.text += text;
    if (paragraph.whole !== null) paragraph.whole += text;
  }

  /** Text in this place that is hidden or deleted. */
  addUnseen(text: string): void {
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph === undefined) this.note(text);
    else paragraph.whole = (paragraph.whole ?? paragraph.text) + text;
  }

  /** A piece of text that the letter does not show. */
  note(text: string): void {
    if (text.trim() !== '') this.unseen.push(text);
  }

  /**
   * @param label the paragraph's number, asked for only where the paragraph ends here
   * @param joins its end is deleted or hidden: the next paragraph of the same place goes on in its line
   */
  closeParagraph(label: () => string = () => '', joins = false): void {
    const paragraph = this.#paragraphs.pop();
    if (paragraph === undefined) return;
    const holder = this.#holder;
    const whole = joined(holder.open, paragraph);
    holder.open = null;
    if (joins) holder.open = whole;
    else this.#write(holder, whole, label());
  }

  /** Whether nothing has been added to the paragraph in hand. */
  get paragraphIsEmpty(): boolean {
    const paragraph = this.#paragraphs.at(-1);
    return paragraph === undefined || (paragraph.text === '' && paragraph.whole === null);
  }

  /** The paragraph is not shown at all. */
  dropParagraph(): void {
    const paragraph = this.#paragraphs.pop();
    if (paragraph !== undefined) this.note(paragraph.whole ?? paragraph.text);
  }

  #write(holder: Holder, { text, whole }: Paragraph, label: string): void {
    if (whole !== null) this.note(label + whole);
    const line = label + text;
    if (line.includes('\n')) append(holder.lines, line.split('\n'));
    else holder.lines.push(line);
  }

  #flush(holder: Holder): void {
    if (holder.open === null) return;
    const { open } = holder;
    holder.open = null;
    if (open.text !== '') this.#write(holder, open, '');
    else if (open.whole !== null) this.note(open.whole);
  }

  /** Lines of their own in this place. */
  push(lines: readonly string[]): void {
    const holder = this.#holder;
    this.#flush(holder);
    append(holder.lines, lines);
  }

  /** Lines are gathered apart from here on. @throws ArchiveError BAD_FILE where places lie too deep in one another */
  openHolder(): void {
    if (this.#holders.length >= LIMITS.nesting) throw new ArchiveError('BAD_FILE', undefined, 'nested too deeply');
    this.#holders.push({ lines: [], open: null, rows: [] });
  }

  /** Ends the place that was opened last and gives its lines; the body cannot be ended. */
  closeHolder(): string[] {
    if (this.#holders.length === 1) return [];
    const holder = this.#holders.pop();
    if (holder === undefined) return [];
    this.#flush(holder);
    return holder.lines;
  }

  /** Ends a box: its lines stand where it hangs, before the paragraph that it hangs on. */
  closeBox(): void {
    const lines = this.closeHolder().filter((line) => line.trim() !== '');
    this.push(lines);
    this.note(lines.join('\n'));
  }

  openTable(): void {
    const { rows } = this.#holder;
    this.#flush(this.#holder);
    if (rows.length >= LIMITS.nesting) throw new ArchiveError('BAD_FILE', undefined, 'tables nested too deeply');
    rows.push({ cells: [] });
  }

  closeTable(): void {
    this.#holder.rows.pop();
  }

  /** @param shown false for a cell that tracked changes have deleted */
  closeCell(shown = true): void {
    const lines = this.closeHolder();
    const row = this.#holder.rows.at(-1);
    if (!shown) this.note(lines.join('\n'));
    else if (row === undefined) this.push(lines);
    else row.cells.push(lines);
  }

  /** @param shown false for a row that tracked changes have deleted */
  closeRow(shown = true): void {
    const row = this.#holder.rows.at(-1);
    if (row === undefined) return;
    const lines = rowLines(row.cells);
    row.cells = [];
    if (shown) this.push(lines);
    else this.note(lines.join('\n'));
  }

  /** Ends the body, so that nothing waits for a next paragraph. */
  end(): void {
    this.#flush(this.#holder);
  }
}

function joined(first: Paragraph | null, second: Paragraph): Paragraph {
  if (first === null) return second;
  const whole = first.whole === null && second.whole === null;
  return {
    text: first.text + second.text,
    whole: whole ? null : (first.whole ?? first.text) + (second.whole ?? second.text),
  };
}
