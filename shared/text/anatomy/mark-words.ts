/** The marks that stand in a letter's head or behind its date: result class and openness. */
import { CLOSING_CLASS, OPENING_CLASS } from '../brackets.ts';

const OPEN = `[${OPENING_CLASS}]?`;
const CLOSE = `[${CLOSING_CLASS}]?`;
const RESULT = '[A-Fa-fＡ-Ｆ甲乙丙丁]\\s*类?';
const OPENNESS = '(?:此件)?(?:同意对外|同意|可以|不宜|不予|不|全文|主动|依申请)?公开(?:发布)?';
/** Urgency and use, which stand in one line with the other marks. */
const OTHER = '特急|加急|平急|急件|内部(?:资料|文件|件)|内部使用|注意保存|明传电报|传真';
const MARK_LINE = new RegExp(`^(?:${OPEN}\\s*(?:${RESULT}|${OPENNESS}|${OTHER})\\s*[、，,]?\\s*${CLOSE}\\s*){1,3}$`);

/** Blanks beside each other counted as one. */
const LONGEST_MARKS = 24;

/** Whether a line holds marks and nothing else: 〔A类〕, （主动公开）, 【B】〔依申请公开〕. */
export function isMarkLine(text: string): boolean {
  if (text.length > LONGEST_MARKS && !/\s\s/.test(text)) return false;
  const written = text.replace(/\s+/g, ' ');
  return written.length <= LONGEST_MARKS && MARK_LINE.test(written);
}

const BESIDE = /\s*[〔﹝[［【（(]\s*[A-D]类?\s*[〕﹞\]］】）)]\s*$/;
/** A mark and the blanks around it are no longer. */
const BESIDE_REACH = 60;

/** Where a mark beside a signature begins on its line, with the blanks before it (某某局（盖章） 〔A类〕); the line's end where there is none. */
export function markBeside(text: string): number {
  const from = Math.max(0, text.length - BESIDE_REACH);
  const match = BESIDE.exec(text.slice(from));
  return match ? from + match.index : text.length;
}
