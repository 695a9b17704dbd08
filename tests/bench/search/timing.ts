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
  const shown = [p50, p95, p99, max].map((value) => value.toFixed(2));
  return { p50, p95, p99, max, text: `p50 ${shown[0]}, p95 ${shown[1]}, p99 ${shown[2]}, max ${shown[3]}` };
}

/** Milliseconds of processor that all threads of this process have used. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export interface Times {
  /** Milliseconds from the query's text to the page of hits with snippets, marks, total and facets. */
  wall: number[];
  /** Milliseconds of processor meanwhile: about what `wall` is on a machine that does nothing else. */
  processor: number[];
}

export async function timesOf(search: SearchService, queries: readonly string[]): Promise<Times> {
  const times: Times = { wall: [], processor: [] };
  for (const query of queries) {
    const began = performance.now();
    const used = processorMs();
    await search.query(request(query));
    times.wall.push(performance.now() - began);
    times.processor.push(processorMs() - used);
  }
  return times;
}
