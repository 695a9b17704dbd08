/** Marks and snippets: where folded terms stand in the original text, and the piece of it worth showing. */
import { foldBriefly, type Folded } from './fold.ts';
import type { MarkTerms } from './query.ts';

/** [start, end) in UTF-16 units of the original text. */
export type Mark = [number, number];

/** Every place of a term in a folded text, overlapping ones too, ascending. */
export function occurrences(text: string, term: string): number[] {
  const places: number[] = [];
  if (term === '') return places;
  for (let at = text.indexOf(term); at !== -1; at = text.indexOf(term, at + 1)) places.push(at);
  return places;
}

interface Place {
  start: number;
  end: number;
  term: number;
}

/**
 * Marks of one term set: all places of every term. Words of one character are left out where the words stand joined,
 * otherwise `8 个街道` would mark every 8.
 */
function places(folded: Folded, { terms, joined }: MarkTerms): Place[] {
  const found: Place[] = [];
  const quiet = new Set<string>();
  let number = 0;
  const add = (term: string): boolean => {
    const at = occurrences(folded.text, term);
    for (const start of at) {
      const end = start + term.length;
      found.push({ start: folded.starts[start] ?? 0, end: folded.ends[end - 1] ?? 0, term: number });
    }
    number++;
    return at.length > 0;
  };
  for (const run of joined) {
    if (add(run.term)) for (const part of run.parts) if (part.length === 1) quiet.add(part);
  }
  for (const term of terms) if (!quiet.has(term)) add(term);
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

function merge(found: readonly Place[]): Mark[] {
  const marks: Mark[] = [];
  for (const place of found) {
    const last = marks.at(-1);
    if (last !== undefined && place.start < last[1]) last[1] = Math.max(last[1], place.end);
    else marks.push([place.start, place.end]);
  }
  return marks;
}

/** All marks of the terms in a text; overlapping ones are one mark. */
export function findMarks(text: string, terms: MarkTerms): Mark[] {
  if (terms.terms.length === 0 && terms.joined.length === 0) return [];
  return merge(places(foldBriefly(text), terms));
}

export interface Snippet {
  /** A piece of the text with line ends as blanks, "…" where it was cut. */
  text: string;
  marks: Mark[];
  /** Where the shown piece begins in the text. */
  start: number;
}

const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

function clampCut(text: string, at: number): number {
  return at > 0 && at < text.length && isLowSurrogate(text.charCodeAt(at)) ? at - 1 : at;
}

/** The window of `width` units in which the most different terms stand; the first of equals. */
function bestWindow(found: readonly Place[], width: number): Place {
  let best = found[0] ?? { start: 0, end: 0, term: 0 };
  let bestCount = 0;
  const counts = new Map<number, number>();
  let from = 0;
  for (const place of found) {
    counts.set(place.term, (counts.get(place.term) ?? 0) + 1);
    for (let first = found[from]; first !== undefined && place.end - first.start > width && from < found.length;) {
      if (first === place) break;
      const left = (counts.get(first.term) ?? 1) - 1;
      if (left === 0) counts.delete(first.term);
      else counts.set(first.term, left);
      first = found[++from];
    }
    if (counts.size > bestCount) {
      bestCount = counts.size;
      best = found[from] ?? place;
    }
  }
  return best;
}

/**
 * The piece of a text to show for a hit, about `width` units, with its marks; undefined where no term stands in it.
 */
export function makeSnippet(text: string, terms: MarkTerms, width = 90): Snippet | undefined {
  if (terms.terms.length === 0 && terms.joined.length === 0) return undefined;
  const found = places(foldBriefly(text), terms);
  if (found.length === 0) return undefined;
  const anchor = bestWindow(found, Math.floor(width * 0.7));
  const length = Math.max(width, anchor.end - anchor.start + 20);
  const start = clampCut(text, Math.max(0, Math.min(anchor.start - 20, text.length - length)));
  const end = clampCut(text, Math.min(text.length, start + length));
  return cut(text, start, end, merge(found));
}

/** The beginning of a text, for hits that no word of it explains. */
export function openingSnippet(text: string, width = 90): Snippet {
  const start = text.length - text.trimStart().length;
  return cut(text, start, clampCut(text, Math.min(text.length, start + width)), []);
}

function cut(text: string, start: number, end: number, marks: Mark[]): Snippet {
  const before = start > 0 ? '…' : '';
  const after = end < text.length ? '…' : '';
  const shift = before.length - start;
  const inside = marks
    .filter(([from, to]) => to > start && from < end)
    .map(([from, to]): Mark => [Math.max(from, start) + shift, Math.min(to, end) + shift]);
  return { text: before + text.slice(start, end).replace(/\s/g, ' ') + after, marks: inside, start };
}
