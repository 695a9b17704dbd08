/** Archive numbers (档号) as people type them: `·` often becomes `-`, and letters small. Pure. */

const DOTS_AND_DASHES = /[\p{Pd}·•・‧∙−]/gu;
/** The year and the 保管期限 of DA/T 22 side by side: no other number of a letter has them. */
const LIKE_A_REF_CODE = /(?:^|-)\d{4}-(?:y|d\d{2})(?:-|$)/u;

/** One form of the ways in which an archive number is typed: widths, capitals, blanks, and middle dots for dashes make no difference. */
export function refCodeKey(word: string): string {
  return word.normalize('NFKC').replaceAll(/\s/gu, '').replaceAll(DOTS_AND_DASHES, '-').toLowerCase();
}

/** Whether a word is written as an archive number is. */
export const isLikeRefCode = (word: string): boolean => LIKE_A_REF_CODE.test(refCodeKey(word));
