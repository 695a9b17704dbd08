/** Sets the pages of many letters a few letters ahead of whoever writes them out, in processes of their own where there are many. */
import type { Typesetting } from '../../print/typesetting.ts';
import { typesettingForBatch } from '../../print/typesetting-batch.ts';
import type { LetterRecord } from './letter-record.ts';

/** A letter's page, or why there is none. */
export type SetPage = { pdf: Uint8Array; pages: number } | { error: unknown };

export interface RecordWithPage {
  record: LetterRecord;
  page: SetPage;
}

/** From so many letters on processes of their own are worth their start. */
const MANY = 40;
/** Letters under way where there are few. */
const AHEAD = 3;

/**
 * Records with their pages, in the order of the ids. A page that cannot be set is told with its letter.
 * @param read reads one letter @throws what `read` throws, at that letter's turn
 */
export function pagesAhead(
  typesetting: Typesetting,
  ids: readonly string[],
  read: (id: string) => LetterRecord,
): AsyncIterable<RecordWithPage> & { close: () => Promise<void> } {
  const own = ids.length >= MANY ? typesettingForBatch() : undefined;
  const setter = own ?? typesetting;
  const begin = (at: number): Promise<RecordWithPage> => {
    const record = read(ids[at] ?? '');
    return setter.letter(record.letter, {}).then(
      ({ pdf, pages }) => ({ record, page: { pdf, pages } }),
      (error: unknown) => ({ record, page: { error } }),
    );
  };
  return {
    async *[Symbol.asyncIterator]() {
      const underWay: Promise<RecordWithPage>[] = [];
      for (let next = 0; next < ids.length || underWay.length > 0;) {
        while (next < ids.length && underWay.length < Math.max(AHEAD, setter.width)) underWay.push(begin(next++));
        const first = underWay.shift();
        if (first !== undefined) yield await first;
      }
    },
    close: async () => {
      await own?.close();
    },
  };
}
