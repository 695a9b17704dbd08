/** The search page's state as plain data and pure steps: what is typed, what is asked, where one stands. */
import type { KeptRequest, SearchFilters } from '../../../shared/model/search.ts';
import { FACET_LABELS } from './words.ts';

export type FacetName = keyof typeof FACET_LABELS;
export const FACET_NAMES = Object.keys(FACET_LABELS) as FacetName[];
export type Sort = 'relevance' | 'date';

export const PAGE_SIZE = 20;

export interface SearchState {
  /** What stands in the box, an unfinished composition included. */
  typed: string;
  /** What is asked: what was typed when no composition was under way. */
  query: string;
  composing: boolean;
  sort: Sort;
  filters: SearchFilters;
  /** Earlier versions are searched too. */
  versions: boolean;
  /** From 0. */
  page: number;
  /** The hit on which the keyboard stands, -1 for none. */
  active: number;
}

export const START: SearchState = {
  typed: '',
  query: '',
  composing: false,
  sort: 'relevance',
  filters: {},
  versions: false,
  page: 0,
  active: -1,
};

export type SearchStep =
  | { step: 'typed'; text: string; composing: boolean }
  | { step: 'composition'; on: boolean; text: string }
  | { step: 'asked'; query: string }
  | { step: 'sorted'; sort: Sort }
  | { step: 'toggled'; facet: FacetName; value: string }
  | { step: 'unfiltered' }
  | { step: 'versions'; on: boolean }
  | { step: 'loaded'; request: KeptRequest }
  | { step: 'paged'; page: number }
  | { step: 'moved'; by: 1 | -1; shown: number; total: number };

function ask(state: SearchState, query: string): SearchState {
  // A new question starts at its first page; the same text again (a composition that was given up) changes nothing.
  return query === state.query ? state : { ...state, query, page: 0, active: -1 };
}

/** The values of one facet that filter now, as text. */
export function chosen(filters: SearchFilters, facet: FacetName): string[] {
  return (filters[facet] ?? []).map(String);
}

function toggle(filters: SearchFilters, facet: FacetName, value: string): SearchFilters {
  const before = chosen(filters, facet);
  const after = before.includes(value) ? before.filter((other) => other !== value) : [...before, value];
  const { [facet]: _, ...rest } = filters;
  if (after.length === 0) return rest;
  return facet === 'year' ? { ...rest, year: after.map(Number) } : { ...rest, [facet]: after };
}

/** Moves the keyboard's place among the hits; past the edge of a page it goes on to the neighbouring page. */
function move(state: SearchState, by: 1 | -1, shown: number, total: number): SearchState {
  const next = state.active + by;
  if (next >= shown) {
    const more = (state.page + 1) * PAGE_SIZE < total;
    return more ? { ...state, page: state.page + 1, active: 0 } : state;
  }
  if (next < 0 && state.page > 0) return { ...state, page: state.page - 1, active: PAGE_SIZE - 1 };
  return { ...state, active: Math.max(-1, next) };
}

/** The state after one step. Nothing is asked while a composition is under way. */
export function stepSearch(state: SearchState, action: SearchStep): SearchState {
  switch (action.step) {
    case 'typed': {
      const typed = { ...state, typed: action.text };
      return state.composing || action.composing ? typed : ask(typed, action.text);
    }
    case 'composition': {
      const next = { ...state, typed: action.text, composing: action.on };
      return action.on ? next : ask(next, action.text);
    }
    case 'asked':
      return ask({ ...state, typed: action.query, composing: false }, action.query);
    case 'sorted':
      return { ...state, sort: action.sort, page: 0, active: -1 };
    case 'toggled':
      return { ...state, filters: toggle(state.filters, action.facet, action.value), page: 0, active: -1 };
    case 'unfiltered':
      return { ...state, filters: {}, page: 0, active: -1 };
    case 'versions':
      return { ...state, versions: action.on, page: 0, active: -1 };
    case 'loaded': {
      const { query, sort, filters, versions } = action.request;
      return { ...START, typed: query, query, sort, filters, versions };
    }
    case 'paged':
      return { ...state, page: action.page, active: -1 };
    case 'moved':
      return move(state, action.by, action.shown, action.total);
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
export function keptRequest({ query, sort, filters, versions }: SearchState): KeptRequest {
  return { query, sort, filters, versions };
}
