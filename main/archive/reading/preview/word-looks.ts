/** How paragraphs and words of a Word file look: what they say of themselves, and what their styles say (ECMA-376 part 1, 17.3, 17.7). */
import { isOn } from '../readers/docx-styles.ts';
import { attribute, type Attributes, type XmlVisitor } from '../readers/xml.ts';
import type { PreviewParagraph, PreviewRun } from '../../../../shared/model/preview.ts';
import { typefaceOf } from './typefaces.ts';

export interface ParagraphLook {
  style?: string;
  align?: NonNullable<PreviewParagraph['align']>;
  /** In points, and in shares of the type's size; negative hangs. */
  first?: number;
  firstEm?: number;
  left?: number;
  right?: number;
  before?: number;
  after?: number;
  line?: NonNullable<PreviewParagraph['line']>;
  list?: string;
  level?: number;
  newPage?: boolean;
  ruled?: string | null;
}

export interface RunLook {
  style?: string;
  face?: NonNullable<PreviewRun['face']>;
  size?: number;
  color?: string | null;
  bold?: boolean;
  italic?: boolean;
  underline?: boolean;
  strike?: boolean;
  raised?: 'up' | 'down' | null;
  hidden?: boolean;
}

/** Words are at most so large, and lengths so long, as a page of A3 takes. */
const MOST_POINTS = 2000;

/** Twentieths of a point. */
export function twips(text: string | undefined): number | undefined {
  const value = Number(text);
  if (text === undefined || !Number.isFinite(value)) return undefined;
  return Math.min(MOST_POINTS, Math.max(-MOST_POINTS, value / 20));
}

function hundredths(text: string | undefined): number | undefined {
  const value = Number(text);
  if (text === undefined || !Number.isFinite(value)) return undefined;
  return Math.min(100, Math.max(-100, value / 100));
}

export function colorOf(text: string | undefined): string | null {
  return text !== undefined && /^[0-9a-f]{6}$/i.test(text) ? `#${text.toLowerCase()}` : null;
}

const ALIGN: Readonly<Record<string, ParagraphLook['align']>> = {
  left: 'left',
  start: 'left',
  center: 'center',
  right: 'right',
  end: 'right',
  both: 'justify',
  distribute: 'justify',
};

/** Puts a value where there is one. */
function put<T extends object, K extends keyof T>(look: T, key: K, value: T[K] | undefined): void {
  if (value !== undefined) look[key] = value;
}

/** What a child of `w:pPr` says. */
export function applyParagraph(look: ParagraphLook, name: string, attributes: Attributes): void {
  const value = attribute(attributes, 'val');
  switch (name) {
    case 'w:pStyle':
      put(look, 'style', value);
      break;
    case 'w:jc':
      put(look, 'align', ALIGN[value ?? '']);
      break;
    case 'w:ind':
      indent(look, attributes);
      break;
    case 'w:spacing':
      put(look, 'before', twips(attribute(attributes, 'before')));
      put(look, 'after', twips(attribute(attributes, 'after')));
      put(look, 'line', lineOf(attributes));
      break;
    case 'w:numId':
      put(look, 'list', value);
      break;
    case 'w:ilvl':
      look.level = Number(value ?? 0) || 0;
      break;
    case 'w:pageBreakBefore':
      look.newPage = isOn(attributes);
      break;
    default:
  }
}

function indent(look: ParagraphLook, attributes: Attributes): void {
  const by = (name: string): string | undefined => attribute(attributes, name);
  put(look, 'left', twips(by('left') ?? by('start')));
  put(look, 'right', twips(by('right') ?? by('end')));
  const hanging = twips(by('hanging'));
  const first = twips(by('firstLine')) ?? (hanging === undefined ? undefined : -hanging);
  // Shares of the type count where both are told (17.3.1.12); an own length takes back the share of a style.
  const hangingEm = hundredths(by('hangingChars'));
  const firstEm = hundredths(by('firstLineChars')) ?? (hangingEm === undefined ? undefined : -hangingEm);
  if (first !== undefined) {
    look.first = first;
    delete look.firstEm;
  }
  if (firstEm !== undefined) {
    look.firstEm = firstEm;
    if (firstEm === 0) delete look.firstEm;
  }
}

function lineOf(attributes: Attributes): ParagraphLook['line'] | undefined {
  const value = Number(attribute(attributes, 'line'));
  if (!Number.isFinite(value) || value <= 0) return undefined;
  const rule = attribute(attributes, 'lineRule') ?? 'auto';
  return rule === 'auto' ? { times: Math.min(10, value / 240) } : { exact: Math.min(MOST_POINTS, value / 20) };
}

/** What a child of `w:rPr` says. */
export function applyRun(look: RunLook, name: string, attributes: Attributes): void {
  const value = attribute(attributes, 'val');
  switch (name) {
    case 'w:rStyle':
      put(look, 'style', value);
      break;
    case 'w:rFonts':
      put(look, 'face', typefaceOf(attribute(attributes, 'eastAsia') ?? attribute(attributes, 'ascii')));
      break;
    case 'w:sz': {
      const half = Number(value);
      if (Number.isFinite(half) && half > 0) look.size = Math.min(MOST_POINTS, half / 2);
      break;
    }
    case 'w:color':
      look.color = colorOf(value);
      break;
    case 'w:b':
      look.bold = isOn(attributes);
      break;
    case 'w:i':
      look.italic = isOn(attributes);
      break;
    case 'w:u':
      look.underline = value !== 'none';
      break;
    case 'w:strike':
    case 'w:dstrike':
      look.strike = isOn(attributes);
      break;
    case 'w:vertAlign':
      look.raised = value === 'superscript' ? 'up' : value === 'subscript' ? 'down' : null;
      break;
    case 'w:vanish':
      look.hidden = isOn(attributes);
      break;
    default:
  }
}

interface Style {
  basedOn: string | undefined;
  paragraph: ParagraphLook;
  run: RunLook;
  bordered: boolean;
}

/** A longer chain of styles runs in a circle. */
const MOST_HOPS = 32;

/** A visitor of styles.xml, and afterwards what its styles look like. */
export class StyleBook implements XmlVisitor {
  readonly #styles = new Map<string, Style>();
  readonly #defaults: Style = { basedOn: undefined, paragraph: {}, run: {}, bordered: false };
  #now: Style | null = null;
  #standard: string | undefined;
  #part = 0;
  #borders = false;

  open(name: string, attributes: Attributes): void {
    if (name === 'w:docDefaults') this.#now = this.#defaults;
    else if (name === 'w:style') {
      const id = attribute(attributes, 'styleId') ?? '';
      this.#now = { basedOn: undefined, paragraph: {}, run: {}, bordered: false };
      this.#styles.set(id, this.#now);
      if (attribute(attributes, 'type') === 'paragraph' && /^(1|true|on)$/.test(attribute(attributes, 'default') ?? ''))
        this.#standard = id;
    } else if (name === 'w:tblStylePr') this.#part += 1;
    else if (this.#now !== null && this.#part === 0) this.#property(this.#now, name, attributes);
  }

  close(name: string): void {
    if (name === 'w:docDefaults' || name === 'w:style') this.#now = null;
    else if (name === 'w:tblStylePr') this.#part -= 1;
    else if (name === 'w:tblBorders') this.#borders = false;
  }

  #property(style: Style, name: string, attributes: Attributes): void {
    if (name === 'w:basedOn') style.basedOn = attribute(attributes, 'val');
    else if (name === 'w:tblBorders') this.#borders = true;
    else if (this.#borders) style.bordered ||= isBorder(attributes);
    else {
      applyParagraph(style.paragraph, name, attributes);
      applyRun(style.run, name, attributes);
    }
  }

  #chain(id: string | undefined): Style[] {
    const chain: Style[] = [];
    let style = id === undefined ? undefined : this.#styles.get(id);
    for (; style !== undefined && chain.length < MOST_HOPS; style = this.#styles.get(style.basedOn ?? ''))
      chain.unshift(style);
    return chain;
  }

  /** A paragraph with all that its style, the styles below it and the file's defaults say. */
  paragraph(own: ParagraphLook): ParagraphLook {
    const styles = this.#chain(own.style ?? this.#standard).map(({ paragraph }) => paragraph);
    return [this.#defaults.paragraph, ...styles, own].reduce(overlaid, {});
  }

  run(paragraph: string | undefined, own: RunLook): RunLook {
    const styles = [...this.#chain(paragraph ?? this.#standard), ...this.#chain(own.style)];
    return Object.assign({}, this.#defaults.run, ...styles.map(({ run }) => run), own) as RunLook;
  }

  bordered(table: string | undefined): boolean {
    return this.#chain(table).some(({ bordered }) => bordered);
  }
}

/** What says the first line in one way takes back what was said of it in the other. */
function overlaid(below: ParagraphLook, above: ParagraphLook): ParagraphLook {
  const whole = { ...below, ...above };
  if (above.first !== undefined && above.firstEm === undefined) delete whole.firstEm;
  return whole;
}

/** Whether a side of a frame is drawn. */
export function isBorder(attributes: Attributes): boolean {
  const value = attribute(attributes, 'val');
  return value !== undefined && value !== 'nil' && value !== 'none';
}
