/** A Word file as it looks: its page, its paragraphs and tables with their type, its pictures, its head and foot. */
import type { PreviewBlock, PreviewOf } from '../../../../shared/model/preview.ts';
import { readLists } from '../readers/docx-numbering.ts';
import { WordStyles } from '../readers/docx-styles.ts';
import { NumberCounter } from '../readers/numbering.ts';
import { findMainPart, readRelations, type PartStore, type Relations } from '../readers/office-package.ts';
import { budgetOf, type FileBytes } from '../readers/reader.ts';
import { walkXml } from '../readers/xml.ts';
import { pictureUrl } from './pictures.ts';
import { PreviewBudget } from './preview-budget.ts';
import { WordBody, type PageShape, type WordParts } from './word-body.ts';
import { StyleBook } from './word-looks.ts';

/** A4 with the margins of official letters, where the file says nothing. */
const A4 = { width: 595, left: 79, right: 74, top: 105, bottom: 99 } as const;

/** @throws ArchiveError BAD_FILE, PASSWORD_PROTECTED, FILE_TOO_LARGE */
export async function wordPaper(store: PartStore, file: FileBytes): Promise<PreviewOf<'document'>> {
  const { name } = file;
  const main = findMainPart(store, readRelations(store, '', name), name);
  const relations = readRelations(store, main, name);
  const budget = new PreviewBudget();
  const parts: WordParts = {
    styles: readStyles(store, relations, name),
    counter: readCounter(store, relations, file),
    budget,
  };
  const read = async (part: string): Promise<WordBody> => {
    const body = new WordBody(parts);
    walkXml(store.read(part), name, body);
    await fill(body, store, part === main ? relations : readRelations(store, part, name), budget);
    return body;
  };
  const body = await read(main);
  const side = async (id: string | undefined): Promise<PreviewBlock[]> => {
    const part = id === undefined ? undefined : relations.byId.get(id)?.part;
    return part === undefined || !store.has(part) ? [] : (await read(part)).blocks;
  };
  const notes = new Map<string, PreviewBlock[]>();
  for (const part of relations.ofKind('footnotes', 'endnotes'))
    if (store.has(part)) for (const note of (await read(part)).notes) notes.set(...note);
  const header = await side(body.page.header);
  const footer = await side(body.page.footer);
  return {
    kind: 'document',
    name,
    page: pageOf(body.page),
    header,
    blocks: [...body.blocks, ...body.noteOrder.flatMap((id, at) => numbered(notes.get(id) ?? [], at + 1))],
    footer,
    cut: budget.cut,
  };
}

function readStyles(store: PartStore, relations: Relations, name: string): StyleBook {
  const styles = new StyleBook();
  const part = relations.ofKind('styles')[0];
  if (part !== undefined && store.has(part)) walkXml(store.read(part), name, styles);
  return styles;
}

function readCounter(store: PartStore, relations: Relations, file: FileBytes): NumberCounter {
  const budget = budgetOf({}, file.name);
  const part = relations.ofKind('numbering')[0];
  if (part === undefined || !store.has(part)) return new NumberCounter(new Map(), budget);
  const styles = new WordStyles();
  const stylePart = relations.ofKind('styles')[0];
  if (stylePart !== undefined && store.has(stylePart)) walkXml(store.read(stylePart), file.name, styles);
  return new NumberCounter(
    readLists(store.read(part), file.name, (style) => styles.listOf(style)?.list),
    budget,
  );
}

/** Puts the pictures in; each is drawn once, however often it stands there. */
async function fill(body: WordBody, store: PartStore, relations: Relations, budget: PreviewBudget): Promise<void> {
  const drawn = new Map<string, string | null>();
  for (const { id, run } of body.slots) {
    const part = relations.byId.get(id)?.part;
    if (part === undefined || !store.has(part) || run.picture === undefined) continue;
    const known = drawn.get(part);
    const image = known === undefined ? await pictureUrl(() => store.read(part), budget) : known;
    if (known != null && !budget.takeImage(known)) continue;
    drawn.set(part, image);
    run.picture.image = image;
  }
}

function pageOf(shape: PageShape): PreviewOf<'document'>['page'] {
  const page = { ...A4, ...shape };
  const { width, left, right, top, bottom } = page;
  // Margins that leave no room are no margins.
  const roomy = left + right < width * 0.9;
  return {
    width: Math.max(100, width),
    left: roomy ? left : width * 0.1,
    right: roomy ? right : width * 0.1,
    top: Math.min(top, 300),
    bottom: Math.min(bottom, 300),
  };
}

function numbered(blocks: readonly PreviewBlock[], number: number): PreviewBlock[] {
  return blocks.map((block, at) =>
    at === 0 && block.kind === 'paragraph' ? { ...block, label: `[${number}] ` } : block,
  );
}
