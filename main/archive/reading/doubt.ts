/** Whether a person should look at a reading before it is relied on. Pure. */
import type { ElementName, Elements, Evidence, Warning } from '../../../shared/model/elements.ts';

/** Below this confidence an element is shown as doubtful. */
export const SURE = 0.9;

/** The elements without which a reply letter cannot be catalogued (DA/T 46 mandatory items). */
export const MANDATORY: readonly ElementName[] = ['title', 'issuer', 'issued_on'];

/** Warnings that say what is not known of the office, not that the letter was misread. */
export const NOTES: ReadonlySet<string> = new Set(['RESULT_SCHEME_UNKNOWN']);

export function isDoubtful(elements: Elements, evidence: Evidence, warnings: readonly Warning[]): boolean {
  return (
    warnings.some((warning) => !NOTES.has(warning.code)) ||
    MANDATORY.some((name) => elements[name] === null) ||
    Object.values(evidence).some((found) => found.confidence < SURE)
  );
}
