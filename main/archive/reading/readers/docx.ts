/**
 * Word files in XML (docx, docm, dotx; what WPS saves as such). Read here and not through mammoth: its raw text leaves out
 * automatic numbers (一、), WordArt heads, headers and footers, and the structure of tables.
 */
import path from 'node:path';
import { ArchiveError } from '../../../../shared/errors.ts';
import { readChunk } from './alt-chunk.ts';
import { BodyReader, type BodyContext } from './docx-body.ts';
import { chartLines, diagramLines } from './docx-graphics.ts';
import { readLists } from './docx-numbering.ts';
import { PageMargins } from './page-margins.ts';
import { WordStyles } from './docx-styles.ts';
import { NumberCounter } from './numbering.ts';
import { append } from './office-text.ts';
import {
  findMainPart,
  mentions,
  readRelations,
  type PartStore,
  type Relation,
  type Relations,
} from './office-package.ts';
import { propertyTexts } from './office-properties.ts';
import { budgetOf, stopIfCancelled, type FileBytes, type ReadBudget, type Reader, type ReadOptions } from './reader.ts';
import { WordLosses } from './word-losses.ts';
import { walkXml } from './xml.ts';
import { ZipContainer } from './zip-container.ts';
import type { EmbeddedFile, RawText } from '../types.ts';

export const DOCX_MIME = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export const readDocx: Reader = async (file, options) =>
  readDocxFrom(new ZipContainer(file.bytes, file.name), file, options);

/**
 * @param depth how many Word files lie around this one
 * @throws ArchiveError BAD_FILE, PASSWORD_PROTECTED, FILE_TOO_LARGE, CANCELLED
 */
export async function readDocxFrom(
  store: PartStore,
  file: FileBytes,
  options: ReadOptions,
  depth = 0,
): Promise<RawText> {
  return new DocxReading(store, file.name, options, depth).read();
}

class DocxReading {
  readonly #store: PartStore;
  readonly #fileName: string;
  readonly #options: ReadOptions;
  readonly #depth: number;
  readonly #budget: ReadBudget;
  readonly #losses = new WordLosses();
  readonly #warnings: RawText['warnings'] = [];
  readonly #unseen: string[] = [];
  readonly #pictures: EmbeddedFile[] = [];
  /** Lines of parts that may be named any number of times. */
  readonly #known = new Map<string, readonly string[]>();
  #styles = new WordStyles();
  #counter: NumberCounter;

  constructor(store: PartStore, fileName: string, options: ReadOptions, depth: number) {
    this.#store = store;
    this.#fileName = fileName;
    this.#options = options;
    this.#depth = depth;
    this.#budget = budgetOf(options, fileName);
    this.#counter = new NumberCounter(new Map(), this.#budget);
  }

  async read(): Promise<RawText> {
    const top = readRelations(this.#store, '', this.#fileName);
    const mainPart = findMainPart(this.#store, top, this.#fileName);
    const relations = readRelations(this.#store, mainPart, this.#fileName);
    this.#styles = this.#readStyles(relations);
    this.#counter = this.#readNumbering(relations);
    const main = await this.#walk(mainPart, relations);
    const margins = new PageMargins(main.sections);
    for (const id of margins.ids()) margins.fill(id, await this.#linesOf(relations.byId.get(id)?.part));
    const lines = margins.place(main.out.lines, await this.#notes(main, relations));
    await this.#lookAside(top, relations, margins);
    this.#countLosses();
    return {
      format: 'docx',
      mime: DOCX_MIME,
      text: lines.join('\n'),
      layout: 'paragraphs',
      pages: [],
      warnings: [...this.#losses.warnings(), ...this.#warnings],
      embedded: [],
      unseenText: this.#unseen,
      pictures: this.#pictures,
    };
  }

  /** Walking costs as much as the letter itself: only where a style hides text or carries numbers. */
  #readStyles(relations: Relations): WordStyles {
    const styles = new WordStyles();
    const part = this.#partOf(relations, 'styles');
    if (part !== null && mentions(part, 'vanish', 'numId')) walkXml(part, this.#fileName, styles);
    return styles;
  }

  #readNumbering(relations: Relations): NumberCounter {
    const part = this.#partOf(relations, 'numbering');
    if (part === null) return new NumberCounter(new Map(), this.#budget);
    const lists = readLists(part, this.#fileName, (style) => this.#styles.listOf(style)?.list);
    return new NumberCounter(lists, this.#budget);
  }

  #partOf(relations: Relations, kind: string): Uint8Array | null {
    const part = relations.ofKind(kind)[0];
    return part === undefined || !this.#store.has(part) ? null : this.#store.read(part);
  }

  async #walk(part: string, relations = readRelations(this.#store, part, this.#fileName)): Promise<BodyReader> {
    stopIfCancelled(this.#options.signal);
    await this.#readChunks(relations);
    const context: BodyContext = {
      counter: this.#counter,
      styles: this.#styles,
      losses: this.#losses,
      insert: (id) => {
        const lines = this.#insert(relations, id);
        this.#budget.takeText(lines.reduce((sum, line) => sum + line.length + 1, 0));
        return lines;
      },
    };
    const body = new BodyReader(context);
    walkXml(this.#store.read(part), this.#fileName, body);
    body.end();
    append(this.#unseen, body.out.unseen);
    this.#losses.embedded += relations.ofKind('package', 'oleObject', 'control').length;
    return body;
  }

  /** Embedded documents are read beforehand, since some of them can only be waited for. */
  async #readChunks(relations: Relations): Promise<void> {
    for (const part of relations.ofKind('aFChunk')) {
      if (this.#known.has(part)) continue;
      const chunk = await this.#chunk(part);
      this.#known.set(part, chunk?.text.split('\n') ?? []);
      if (chunk === null) {
        this.#losses.unread.add(`嵌入的文档 ${path.basename(part)}`);
        continue;
      }
      this.#warnings.push(...chunk.warnings.filter(({ code }) => !this.#warnings.some((known) => known.code === code)));
      this.#unseen.push(chunk.text);
      append(this.#unseen, chunk.unseenText ?? []);
      append(this.#pictures, chunk.pictures ?? []);
    }
  }

  async #chunk(part: string): ReturnType<typeof readChunk> {
    try {
      const bytes = Uint8Array.from(this.#store.read(part));
      const options = { ...this.#options, budget: this.#budget };
      return await readChunk({ name: path.basename(part), bytes }, options, readDocxFrom, this.#depth + 1);
    } catch (thrown) {
      if (!(thrown instanceof ArchiveError) || thrown.code === 'FILE_TOO_LARGE' || thrown.code === 'CANCELLED')
        throw thrown;
      return null;
    }
  }

  /** Lines of the part that stands in this place of the text. */
  #insert(relations: Relations, id: string): readonly string[] {
    const relation = relations.byId.get(id);
    if (relation === undefined) {
      this.#losses.unread.add('链接的内容');
      return [];
    }
    const known = this.#known.get(relation.part) ?? this.#graphic(relation);
    this.#known.set(relation.part, known);
    return known;
  }

  #graphic({ kind, part }: Relation): string[] {
    const chart = kind === 'chart' || kind === 'chartEx';
    if (!chart && kind !== 'diagramData') return [];
    try {
      const bytes = this.#store.read(part);
      return chart ? chartLines(bytes, this.#fileName) : diagramLines(bytes, this.#fileName);
    } catch (thrown) {
      if (!(thrown instanceof ArchiveError) || thrown.code === 'FILE_TOO_LARGE') throw thrown;
      this.#losses.unread.add(chart ? '图表' : '图示');
      return [];
    }
  }

  async #linesOf(part: string | undefined): Promise<readonly string[]> {
    if (part === undefined || !this.#store.has(part)) return [];
    const lines = this.#known.get(part) ?? (await this.#walk(part)).out.lines;
    this.#known.set(part, lines);
    return lines;
  }

  /** Footnotes and endnotes in the order of the text; those to which it does not refer are not shown. */
  async #notes(main: BodyReader, relations: Relations): Promise<string[]> {
    const notes = new Map<string, string[]>();
    for (const part of relations.ofKind('footnotes', 'endnotes')) {
      if (this.#store.has(part)) for (const note of (await this.#walk(part)).notes) notes.set(...note);
    }
    const shown = [...new Set(main.noteOrder)].filter((id) => notes.has(id));
    const referred = new Set(shown);
    for (const [id, lines] of notes) if (!referred.has(id)) this.#note(lines.join('\n'));
    const kinds = ['footnote/', 'endnote/'];
    return kinds.flatMap((kind) => shown.filter((id) => id.startsWith(kind)).flatMap((id) => notes.get(id) ?? []));
  }

  /** What the file holds beside the letter: comments, margins that no page shows, properties, names of files in it. */
  async #lookAside(top: Relations, relations: Relations, margins: PageMargins): Promise<void> {
    for (const part of relations.ofKind('comments')) {
      if (!this.#store.has(part)) continue;
      for (const lines of (await this.#walk(part)).notes.values()) {
        if (lines.length > 0) this.#losses.comments = true;
        this.#note(lines.join('\n'));
      }
    }
    for (const [id, { kind, part }] of relations.byId) {
      if ((kind === 'header' || kind === 'footer') && !margins.knows(id)) margins.fill(id, await this.#linesOf(part));
    }
    for (const lines of margins.all()) this.#note(lines.join('\n'));
    const settings = this.#partOf(relations, 'settings');
    if (settings !== null && mentions(settings, 'docVar')) {
      const text = new TextDecoder().decode(settings);
      for (const [, value] of text.matchAll(/<w:docVar\b[^>]{0,200}\bw:val="([^"]{0,2000})"/g)) this.#note(value ?? '');
    }
    for (const part of top.ofKind('core-properties', 'extended-properties', 'custom-properties')) {
      if (this.#store.has(part)) for (const text of this.#properties(part)) this.#note(text);
    }
  }

  /** Damaged properties hide no letter. */
  #properties(part: string): string[] {
    try {
      const bytes = this.#store.read(part);
      // They are only asked for marks of secrecy: without the word there is none.
      return mentions(bytes, '密', '&#') ? propertyTexts(bytes, this.#fileName) : [];
    } catch (thrown) {
      if (!(thrown instanceof ArchiveError) || thrown.code === 'FILE_TOO_LARGE') throw thrown;
      return [];
    }
  }

  #countLosses(): void {
    if (this.#losses.pictures === 0 && this.#store.entries.some(({ name }) => /^word\/media\//i.test(name)))
      this.#losses.pictures = 1;
    if (this.#losses.embedded === 0)
      this.#losses.embedded = this.#store.entries.filter(({ name }) => /^word\/embeddings\/./i.test(name)).length;
  }

  #note(text: string): void {
    if (text.trim() !== '') this.#unseen.push(text);
  }
}
