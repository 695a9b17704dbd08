/** Timing of queries, one after the other. */
import type { SearchService } from '../../../main/archive/search/service.ts';
import { request } from '../../unit/search/letters.ts';

export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
  max: number;
  /** All of them, in ms. */
  text: string;
}

export function percentiles(times: readonly number[]): Percentiles {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const [p50, p95, p99, max] = [at(0.5), at(0.95), at(0.99), at(1)];
  const shown = [p50, p95, p99, max].map((value) => value.toFixed(1));
  return { p50, p95, p99, max, text: `p50 ${shown[0]}, p95 ${shown[1]}, p99 ${shown[2]}, max ${shown[3]}` };
}

/** Milliseconds from the query's text to the page of hits with snippets, marks, total and facets. */
export async function timesOf(search: SearchService, queries: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const query of queries) {
    const began = performance.now();
    await search.query(request(query));
    times.push(performance.now() - began);
  }
  return times;
}
