/** Reads the text of an OpenDocument part: the body, and the headers and footers of its kinds of pages. */
import { LineCollector } from './line-collector.ts';
import { withSymbols } from './symbol-fonts.ts';
import { attribute, type Attributes, type XmlVisitor } from './xml.ts';
import { append } from './office-text.ts';
import { OdtLists } from './odt-lists.ts';
import { OdtStyles } from './odt-styles.ts';
import type { Section, Side } from './page-margins.ts';
import type { EmbeddedFile } from '../types.ts';
import type { ReadBudget } from './reader.ts';
import type { WordLosses } from './word-losses.ts';

/** Elements whose text is no text of the page: notes' numbers, phonetic guides, forms' definitions, data. */
const SILENT = new Set(['text:note-citation', 'text:ruby-text', 'office:forms', 'office:scripts', 'office:settings']);
const MOST_BLANKS = 200;
/** style:header, style:header-left, style:footer-first … */
const MARGIN = /^style:(header|footer)(?:-(first|left))?$/;
const PAGES: Readonly<Record<string, string>> = { first: 'first', left: 'even' };

/** A kind of page: its headers and footers, and which kind follows it. */
interface MasterPage {
  sides: Map<string, string[]>;
  next: string | undefined;
}

interface Paragraph {
  style: string | undefined;
  /** Level of a heading, 0-based; null for other paragraphs. */
  heading: number | null;
  start: number | undefined;
  hidden: boolean;
}

/** Elements that hold other elements only: blanks between these are there for the eye. */
const WITHOUT_TEXT =
  /^(?:text:(?:note|note-body|ruby|section|list|list-item|list-header)|table:.*|draw:(?!a$).*|office:.*|style:.*)$/;

/** What an element has changed and its end takes back. */
type Undo =
  | 'nothing'
  | 'silent'
  | 'picture'
  | 'hidden'
  | 'box'
  | 'note'
  | 'aside'
  | 'margin'
  | 'table'
  | 'row'
  | 'hidden-row'
  | 'cell';

export class OdtBody implements XmlVisitor {
  readonly out = new LineCollector();
  readonly notes: string[] = [];
  /** Pictures that lie in the file's text itself (flat files). */
  readonly pictures: EmbeddedFile[] = [];
  readonly styles = new OdtStyles();
  readonly #lists = new OdtLists(this.styles);
  readonly #losses: WordLosses;
  readonly #budget: ReadBudget;
  /** Lines of an embedded object (a chart), by its place in the file; null where it gives none. */
  readonly #objectLines: (place: string) => readonly string[] | null;
  readonly #masterPages = new Map<string, MasterPage>();
  /** Kinds of pages in the order in which they begin, with the line before which they begin. */
  readonly #begun: { name: string; line: number }[] = [];
  readonly #undo: Undo[] = [];
  readonly #paragraphs: Paragraph[] = [];
  readonly #spans: { hidden: boolean | undefined; font: string | undefined }[] = [];
  /** For each open element whether it holds text. */
  readonly #holdsText: boolean[] = [];
  /** Tracked changes that delete what stands between their marks. */
  readonly #deletions = new Set<string>();
  #change = '';
  #deleting = 0;
  #silent = 0;
  #hidden = 0;
  #master: MasterPage | null = null;
  #margin = '';
  #afterBlank = true;
  /** An object's picture stands beside it for programs that cannot show it. */
  #objectInFrame = false;
  #meta: string | null = null;
  #picture: string | null = null;

  constructor(losses: WordLosses, budget: ReadBudget, objectLines: (place: string) => readonly string[] | null) {
    this.#losses = losses;
    this.#budget = budget;
    this.#objectLines = objectLines;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#silent === 0) this.styles.open(name, attributes);
    if (this.#meta !== null) this.#meta = labelled(attributes);
    this.#holdsText.push(!WITHOUT_TEXT.test(name));
    this.#undo.push(this.#silent > 0 ? 'nothing' : this.#open(name, attributes));
  }

  text(data: string): void {
    if (this.#meta !== null) this.#meta += data;
    if (this.#picture !== null) this.#picture += data;
    if (this.#silent > 0) return;
    if (this.#holdsText.at(-1) === false && data.trim() === '') return;
    const text = data.replaceAll(/[\r\n\t ]+/g, ' ').replace(this.#afterBlank ? /^ / : /(?!)/, '');
    if (text === '') return;
    this.#afterBlank = text.endsWith(' ');
    this.#add(text);
  }

  close(name: string): void {
    if (this.#silent === 0) this.styles.close(name);
    if (this.#meta !== null) {
      if (!/^[\d.:TZ-]*$/.test(this.#meta.trim())) this.out.note(this.#meta.trim());
      this.#meta = name === 'office:meta' ? null : '';
    }
    this.#holdsText.pop();
    this.#close(this.#undo.pop() ?? 'nothing');
    if (this.#silent > 0) return;
    switch (name) {
      case 'text:p':
      case 'text:h':
        this.#closeParagraph();
        break;
      case 'text:span':
        this.#spans.pop();
        break;
      case 'text:list':
        this.#lists.closeList();
        break;
      case 'text:list-item':
        this.#lists.closeItem();
        break;
      case 'draw:frame':
        this.#objectInFrame = false;
        break;
      case 'style:master-page':
        this.#master = null;
        break;
      default:
    }
  }

  /** True where a number was shown in digits because its format is not known. */
  get numbersLost(): boolean {
    return this.#lists.unknown;
  }

  #open(name: string, attributes: Attributes): Undo {
    if (SILENT.has(name)) {
      this.#silent++;
      return 'silent';
    }
    const margin = MARGIN.exec(name);
    if (margin !== null) {
      this.#margin = `${margin[1] ?? ''}/${PAGES[margin[2] ?? ''] ?? 'default'}`;
      this.out.openHolder();
      if (attribute(attributes, 'display') === 'false') this.#margin = '';
      return 'margin';
    }
    switch (name) {
      case 'text:p':
      case 'text:h':
        this.#openParagraph(name, attributes);
        return 'nothing';
      case 'text:span':
        this.#openSpan(attribute(attributes, 'style-name'));
        return 'nothing';
      case 'text:s': {
        const blanks = Math.min(Math.max(Number(attribute(attributes, 'c') ?? 1) || 1, 1), MOST_BLANKS);
        this.#budget.takeText(blanks);
        this.#add(' '.repeat(blanks));
        return 'nothing';
      }
      case 'text:tab':
        this.#add('\t');
        return 'nothing';
      case 'text:line-break':
        this.#add('\n');
        return 'nothing';
      case 'text:hidden-paragraph': {
        const paragraph = this.#paragraphs.at(-1);
        if (paragraph !== undefined) paragraph.hidden ||= attribute(attributes, 'is-hidden') === 'true';
        return 'nothing';
      }
      case 'text:hidden-text':
        return this.#hide(attribute(attributes, 'is-hidden') === 'true');
      case 'text:section':
        return this.#hide(attribute(attributes, 'display') === 'none' || attribute(attributes, 'is-hidden') === 'true');
      case 'text:tracked-changes':
        this.#hidden++;
        return 'hidden';
      case 'text:changed-region':
        this.#change = attribute(attributes, 'id') ?? '';
        return 'nothing';
      case 'text:deletion':
        this.#losses.deleted = true;
        this.#deletions.add(this.#change);
        return 'nothing';
      case 'text:change-start':
      case 'text:change-end':
        if (this.#deletions.has(attribute(attributes, 'change-id') ?? ''))
          this.#deleting = Math.max(this.#deleting + (name === 'text:change-start' ? 1 : -1), 0);
        return 'nothing';
      default:
        return this.#openStructure(name, attributes);
    }
  }

  #openStructure(name: string, attributes: Attributes): Undo {
    switch (name) {
      case 'text:list':
        this.#lists.openList({
          style: attribute(attributes, 'style-name'),
          id: attribute(attributes, 'id'),
          from: attribute(attributes, 'continue-list'),
          goesOn: attribute(attributes, 'continue-numbering') === 'true',
        });
        return 'nothing';
      case 'text:list-item':
        this.#lists.openItem(numberOf(attribute(attributes, 'start-value')), attribute(attributes, 'style-override'));
        return 'nothing';
      case 'text:note-body':
        this.out.openHolder();
        return 'note';
      case 'office:annotation':
        if (this.#hidden === 0) this.#losses.comments = true;
        return this.#setAside();
      case 'draw:text-box':
        this.out.openHolder();
        return 'box';
      case 'draw:object':
      case 'draw:object-ole': {
        this.#objectInFrame = true;
        const lines = this.#objectLines((attribute(attributes, 'href') ?? '').replace(/^\.?\//, ''));
        if (lines === null) this.#losses.embedded++;
        else this.out.push(lines);
        this.#silent++;
        return 'silent';
      }
      case 'draw:image':
        if (!this.#objectInFrame) this.#losses.pictures++;
        return 'nothing';
      case 'draw:control':
        this.#losses.unread.add('表单控件');
        return 'nothing';
      case 'svg:title':
      case 'svg:desc':
        return this.#setAside();
      case 'table:table':
        this.#beginPage(this.styles.masterPageOf('table', attribute(attributes, 'style-name')));
        this.out.openTable();
        return 'table';
      case 'table:table-row': {
        const visible = attribute(attributes, 'visibility');
        if (visible !== 'collapse' && visible !== 'filter') return 'row';
        this.#hide(true);
        return 'hidden-row';
      }
      case 'table:table-cell':
        this.out.openHolder();
        return 'cell';
      case 'style:master-page':
        this.#master = { sides: new Map(), next: attribute(attributes, 'next-style-name') };
        this.#masterPages.set(attribute(attributes, 'name') ?? '', this.#master);
        return 'nothing';
      case 'office:binary-data':
        this.#picture = '';
        this.#silent++;
        return 'picture';
      case 'office:meta':
        this.#meta = '';
        return 'nothing';
      default:
        return 'nothing';
    }
  }

  #close(undo: Undo): void {
    switch (undo) {
      case 'silent':
        this.#silent--;
        break;
      case 'picture':
        this.#silent--;
        this.pictures.push({
          name: String(this.pictures.length + 1),
          bytes: Uint8Array.from(Buffer.from(this.#picture ?? '', 'base64')),
        });
        this.#picture = null;
        break;
      case 'hidden':
        this.#hidden--;
        break;
      case 'box':
        this.out.closeBox();
        break;
      case 'note':
        append(
          this.notes,
          this.out.closeHolder().filter((line) => line.trim() !== ''),
        );
        break;
      case 'aside':
        this.out.dropParagraph();
        this.out.note(this.out.closeHolder().join('\n'));
        break;
      case 'margin': {
        const lines = this.out.closeHolder();
        if (this.#margin !== '') this.#master?.sides.set(this.#margin, lines);
        this.out.note(lines.join('\n'));
        break;
      }
      case 'table':
        this.out.closeTable();
        break;
      case 'row':
        this.out.closeRow(this.#hidden === 0);
        break;
      case 'hidden-row':
        this.out.closeRow(false);
        this.#hidden--;
        break;
      case 'cell':
        this.out.closeCell();
        break;
      case 'nothing':
        break;
    }
  }

  #hide(hidden: boolean): Undo {
    if (!hidden) return 'nothing';
    this.#hidden++;
    this.#losses.hidden = true;
    return 'hidden';
  }

  /** What lies here belongs neither to the paragraph around it nor to the letter. */
  #setAside(): Undo {
    this.out.openHolder();
    this.out.openParagraph();
    return 'aside';
  }

  #openParagraph(name: string, attributes: Attributes): void {
    const style = attribute(attributes, 'style-name');
    this.#beginPage(this.styles.masterPageOf('paragraph', style));
    const level = Number(attribute(attributes, 'outline-level') ?? 1) - 1;
    const plain = name === 'text:p' || attribute(attributes, 'is-list-header') === 'true';
    this.#paragraphs.push({
      style,
      heading: plain ? null : level,
      start: numberOf(attribute(attributes, 'start-value')),
      hidden: false,
    });
    this.#afterBlank = true;
    this.out.openParagraph();
  }

  #closeParagraph(): void {
    const paragraph = this.#paragraphs.pop();
    if (paragraph === undefined) return;
    const { style, heading, start } = paragraph;
    const styled = this.styles.hides('paragraph', style) === true;
    if (this.#hidden > 0 || paragraph.hidden || styled) {
      if (paragraph.hidden || styled) this.#losses.hidden = true;
      this.out.dropParagraph();
    } else {
      const label = (): string =>
        heading === null ? this.#lists.label(style) : this.#lists.heading(heading, style, start);
      // An end between the marks of a deletion is none: the next paragraph goes on in its line.
      this.out.closeParagraph(label, this.#deleting > 0);
    }
    this.#afterBlank = false;
  }

  #add(text: string): void {
    if (this.#silent > 0) return;
    const span = this.#spans.at(-1);
    if (this.#deleting > 0) this.out.addUnseen(text);
    else if (span?.hidden !== true) this.out.add(withSymbols(text, span?.font));
    else {
      if (this.#hidden === 0 && text.trim() !== '') this.#losses.hidden = true;
      this.out.addUnseen(text);
    }
  }

  #openSpan(style: string | undefined): void {
    const outer = this.#spans.at(-1);
    this.#spans.push({
      hidden: this.styles.hides('text', style) ?? outer?.hidden,
      font: this.styles.fontOf(style) ?? outer?.font,
    });
  }

  #beginPage(master: string | undefined): void {
    if (master !== undefined && this.#hidden === 0 && this.out.inBody)
      this.#begun.push({ name: master, line: this.out.lines.length });
  }

  /** The kinds of pages that the text uses, as sections with headers and footers. */
  sections(): Section[] {
    const first = this.#masterPages.has('Standard') ? 'Standard' : [...this.#masterPages.keys()][0];
    const begun =
      this.#begun[0]?.line === 0 || first === undefined ? [...this.#begun] : [{ name: first, line: 0 }, ...this.#begun];
    return begun.flatMap(({ name }, at) => {
      const end = begun[at + 1]?.line ?? this.out.lines.length;
      const page = this.#masterPages.get(name);
      const next = page?.next === undefined || page.next === name ? undefined : this.#masterPages.get(page.next);
      return [page, next].flatMap((one) => (one === undefined ? [] : [sectionOf(one, end)]));
    });
  }
}

function sectionOf({ sides }: MasterPage, end: number): Section {
  const all = new Map<string, string[]>();
  // A kind of page shows its own headers and footers only, never those of another kind.
  for (const side of ['header', 'footer'] satisfies Side[]) {
    for (const page of ['default', 'first', 'even']) all.set(`${side}/${page}`, sides.get(`${side}/${page}`) ?? []);
  }
  return { end, sides: all, titlePage: sides.has('header/first') || sides.has('footer/first') };
}

/** Properties that an office has added bear their own name. */
function labelled(attributes: Attributes): string {
  const name = attribute(attributes, 'name');
  return name === undefined ? '' : `${name}：`;
}

function numberOf(value: string | undefined): number | undefined {
  const number = Number(value);
  return value === undefined || !Number.isInteger(number) ? undefined : number;
}
