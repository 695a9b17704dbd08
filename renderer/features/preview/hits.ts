/** What is looked for in a file that is shown as it looks, and the page that the reader is led to. */
import { useEffect, useState } from 'react';
import type { MarksShown } from '../../components/hit-places.ts';
import { marksShown } from '../../components/hit-places.ts';

export interface Hits {
  /** The text that was read, and the marks in it. */
  text: string;
  marks: readonly (readonly [number, number])[];
  /** Number of the mark that the reader stands on. */
  now: number;
  /** Where in the text its pages stand; empty where it is not known. */
  pages: readonly (readonly [number, number])[];
}

interface PageNumber {
  /** Counted from 1. */
  page: number;
  pages: number;
}

const isKnown = ({ pages }: Hits, of: number): boolean => of > 1 && pages.length === of;

/** The places of marks in what is shown of a page, or of the whole file. */
export function placedHits(hits: Hits, { page, pages }: PageNumber, shown: string): MarksShown {
  const [from, to] = (isKnown(hits, pages) ? hits.pages[page - 1] : undefined) ?? [0, hits.text.length];
  const within = hits.marks.map(([start, end]) => [Math.max(start, from) - from, Math.min(end, to) - from] as const);
  const { places, around } = marksShown(hits.text.slice(from, to), within, shown, pages > 1 && !isKnown(hits, pages));
  return { places, around: around === undefined ? undefined : around + from };
}

/** The page to look at next for a mark that is not on this one, or undefined where it is on none. */
export function nextPage(
  hits: Hits,
  { page, pages }: PageNumber,
  around: number | undefined,
  tried: ReadonlySet<number>,
): number | undefined {
  const start = hits.marks[hits.now]?.[0] ?? 0;
  if (isKnown(hits, pages)) {
    const at = hits.pages.findIndex(([, end]) => start < end) + 1;
    return at === 0 || tried.has(at) ? undefined : at;
  }
  const guess = Math.min(pages, Math.floor((start / Math.max(1, hits.text.length)) * pages) + 1);
  const towards = around === undefined ? guess - page : start - around;
  const beside = towards < 0 ? [page - 1, page + 1] : [page + 1, page - 1];
  const near = [1, 2, 3].flatMap((away) => [guess - away, guess + away]);
  return [guess, ...beside, ...near].find((next) => next >= 1 && next <= pages && !tried.has(next));
}

/**
 * Turns to the page of the mark that the reader goes to; who turns pages by himself is left there.
 * @param placed the marks of the page in sight, undefined while they are not known
 * @returns whether the mark is on no page
 */
export function useHitPage(
  hits: Hits | undefined,
  shown: PageNumber,
  placed: MarksShown | undefined,
  setPage: (page: number) => void,
): boolean {
  const sought =
    hits === undefined || hits.marks.length === 0 ? undefined : `${hits.now} ${JSON.stringify(hits.marks)}`;
  const [search, setSearch] = useState<{
    for: string | undefined;
    tried: ReadonlySet<number>;
    end: 'found' | 'lost' | null;
  }>({
    for: undefined,
    tried: new Set(),
    end: null,
  });
  const { page, pages } = shown;
  useEffect(() => {
    if (hits === undefined || sought === undefined || placed === undefined) return;
    const isNew = search.for !== sought;
    if (!isNew && (search.end !== null || search.tried.has(page))) return;
    const tried = new Set(isNew ? [page] : [...search.tried, page]);
    if (placed.places.has(hits.now)) return setSearch({ for: sought, tried, end: 'found' });
    const next = nextPage(hits, { page, pages }, placed.around, tried);
    setSearch({ for: sought, tried, end: next === undefined ? 'lost' : null });
    if (next !== undefined) setPage(next);
  }, [hits, sought, placed, page, pages, search, setPage]);
  return search.end === 'lost' && search.for === sought;
}
