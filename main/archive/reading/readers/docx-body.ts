/** Reads one part of a Word file that holds paragraphs: the document, a header or footer, notes, comments. */
import { LineCollector } from './line-collector.ts';
import { isSymbolFont, symbolText, withSymbols } from './symbol-fonts.ts';
import { attribute, type Attributes, type XmlVisitor } from './xml.ts';
import { FieldStack } from './word-fields.ts';
import { isOn, type WordStyles } from './docx-styles.ts';
import type { NumberCounter } from './numbering.ts';
import type { Section, Side } from './page-margins.ts';
import type { WordLosses } from './word-losses.ts';

/** What the parts of one file share. */
export interface BodyContext {
  counter: NumberCounter;
  styles: WordStyles;
  losses: WordLosses;
  /** Lines of a part that stands where it is named: an embedded document (altChunk), a chart, a diagram. */
  insert(id: string): readonly string[];
}

/** Elements whose whole content is no text of the letter. */
const SKIPPED = new Set(['w:delInstrText', 'w:moveFrom', 'w:rt', 'w:sdtPr', 'w:tblPrEx']);
/** Hold the properties from before a tracked change. */
const FORMER = new Set([
  'w:pPrChange',
  'w:rPrChange',
  'w:sectPrChange',
  'w:tblPrChange',
  'w:trPrChange',
  'w:tcPrChange',
  'w:numberingChange',
]);

const KINDS_OF_PAGES = new Set(['default', 'first', 'even']);

interface Paragraph {
  style: string | undefined;
  list: string | undefined;
  level: number | undefined;
  /** Its number, where the file gives it as it is shown. */
  label: string | undefined;
  /** Its end is deleted or hidden: the next paragraph goes on in its line. */
  joins: boolean;
  endsSection: boolean;
}

interface Run {
  hidden: boolean | undefined;
  style: string | undefined;
  font: string | undefined;
}

/** Most runs say nothing of themselves. */
const PLAIN_RUN: Readonly<Run> = { hidden: undefined, style: undefined, font: undefined };
const noLabel = (): string => '';

export class BodyReader implements XmlVisitor {
  readonly out = new LineCollector();
  readonly sections: Section[] = [];
  /** Notes and comments of this part, by kind and number. */
  readonly notes = new Map<string, string[]>();
  /** Notes that the text refers to, in its order. */
  readonly noteOrder: string[] = [];
  readonly #context: BodyContext;
  readonly #fields = new FieldStack();
  readonly #paragraphs: Paragraph[] = [];
  readonly #runs: Readonly<Run>[] = [];
  /** For each set of alternatives that lie in one another: whether one of them has been taken. */
  readonly #alternatives: boolean[] = [];
  /** What is hidden or shown of the row and the cell in hand, tables in tables included. */
  readonly #rows: { shown: boolean }[] = [];
  readonly #cells: { shown: boolean }[] = [];
  #note = '';
  #skipping = 0;
  /** What is skipped is deleted text, and is kept for the one question that is asked of all text. */
  #deleting = false;
  #former = 0;
  #inText = false;
  #inCode = false;
  #keepBlanks = false;
  #properties: 'none' | 'paragraph' | 'mark' | 'run' | 'row' | 'cell' = 'none';
  #section: Section = { end: 0, sides: new Map(), titlePage: false };

  constructor(context: BodyContext) {
    this.#context = context;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#skipping > 0) {
      this.#skipping++;
      if (this.#deleting && (name === 'w:delText' || name === 'w:t')) this.#startText(attributes);
      return;
    }
    if (this.#former === 0 && this.#openText(name, attributes)) return;
    if (SKIPPED.has(name)) {
      this.#skipping = 1;
      if (name === 'w:moveFrom') this.#moved();
      return;
    }
    if (FORMER.has(name)) this.#former++;
    if (this.#former > 0) return;
    switch (name) {
      case 'w:del':
        this.#openDeletion();
        break;
      case 'w:fldChar':
        this.#fieldMark(attribute(attributes, 'fldCharType'));
        break;
      case 'w:instrText':
        this.#inCode = true;
        break;
      case 'w:fldSimple':
        this.#fields.begin(attribute(attributes, 'instr') ?? '');
        break;
      case 'w:tab':
      case 'w:ptab':
        // The same name defines tab stops inside paragraph properties, with a value.
        if (this.#properties === 'none') this.#show('\t');
        break;
      case 'w:br':
      case 'w:cr':
      case 'a:br':
        this.#show('\n');
        break;
      case 'w:noBreakHyphen':
        this.#show('-');
        break;
      case 'w:sym':
        this.#show(symbol(attributes));
        break;
      case 'w:footnoteReference':
      case 'w:endnoteReference':
        this.noteOrder.push(`${name.slice(2, -9)}/${attribute(attributes, 'id') ?? ''}`);
        break;
      case 'w:sectPr':
        this.#section = { end: 0, sides: new Map(), titlePage: false };
        break;
      case 'w:headerReference':
      case 'w:footerReference':
        this.setSide(
          name === 'w:headerReference' ? 'header' : 'footer',
          attribute(attributes, 'type') ?? 'default',
          attribute(attributes, 'id') ?? '',
        );
        break;
      case 'w:titlePg':
        this.#section.titlePage = isOn(attributes);
        break;
      default:
        if (!this.#openProperty(name, attributes)) this.#openStructure(name, attributes);
    }
  }

  /** Nearly all elements are these, and are known first. False where it is another. */
  #openText(name: string, attributes: Attributes): boolean {
    switch (name) {
      case 'w:p':
      case 'a:p':
        this.#openParagraph();
        return true;
      case 'w:r':
        this.#runs.push(PLAIN_RUN);
        return true;
      case 'w:t':
      case 'm:t':
      case 'a:t':
        this.#startText(attributes);
        if (name !== 'w:t') this.#keepBlanks = true;
        return true;
      case 'w:rPr':
        this.#properties = this.#properties === 'paragraph' ? 'mark' : 'run';
        return true;
      case 'w:pPr':
        this.#properties = 'paragraph';
        return true;
      default:
        return false;
    }
  }

  text(data: string): void {
    if (this.#inCode) this.#fields.addCode(data);
    if (!this.#inText) return;
    const text = this.#keepBlanks ? data : data.replaceAll(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
    if (this.#skipping > 0) this.out.addUnseen(text);
    else if (this.#former === 0) this.#show(text);
  }

  close(name: string): void {
    if (name === 'w:t' || name === 'w:delText' || name === 'm:t' || name === 'a:t') this.#inText = false;
    if (this.#skipping > 0) {
      this.#skipping--;
      if (this.#skipping === 0) this.#deleting = false;
      return;
    }
    if (FORMER.has(name)) this.#former--;
    if (this.#former > 0) return;
    switch (name) {
      case 'w:p':
      case 'a:p':
        this.#closeParagraph();
        break;
      case 'w:r':
        this.#runs.pop();
        break;
      case 'w:instrText':
        this.#inCode = false;
        break;
      case 'w:fldSimple':
        this.#endField();
        break;
      case 'w:rPr':
        this.#properties = this.#properties === 'mark' ? 'paragraph' : 'none';
        break;
      case 'w:pPr':
      case 'w:trPr':
      case 'w:tcPr':
        this.#properties = 'none';
        break;
      case 'w:txbxContent':
        this.out.closeBox();
        break;
      case 'w:footnote':
      case 'w:endnote':
      case 'w:comment':
        this.notes.set(
          this.#note,
          this.out.closeHolder().filter((line) => line.trim() !== ''),
        );
        break;
      case 'w:tc':
        this.out.closeCell(this.#cells.pop()?.shown !== false);
        break;
      case 'w:tr':
        this.out.closeRow(this.#rows.pop()?.shown !== false);
        break;
      case 'w:tbl':
        this.out.closeTable();
        break;
      case 'w:sectPr':
        this.#closeSection();
        break;
      case 'mc:AlternateContent':
        this.#alternatives.pop();
        break;
      default:
    }
  }

  /** Opens the lines of a header or footer that stands in the section itself (Word 2003). */
  setSide(side: Side, page: string, content: string | string[]): void {
    if (KINDS_OF_PAGES.has(page)) this.#section.sides.set(`${side}/${page}`, content);
  }

  /** To be called once the whole part has been walked through. */
  end(): void {
    this.out.end();
    const last = this.sections.at(-1);
    if (last !== undefined) last.end = this.out.lines.length;
  }

  /** What the properties of a paragraph, a run, a row or a cell say; false where `name` is none of them. */
  #openProperty(name: string, attributes: Attributes): boolean {
    const paragraph = this.#paragraphs.at(-1);
    switch (name) {
      case 'w:trPr':
        this.#properties = 'row';
        break;
      case 'w:tcPr':
        this.#properties = 'cell';
        break;
      case 'w:pStyle':
        if (paragraph !== undefined) paragraph.style = attribute(attributes, 'val');
        break;
      case 'w:numId':
        if (paragraph !== undefined) paragraph.list = attribute(attributes, 'val');
        break;
      case 'w:ilvl':
        if (paragraph !== undefined) paragraph.level = Number(attribute(attributes, 'val'));
        break;
      case 'wx:t':
        if (paragraph !== undefined && this.#properties === 'paragraph') paragraph.label = attribute(attributes, 'val');
        break;
      case 'w:rStyle':
        if (this.#properties === 'run') this.#setRun({ style: attribute(attributes, 'val') });
        break;
      case 'w:rFonts':
        if (this.#properties === 'run') this.#setRun({ font: fontOf(attributes) });
        break;
      case 'w:vanish':
        if (this.#properties === 'run') this.#setRun({ hidden: isOn(attributes) });
        else if (this.#properties === 'mark' && paragraph !== undefined && isOn(attributes)) paragraph.joins = true;
        break;
      case 'w:cellDel': {
        const cell = this.#cells.at(-1);
        if (cell !== undefined) cell.shown = false;
        this.#context.losses.deleted = true;
        break;
      }
      default:
        return false;
    }
    return true;
  }

  /** Tables, boxes, alternatives, and what stands for another part. */
  #openStructure(name: string, attributes: Attributes): void {
    const { losses } = this.#context;
    switch (name) {
      case 'w:txbxContent':
        this.out.openHolder();
        break;
      case 'w:footnote':
      case 'w:endnote':
      case 'w:comment':
        this.#note = `${name.slice(2)}/${attribute(attributes, 'id') ?? ''}`;
        this.out.openHolder();
        break;
      case 'w:tbl':
        this.out.openTable();
        break;
      case 'w:tr':
        this.#rows.push({ shown: true });
        break;
      case 'w:tc':
        this.#cells.push({ shown: true });
        this.out.openHolder();
        break;
      case 'mc:AlternateContent':
        this.#alternatives.push(false);
        break;
      case 'mc:Choice':
      case 'mc:Fallback':
        // The same content in several ways, the best first.
        if (this.#alternatives.at(-1) === true) this.#skipping = 1;
        else if (this.#alternatives.length > 0) this.#alternatives[this.#alternatives.length - 1] = true;
        break;
      case 'w:altChunk':
      case 'c:chart':
      case 'cx:chart':
        this.out.push(this.#context.insert(attribute(attributes, 'id') ?? ''));
        break;
      case 'dgm:relIds':
        this.out.push(this.#context.insert(attribute(attributes, 'dm') ?? ''));
        break;
      case 'w:subDoc':
        losses.unread.add('子文档');
        break;
      case 'v:textpath': {
        const art = attribute(attributes, 'string') ?? '';
        if (art.trim() !== '') this.out.push([art]);
        break;
      }
      case 'a:blip':
      case 'v:imagedata':
        losses.pictures++;
        break;
      case 'wp:docPr':
      case 'v:shape':
        for (const key of ['descr', 'title', 'alt']) this.out.note(attributes[key] ?? '');
        break;
      default:
        this.#openFormField(name, attributes);
    }
  }

  #openFormField(name: string, attributes: Attributes): void {
    const form = this.#fields.form;
    if (form === undefined) return;
    const value = attribute(attributes, 'val') ?? '';
    if (name === 'w:checked') form.checked = isOn(attributes);
    else if (name === 'w:listEntry') (form.choices ??= []).push(value);
    else if (name === 'w:result') form.chosen = Number(value);
    else if (name === 'w:default') {
      form.checked ??= isOn(attributes);
      form.chosen ??= Number(value) || 0;
    }
  }

  /** A deletion holds runs, or says of a row or of a paragraph's end that they are deleted. */
  #openDeletion(): void {
    this.#context.losses.deleted = true;
    const paragraph = this.#paragraphs.at(-1);
    const row = this.#rows.at(-1);
    if (this.#properties === 'mark' && paragraph !== undefined) paragraph.joins = true;
    else if (this.#properties === 'row' && row !== undefined) row.shown = false;
    this.#skipping = 1;
    this.#deleting = this.#properties === 'none';
  }

  /** The place that text was moved away from. */
  #moved(): void {
    this.#context.losses.deleted = true;
    const paragraph = this.#paragraphs.at(-1);
    if (this.#properties === 'mark' && paragraph !== undefined) paragraph.joins = true;
  }

  #startText(attributes: Attributes): void {
    this.#inText = true;
    this.#keepBlanks = attribute(attributes, 'space') === 'preserve';
  }

  #show(text: string): void {
    const run = this.#runs.at(-1);
    if (this.#isHidden(run)) {
      // Codes of fields are often hidden besides: no loss.
      if (!this.#fields.shows('')) return;
      if (text.trim() !== '') this.#context.losses.hidden = true;
      this.out.addUnseen(text);
    } else if (this.#fields.shows(text)) this.out.add(withSymbols(text, run?.font));
  }

  #setRun(said: Partial<Run>): void {
    const run = this.#runs.pop();
    if (run !== undefined) this.#runs.push({ ...run, ...said });
  }

  #isHidden(run: Readonly<Run> | undefined): boolean {
    return run?.hidden ?? this.#context.styles.hides(this.#paragraphs.at(-1)?.style, run?.style);
  }

  #fieldMark(kind: string | undefined): void {
    if (kind === 'begin') this.#fields.begin();
    else if (kind === 'separate') this.#fields.separate();
    else if (kind === 'end') this.#endField();
  }

  #endField(): void {
    const { text, counting } = this.#fields.end();
    if (counting) this.#context.losses.numbers = true;
    if (text !== '') this.#show(text);
  }

  #openParagraph(): void {
    this.out.openParagraph();
    this.#paragraphs.push({
      style: undefined,
      list: undefined,
      level: undefined,
      label: undefined,
      joins: false,
      endsSection: false,
    });
  }

  #closeParagraph(): void {
    const swallowed = this.#fields.abandon();
    if (swallowed !== '') this.out.add(swallowed);
    const paragraph = this.#paragraphs.pop();
    if (paragraph === undefined) return;
    const { style, list, label, joins } = paragraph;
    const plain = style === undefined && list === undefined && label === undefined;
    this.out.closeParagraph(plain ? noLabel : () => this.#label(paragraph), joins);
    if (!paragraph.endsSection) return;
    const section = this.sections.at(-1);
    if (section !== undefined) section.end = this.out.lines.length;
  }

  #label(paragraph: Paragraph): string {
    if (paragraph.label !== undefined) return paragraph.label;
    const styled = this.#context.styles.listOf(paragraph.style);
    const list = paragraph.list ?? styled?.list;
    const level = paragraph.level ?? (paragraph.list === undefined ? styled?.level : undefined) ?? 0;
    // A list id of 0 takes the style's numbering away; empty paragraphs show their number but hold no text.
    return list === undefined || list === '0' ? '' : this.#context.counter.next(list, level);
  }

  /** The properties of a section stand in its last paragraph, those of the last section behind all. */
  #closeSection(): void {
    this.#section.end = this.out.lines.length;
    this.sections.push(this.#section);
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph !== undefined) paragraph.endsSection = true;
  }
}

/** Fonts are named by the kind of character: one of symbols tells most. */
function fontOf(attributes: Attributes): string | undefined {
  const fonts = ['ascii', 'hAnsi', 'h-ansi'].flatMap((key) => attribute(attributes, key) ?? []);
  return fonts.find(isSymbolFont) ?? fonts[0];
}

function symbol(attributes: Attributes): string {
  const code = Number.parseInt(attribute(attributes, 'char') ?? '', 16);
  return Number.isNaN(code) ? '' : symbolText(attribute(attributes, 'font') ?? '', code);
}
