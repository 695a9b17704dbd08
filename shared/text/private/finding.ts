/** What a finder of private data says: what it is, where it stands and why it was found. Pure. */
import type { PrivateKind } from '../../model/public-version.ts';

export interface Finding {
  kind: PrivateKind;
  /** UTF-16 units, end exclusive. */
  start: number;
  end: number;
  /** In Chinese, for who decides. */
  reason: string;
}

/** Looks at a plain text (plain.ts); its places are places there. */
export type Finder = (text: string) => Finding[];

/** Blanks and one line end that may stand inside a number. */
export const GAP = '[ \\n]{0,2}';

/** Source of a pattern: so many digits, blanks between them or not. */
export const digits = (count: number, of = '[0-9]'): string => (count <= 1 ? of : `${of}(?:${GAP}${of}){${count - 1}}`);

export const bare = (text: string): string => text.replaceAll(/[ \n-]/g, '');

/** Whether one of some words stands shortly before a place, on the same or the line before. */
export function isLabelled(text: string, at: number, label: RegExp, reach = 14): boolean {
  return label.test(text.slice(Math.max(0, at - reach), at));
}
