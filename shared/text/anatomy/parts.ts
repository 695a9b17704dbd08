/** The parts that a letter consists of (公文要素, GB/T 9704-2012, 7), as places in its text. */

/**
 * What a part is:
 * - `letterhead` 发文机关标志, `number` 发文字号 with its label, `title` 标题 (a part a line), `addressee` 主送机关 up to its colon
 * - `mark` any other words above the title or beside number and title: 〔A类〕, 〔主动公开〕, 特急, 签发人, a web page's own head
 * - `subtitle` what stands between title and text
 * - `heading` 结构层次序数 with its words, of level 1 一、 2 （一） 3 1. 4 （1）; `text` a paragraph or what follows its heading
 * - `table` one row, its cells parted by tabs
 * - `annexNote` 附件说明 (附件：1. …), `annex` the line 附件1 that opens an annex, `annexTitle` the annex's own title
 * - `signature` 发文机关署名, `date` 成文日期, `note` 附注: contact and openness
 * - `cc` 抄送机关, also 主送 where it stands at the end, `imprint` 印发机关和印发日期, 主题词, number of copies
 */
export type Role =
  | 'letterhead'
  | 'number'
  | 'mark'
  | 'title'
  | 'subtitle'
  | 'addressee'
  | 'heading'
  | 'text'
  | 'table'
  | 'annexNote'
  | 'signature'
  | 'date'
  | 'note'
  | 'cc'
  | 'imprint'
  | 'annex'
  | 'annexTitle';

export type HeadingLevel = 1 | 2 | 3 | 4;

/** UTF-16 units of the letter's text, end exclusive, without blanks at either end. */
export interface Part {
  start: number;
  end: number;
  role: Role;
  /** Of a heading only. */
  level?: HeadingLevel;
  /** Number of the line that it stands on, blank ones not counted. Several parts may share a line; together they are the line. */
  line: number;
}

/**
 * Cuts a line into parts.
 * @param pieces places and roles in their order; what lies between and around them takes `rest`
 */
export function cutLine(
  text: string,
  line: { start: number; end: number },
  number: number,
  pieces: readonly Omit<Part, 'line'>[],
  rest: Role,
): Part[] {
  const parts: Part[] = [];
  const add = (start: number, end: number, role: Role): void => {
    const part = trimmed(text, start, end);
    if (part.start < part.end) parts.push({ ...part, role, line: number });
  };
  let at = line.start;
  for (const { start, end, role } of pieces) {
    add(at, start, rest);
    add(Math.max(at, start), end, role);
    at = Math.max(at, end);
  }
  add(at, line.end, rest);
  return parts;
}

function trimmed(text: string, start: number, end: number): { start: number; end: number } {
  const piece = text.slice(start, Math.max(start, end));
  const bare = piece.trim();
  const from = start + piece.length - piece.trimStart().length;
  return { start: from, end: from + bare.length };
}
