/** Which element a warning of a reading speaks of: it is told there, and settled with it. Of others it is the file as a whole. */
import type { ElementName } from './elements.ts';

export const WARNING_ELEMENT: Readonly<Record<string, ElementName>> = {
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
