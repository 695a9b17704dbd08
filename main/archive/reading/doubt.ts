/** Whether a person should look at a reading before it is relied on. Pure. */
import { MOST_RISK, riskOf } from './recognition/calibration.ts';
import { MANDATORY_ELEMENTS, type Elements, type Evidence, type Warning } from '../../../shared/model/elements.ts';

/**
 * Warnings that are no reason to look: what is not known of the office; dates that mostly differ by the days in the printing room; and the
 * doubtful elements, which are counted by how doubtful they are.
 */
export const NOTES: ReadonlySet<string> = new Set(['RESULT_SCHEME_UNKNOWN', 'DATES_DIFFER', 'DOUBTFUL']);

/** More is expected to be wrong than in the letters that nobody looks at (tests/bench/reading/calibrate.ts), or something must be told. */
export function isDoubtful(elements: Elements, evidence: Evidence, warnings: readonly Warning[]): boolean {
  return (
    warnings.some((warning) => !NOTES.has(warning.code)) ||
    MANDATORY_ELEMENTS.some((name) => elements[name] === null) ||
    riskOf(Object.values(evidence).map(({ confidence }) => confidence)) > MOST_RISK
  );
}
