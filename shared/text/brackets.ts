/** The brackets of official writing and the shapes in which they arrive (GB/T 9704-2012, 7.2.5 wants 〔 〕, U+3014/3015). */

/** Source of a character class: everything that stands for an opening six-corner bracket. */
export const OPENING_CLASS = '〔﹝\\[［【（(｛「『〖';
/** Source of a character class: everything that stands for a closing six-corner bracket. */
export const CLOSING_CLASS = '〕﹞\\]］】）)｝」』〗';

const PAIRS: Readonly<Record<string, string>> = {
  '（': '）',
  '(': ')',
  '〔': '〕',
  '﹝': '﹞',
  '【': '】',
  '[': ']',
  '［': '］',
  '《': '》',
  '〈': '〉',
  '「': '」',
  '『': '』',
  '“': '”',
};

/** The bracket that closes `opening`, or undefined where it opens nothing. */
export function closingOf(opening: string): string | undefined {
  return PAIRS[opening];
}

/** Whether round brackets, of either width and also mixed as in `(试行）`, are open at the end of `text`. */
export function hasOpenRound(text: string): boolean {
  return openCount(text, /[（(]/g, /[）)]/g) > 0;
}

/** Whether a book title mark 《 is open at the end of `text`. */
export function hasOpenTitleMark(text: string): boolean {
  return openCount(text, /《/g, /》/g) > 0;
}

function openCount(text: string, opening: RegExp, closing: RegExp): number {
  return (text.match(opening)?.length ?? 0) - (text.match(closing)?.length ?? 0);
}
