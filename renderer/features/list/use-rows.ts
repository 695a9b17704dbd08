/** The lines of a list that are in sight, fetched by stretches; what came before stays until the first new stretch is there. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ArchiveError } from '../../../shared/errors.ts';
import { asArchiveError, isCancelled } from '../../archive/client.ts';
import type { ListRow, ListSource } from './rows.ts';

/** Lines of one stretch. */
export const STRETCH = 24;
/** Stretches that are remembered. */
const REMEMBERED = 60;

export interface Rows {
  /** Undefined until the first answer. */
  total: number | undefined;
  /** A line by its place; undefined while it is on its way. */
  at: (index: number) => ListRow | undefined;
  /** To be told which lines are in sight. */
  want: (from: number, to: number) => void;
  /** The lines are still those of the question before. */
  stale: boolean;
  error: ArchiveError | undefined;
  reload: () => void;
}

interface Loaded {
  key: string;
  total: number | undefined;
  stretches: ReadonlyMap<number, readonly ListRow[]>;
  error: ArchiveError | undefined;
}

export function useRows(source: ListSource | null): Rows {
  const [loaded, setLoaded] = useState<Loaded>({ key: '', total: undefined, stretches: new Map(), error: undefined });
  const [round, setRound] = useState(0);
  const key = source === null ? '' : `${source.key}#${round}`;
  const asked = useRef<{ key: string; stretches: Set<number>; abort: AbortController } | null>(null);

  const fetch = useCallback(
    (stretch: number): void => {
      if (source === null) return;
      const now = asked.current;
      if (now === null || now.key !== key || now.stretches.has(stretch)) return;
      now.stretches.add(stretch);
      source.load(stretch * STRETCH, STRETCH, now.abort.signal).then(
        ({ total, rows }) => {
          if (now.abort.signal.aborted) return;
          // Known or forgotten again: in both cases it is not on its way any more.
          now.stretches.delete(stretch);
          setLoaded((before) => {
            const kept = before.key === key ? [...before.stretches].slice(-REMEMBERED) : [];
            return { key, total, stretches: new Map(kept).set(stretch, rows), error: undefined };
          });
        },
        (thrown: unknown) => {
          now.stretches.delete(stretch);
          if (now.abort.signal.aborted || isCancelled(thrown)) return;
          setLoaded({ key, total: undefined, stretches: new Map(), error: asArchiveError(thrown) });
        },
      );
    },
    [source, key],
  );

  useEffect(() => {
    const abort = new AbortController();
    asked.current = { key, stretches: new Set(), abort };
    fetch(0);
    return () => abort.abort();
  }, [key, fetch]);

  const want = useCallback(
    (from: number, to: number): void => {
      for (let stretch = Math.floor(from / STRETCH); stretch <= Math.floor(to / STRETCH); stretch += 1) {
        if (!loaded.stretches.has(stretch)) fetch(stretch);
      }
    },
    [fetch, loaded],
  );

  return {
    total: source === null ? undefined : loaded.total,
    at: (index) => loaded.stretches.get(Math.floor(index / STRETCH))?.[index % STRETCH],
    want,
    stale: loaded.key !== key,
    error: loaded.key === key ? loaded.error : undefined,
    reload: () => setRound((before) => before + 1),
  };
}
