/** Two days of the same commands beside each other: exit codes, and what the answers are made of. */
import type { Line, Said } from './inside/driver.ts';

export interface Row {
  what: string;
  ok: boolean;
  detail: string;
}

/**
 * What an answer is made of: names and kinds of values, counts of letters and files; not the values that differ from machine to
 * machine (ids, times, paths, sizes of archives).
 */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    const shapes = [...new Set(value.map((one) => JSON.stringify(shapeOf(one))))].sort();
    return shapes.map((one) => JSON.parse(one) as unknown);
  }
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, COUNTED.has(name) ? inner : shapeOf(inner)]),
  );
}

/** Names whose values must be the same on both systems. */
const COUNTED = new Set(['filed', 'skipped', 'failed', 'letters', 'total', 'ok', 'clean', 'format', 'text', 'pages']);

/** One row a command of the day. */
export function compareDays(windows: readonly Line[], other: readonly Line[]): Row[] {
  const said = (lines: readonly Line[]): Said[] => lines.filter((line) => line.kind === 'said');
  const there = new Map(said(other).map((line) => [line.name, line]));
  const here = new Set(said(windows).map(({ name }) => name));
  const missing = [...there.keys()].filter((name) => !here.has(name));
  return [
    ...said(windows).map((line): Row => {
      const twin = there.get(line.name);
      if (twin === undefined) return { what: line.name, ok: false, detail: 'not run on the other system' };
      if (line.code !== twin.code) {
        return {
          what: line.name,
          ok: false,
          detail: `exit ${line.code}, there ${twin.code}: ${line.stderr.slice(0, 300)}`,
        };
      }
      const [one, two] = [line, twin].map(({ json }) => JSON.stringify(shapeOf(json)));
      return { what: line.name, ok: one === two, detail: one === two ? '' : firstDifference(one ?? '', two ?? '') };
    }),
    ...missing.map((name): Row => ({ what: name, ok: false, detail: 'not run on Windows' })),
  ];
}

function firstDifference(one: string, two: string): string {
  let at = 0;
  while (one[at] === two[at] && at < one.length) at += 1;
  const from = Math.max(0, at - 60);
  return `${one.slice(from, at + 100)} — there ${two.slice(from, at + 100)}`;
}
