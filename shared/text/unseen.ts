/** Characters that nobody sees, or that turn the writing round: two texts that differ by them alone look the same. */

/** In the names of people none of them is: control and format characters, all that is not drawn (Default_Ignorable_Code_Point), and what begins a line. */
export const UNSEEN_IN_NAME = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/u;

/**
 * What a text of one line has not: control characters, what begins a line, what turns the writing round. Other format characters belong to the
 * writing of peoples (Mongolian, Tibetan) and stay.
 */
const NOT_IN_LINE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const RUNS_NOT_IN_LINE = new RegExp(`${NOT_IN_LINE.source}+`, 'gu');

export const isOneLine = (text: string): boolean => !NOT_IN_LINE.test(text);

/** The text as it may stand in a file in which each line says something of its own. */
export const inOneLine = (text: string): string => text.replaceAll(RUNS_NOT_IN_LINE, ' ').trim();
