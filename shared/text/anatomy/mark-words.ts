/** The marks that stand in a letter's head or behind its date: result class and openness. */
import { CLOSING_CLASS, OPENING_CLASS } from '../brackets.ts';

const OPEN = `[${OPENING_CLASS}]?`;
const CLOSE = `[${CLOSING_CLASS}]?`;
const RESULT = '[A-Fa-fＡ-Ｆ甲乙丙丁]\\s*类?';
const OPENNESS = '(?:此件)?(?:同意|可以|不宜|不予|不|全文|主动|依申请)?公开(?:发布)?';
const MARK_LINE = new RegExp(`^(?:${OPEN}\\s*(?:${RESULT}|${OPENNESS})\\s*[、，,]?\\s*${CLOSE}\\s*){1,3}$`);

/** Whether a line holds marks and nothing else: 〔A类〕, （主动公开）, 【B】〔依申请公开〕. */
export function isMarkLine(text: string): boolean {
  const written = text.replace(/\s+/g, ' ');
  return written.length <= 24 && MARK_LINE.test(written);
}
