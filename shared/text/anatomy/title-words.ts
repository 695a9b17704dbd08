/** With which words the title of a reply begins and ends. */
import { looksLikeOffice } from './offices.ts';
import { RUNNING_ON, TITLE_BEGINS, TITLE_END, TITLE_MARKS } from './title-word-rules.ts';

/** A longer line that ends as titles do is one itself, not the end of one above. */
const LONGEST_REST = 10;

/** Whether a title may begin here: 关于…, 对…, or an office's name before either. */
export function opensLikeTitle(text: string): boolean {
  const { matter, session, office, bracketed } = TITLE_BEGINS;
  if (matter.pattern.test(text) || (text.includes('届') && session.pattern.test(text))) return true;
  const before = text.includes('关于') || text.includes('对') ? office.pattern.exec(text)?.[1] : undefined;
  return (
    before !== undefined &&
    (before.split('、').every((name) => looksLikeOffice(name)) || bracketed.pattern.test(before))
  );
}

/** Whether a title may end here. */
export function endsLikeTitle(text: string): boolean {
  return TITLE_END.pattern.test(text);
}

/** Whether a line only ends a title begun above: 的答复, 的函, 复函, 意见. A title that could end before it goes on. */
export function runsOn(text: string): boolean {
  const words = text.replace(TITLE_MARKS.behind.pattern, '');
  return (
    RUNNING_ON.rest.pattern.test(words) ||
    (words.length <= LONGEST_REST && !RUNNING_ON.sentence.pattern.test(words) && endsLikeTitle(words))
  );
}
