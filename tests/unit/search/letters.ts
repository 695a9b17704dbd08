/** Letters for the tests of search, and an archive in memory that gives them. */
import { emptyElements, type Elements } from '../../../shared/model/elements.ts';
import type { IndexedLetter, SearchSource } from '../../../main/archive/search/types.ts';

/** An archive of letters in memory. */
export class LetterSource implements SearchSource {
  archiveId = 'test-archive';
  readonly letters = new Map<string, IndexedLetter>();
  private newest = 0;

  /** Files or changes a letter. */
  put(
    id: string,
    text: string,
    elements: Partial<Elements> = {},
    attachments: IndexedLetter['attachments'] = [],
  ): IndexedLetter {
    const letter: IndexedLetter = {
      id,
      sequence: ++this.newest,
      text,
      elements: { ...emptyElements(), ...elements },
      filed_at: '2024-01-01T00:00:00Z',
      attachments,
    };
    this.letters.delete(id);
    this.letters.set(id, letter);
    return letter;
  }
  sequence(): number {
    return this.newest;
  }
  count(): number {
    return this.letters.size;
  }
  *changedSince(sequence: number): Iterable<IndexedLetter> {
    for (const letter of [...this.letters.values()]) if (letter.sequence > sequence) yield letter;
  }
  letter(id: string): IndexedLetter | undefined {
    return this.letters.get(id);
  }
}

export const request = (query: string, more: object = {}) => ({
  query,
  limit: 20,
  offset: 0,
  sort: 'relevance' as const,
  filters: {},
  ...more,
});
