/** Reads the stories of a binary Word file into lines: a paragraph a line, a table row a line with tabs between its cells. */
import { readFormField } from './doc-forms.ts';
import { findRun, type FormattedRun } from './doc-formatting.ts';
import { charactersOf, type Piece, type Story } from './doc-pieces.ts';
import { append, rowLines } from './office-text.ts';
import { symbolText, withSymbols } from './symbol-fonts.ts';
import { FieldStack } from './word-fields.ts';
import type { DocStyles } from './doc-styles.ts';
import type { NumberCounter } from './numbering.ts';
import type { ReadBudget } from './reader.ts';
import type { WordLosses } from './word-losses.ts';

export interface DocSource {
  word: Uint8Array;
  pieces: readonly Piece[];
  characters: readonly FormattedRun[];
  paragraphs: readonly FormattedRun[];
  styles: DocStyles;
  fonts: readonly string[];
  /** Null where the file is too old to know lists. */
  counter: NumberCounter | null;
  /** The Data stream. */
  data: Uint8Array;
  losses: WordLosses;
  budget: ReadBudget;
}

export class DocText {
  /** Paragraphs of which something is not shown, whole. */
  readonly unseen: string[] = [];
  readonly #source: DocSource;
  /** Formatting goes on from one character to the next: the runs last found. */
  #characterRun: FormattedRun | undefined;
  #paragraphRun: FormattedRun | undefined;

  constructor(source: DocSource) {
    this.#source = source;
  }

  /** @param fields those that are open where the story begins, where it is a part of a longer one */
  lines(story: Story, fields = new FieldStack()): string[] {
    const end = Math.min(story.end, this.#source.pieces.at(-1)?.end ?? 0);
    // Stories may name the same stretch any number of times.
    this.#source.budget.takeText(Math.max(end - story.start, 0));
    const lines: string[] = [];
    const paragraph = new Paragraph();
    let cell: string[] = [];
    let row: string[][] = [];
    const emit = (ended: readonly string[], inTable: boolean): void => {
      for (const line of ended) (inTable ? cell : lines).push(line);
    };
    for (const { char, offset } of charactersOf(this.#source.word, this.#source.pieces, { start: story.start, end })) {
      const run = this.#characterAt(offset);
      const mark = char === '\r' || char === '\x07' || char === '\f';
      if (!mark) {
        this.#character(char, run, offset, paragraph, fields);
        continue;
      }
      const format = this.#paragraphAt(offset);
      if (format?.rowEnd === true) {
        if (run?.deleted !== true) append(lines, rowLines(row));
        else this.#deletedRow(row);
        row = [];
        continue;
      }
      const inTable = format?.inTable === true || char === '\x07';
      // What waits for its end finds none on the other side of a table's edge.
      if (paragraph.waiting !== null && paragraph.waitsInTable !== inTable)
        emit(this.#write(paragraph.takeWaiting()), paragraph.waitsInTable);
      // An end that is deleted or hidden is none: the next paragraph goes on in its line.
      if (char === '\r' && this.#notShown(run, offset)) {
        paragraph.wait(inTable);
        continue;
      }
      emit(this.#write(paragraph.take(), this.#number(format)), inTable);
      if (char === '\x07') {
        row.push(cell);
        cell = [];
      }
    }
    if (row.length > 0) append(lines, rowLines(row));
    const rest = paragraph.take();
    if (rest.text.trim() !== '' || rest.whole !== null) emit(this.#write(rest), false);
    return lines;
  }

  #write({ text, whole }: Stretch, label = ''): string[] {
    if (whole !== null && whole.trim() !== '') this.unseen.push(label + whole);
    return (label + text).split('\n');
  }

  #deletedRow(row: readonly (readonly string[])[]): void {
    this.#source.losses.deleted = true;
    this.unseen.push(rowLines(row).join('\n'));
  }

  #character(
    char: string,
    run: FormattedRun | undefined,
    offset: number,
    paragraph: Paragraph,
    fields: FieldStack,
  ): void {
    const { losses } = this.#source;
    const hidden = this.#notShown(run, offset);
    if (!hidden && char >= ' ' && char < '\uf020' && run?.symbol === undefined) {
      if (fields.shows(char)) paragraph.add(char);
      return;
    }
    // Marks of fields may be hidden with their codes.
    if (char === '\x13') fields.begin();
    else if (char === '\x14') fields.separate();
    else if (char === '\x15') {
      const { text, counting } = fields.end();
      if (counting) losses.numbers = true;
      if (text !== '' && fields.shows(text)) paragraph.add(text);
    } else if (hidden) {
      if (!fields.shows('')) return fields.addCode(char);
      if (run?.deleted === true) losses.deleted = true;
      else if (char > '\x1f') losses.hidden = true;
      paragraph.addUnseen(char >= ' ' || char === '\t' ? char : '');
    } else {
      const text = this.#shown(char, run, fields);
      if (text !== '' && fields.shows(text)) paragraph.add(text);
    }
  }

  #notShown(run: FormattedRun | undefined, offset: number): boolean {
    if (run?.deleted === true) return true;
    const { styles } = this.#source;
    if (run?.hidden === undefined && !styles.anyHidden) return false;
    return styles.hides(run, () => this.#paragraphAt(offset)?.style ?? 0);
  }

  #shown(char: string, run: FormattedRun | undefined, fields: FieldStack): string {
    const { fonts, losses, data } = this.#source;
    if (run?.symbol !== undefined && (char >= ' ' || char === '\t')) {
      const { font, code } = run.symbol;
      // Forms take their boxes and ticks from Wingdings.
      return symbolText(fonts[font] ?? 'Wingdings', code);
    }
    if (char >= '\uf020' && char <= '\uf0ff')
      return withSymbols(char, run?.font === undefined ? undefined : fonts[run.font]);
    if (char >= ' ' || char === '\t') return char;
    if (char === '\x0b') return '\n';
    if (char === '\x1e') return '-';
    if ((char === '\x01' || char === '\x08') && run?.special === true) {
      const form = run.formData === true && run.location !== undefined ? readFormField(data, run.location) : null;
      if (form !== null && fields.form !== undefined) Object.assign(fields.form, form);
      else if (run.formData !== true) losses.pictures++;
    }
    return '';
  }

  #number(paragraph: FormattedRun | undefined): string {
    const { styles, counter } = this.#source;
    if (counter === null) return '';
    const styled = styles.listOf(paragraph?.style ?? 0);
    const list = paragraph?.list ?? styled?.list ?? 0;
    const level = paragraph?.level ?? (paragraph?.list === undefined ? styled?.level : undefined) ?? 0;
    return list === 0 ? '' : counter.next(String(list), level);
  }

  #characterAt(offset: number): FormattedRun | undefined {
    const last = this.#characterRun;
    if (last === undefined || offset < last.start || offset >= last.end)
      this.#characterRun = findRun(this.#source.characters, offset);
    return this.#characterRun;
  }

  #paragraphAt(offset: number): FormattedRun | undefined {
    const last = this.#paragraphRun;
    if (last === undefined || offset < last.start || offset >= last.end)
      this.#paragraphRun = findRun(this.#source.paragraphs, offset);
    return this.#paragraphRun;
  }
}

/** Text of a paragraph: what is shown of it, and all of it where something is not. */
interface Stretch {
  text: string;
  whole: string | null;
}

/** The paragraph in hand, and the one before it where that waits for an end. */
class Paragraph {
  waiting: Stretch | null = null;
  waitsInTable = false;
  #now: Stretch = { text: '', whole: null };

  add(text: string): void {
    this.#now.text += text;
    if (this.#now.whole !== null) this.#now.whole += text;
  }

  addUnseen(text: string): void {
    this.#now.whole = (this.#now.whole ?? this.#now.text) + text;
  }

  /** The paragraph's end is not shown. */
  wait(inTable: boolean): void {
    this.waiting = this.take();
    this.waitsInTable = inTable;
  }

  takeWaiting(): Stretch {
    const waiting = this.waiting ?? { text: '', whole: null };
    this.waiting = null;
    return waiting;
  }

  take(): Stretch {
    const before = this.takeWaiting();
    const now = this.#now;
    this.#now = { text: '', whole: null };
    const whole = before.whole === null && now.whole === null;
    return {
      text: before.text + now.text,
      whole: whole ? null : (before.whole ?? before.text) + (now.whole ?? now.text),
    };
  }
}
