/** The rows of the 公开目录: letters that are public, with title and number as their public version has them. */
import { publicFile } from '../../letters/public/status.ts';
import { publishedLetters } from '../../letters/public/published.ts';
import type { ReadableDb } from '../../storage/types.ts';
import { placeOf, type RowSource } from '../file-catalogue.ts';
import { publicLetterOf } from './public-letter.ts';

/** @param ids in the order of the catalogue; those that are not public are left out */
export function publicRows(db: ReadableDb, ids: readonly string[]): RowSource[] {
  const published = publishedLetters(db);
  return ids
    .flatMap((id) => {
      const day = published.get(id);
      return day === undefined ? [] : [{ id, ...day }];
    })
    .map(({ id, version, on, seq }, at) => ({
      // As it was reviewed and published: what somebody decided since is no part of it.
      letter: publicLetterOf(publicFile(db, id, version, seq)).letter,
      number: at + 1,
      ...placeOf(db, id),
      pages: 0,
      published: on,
    }));
}
