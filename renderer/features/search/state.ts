/** The search's state as plain data and pure steps: what is typed, what is asked, by what it is narrowed. */
import type { KeptRequest, SearchFilters } from '../../../shared/model/search.ts';
import { FACET_LABELS } from './words.ts';

export type FacetName = keyof typeof FACET_LABELS;
export const FACET_NAMES = Object.keys(FACET_LABELS) as FacetName[];
export type Sort = KeptRequest['sort'];

export interface SearchState {
  /** What stands in the box, an unfinished composition included. */
  typed: string;
  /** What is asked: what was typed when no composition was under way, without a field name that waits for its value. */
  query: string;
  composing: boolean;
  sort: Sort;
  /** Of a column: from the last to the first. */
  descending: boolean;
  filters: SearchFilters;
  /** Earlier versions are searched too. */
  versions: boolean;
}

export const START: SearchState = {
  typed: '',
  query: '',
  composing: false,
  sort: 'relevance',
  descending: false,
  filters: {},
  versions: false,
};

export type SearchStep =
  | { step: 'typed'; text: string; composing: boolean }
  | { step: 'composition'; on: boolean; text: string }
  | { step: 'asked'; query: string; filters?: SearchFilters | undefined }
  | { step: 'sorted'; sort: Sort }
  | { step: 'toggled'; facet: FacetName; value: string }
  | { step: 'dates'; from: string | null; to: string | null }
  | { step: 'unfiltered' }
  | { step: 'versions'; on: boolean }
  | { step: 'loaded'; request: KeptRequest };

/** What of a line can be asked already: `文号:` at its end waits for what is to follow. */
export function askable(text: string): string {
  return text.replace(/(?:^|\s)-?[^\s"“”:：]+[:：]\s*$/u, '');
}

/** The values of one facet that filter now, as text. */
export function chosen(filters: SearchFilters, facet: FacetName): string[] {
  return (filters[facet] ?? []).map(String);
}

export function hasFilters(filters: SearchFilters): boolean {
  return Object.keys(filters).length > 0;
}

function toggle(filters: SearchFilters, facet: FacetName, value: string): SearchFilters {
  const before = chosen(filters, facet);
  const after = before.includes(value) ? before.filter((other) => other !== value) : [...before, value];
  const { [facet]: _, ...rest } = filters;
  if (after.length === 0) return rest;
  return facet === 'year' ? { ...rest, year: after.map(Number) } : { ...rest, [facet]: after };
}

/** The state after one step. Nothing is asked while a composition is under way. */
export function stepSearch(state: SearchState, action: SearchStep): SearchState {
  switch (action.step) {
    case 'typed': {
      const typed = { ...state, typed: action.text };
      return state.composing || action.composing ? typed : { ...typed, query: askable(action.text) };
    }
    case 'composition': {
      const next = { ...state, typed: action.text, composing: action.on };
      return action.on ? next : { ...next, query: askable(action.text) };
    }
    case 'asked':
      return {
        ...state,
        typed: action.query,
        composing: false,
        query: askable(action.query),
        ...(action.filters === undefined ? {} : { filters: action.filters }),
      };
    case 'sorted':
      // The column that a list is sorted by already is turned round.
      return { ...state, sort: action.sort, descending: action.sort === state.sort && !state.descending };
    case 'toggled':
      return { ...state, filters: toggle(state.filters, action.facet, action.value) };
    case 'dates': {
      const { from: _from, to: _to, ...rest } = state.filters;
      const { from, to } = action;
      return {
        ...state,
        filters: { ...rest, ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) },
      };
    }
    case 'unfiltered':
      return { ...state, filters: {} };
    case 'versions':
      return { ...state, versions: action.on };
    case 'loaded': {
      const { query, sort, descending = false, filters, versions } = action.request;
      return { ...START, typed: query, query, sort, descending, filters, versions };
    }
  }
}

/** A suggestion as a query: a phrase where it holds anything that the query grammar would take apart. */
export function suggestionQuery(text: string): string {
  return /[\s"“”:：|\-()（）]/.test(text) ? `"${text.replaceAll('"', '')}"` : text;
}

/** The part of a query that suggestions complete, or null where the query is more than plain words. */
export function suggestionPrefix(query: string): string | null {
  const plain = query.trim();
  return plain === '' || plain.length > 100 || /["“”:：|]|(^|\s)-/.test(plain) ? null : plain;
}

/** What of the state is kept under a name. */
export function keptRequest({ query, sort, descending, filters, versions }: SearchState): KeptRequest {
  return { query, sort, ...(descending ? { descending } : {}), filters, versions };
}
