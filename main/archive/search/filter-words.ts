/** Filters in words for people: an answer names what narrowed it. Pure. */
import { ELEMENT_LABELS, FACET_ELEMENTS } from '../../../shared/model/elements.ts';
import type { SearchFilters } from '../../../shared/model/search.ts';

/** One filter in words, and all the others. */
export interface FilterPart {
  words: string;
  others: SearchFilters;
}

function dayWords({ from, to }: SearchFilters): string {
  if (from === undefined) return `成文日期不晚于 ${to ?? ''}`;
  return to === undefined ? `成文日期不早于 ${from}` : `成文日期从 ${from} 至 ${to}`;
}

/** Each filter by itself; the two ends of the date are one. */
export function filterParts(filters: SearchFilters): FilterPart[] {
  const parts: FilterPart[] = [];
  if (filters.from !== undefined || filters.to !== undefined) {
    const { from: _from, to: _to, ...others } = filters;
    parts.push({ words: dayWords(filters), others });
  }
  if (filters.year !== undefined) {
    const { year, ...others } = filters;
    parts.push({ words: `成文年份为 ${year.join('、')}`, others });
  }
  for (const facet of FACET_ELEMENTS) {
    const { [facet]: values, ...others } = filters;
    if (values !== undefined) parts.push({ words: `${ELEMENT_LABELS[facet]}为“${values.join('”、“')}”`, others });
  }
  return parts;
}

/** What was understood of a query, with the filters that it was asked with. */
export function explainedWith(query: string | undefined, filters: SearchFilters): string {
  const words = filterParts(filters).map((part) => part.words);
  if (query === undefined) return `按筛选条件列出：${words.join('，')}`;
  return words.length === 0 ? query : `${query}；筛选：${words.join('，')}`;
}
