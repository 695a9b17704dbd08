/** The letter as the public sees it: text and elements without what is hidden, nothing of the archive, no attachment, no history. Pure. */
import { emptyElements, type ElementName, type Elements } from '../../../../shared/model/elements.ts';
import type { Letter } from '../../../../shared/model/letter.ts';
import type { PublicField, PublicPlace } from '../../../../shared/model/public-version.ts';
import { hidePlaces, hideValues } from '../../../../shared/text/private/hide.ts';
import { valueKey } from '../../../../shared/text/private/places.ts';
import { hiddenPlaces, type PublicFile } from '../../letters/public/status.ts';
import { safeFileName } from '../../print/file-names.ts';

/** Elements by which the parts of the letter are found; all others are empty. */
const KEPT: readonly ElementName[] = [
  ...([
    'title',
    'doc_number',
    'issuer',
    'letterhead',
    'addressees',
    'signers',
    'issued_on',
    'cc',
    'printed_by',
  ] as const),
];

/** A name that says nothing. */
const NO_ID = '公开版';

export interface PublicLetter {
  letter: Letter;
  name: string;
  /** What must not be in the file. */
  keys: string[];
}

/** @param file the letter and what was decided of it */
export function publicLetterOf({ letter, taken, status }: PublicFile): PublicLetter {
  const values = status.items.filter(({ verdict, covered }) => verdict === 'hide' || covered).map(({ value }) => value);
  return publicLetter(letter, hiddenPlaces(taken), values);
}

/**
 * @param hidden all places that are hidden
 * @param values what stands there
 */
function publicLetter(letter: Letter, hidden: readonly PublicPlace[], values: readonly string[]): PublicLetter {
  const keys = [...new Set(values.map(valueKey))];
  const inField = (where: PublicField, text: string): string =>
    hidePlaces(
      text,
      hidden.filter((place) => place.where === where),
    );
  const elements: Elements = emptyElements();
  const put = <N extends ElementName>(name: N, value: Elements[N]): void => {
    elements[name] = value;
  };
  for (const name of KEPT) {
    const value = letter.elements[name];
    if (value === null) continue;
    put(name, Array.isArray(value) ? value.map((one) => hideValues(one, keys)) : hideValues(value, keys));
  }
  for (const where of ['title', 'doc_number', 'issuer', 'letterhead'] as const) {
    const value = letter.elements[where];
    if (value !== null) put(where, inField(where, value));
  }
  const shown = [elements.doc_number, elements.title].filter((part) => part !== null).join(' ');
  return {
    letter: {
      id: NO_ID,
      version: 1,
      versions: 1,
      ref_code: null,
      retention: letter.retention,
      expires: null,
      filed_at: '',
      final: false,
      name: elements.title ?? NO_ID,
      elements,
      text: inField('text', letter.text),
      attachments: [],
    },
    name: safeFileName(shown === '' ? NO_ID : `${shown}（公开版）`, '.pdf', NO_ID),
    keys,
  };
}
