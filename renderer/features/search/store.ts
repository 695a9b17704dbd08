/** The search that the box at the top and the place of its results share. Kept from start to start. */
import { create } from 'zustand';
import { keep, useKept } from '../../app/kept.ts';
import { keptRequest, START, stepSearch, type SearchState, type SearchStep } from './state.ts';

export const useSearch = create<SearchState>()(() => START);

const KEEP_AFTER_MS = 600;
let timer: ReturnType<typeof setTimeout> | undefined;

export function searchStep(step: SearchStep): void {
  useSearch.setState((before) => stepSearch(before, step));
  clearTimeout(timer);
  timer = setTimeout(keepNow, KEEP_AFTER_MS);
}

function keepNow(): void {
  clearTimeout(timer);
  timer = undefined;
  keep({ search: keptRequest(useSearch.getState()) });
}

/** Keeps what is still to be kept: whoever closes the window just after typing finds his question again. */
export function keepSearch(): void {
  if (timer !== undefined) keepNow();
}

/** Takes up the search that was kept for the person who has begun. */
export function takeUpSearch(): void {
  const { search } = useKept.getState();
  useSearch.setState({ ...START, ...search, descending: search.descending ?? false, typed: search.query });
}
