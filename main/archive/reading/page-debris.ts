/** What the page and not the letter put into the text: page numbers, lone dashes, running heads and feet. */
import type { RawLine } from './lines.ts';
import type { LineLayout, PageSpan } from './types.ts';

/** —— 4 —, - 4 -, – 4 –, and dashes alone. */
const DASHED_NUMBER = /^[—－\-–―─_\s]+\d{0,4}[—－\-–―─_\s]*$|^\d{1,4}\s*[—－–―─][—－\-–―─\s]*$/;
const NUMBERED_PAGE =
  /^(?:[—－\-–―─·.\s]*第?\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?|page\s*\d+(?:\s*of\s*\d+)?|\d{1,3}\s*[/／]\s*\d{1,3})[—－\-–―─·.\s]*$/i;
const BARE_NUMBER = /^\d{1,4}$/;
/** A page number inside a running head or foot: named, dashed, of so many, or far apart from the words at the line's edge. */
const NUMBER_INSIDE =
  /第\s*\d{1,4}\s*页|page\s*\d|[—－–―─-]\s*\d{1,4}\s*[—－–―─-]|\d{1,4}\s*[/／]\s*\d{1,4}|^\d{1,4}[ \t\u3000]{2,}|[ \t\u3000]{2,}\d{1,4}$/i;
/** Headings of annexes are never debris, alike as they may be. */
const ANNEX = /^附\s*(?:件|表|图|录)/;
/** A running head or foot stands on at least so many pages … */
const LEAST_PAGES = 3;
/** … and on this share of them. */
const PAGE_SHARE = 0.6;

/**
 * Numbers of the lines that are page debris.
 * Dashed and named page numbers are debris wherever they stand alone; bare numbers only at the edge of a known page.
 * In text whose line ends are paragraph ends, only what no paragraph could be.
 */
export function pageDebris(
  lines: readonly RawLine[],
  text: string,
  pages: readonly PageSpan[],
  layout: LineLayout,
): Set<number> {
  const debris = new Set<number>();
  for (const line of lines) {
    if (line.width > 20) continue;
    const number = DASHED_NUMBER.test(line.trimmed) && (layout !== 'paragraphs' || /\d/.test(line.trimmed));
    if (number || (layout !== 'paragraphs' && NUMBERED_PAGE.test(line.trimmed))) debris.add(line.index);
  }
  if (layout !== 'paragraphs') addPageEdges(lines, text, pages, debris);
  return debris;
}

function addPageEdges(lines: readonly RawLine[], text: string, pages: readonly PageSpan[], debris: Set<number>): void {
  const groups = linesByPage(lines, pages);
  if (groups.length < 2) return;
  const edges = groups.map((group) => {
    const live = group.filter((line) => !debris.has(line.index));
    return { top: live[0], bottom: live[live.length - 1] };
  });
  for (const edge of edges) {
    for (const line of [edge.top, edge.bottom]) if (line && BARE_NUMBER.test(line.trimmed)) debris.add(line.index);
  }
  for (const side of ['top', 'bottom'] as const) {
    const counts = new Map<string, RawLine[]>();
    for (const edge of edges) {
      const line = edge[side];
      if (!line || line.width > 40 || ANNEX.test(line.trimmed)) continue;
      const key = line.trimmed.replace(/\d+/g, '#');
      counts.set(key, [...(counts.get(key) ?? []), line]);
    }
    for (const same of counts.values()) {
      // What counts from page to page is a heading, unless it is the page that is counted.
      const counting = same.some((line) => line.trimmed !== same[0]?.trimmed);
      if (counting && !same.every((line) => NUMBER_INSIDE.test(line.trimmed))) continue;
      // The first occurrence of a running head may be the letterhead itself: it stays.
      const repeats = same[0]?.index === edges[0]?.[side]?.index ? same.slice(1) : same;
      if (same.length >= LEAST_PAGES && same.length >= groups.length * PAGE_SHARE)
        repeats.forEach((line) => debris.add(line.index));
    }
  }
}

/** Lines of each page, by the reader's page spans or else by form feeds. */
function linesByPage(lines: readonly RawLine[], pages: readonly PageSpan[]): RawLine[][] {
  const groups = new Map<number, RawLine[]>();
  for (const line of lines) {
    const page = pageOf(line, pages);
    const group = groups.get(page);
    if (group) group.push(line);
    else groups.set(page, [line]);
  }
  return [...groups.values()];
}

/** The number of the page on which a line begins, from 0. */
export function pageOf(line: RawLine, pages: readonly PageSpan[]): number {
  if (pages.length < 2) return line.feeds;
  let low = 0;
  let high = pages.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const page = pages[middle];
    if (page && line.start >= page.end) low = middle + 1;
    else high = middle;
  }
  return low;
}
