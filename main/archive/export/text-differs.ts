/** Elements that a person put right while the text, which is what a PDF prints, still says what was read before. */
import {
  ELEMENT_LABELS,
  ELEMENT_NAMES,
  elementSpec,
  type ElementName,
  type Warning,
} from '../../../shared/model/elements.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { findDates } from '../../../shared/text/dates.ts';
import { foldText } from '../../../shared/text/fold.ts';
import { readVersion } from '../letters/versions.ts';
import type { ReadableDb } from '../storage/types.ts';

/** What no letter prints as such: its kind is concluded, and the letter of a class stands in any text. */
const NOT_PRINTED: readonly ElementName[] = ['reply_kind', 'result_code'];

const itemsOf = (value: string | readonly string[] | null): readonly string[] =>
  value === null ? [] : typeof value === 'string' ? [value] : value;

/** @param first the elements as they were read: of version 1 */
export function textDiffers(
  first: Letter['elements'],
  { elements, text }: Pick<Letter, 'elements' | 'text'>,
): Warning[] {
  const folded = foldText(text);
  const days = new Set(findDates(text).flatMap(({ iso }) => (iso === null ? [] : [iso])));
  return ELEMENT_NAMES.filter((name) => !NOT_PRINTED.includes(name)).flatMap((name): Warning[] => {
    const isDate = elementSpec(name).kind === 'date';
    const prints = (item: string): boolean => (isDate ? days.has(item) : folded.includes(foldText(item)));
    const [was, is] = [itemsOf(first[name]), itemsOf(elements[name])];
    const gone = was.filter((item) => !is.includes(item) && prints(item));
    const come = is.filter((item) => !was.includes(item) && !prints(item));
    if (gone.length === 0 || come.length === 0) return [];
    const message = `${ELEMENT_LABELS[name]}已更正为“${come.join('、')}”，正文印的仍是“${gone.join('、')}”；正文未改动，请核对。`;
    return [{ code: 'PDF_TEXT_DIFFERS', message }];
  });
}

/** The same for a letter of the archive. */
export function textDiffersOf(db: ReadableDb, letter: Letter): Warning[] {
  return letter.versions === 1 ? [] : textDiffers(readVersion(db, letter.id, 1).elements, letter);
}
