/**
 * A new element is a new schema version (docs/decisions): who adds one is told here what else it asks for. The numbers below
 * change together with what stands beside them, or not at all.
 */
import { expect, test } from 'vitest';
import { MIGRATIONS } from '../../../main/archive/storage/migrations/index.ts';
import { FORMAT_VERSION } from '../../../main/archive/search/manifest.ts';
import {
  ELEMENT_NAMES,
  FACET_ELEMENTS,
  elementSpec,
  emptyElements,
  type ElementName,
} from '../../../shared/model/elements.ts';

const FIRST: readonly ElementName[] = [
  'title',
  'doc_number',
  'issuer',
  'letterhead',
  'addressees',
  'reply_kind',
  'session',
  'case_number',
  'case_title',
  'result_code',
  'openness',
  'issued_on',
  'contact',
  'phones',
  'cc',
  'printed_by',
  'printed_on',
  'cited_documents',
];

test('every element that the first schema version did not have names the one that brought it', () => {
  // An element that goes would be lost in letters that have it.
  expect(ELEMENT_NAMES).toEqual(expect.arrayContaining([...FIRST]));
  for (const name of ELEMENT_NAMES) {
    const { since } = elementSpec(name);
    if (FIRST.includes(name)) expect(since, name).toBeUndefined();
    else {
      expect(since, name).toBeGreaterThan(7);
      expect(since, name).toBeLessThanOrEqual(MIGRATIONS.length);
    }
  }
  expect(Object.keys(emptyElements())).toEqual(ELEMENT_NAMES);
});

test('what the search index holds of the elements is that of its format', () => {
  const numbers = Object.fromEntries(
    ELEMENT_NAMES.flatMap((name) => {
      const { search } = elementSpec(name);
      return search === undefined ? [] : [[name, search.number]];
    }),
  );
  expect({ format: FORMAT_VERSION, numbers, facets: FACET_ELEMENTS }).toEqual({
    format: 5,
    numbers: {
      doc_number: 1,
      case_number: 2,
      addressees: 3,
      issuer: 4,
      letterhead: 5,
      printed_by: 6,
      session: 7,
      case_title: 8,
      contact: 9,
      phones: 10,
      cc: 11,
      cited_documents: 12,
      contact_address: 13,
      case_numbers: 14,
      signers: 15,
      draft_unit: 16,
    },
    facets: ['issuer', 'result_code', 'openness', 'reply_kind'],
  });
});
