/** Letters by what people name them: an id, an archive number (档号) or a document number (文号), whole and exact. */
import { refCodeKey } from '../../../shared/text/ref-codes.ts';
import type { ReadableDb } from '../storage/types.ts';

export interface NamedLetter {
  id: string;
  title: string | null;
  ref_code: string | null;
  doc_number: string | null;
}

/** One form of the ways in which a number is typed: widths, brackets and blanks; every other sign counts. */
function numberKey(word: string): string {
  return word
    .normalize('NFKC')
    .replaceAll(/\s/gu, '')
    .replaceAll(/[[(【〔「]/gu, '〔')
    .replaceAll(/[\])】〕」]/gu, '〕')
    .toUpperCase();
}

/** Of one name so many are answered: who meant one letter has to say which. */
const MOST = 20;

/**
 * All letters that bear each of the names, in the order of filing; of letters that were disposed of what stays of them. Brackets and the
 * width of characters make no difference (〔2024〕, [2024]), nor a dash for the middle dot of an archive number.
 */
export function findLetters(db: ReadableDb, words: readonly string[]): { word: string; letters: NamedLetter[] }[] {
  const wanted = words.map((word) => ({ word, key: numberKey(word), letters: [] as NamedLetter[] }));
  const byKey = Map.groupBy(wanted, ({ key }) => key);
  const byRefCode = Map.groupBy(wanted, ({ word }) => refCodeKey(word));
  const byId = new Map(wanted.map((one) => [one.word.trim(), one]));
  const rows = db.all<NamedLetter>(
    `SELECT * FROM (
       SELECT id, title, ref_code, doc_number, number FROM letter
       UNION ALL SELECT letter_id AS id, title, ref_code, doc_number, number FROM stub) ORDER BY number`,
  );
  for (const { id, title, ref_code, doc_number } of rows) {
    const found = new Set([
      ...(ref_code === null ? [] : (byRefCode.get(refCodeKey(ref_code)) ?? [])),
      ...(doc_number === null ? [] : (byKey.get(numberKey(doc_number)) ?? [])),
    ]);
    const own = byId.get(id);
    if (own !== undefined) found.add(own);
    for (const one of found)
      if (one === own || one.letters.length < MOST) one.letters.push({ id, title, ref_code, doc_number });
  }
  return wanted.map(({ word, letters }) => {
    // An id is one letter's alone, whatever number another letter bears.
    const own = letters.find(({ id }) => id === word.trim());
    return { word, letters: own === undefined ? letters : [own] };
  });
}
