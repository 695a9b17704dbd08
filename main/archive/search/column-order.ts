/**
 * What a search finds in the order of a column. The index holds relevance and days alone: the order is the archive's, made once for
 * all stretches of a list.
 */
import type { LetterSort } from '../../../shared/model/letter.ts';
import type { IndexAnswer } from './evaluate.ts';
import { splitVersionId, type LetterColumns } from './types.ts';

/** The letter of a hit, which may be in an earlier version of it. */
export const letterOf = (id: string): string => (id.includes('@') ? splitVersionId(id).letter : id);

export class ColumnOrder {
  private readonly columns: LetterColumns;
  private newest: { key: string; answer: Promise<IndexAnswer> } | undefined;

  constructor(columns: LetterColumns) {
    this.columns = columns;
  }

  /**
   * @param asked what is looked for, and how far the index has come
   * @param find finds all of it, in any order
   */
  answer(asked: object, sort: LetterSort, descending: boolean, find: () => Promise<IndexAnswer>): Promise<IndexAnswer> {
    const key = JSON.stringify([asked, sort, descending, this.columns.state()]);
    if (this.newest?.key === key) return this.newest.answer;
    const answer = find().then((found) => {
      const hits = new Map(found.hits.map((hit) => [letterOf(hit.id), hit]));
      const ids = this.columns.sorted([...hits.keys()], sort, descending);
      return { ...found, hits: ids.flatMap((id) => hits.get(id) ?? []) };
    });
    this.newest = { key, answer };
    answer.catch(() => {
      if (this.newest?.answer === answer) this.newest = undefined;
    });
    return answer;
  }
}
