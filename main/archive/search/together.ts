/** The answers of two indexes, of newest versions and of earlier ones, as one. */
import { forEachFacet } from '../../../shared/model/elements.ts';
import type { Facet } from '../../../shared/model/search.ts';
import { compareHits, type IndexAnswer } from './evaluate.ts';

/** Counts of the same values in two answers, together. */
function addFacets(one: Facet, other: Facet, byCount: boolean): Facet {
  const counts = new Map(one.map(({ value, count }) => [value, count]));
  for (const { value, count } of other) counts.set(value, (counts.get(value) ?? 0) + count);
  const both = Array.from(counts, ([value, count]) => ({ value, count }));
  return both.sort((a, b) => (byCount ? b.count - a.count : 0) || (a.value < b.value === byCount ? -1 : 1));
}

/** Newest versions and earlier ones, each letter in one of the two, as one answer. */
export function together(newest: IndexAnswer, older: IndexAnswer, offset: number, limit: number): IndexAnswer {
  const { year, ...facets } = newest.facets;
  return {
    total: newest.total + older.total,
    fresh: newest.fresh + older.fresh,
    hits: [...newest.hits, ...older.hits].sort(compareHits).slice(offset, offset + limit),
    facets: {
      year: addFacets(year, older.facets.year, false),
      ...forEachFacet((name) => addFacets(facets[name], older.facets[name], true)),
    },
  };
}
