/**
 * Fits how sure a value is (main/archive/reading/recognition/fitted.ts) on the first readings of the held-out batches, and tells what the
 * threshold of the review queue costs and leaves, each batch by a fit on the others:
 *   node tests/bench/reading/calibrate.ts [--write]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SURE } from '../../../shared/model/elements.ts';
import { LEVELS, MOST_RISK, riskOf, type Level } from '../../../main/archive/reading/recognition/calibration.ts';
import { BATCHES } from './heldout/index.ts';

export interface FirstReading {
  batch: string;
  values: { element: string; level: Level; right: boolean }[];
}

const DATA = path.join(import.meta.dirname, 'first-readings.txt');
const OUT = path.join(import.meta.dirname, '../../../main/archive/reading/recognition/fitted.ts');
/** An element is believed as much as so many readings of any element: few of its own decide little. */
const PRIOR = 6;
/** What has not been read yet may be wrong: half a reading more than were. Without it, what was called 99 % sure came out below that. */
const UNSEEN = 0.5;

const lines = (): string[] => readFileSync(DATA, 'utf8').trim().split('\n');

/** The elements that the first readings tell of, in their order. */
export function elementsKept(): string[] {
  return (
    lines()
      .find((line) => line.startsWith('# Elements: '))
      ?.slice(12)
      .split(' ') ?? []
  );
}

export function firstReadings(): FirstReading[] {
  const names = elementsKept();
  return lines()
    .filter((line) => !line.startsWith('#'))
    .map((line) => {
      const [batch = '', , codes = ''] = line.split(' ');
      const values = names.map((element, at) => ({
        element,
        level: codes.charAt(at * 2) as Level,
        right: codes.charAt(at * 2 + 1) === '+',
      }));
      return { batch, values };
    });
}

export type Fit = Record<string, number[]>;

/** Shares of right values by element and level: shrunk to those of all elements, never falling where the rule is surer. */
export function fit(readings: readonly FirstReading[]): Fit {
  const counts = new Map<string, { right: number; all: number }>();
  const of = (element: string, level: Level): { right: number; all: number } => {
    const known = counts.get(`${element} ${level}`) ?? { right: 0, all: 0 };
    counts.set(`${element} ${level}`, known);
    return known;
  };
  const names = new Set<string>();
  for (const { values } of readings) {
    for (const { element, level, right } of values) {
      names.add(element);
      for (const tally of [of(element, level), of('all', level)]) {
        tally.all += 1;
        if (right) tally.right += 1;
      }
    }
  }
  const pooled = (level: Level): number => (of('all', level).right + 0.5) / (of('all', level).all + 1);
  const fitted: Fit = {
    all: isotonic(LEVELS.map((level) => ({ share: pooled(level), weight: of('all', level).all + 1 }))),
  };
  for (const name of names) {
    fitted[name] = isotonic(
      LEVELS.map((level) => {
        const { right, all } = of(name, level);
        return { share: (right + PRIOR * pooled(level)) / (all + PRIOR + UNSEEN), weight: all + PRIOR };
      }),
    );
  }
  return fitted;
}

interface Point {
  share: number;
  weight: number;
}

/** Pools neighbours that fall (pool adjacent violators), among doubted values, among the others, and leaves empty ones. */
function isotonic(points: readonly Point[]): number[] {
  return [
    ...pooledRun(points.slice(0, 5)),
    ...pooledRun(points.slice(5, 10)),
    ...points.slice(10).map(({ share }) => share),
  ].map((share) => Math.round(share * 1000) / 1000);
}

function pooledRun(points: readonly Point[]): number[] {
  const blocks: (Point & { count: number })[] = [];
  for (const point of points) {
    let block = { ...point, count: 1 };
    for (let last = blocks.at(-1); last !== undefined && last.share > block.share; last = blocks.at(-1)) {
      blocks.pop();
      const weight = last.weight + block.weight;
      block = {
        share: (last.share * last.weight + block.share * block.weight) / weight,
        weight,
        count: last.count + block.count,
      };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ share, count }) => new Array<number>(count).fill(share));
}

/** The confidence that a reading would have had by a fit; null where nothing shows of an empty element. */
function confidences({ values }: FirstReading, fitted: Fit): number[] {
  return values
    .filter(({ level }) => level !== 'n')
    .map(({ element, level }) => {
      const share = (fitted[element] ?? fitted['all'] ?? [])[LEVELS.indexOf(level)] ?? 0;
      return 'aAbB'.includes(level) ? Math.min(share, 0.89) : share;
    });
}

export interface Risk {
  letters: number;
  marked: number;
  /** Fields of letters that are not marked, and how many of them are wrong. */
  fields: number;
  wrong: number;
}

/** What a threshold marks and leaves in batches that the fit has not seen. */
export function riskAt(threshold: number, kind?: 'ordinary' | 'unusual'): Risk {
  const readings = firstReadings();
  const out: Risk = { letters: 0, marked: 0, fields: 0, wrong: 0 };
  for (const { name, kind: own } of BATCHES) {
    const own_ = readings.filter(({ batch }) => batch === name);
    if ((kind !== undefined && own !== kind) || own_.length === 0) continue;
    const fitted = fit(readings.filter(({ batch }) => batch !== name));
    for (const reading of own_) {
      out.letters += 1;
      const isMarked =
        riskOf(confidences(reading, fitted)) > threshold ||
        // What must not be missing (title, office, date) and is.
        reading.values.some(
          ({ element, level }) => /^(?:title|issuer|issued_on)$/.test(element) && (level === 'n' || level === 'q'),
        );
      if (isMarked) out.marked += 1;
      else {
        out.fields += reading.values.length;
        out.wrong += reading.values.filter(({ right }) => !right).length;
      }
    }
  }
  return out;
}

/** How often values of a confidence were right, by a fit on other batches. */
export function curve(): { from: number; all: number; said: number; right: number }[] {
  const readings = firstReadings();
  const steps = [0, 0.5, 0.8, SURE, 0.95, 0.98, 0.99].map((from) => ({ from, all: 0, said: 0, right: 0 }));
  for (const { name } of BATCHES) {
    const fitted = fit(readings.filter(({ batch }) => batch !== name));
    for (const { values } of readings.filter(({ batch }) => batch === name)) {
      for (const { element, level, right } of values) {
        const share = (fitted[element] ?? [])[LEVELS.indexOf(level)] ?? 0;
        const step = steps.findLast(({ from }) => share >= from);
        if (step === undefined) continue;
        step.all += 1;
        step.said += share;
        if (right) step.right += 1;
      }
    }
  }
  return steps;
}

/** The fit as a source file. */
export function fittedSource(fitted: Fit): string {
  const rows = Object.entries(fitted).map(([name, shares]) => `  ${name}: [${shares.join(', ')}],`);
  return `/**
 * Written by tests/bench/reading/calibrate.ts: the share of right values by element and level (calibration.ts), in the order
 * of LEVELS; \`all\` is for elements of which there are no first readings.
 */
export const FITTED: Readonly<Record<string, readonly number[]>> & { readonly all: readonly number[] } = {
${rows.join('\n')}
};
`;
}

if (import.meta.main) {
  const fitted = fit(firstReadings());
  if (process.argv.includes('--write')) writeFileSync(OUT, fittedSource(fitted));
  const percent = (part: number, all: number): string => `${((100 * part) / Math.max(1, all)).toFixed(2)} %`;
  for (const kind of ['ordinary', 'unusual', undefined] as const) {
    for (const threshold of [0.2, 0.25, 0.3, 0.31, 0.32, 0.33, 0.34, 0.35, 0.4, 0.5]) {
      const { letters, marked, fields, wrong } = riskAt(threshold, kind);
      console.log(
        `${(kind ?? 'all').padEnd(9)} risk > ${threshold}${threshold === MOST_RISK ? ' (set)' : ''}: marked ${percent(marked, letters)} of ${letters}; wrong in the others ${percent(wrong, fields)} (${wrong} of ${fields})`,
      );
    }
  }
  for (const { from, all, said, right } of curve())
    console.log(`confidence from ${from}: ${all} values, said ${percent(said, all)}, right ${percent(right, all)}`);
}
