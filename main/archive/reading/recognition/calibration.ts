/**
 * How sure a value is, out of what its rule says: fitted by element on first readings, that is on letters for which no rule had been changed
 * (tests/bench/reading/calibrate.ts, whose output `FITTED` is).
 */
import { SURE, type ElementName } from '../../../../shared/model/elements.ts';
import { FITTED } from './fitted.ts';

/**
 * What is known of a value: a to e its rule's confidence in five steps, in capitals where the second look does not bear it out; n empty, q
 * empty where words speak of it.
 */
export const LEVELS = ['A', 'B', 'C', 'D', 'E', 'a', 'b', 'c', 'd', 'e', 'q', 'n'] as const;
export type Level = (typeof LEVELS)[number];

const STEPS: readonly (readonly [number, Level, Level])[] = [
  [0.8, 'a', 'A'],
  [SURE, 'b', 'B'],
  [0.93, 'c', 'C'],
  [0.96, 'd', 'D'],
  [Infinity, 'e', 'E'],
];

/** @param confidence of the rule; null where nothing was read. @param doubted by the second look, or by words that speak of it */
export function levelOf(confidence: number | null, doubted: boolean): Level {
  if (confidence === null) return doubted ? 'q' : 'n';
  const [, plain, looked] = STEPS.find(([below]) => confidence < below) ?? [1, 'e', 'E'];
  return doubted ? looked : plain;
}

/** What a rule calls doubtful is never called sure, however often it was right. */
const DOUBTFUL = 0.89;

/** The share of such values that were right, 0..1. */
export function fittedConfidence(name: ElementName, confidence: number | null, doubted: boolean): number {
  const level = levelOf(confidence, doubted);
  const fitted = (FITTED[name] ?? FITTED.all)[LEVELS.indexOf(level)] ?? 0;
  return confidence !== null && confidence < SURE ? Math.min(fitted, DOUBTFUL) : fitted;
}

/** Letters of which more is expected to be wrong wait for a person. Set by calibrate.ts so that few of the others have errors. */
export const MOST_RISK = 0.33;

/** How many wrong elements a letter is expected to have, by how sure each is. */
export function riskOf(confidences: readonly number[]): number {
  return confidences.reduce((sum, confidence) => sum + 1 - confidence, 0);
}
