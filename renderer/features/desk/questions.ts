/** What of a letter a person should still settle before it is filed, and why. Pure. */
import {
  MANDATORY_ELEMENTS,
  type ElementName,
  type Elements,
  type Evidence,
  type Warning,
} from '../../../shared/model/elements.ts';
import { doubtfulElements, FORM_ORDER } from '../../components/elements-form.tsx';
import { words } from './words.ts';

/** Open questions in the order of the form: what is missing of the mandatory elements, and what was read with doubt. */
export function openQuestions(elements: Elements, evidence: Evidence, seen: ReadonlySet<ElementName>): ElementName[] {
  const doubtful = doubtfulElements(evidence, seen);
  return FORM_ORDER.filter(
    (name) => doubtful.includes(name) || (MANDATORY_ELEMENTS.includes(name) && elements[name] === null),
  );
}

/** The element at which a warning of the reading is told. */
const FIELD_OF: Readonly<Record<string, ElementName>> = {
  TITLE_MISSING: 'title',
  ISSUER_MISSING: 'issuer',
  DATE_MISSING: 'issued_on',
  DATE_IMPOSSIBLE: 'issued_on',
  DATE_IN_FUTURE: 'issued_on',
  DATE_TOO_EARLY: 'issued_on',
  DATES_DIFFER: 'issued_on',
  CASE_NUMBER_DIFFERS: 'case_number',
  SESSION_DIFFERS: 'session',
  DOC_NUMBER_DAMAGED: 'doc_number',
  DOC_NUMBER_YEAR_DIFFERS: 'doc_number',
  RESULT_CODE_UNKNOWN: 'result_code',
  RESULT_SCHEME_UNKNOWN: 'result_code',
};

/** Told of every doubt by the fields themselves. */
const SAID_BY_FIELDS = new Set(['DOUBTFUL', 'NEAR_DUPLICATE']);

export interface Notes {
  /** The reason of a doubt, at its field. */
  at: Partial<Record<ElementName, string>>;
  /** What is about the file as a whole. */
  whole: readonly Warning[];
}

export function notesOf(evidence: Evidence, warnings: readonly Warning[]): Notes {
  const at: Partial<Record<ElementName, string>> = {};
  for (const name of doubtfulElements(evidence, new Set()))
    at[name] = words.unsure(Math.round((evidence[name]?.confidence ?? 0) * 100));
  const whole: Warning[] = [];
  for (const warning of warnings) {
    const field = FIELD_OF[warning.code];
    if (field !== undefined) at[field] = warning.message;
    else if (!SAID_BY_FIELDS.has(warning.code)) whole.push(warning);
  }
  return { at, whole };
}
