/** Runs of signs that offer no place to break: where they are longer than a line they are broken by rule, so that nothing falls off the page. Pure. */
import { widthOf } from './title-lines.ts';

/** The place to break. letter.typ and report.typ turn it into an empty box: as a character it would spoil copied text. */
const BREAK = '\u200b';
/** Words in Latin letters, addresses of pages, numbers: broken every eight signs from this length on. */
const WORD_RUN = /[^\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}\p{P}\p{S}]{30,}|[!-~]{30,}/gu;
const WORD_STEP = /[^]{8}(?=[^])/gu;
/** In a cell of a report: hashes, identifiers, names of files. */
const CELL_RUN = /[!-~]{10,}/g;
const CELL_STEP = /[^]{4}(?=[^])/gu;
/** Dashes, leaders, rules, question marks in a row: broken at any place. */
const MARK_RUN = /[^\s!-~\p{L}\p{N}\p{M}]{14,}/gu;

/** Full-width characters of a line of the letter. */
const LINE_CHARS = 28;

/** A digest that the program itself prints (cover, history): nothing that a reader need be told of. */
const DIGEST = /^[0-9a-f]{64}$/;

/** @returns the text with places to break inside long runs, and how many of these are longer than a line */
export function breakLongRuns(text: string): { text: string; tooLong: number } {
  let tooLong = 0;
  const count = (run: string): void => {
    if (widthOf(run) > LINE_CHARS && !DIGEST.test(run)) tooLong += 1;
  };
  const broken = text
    .replace(WORD_RUN, (run) => {
      count(run);
      return run.replace(WORD_STEP, `$&${BREAK}`);
    })
    .replace(MARK_RUN, (run) => {
      const marks = run.replaceAll(BREAK, '');
      count(marks);
      return Array.from(marks).join(BREAK);
    });
  return { text: broken, tooLong };
}

/** The same for a narrow column: what is longer than such a one is wide may break at any fourth sign, a digest by itself at any eighth. */
export function breakCellRuns(text: string): string {
  // Each place to break costs memory, and a volume's contents have a digest in every row.
  if (DIGEST.test(text)) return text.replace(WORD_STEP, `$&${BREAK}`);
  return text.replace(CELL_RUN, (run) => run.replaceAll(BREAK, '').replace(CELL_STEP, `$&${BREAK}`));
}
