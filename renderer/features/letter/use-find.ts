/** The marks of a query in a letter's text or in an attachment's, and the place among them. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useCall } from '../../archive/use-call.ts';
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
  const { value, error } = useCall('search.marks', query.trim() === '' ? null : { query, ...place });
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
  return { box, marks, goTo: setNow, bar: { query, onQuery: setQuery, count: known ? count : undefined, now, onMove } };
}
