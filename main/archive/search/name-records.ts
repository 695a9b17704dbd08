/** What letters are called by, for suggestions, as read from the letters themselves. */
import type { IndexedLetter, NameRecord } from './types.ts';

/** What a letter is called by. */
export function nameRecord({ elements }: Pick<IndexedLetter, 'elements'>): NameRecord {
  const present = (...texts: (string | null)[]): string[] => [...new Set(texts.filter((text) => text !== null))];
  return {
    title: elements.title,
    numbers: present(elements.doc_number, elements.case_number),
    offices: present(elements.issuer, elements.letterhead),
    names: elements.addressees,
  };
}

export function* namesOf(letters: Iterable<IndexedLetter>): Iterable<NameRecord> {
  for (const letter of letters) yield nameRecord(letter);
}
