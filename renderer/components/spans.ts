/** Cutting a text at the edges of marked spans, so that overlapping spans can be drawn as plain runs. Pure. */

export interface Span<T> {
  /** UTF-16 units, end exclusive. */
  start: number;
  end: number;
  tag: T;
}
export interface Run<T> {
  start: number;
  text: string;
  /** The tags of all spans that cover this run, innermost (shortest) first. */
  tags: T[];
}

/**
 * Cuts `text` into runs that each lie wholly inside or outside every span.
 * @param spans in any order; empty ones and what stands outside the text are left out
 */
export function runsOf<T>(text: string, spans: readonly Span<T>[]): Run<T>[] {
  const inside = spans
    .map((span) => ({ ...span, start: Math.max(0, span.start), end: Math.min(text.length, span.end) }))
    .filter((span) => span.start < span.end)
    .sort((a, b) => a.end - a.start - (b.end - b.start));
  const edges = new Set([0, text.length, ...inside.flatMap((span) => [span.start, span.end])]);
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(0, -1).flatMap((start, index) => {
    const end = cuts[index + 1] ?? text.length;
    const tags = inside.filter((span) => span.start <= start && end <= span.end).map((span) => span.tag);
    return end > start ? [{ start, text: text.slice(start, end), tags }] : [];
  });
}

/** Marks of a search as spans tagged with their number, from 0. */
export function markSpans(marks: readonly (readonly [number, number])[]): Span<number>[] {
  return marks.map(([start, end], tag) => ({ start, end, tag }));
}

export interface Paragraph {
  start: number;
  text: string;
}

/** How a block stands on the page: `flush` at the left without indent, `body` with one, `annex` the heading of an annex. */
export type Look = 'letterhead' | 'title' | 'subtitle' | 'right' | 'flush' | 'body' | 'annex';

export interface Block extends Paragraph {
  look: Look;
  /** The block's first words, so many units of its text, are a heading of this level. */
  heading?: { length: number; level: 1 | 2 | 3 | 4 };
}

/** The lines of a text with their places; a letter's cleaned text has one line a paragraph. */
export function paragraphsOf(text: string): Paragraph[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const paragraph = { start, text: line };
    start += line.length + 1;
    return paragraph;
  });
}

/** The spans that touch a paragraph, moved to its own offsets. */
export function spansWithin<T>(paragraph: Paragraph, spans: readonly Span<T>[]): Span<T>[] {
  const end = paragraph.start + paragraph.text.length;
  return spans
    .filter((span) => span.start < end && span.end > paragraph.start)
    .map((span) => ({ ...span, start: span.start - paragraph.start, end: span.end - paragraph.start }));
}
