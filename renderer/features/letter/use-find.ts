/** The marks of a query in a letter's text or in an attachment's, and the place among them. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useCall } from '../../archive/use-call.ts';
import type { Hits } from '../preview/hits.ts';
import { markSpans } from '../../components/spans.ts';

/** The text that is looked through. */
interface Place {
  id: string;
  version: number;
  attachment?: string;
}

export function useFind(place: Place, asked: string) {
  const [query, setQuery] = useState(asked);
  const [now, setNow] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  // Another text, or another question from outside, begins anew; what was typed here stays with its text.
  const of = JSON.stringify([asked, place]);
  const [before, setBefore] = useState(of);
  if (before !== of) {
    setBefore(of);
    setQuery(asked);
  }
  const input = query.trim() === '' ? null : { query, ...place };
  const { value: answer, answers, error } = useCall('search.marks', input);
  // Marks are places in one text: those of the text before would stand anywhere in this one.
  const value = input !== null && answers === JSON.stringify(input) ? answer : undefined;
  const marks = useMemo(() => markSpans(value?.marks ?? []), [value]);
  const count = marks.length;
  useEffect(() => setNow(0), [marks]);
  useEffect(() => {
    if (count > 0) box.current?.querySelector(`[data-mark="${now}"]`)?.scrollIntoView({ block: 'center' });
  }, [now, count, marks]);
  const onMove = (by: 1 | -1): void => {
    if (count > 0) setNow((now + by + count) % count);
  };
  // A half-typed query that cannot be understood has no marks; it is no failure to show.
  const known = value !== undefined || error !== undefined;
  const places = useMemo(() => value?.marks ?? [], [value]);
  return {
    box,
    marks,
    places,
    goTo: setNow,
    bar: { query, onQuery: setQuery, count: known ? count : undefined, now, onMove },
  };
}

const NO_PAGES: readonly (readonly [number, number])[] = [];

/** What is looked for, for who shows the file as it looks. */
export function useHits(
  text: string,
  pages: readonly (readonly [number, number])[] | undefined,
  { places, bar }: Pick<ReturnType<typeof useFind>, 'places' | 'bar'>,
): Hits {
  const { now } = bar;
  return useMemo(() => ({ text, marks: places, now, pages: pages ?? NO_PAGES }), [text, places, now, pages]);
}
