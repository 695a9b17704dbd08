/**
 * Word files in XML (docx, docm, dotx; what WPS saves as such). Read here and not through mammoth: its raw text leaves out
 * automatic numbers (一、), WordArt heads, headers and footers, and the structure of tables.
 */
import { ArchiveError } from '../../../../shared/errors.ts';
import { LIMITS, warning, type FileBytes, type Reader } from './reader.ts';
import { NumberCounter, type NumberLevel, type NumberList } from './numbering.ts';
import { marginLines, rowLines, symbolText } from './office-text.ts';
import { attribute, walkXml, type Attributes } from './xml.ts';
import { ZipContainer } from './zip-container.ts';
import type { Warning } from '../../../../shared/model/elements.ts';
import type { RawText } from '../types.ts';

export const DOCX_MIME = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export const readDocx: Reader = async (file) => readDocxFrom(new ZipContainer(file.bytes, file.name), file);

/** @throws ArchiveError BAD_FILE, PASSWORD_PROTECTED, FILE_TOO_LARGE */
export function readDocxFrom(zip: ZipContainer, file: FileBytes): RawText {
  const mainPart = findMainPart(zip, file.name);
  const parts = readRelations(zip, mainPart, file.name);
  const styles = readStyles(zip, parts.byType.get('styles')?.[0], file.name);
  const lists = readLists(zip, parts.byType.get('numbering')?.[0], file.name);
  const losses = new Losses();
  const counter = new NumberCounter(lists);
  const read = (part: string): BodyReader => {
    const body = new BodyReader(counter, styles, losses);
    walkXml(zip.read(part), file.name, body);
    return body;
  };

  const main = read(mainPart);
  const sideText = (id: string | undefined): string[] => {
    const part = id === undefined ? undefined : parts.byId.get(id);
    if (part === undefined || !zip.has(part)) return [];
    return marginLines(read(part).lines);
  };
  const notes = ['footnotes', 'endnotes'].flatMap((kind) => {
    const part = parts.byType.get(kind)?.[0];
    return part === undefined || !zip.has(part) ? [] : read(part).lines.filter((line) => line.trim() !== '');
  });
  const lines = [...sideText(main.firstPage.header), ...main.lines, ...notes, ...sideText(main.firstPage.footer)];
  if (zip.entries.some((entry) => /^word\/comments\.xml$/i.test(entry.name))) losses.comments = true;
  losses.pictures += zip.entries.some((entry) => /^word\/media\//i.test(entry.name)) && losses.pictures === 0 ? 1 : 0;
  losses.embedded += zip.entries.filter((entry) => /^word\/embeddings\/./i.test(entry.name)).length;
  return {
    format: 'docx',
    mime: DOCX_MIME,
    text: lines.join('\n'),
    layout: 'paragraphs',
    pages: [],
    warnings: losses.warnings(),
    embedded: [],
  };
}

function findMainPart(zip: ZipContainer, fileName: string): string {
  let found: string | null = null;
  if (zip.has('_rels/.rels')) {
    walkXml(zip.read('_rels/.rels'), fileName, {
      open(_name, attributes) {
        if (attribute(attributes, 'Type')?.endsWith('/officeDocument') === true) {
          found ??= resolvePart('', attribute(attributes, 'Target') ?? '');
        }
      },
    });
  }
  const part = found ?? 'word/document.xml';
  if (!zip.has(part)) throw new ArchiveError('BAD_FILE', fileName, `no ${part}`);
  return part;
}

interface Relations {
  byId: Map<string, string>;
  /** By the last word of the relation's type: styles, numbering, footnotes … */
  byType: Map<string, string[]>;
}

function readRelations(zip: ZipContainer, mainPart: string, fileName: string): Relations {
  const slash = mainPart.lastIndexOf('/') + 1;
  const folder = mainPart.slice(0, slash);
  const relations: Relations = { byId: new Map(), byType: new Map() };
  const part = `${folder}_rels/${mainPart.slice(slash)}.rels`;
  if (!zip.has(part)) return relations;
  walkXml(zip.read(part), fileName, {
    open(_name, attributes) {
      const [id, type, target] = ['Id', 'Type', 'Target'].map((key) => attribute(attributes, key));
      if (id === undefined || type === undefined || target === undefined) return;
      if (attribute(attributes, 'TargetMode') === 'External') return;
      const path = resolvePart(folder, target);
      const kind = type.slice(type.lastIndexOf('/') + 1);
      relations.byId.set(id, path);
      relations.byType.set(kind, [...(relations.byType.get(kind) ?? []), path]);
    },
  });
  return relations;
}

/** A part's name inside the zip. Only ever looked up there, so that `..` leads nowhere. */
function resolvePart(folder: string, target: string): string {
  const segments = (target.startsWith('/') ? target : folder + target).split('/');
  const out: string[] = [];
  for (const segment of segments) {
    if (segment === '..') out.pop();
    else if (segment !== '' && segment !== '.') out.push(segment);
  }
  return out.join('/');
}

interface ListPlace {
  list: string;
  level: number;
}
type Styles = ReadonlyMap<string, { basedOn: string | undefined; list: string | undefined; level: number | undefined }>;

function readStyles(zip: ZipContainer, part: string | undefined, fileName: string): Styles {
  const styles = new Map<
    string,
    { basedOn: string | undefined; list: string | undefined; level: number | undefined }
  >();
  if (part === undefined || !zip.has(part)) return styles;
  let id: string | undefined;
  walkXml(zip.read(part), fileName, {
    open(name, attributes) {
      const value = attribute(attributes, 'val');
      if (name === 'w:style') {
        id = attribute(attributes, 'styleId');
        if (id !== undefined) styles.set(id, { basedOn: undefined, list: undefined, level: undefined });
      }
      const style = id === undefined ? undefined : styles.get(id);
      if (style === undefined) return;
      if (name === 'w:basedOn') style.basedOn = value;
      if (name === 'w:numId') style.list = value;
      if (name === 'w:ilvl') style.level = Number(value ?? 0);
    },
    close(name) {
      if (name === 'w:style') id = undefined;
    },
  });
  return styles;
}

function listOfStyle(styles: Styles, id: string | undefined): ListPlace | null {
  let level: number | undefined;
  for (let hops = 0; id !== undefined && hops < 32; hops++) {
    const style = styles.get(id);
    level ??= style?.level;
    if (style?.list !== undefined) return { list: style.list, level: level ?? 0 };
    id = style?.basedOn;
  }
  return null;
}

function readLists(zip: ZipContainer, part: string | undefined, fileName: string): Map<string, NumberList> {
  const lists = new Map<string, NumberList>();
  if (part === undefined || !zip.has(part)) return lists;
  const abstracts = new Map<string, Map<number, NumberLevel>>();
  const nums: { id: string; abstractId: string; starts: Map<number, number>; levels: Map<number, NumberLevel> }[] = [];
  let levels: Map<number, NumberLevel> | null = null;
  let level: NumberLevel | null = null;
  let overridden = 0;
  walkXml(zip.read(part), fileName, {
    open(name, attributes) {
      const value = attribute(attributes, 'val') ?? '';
      const num = nums.at(-1);
      switch (name) {
        case 'w:abstractNum':
          levels = new Map();
          abstracts.set(attribute(attributes, 'abstractNumId') ?? '', levels);
          break;
        case 'w:num':
          nums.push({ id: attribute(attributes, 'numId') ?? '', abstractId: '', starts: new Map(), levels: new Map() });
          levels = nums.at(-1)?.levels ?? null;
          break;
        case 'w:abstractNumId':
          if (num !== undefined) num.abstractId = value;
          break;
        case 'w:lvlOverride':
          overridden = Number(attribute(attributes, 'ilvl') ?? 0);
          break;
        case 'w:startOverride':
          num?.starts.set(overridden, Number(value));
          break;
        case 'w:lvl':
          level = { format: 'decimal', template: '', start: 1, suffix: 'tab', restartAfter: null, legal: false };
          levels?.set(Number(attribute(attributes, 'ilvl') ?? 0), level);
          break;
        case 'w:start':
          if (level !== null) level.start = Number(value);
          break;
        case 'w:numFmt':
          if (level !== null) level.format = value;
          break;
        case 'w:lvlText':
          if (level !== null) level.template = value;
          break;
        case 'w:suff':
          if (level !== null && (value === 'space' || value === 'nothing')) level.suffix = value;
          break;
        case 'w:lvlRestart':
          if (level !== null) level.restartAfter = Number(value);
          break;
        case 'w:isLgl':
          if (level !== null) level.legal = value !== '0' && value !== 'false';
          break;
        default:
      }
    },
    close(name) {
      if (name === 'w:lvl') level = null;
    },
  });
  for (const num of nums) {
    const merged = new Map([...(abstracts.get(num.abstractId) ?? []), ...num.levels]);
    lists.set(num.id, { counter: num.abstractId, levels: merged, startOverrides: num.starts });
  }
  return lists;
}

/** What the text of a Word file cannot hold, counted while reading. */
class Losses {
  pictures = 0;
  embedded = 0;
  hidden = 0;
  deleted = 0;
  comments = false;

  warnings(): Warning[] {
    const found: Warning[] = [];
    if (this.pictures > 0) found.push(warning('PICTURES_NOT_READ', '文件中有图片，图片中的文字未读出，请对照原件。'));
    if (this.embedded > 0)
      found.push(warning('EMBEDDED_NOT_READ', `文件中嵌有 ${this.embedded} 个其他文件，其内容未读出。`));
    if (this.deleted > 0) found.push(warning('TRACKED_CHANGES', '文件带有修订痕迹：已按接受全部修订后的文字读出。'));
    if (this.hidden > 0) found.push(warning('HIDDEN_TEXT', '文件中有隐藏文字，未读出。'));
    if (this.comments) found.push(warning('COMMENTS_NOT_READ', '文件中有批注，未读出。'));
    return found;
  }
}

/** Elements whose whole content is not shown on the page, or is shown by another element beside them. */
const SKIPPED = new Set(['w:del', 'w:delText', 'w:delInstrText', 'w:instrText', 'w:moveFrom', 'w:rt', 'mc:Fallback']);

interface Paragraph {
  text: string;
  style: string | undefined;
  list: string | undefined;
  level: number | undefined;
  hidden: boolean;
}

/** A place that collects lines: the body, a table cell, a text box. */
interface Holder {
  kind: 'body' | 'cell' | 'box';
  lines: string[];
}

interface Table {
  row: string[][];
}

class BodyReader {
  readonly lines: string[] = [];
  /** The header and footer that the first page shows, by relation id. */
  readonly firstPage: { header?: string; footer?: string } = {};
  readonly #counter: NumberCounter;
  readonly #styles: Styles;
  readonly #losses: Losses;
  readonly #holders: Holder[] = [{ kind: 'body', lines: this.lines }];
  readonly #tables: Table[] = [];
  readonly #paragraphs: Paragraph[] = [];
  readonly #sides = new Map<string, string>();
  #skipping = 0;
  #inText = false;
  #keepBlanks = false;
  #runHidden = false;
  #inRunProperties = false;
  #numberingChange = 0;
  #titlePage = false;
  #sections = 0;

  constructor(counter: NumberCounter, styles: Styles, losses: Losses) {
    this.#counter = counter;
    this.#styles = styles;
    this.#losses = losses;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#skipping > 0 || SKIPPED.has(name)) {
      this.#skipping++;
      if (name === 'w:del' || name === 'w:moveFrom') this.#losses.deleted++;
      return;
    }
    const paragraph = this.#paragraphs.at(-1);
    switch (name) {
      case 'w:p':
        this.#paragraphs.push({ text: '', style: undefined, list: undefined, level: undefined, hidden: false });
        break;
      case 'w:pPrChange':
      case 'w:rPrChange':
      case 'w:sectPrChange':
        // Holds the properties from before a tracked change.
        this.#numberingChange++;
        break;
      case 'w:pStyle':
        if (paragraph !== undefined && this.#numberingChange === 0) paragraph.style = attribute(attributes, 'val');
        break;
      case 'w:numId':
        if (paragraph !== undefined && this.#numberingChange === 0) paragraph.list = attribute(attributes, 'val');
        break;
      case 'w:ilvl':
        if (paragraph !== undefined && this.#numberingChange === 0)
          paragraph.level = Number(attribute(attributes, 'val'));
        break;
      case 'w:r':
        this.#runHidden = false;
        break;
      case 'w:rPr':
        this.#inRunProperties = true;
        break;
      case 'w:vanish':
        if (this.#inRunProperties && this.#numberingChange === 0) this.#runHidden = isOn(attributes);
        break;
      case 'w:t':
      case 'm:t':
        this.#inText = true;
        this.#keepBlanks = attribute(attributes, 'space') === 'preserve' || name === 'm:t';
        break;
      case 'w:tab':
      case 'w:ptab':
        // The same name defines tab stops inside paragraph properties, with a value.
        if (attribute(attributes, 'val') === undefined) this.#add('\t');
        break;
      case 'w:br':
      case 'w:cr':
        this.#add('\n');
        break;
      case 'w:noBreakHyphen':
        this.#add('-');
        break;
      case 'w:sym':
        this.#add(symbol(attributes));
        break;
      case 'w:txbxContent':
        this.#openHolder('box');
        break;
      case 'v:textpath': {
        const art = attribute(attributes, 'string');
        if (art !== undefined && art.trim() !== '') this.#holders.at(-1)?.lines.push(art);
        break;
      }
      case 'w:tbl':
        if (this.#tables.length >= LIMITS.nesting)
          throw new ArchiveError('BAD_FILE', undefined, 'tables nested too deeply');
        this.#tables.push({ row: [] });
        break;
      case 'w:tc':
        this.#openHolder('cell');
        break;
      case 'a:blip':
      case 'v:imagedata':
        this.#losses.pictures++;
        break;
      case 'w:headerReference':
      case 'w:footerReference':
        if (this.#sections === 0) {
          this.#sides.set(`${name}/${attribute(attributes, 'type') ?? 'default'}`, attribute(attributes, 'id') ?? '');
        }
        break;
      case 'w:titlePg':
        if (this.#sections === 0 && this.#numberingChange === 0) this.#titlePage = isOn(attributes);
        break;
      default:
    }
  }

  text(data: string): void {
    if (!this.#inText || this.#skipping > 0) return;
    if (this.#runHidden) {
      this.#losses.hidden++;
      return;
    }
    this.#add(this.#keepBlanks ? data : data.replaceAll(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''));
  }

  close(name: string): void {
    if (this.#skipping > 0) {
      this.#skipping--;
      return;
    }
    switch (name) {
      case 'w:p':
        this.#closeParagraph();
        break;
      case 'w:t':
      case 'm:t':
        this.#inText = false;
        break;
      case 'w:rPr':
        this.#inRunProperties = false;
        break;
      case 'w:pPrChange':
      case 'w:rPrChange':
      case 'w:sectPrChange':
        this.#numberingChange--;
        break;
      case 'w:txbxContent': {
        const box = this.#holders.pop();
        this.#holders.at(-1)?.lines.push(...(box?.lines.filter((line) => line.trim() !== '') ?? []));
        break;
      }
      case 'w:tc': {
        const cell = this.#holders.pop();
        this.#tables.at(-1)?.row.push(cell?.lines ?? []);
        break;
      }
      case 'w:tr':
        this.#closeRow();
        break;
      case 'w:tbl':
        this.#tables.pop();
        break;
      case 'w:sectPr':
        this.#closeSection();
        break;
      default:
    }
  }

  #add(text: string): void {
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph !== undefined) paragraph.text += text;
  }

  #openHolder(kind: 'cell' | 'box'): void {
    if (this.#holders.length >= LIMITS.nesting) throw new ArchiveError('BAD_FILE', undefined, 'nested too deeply');
    this.#holders.push({ kind, lines: [] });
  }

  #closeParagraph(): void {
    const paragraph = this.#paragraphs.pop();
    if (paragraph === undefined) return;
    const styled = listOfStyle(this.#styles, paragraph.style);
    const list = paragraph.list ?? styled?.list;
    const level = paragraph.level ?? (paragraph.list === undefined ? styled?.level : undefined) ?? 0;
    // A list id of 0 takes the style's numbering away; empty paragraphs show their number but hold no text.
    const number = list === undefined || list === '0' ? '' : this.#counter.next(list, level);
    this.#holders.at(-1)?.lines.push(...(number + paragraph.text).split('\n'));
  }

  #closeRow(): void {
    const table = this.#tables.at(-1);
    if (table === undefined) return;
    this.#holders.at(-1)?.lines.push(...rowLines(table.row));
    table.row = [];
  }

  #closeSection(): void {
    if (this.#sections++ > 0) return;
    for (const side of ['header', 'footer'] as const) {
      const first = this.#titlePage ? this.#sides.get(`w:${side}Reference/first`) : undefined;
      const id = this.#titlePage ? first : this.#sides.get(`w:${side}Reference/default`);
      if (id !== undefined) this.firstPage[side] = id;
    }
  }
}

function isOn(attributes: Attributes): boolean {
  const value = attribute(attributes, 'val');
  return value === undefined || !/^(0|false|off)$/.test(value);
}

function symbol(attributes: Attributes): string {
  const code = Number.parseInt(attribute(attributes, 'char') ?? '', 16);
  return Number.isNaN(code) ? '' : symbolText(attribute(attributes, 'font') ?? '', code);
}
