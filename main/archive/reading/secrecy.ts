/**
 * Marks of state secrets (绝密, 机密, 秘密★…). Material that bears one is refused before anything of it is copied, cached
 * or indexed (保守国家秘密法: no secrets on systems that are not secret). Words that only speak of secrecy do not refuse.
 */
import path from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';

export interface SecrecyMark {
  /** The mark as written, without blanks. */
  mark: string;
  /** Stable name of the rule that found it, for the log. */
  rule: 'level-with-star' | 'level-alone' | 'level-label' | 'declared';
}

/** The mark stands above the title or in the first lines (GB/T 9704-2012, 7.2.2; GB/T 7156-2003). */
const HEAD_LINES = 15;
const HEAD_LENGTH = 1500;
/** A head line is short: longer ones are sentences that may cite a mark. */
const LONGEST_MARK_LINE = 40;

const STAR = '[★☆*＊✩✭⭐🟊]';
const PERIOD = '(?:\\d{1,3}|[一二三四五六七八九十]{1,3})(?:年|个月|月|天|日)|长期|永久';
const WITH_STAR = new RegExp(`(?:绝密|机密|秘密)[（(]?${STAR}(?:${PERIOD})?`, 'u');
const ALONE = new RegExp(
  `^[〔【\\[（(]?(绝密|机密|秘密)(?:级|件|文件|资料)?(?:(?:${PERIOD})|${STAR}.*)?[〕】\\])）]?(?:(?:特急|加急|急件|平急|第?\\d{1,6}号?).{0,6})?$`,
  'u',
);
const LABEL = /^(?:密级|保密级别|秘密等级|文件密级|密级和保密期限)[：:]?(绝密|机密|秘密)/;
const BESIDE = new RegExp(`^(?:\\d{1,6}|份号[：:]?\\d{0,6}|.{0,12}号)(绝密|机密|秘密)(?:级)?(?:${STAR}|$)`, 'u');
const DECLARED =
  /^[〔【[（(]?(?:(?:本|此)(?:件|文件|函|资料)(?:为|属|系)?)?(?:涉密(?:文件|资料|信息|件|载体)?|涉及国家秘密|属于?国家秘密)[，,。！!]?(?:不得外传|严禁外传|注意保密|妥善保管|请妥善保管|阅后[^，。]{1,6})?[〕】\])）]?$/;

/**
 * The secrecy mark in the head of a letter.
 * @param text raw or clean text
 * @returns null where there is none. 内部, 工作秘密 and 不得外传 are no state secrets and do not refuse.
 */
export function findSecrecyMark(text: string): SecrecyMark | null {
  let count = 0;
  for (const whole of text.slice(0, HEAD_LENGTH).split(/[\n\r\f\v\u0085\u2028\u2029]/)) {
    const line = whole.replace(/[\s\u200b-\u200d\u2060\ufeff]/g, '');
    if (line === '') continue;
    count += 1;
    if (count > HEAD_LINES) break;
    if (line.length > LONGEST_MARK_LINE) continue;
    const found = markOfLine(line);
    if (found) return found;
  }
  return null;
}

function markOfLine(line: string): SecrecyMark | null {
  const star = WITH_STAR.exec(line);
  // In quotation marks, or with a sentence around it, the mark is spoken of and not set.
  if (star && !/[“”"「《，。；]/.test(line) && !/标[注明识志]|字样|规定|如何|是否/.test(line))
    return { mark: star[0], rule: 'level-with-star' };
  if (ALONE.test(line) || BESIDE.test(line)) return { mark: line, rule: 'level-alone' };
  const label = LABEL.exec(line);
  if (label) return { mark: label[0], rule: 'level-label' };
  return DECLARED.test(line) ? { mark: line, rule: 'declared' } : null;
}

/**
 * Names neither the file nor the mark's surroundings: only the fact may be recorded.
 * @throws ArchiveError SECRET_REFUSED where the text bears a mark
 */
export function refuseSecret(text: string): void {
  const found = findSecrecyMark(text);
  if (found !== null) throw new ArchiveError('SECRET_REFUSED', undefined, found.rule);
}

/**
 * The same for a bare file name, whose words are taken apart so that a mark in front or in brackets stands alone: 【机密】关于….
 * @throws ArchiveError SECRET_REFUSED
 */
export function refuseSecretName(name: string): void {
  refuseSecret(path.parse(name).name.replaceAll(/[\s_\-—–.,，、·+【】[\]()（）〔〕{}]+/g, '\n'));
}
