/**
 * Word 2003 XML (WordprocessingML before OOXML, named xml or doc): all in one file, tracked changes and comments in
 * annotations, headers inside their sections. What differs is told to the reader of docx in its own words.
 */
import { FORMATS } from './doc-lists.ts';
import { BodyReader, type BodyContext } from './docx-body.ts';
import { PageMargins } from './page-margins.ts';
import { applyLevelProperty, plainLevel } from './docx-numbering.ts';
import { WordStyles } from './docx-styles.ts';
import { NumberCounter, type NumberLevel, type NumberList } from './numbering.ts';
import { append } from './office-text.ts';
import { WordLosses } from './word-losses.ts';
import { attribute, walkXml, type Attributes, type XmlVisitor } from './xml.ts';
import type { Side } from './page-margins.ts';
import { ReadBudget, type FileBytes } from './reader.ts';
import type { EmbeddedFile, RawText } from '../types.ts';

/** @throws ArchiveError BAD_FILE, FILE_TOO_LARGE */
export function readWordMl(file: FileBytes): RawText {
  const styles = new WordStyles();
  const lists = new ListVisitor();
  walkXml(file.bytes, file.name, {
    open(name, attributes) {
      styles.open(name, attributes);
      lists.open(name, attributes);
    },
    close(name) {
      styles.close(name);
      lists.close(name);
    },
  });
  const losses = new WordLosses();
  const counter = new NumberCounter(lists.lists(), new ReadBudget(file.name));
  const body = new WordMlBody({ counter, styles, losses, insert: () => [] });
  walkXml(file.bytes, file.name, body);
  const { reader } = body;
  reader.end();
  const margins = new PageMargins(reader.sections);
  const lines = margins.place(reader.out.lines, body.notes);
  losses.comments = reader.notes.size > 0;
  const aside = [...margins.all(), ...reader.notes.values()].map((piece) => piece.join('\n'));
  return {
    format: 'wordml',
    mime: 'application/xml',
    text: lines.join('\n'),
    layout: 'paragraphs',
    pages: [],
    warnings: losses.warnings(),
    embedded: [],
    unseenText: [...reader.out.unseen, ...aside, ...body.properties].filter((piece) => piece.trim() !== ''),
    pictures: body.pictures,
  };
}

/** Definitions of lists: `w:listDef`, used by `w:list` under a number of its own. */
class ListVisitor implements XmlVisitor {
  readonly #definitions = new Map<string, Map<number, NumberLevel>>();
  readonly #uses: { id: string; definition: string }[] = [];
  #levels: Map<number, NumberLevel> | null = null;
  #level: NumberLevel | null = null;

  open(name: string, attributes: Attributes): void {
    const value = attribute(attributes, 'val') ?? '';
    if (name === 'w:listDef') {
      this.#levels = new Map();
      this.#definitions.set(attribute(attributes, 'listDefId') ?? '', this.#levels);
    } else if (name === 'w:list') this.#uses.push({ id: attribute(attributes, 'ilfo') ?? '', definition: '' });
    else if (name === 'w:ilst') {
      const use = this.#uses.at(-1);
      if (use !== undefined) use.definition = value;
    } else if (name === 'w:lvl' && this.#levels !== null) {
      this.#level = plainLevel();
      this.#levels.set(Number(attribute(attributes, 'ilvl') ?? 0), this.#level);
    } else if (name === 'w:nfc' && this.#level !== null) this.#level.format = FORMATS[Number(value)] ?? 'decimal';
    else if (this.#level !== null) applyLevelProperty(this.#level, name, attributes);
  }

  close(name: string): void {
    if (name === 'w:lvl') this.#level = null;
    else if (name === 'w:listDef') this.#levels = null;
  }

  lists(): Map<string, NumberList> {
    return new Map(
      this.#uses.map(({ id, definition }) => [
        id,
        { counter: definition, levels: this.#definitions.get(definition) ?? new Map(), startOverrides: new Map() },
      ]),
    );
  }
}

/** What an annotation is to the reader of docx. */
const ANNOTATIONS: ReadonlyMap<string, string> = new Map([
  ['Word.Comment', 'w:comment'],
  ['Word.Deletion', 'w:del'],
  ['Word.Formatting', 'w:rPrChange'],
  ['Word.Numbering', 'w:numberingChange'],
]);
const NAMES: ReadonlyMap<string, string> = new Map([
  ['w:listPr', 'w:numPr'],
  ['w:ilfo', 'w:numId'],
]);
const CUSTOM = 'o:CustomDocumentProperties';
const WRITTEN = /^o:(?:Title|Subject|Author|Keywords|Description|Category|Manager|Company)$/;
const PAGES: ReadonlyMap<string, string> = new Map([
  ['even', 'even'],
  ['first', 'first'],
]);

class WordMlBody implements XmlVisitor {
  readonly reader: BodyReader;
  readonly notes: string[] = [];
  readonly pictures: EmbeddedFile[] = [];
  /** What a person has written into the file's properties. */
  readonly properties: string[] = [];
  readonly #losses: WordLosses;
  /** How each open element was told to the reader. */
  readonly #told: string[] = [];
  readonly #sides: { side: Side; page: string }[] = [];
  #property: string | null = null;
  #picture: string | null = null;

  constructor(context: BodyContext) {
    this.reader = new BodyReader(context);
    this.#losses = context.losses;
  }

  open(name: string, attributes: Attributes): void {
    const told = this.#translate(name, attributes);
    this.#told.push(told);
    if (told === 'side' || told === 'note') this.reader.out.openHolder();
    else if (told === 'picture') this.#picture = '';
    else if (told === 'property') this.#property = this.#told.at(-2) === CUSTOM ? `${name.slice(2)}：` : '';
    else this.reader.open(told, attributes);
  }

  text(data: string): void {
    if (this.#picture !== null) this.#picture += data;
    else if (this.#property === null) this.reader.text(data);
    else this.#property += data;
  }

  close(): void {
    const told = this.#told.pop() ?? '';
    if (told === 'side') {
      const lines = this.reader.out.closeHolder();
      const { side, page } = this.#sides.pop() ?? { side: 'header', page: 'default' };
      this.reader.setSide(side, page, lines);
    } else if (told === 'note')
      append(
        this.notes,
        this.reader.out.closeHolder().filter((line) => line.trim() !== ''),
      );
    else if (told === 'picture') this.#picture = '';
    else if (told === 'property') {
      if (this.#property !== null && this.#property.trim() !== '') this.properties.push(this.#property.trim());
      this.#property = null;
    } else if (told === 'picture') {
      const bytes = Uint8Array.from(Buffer.from(this.#picture ?? '', 'base64'));
      this.pictures.push({ name: String(this.pictures.length + 1), bytes });
      this.#picture = null;
    } else this.reader.close(told);
  }

  #translate(name: string, attributes: Attributes): string {
    const parent = this.#told.at(-1);
    switch (name) {
      case 'aml:annotation':
        return ANNOTATIONS.get(attribute(attributes, 'type') ?? '') ?? name;
      case 'w:hdr':
      case 'w:ftr':
        this.#sides.push({
          side: name === 'w:hdr' ? 'header' : 'footer',
          page: PAGES.get(attribute(attributes, 'type') ?? '') ?? 'default',
        });
        return 'side';
      case 'w:footnote':
      case 'w:endnote':
        return 'note';
      case 'w:binData':
        return 'picture';
      case 'w:ocx':
      case 'w:docOleData':
        this.#losses.embedded++;
        return name;
      default:
        if (parent === CUSTOM || (parent === 'o:DocumentProperties' && WRITTEN.test(name))) return 'property';
        return NAMES.get(name) ?? name;
    }
  }
}
