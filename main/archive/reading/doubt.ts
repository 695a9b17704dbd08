/** Whether a person should look at a reading before it is relied on. Pure. */
import {
  MANDATORY_ELEMENTS,
  SURE,
  type Elements,
  type Evidence,
  type Warning,
} from '../../../shared/model/elements.ts';

/** Warnings that say what is not known of the office, not that the letter was misread. */
export const NOTES: ReadonlySet<string> = new Set(['RESULT_SCHEME_UNKNOWN']);

export function isDoubtful(elements: Elements, evidence: Evidence, warnings: readonly Warning[]): boolean {
  return (
    warnings.some((warning) => !NOTES.has(warning.code)) ||
    MANDATORY_ELEMENTS.some((name) => elements[name] === null) ||
    Object.values(evidence).some((found) => found.confidence < SURE)
  );
}
