/** The text of a binary Word file out of its stories: body, notes, boxes, headers and footers. */
import { DocText, type DocSource } from './doc-text.ts';
import { append } from './office-text.ts';
import { PageMargins, type Section } from './page-margins.ts';
import { FieldStack } from './word-fields.ts';
import type { Story } from './doc-pieces.ts';
import type { DocSection } from './doc-sections.ts';
import type { RawText } from '../types.ts';

export const DOC_MIME = 'application/msword';

/** The parts of a file, of whatever version, that make its text. */
export interface DocParts {
  stories: { body: Story; footnotes: Story; comments: Story; endnotes: Story; boxes: Story[] };
  sections: DocSection[];
  /** Stories of headers and footers by section, side and kind of page. */
  headers: Map<string, Story>[];
  drawings: { art: string[]; descriptions: string[] };
}

export function readStories(source: DocSource, { stories, sections, headers, drawings }: DocParts): RawText {
  const text = new DocText(source);
  const { losses } = source;
  const unseen: string[] = [...drawings.descriptions, ...drawings.art];
  const filled = (story: Story): string[] => text.lines(story).filter((line) => line.trim() !== '');
  /** The first header is read before the body: numbers count on from it. */
  const margins = headers.map((sides) => new Map([...sides].map(([side, story]) => [side, text.lines(story)])));
  const fields = new FieldStack();
  const bodies = sections.map(({ start, end }) => text.lines({ start, end }, fields));
  // Text boxes hang on paragraphs, but their text stands apart. In letters they hold the head.
  const boxes = stories.boxes.flatMap(filled);
  const lines: string[] = [...drawings.art, ...boxes];
  const shown = sections.map(({ titlePage }, at): Section => {
    for (const line of bodies[at] ?? []) lines.push(line);
    // Where the properties of a section are damaged or left out, a first page's header is kept all the same.
    return { end: lines.length, sides: margins[at] ?? new Map<string, string[]>(), titlePage: titlePage || null };
  });
  const notes = [...filled(stories.footnotes), ...filled(stories.endnotes)];
  const comments = filled(stories.comments);
  losses.comments = comments.length > 0;
  while (lines.at(-1) === '') lines.pop();
  for (const sides of margins.slice(shown.length)) shown.push({ end: lines.length, sides, titlePage: null });
  unseen.push(boxes.join('\n'));
  append(unseen, comments);
  append(unseen, text.unseen);
  for (const sides of margins) for (const piece of sides.values()) unseen.push(piece.join('\n'));
  return {
    format: 'doc',
    mime: DOC_MIME,
    text: new PageMargins(shown).place(lines, notes).join('\n'),
    layout: 'paragraphs',
    pages: [],
    warnings: losses.warnings(),
    embedded: [],
    unseenText: unseen.filter((piece) => piece.trim() !== ''),
  };
}
