/** Keeps the row in hand of a list in sight: keys go from row to row without anybody looking at the list. */
import { useEffect, useRef, type RefObject } from 'react';

/**
 * @param when the row in hand, and what else moves it; while this stays the same a person scrolls as he likes
 * @returns for the list; its row in hand has aria-current="true"
 */
export function useCurrentInSight<T extends HTMLElement>(when: string): RefObject<T | null> {
  const list = useRef<T>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [when]);
  return list;
}
