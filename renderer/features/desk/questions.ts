/** What of a letter a person should still settle before it is filed, and why. Pure. */
import {
  MANDATORY_ELEMENTS,
  type ElementName,
  type Elements,
  type Evidence,
  type Warning,
} from '../../../shared/model/elements.ts';
import { WARNING_ELEMENT } from '../../../shared/model/warning-elements.ts';
import { valueToText } from '../../components/element-text.ts';
import { doubtfulElements, FORM_ORDER } from '../../components/elements-form.tsx';
import { words } from './words.ts';

/** Open questions in the order of the form: what is missing of the mandatory elements, and what was read with doubt. */
export function openQuestions(elements: Elements, evidence: Evidence, seen: ReadonlySet<ElementName>): ElementName[] {
  const doubtful = doubtfulElements(evidence, seen);
  return FORM_ORDER.filter(
    (name) => doubtful.includes(name) || (MANDATORY_ELEMENTS.includes(name) && elements[name] === null),
  );
}

/** Told of every doubt by the fields themselves. */
const SAID_BY_FIELDS = new Set(['DOUBTFUL', 'NEAR_DUPLICATE']);

export interface Notes {
  /** The reason of a doubt, at its field. */
  at: Partial<Record<ElementName, string>>;
  /** What is about the file as a whole. */
  whole: readonly Warning[];
}

/** @param read the elements as they were read: what was not read at all is said so */
export function notesOf(read: Elements, evidence: Evidence, warnings: readonly Warning[]): Notes {
  const at: Partial<Record<ElementName, string>> = {};
  for (const name of doubtfulElements(evidence, new Set())) {
    const percent = Math.round((evidence[name]?.confidence ?? 0) * 100);
    at[name] = valueToText(read[name]) === '' ? words.notRead(percent) : words.unsure(percent);
  }
  const whole: Warning[] = [];
  for (const warning of warnings) {
    const field = WARNING_ELEMENT[warning.code];
    if (field !== undefined) at[field] = warning.message;
    else if (!SAID_BY_FIELDS.has(warning.code)) whole.push(warning);
  }
  return { at, whole };
}
