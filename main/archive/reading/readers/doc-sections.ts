/** Sections of a binary Word file and the stories of their headers and footers (MS-DOC 2.8.26, 2.8.22). */
import { u16, u32 } from './doc-formatting.ts';
import type { Story } from './doc-pieces.ts';

export interface DocSection extends Story {
  /** Its first page has headers and footers of its own. */
  titlePage: boolean;
}

const DESCRIPTOR_BYTES = 12;
const TITLE_PAGE = 0x300a;
const MOST_SECTIONS = 10_000;

export interface SectionPlaces {
  table: Uint8Array;
  word: Uint8Array;
  /** Offset and length of the section table in the table stream. */
  place: readonly [number, number];
  body: Story;
  /** Whether a section's properties say that its first page is of its own; by the properties of Word 97 where left out. */
  titlePage?: (sprms: Uint8Array) => boolean;
}

/** The sections of the body; one of them all where the table is damaged. */
export function readSections({ table, word, place, body, titlePage = hasTitlePage }: SectionPlaces): DocSection[] {
  const [at, length] = place;
  const count = Math.min(Math.floor((Math.min(length, table.length - at) - 4) / (4 + DESCRIPTOR_BYTES)), MOST_SECTIONS);
  const sections: DocSection[] = [];
  let start = body.start;
  for (let index = 0; index < count; index++) {
    const end = index + 1 === count ? body.end : Math.min(u32(table, at + (index + 1) * 4), body.end);
    const properties = u32(table, at + (count + 1) * 4 + index * DESCRIPTOR_BYTES + 2);
    const size = properties + 2 > word.length ? 0 : u16(word, properties);
    const sprms = word.subarray(properties + 2, properties + 2 + size);
    sections.push({ start, end: Math.max(end, start), titlePage: titlePage(sprms) });
    start = Math.max(end, start);
  }
  return sections.length > 0 ? sections : [{ ...body, titlePage: false }];
}

function hasTitlePage(sprms: Uint8Array): boolean {
  for (let at = 0; at + 3 <= sprms.length;) {
    const sprm = u16(sprms, at);
    if (sprm === TITLE_PAGE) return sprms[at + 2] !== 0;
    at += 2 + operandBytes(sprm, sprms[at + 2] ?? 0);
  }
  return false;
}

function operandBytes(sprm: number, first: number): number {
  return [1, 1, 2, 4, 2, 2, first + 1, 3][sprm >> 13] ?? 2;
}

/** The order of a section's stories. */
const SIDES = ['header/even', 'header/default', 'footer/even', 'footer/default', 'header/first', 'footer/first'];
/** Separators of notes stand before those of the first section. */
const SEPARATORS = 6;

/** Stories of headers and footers, section by section; what a section does not have is as in the one before it. */
export function headerStories(
  table: Uint8Array,
  [at, length]: readonly [number, number],
  headers: Story,
): Map<string, Story>[] {
  const count = Math.min(Math.floor(Math.min(length, table.length - at) / 4) - 2, MOST_SECTIONS * SIDES.length);
  const sections: Map<string, Story>[] = [];
  for (let index = SEPARATORS; index < count; index++) {
    const start = headers.start + u32(table, at + index * 4);
    const end = Math.min(headers.start + u32(table, at + index * 4 + 4), headers.end);
    const side = SIDES[(index - SEPARATORS) % SIDES.length];
    if ((index - SEPARATORS) % SIDES.length === 0) sections.push(new Map());
    if (end > start && side !== undefined) sections.at(-1)?.set(side, { start, end });
  }
  return sections;
}
