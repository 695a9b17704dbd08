/** With which words the title of a reply begins and ends. */
import { looksLikeOffice } from './offices.ts';

/** The words before 关于 or 对, where they are an office's name. */
const BEFORE = /^([^，。；：！？]{1,60}?)(?:关于|对)/;
const ENDING =
  /(?:答[复覆]|回复|批复|复函|回函|答复函|回复函|的函|函复|意见|意见函|意见书|答复书|告知书|通知书|决定书|处理书|复文|报告|说明|办理结果|办理情况|(?:办理|情况|结果)反馈|[答回]复(?:摘要|要点)|[答面]复记录|纪要|答复表|登记表|函)(?:[（(][^（）()]{2,20}〔\d{4}〕\d{1,5}号[）)]|[（(〔【[][^（()）〕】\]]{1,30}[）)〕】\]]){0,2}$/;

/** Without 关于: 市政协十三届三次会议第…号提案答复意见. */
const SESSION_FIRST =
  /^[^，。；：！？]{0,24}届[^，。；：！？]{0,16}次(?:全体)?(?:会议|全会)[^，。；：！？]{0,6}(?:第|提案|建议|代表|委员)/;

/** A result or openness mark behind the title is a mark, not a word of it. */
export const MARK_BEHIND =
  /(?<=(?:答复|回复|复函|的函|意见))[A-Da-d]类$|[〔﹝[［【（(](?:[A-Fa-f甲乙丙]类?(?:[、，,；;/／](?:主动|依申请|不予|同意|不)?公开)?|(?:主动|依申请|不予|同意|不)公开|此件.{2,10})[〕﹞\]］】）)]$/;

/** Marks in brackets before a title's words. */
export const MARK_BEFORE =
  /^(?:[〔﹝[［【（(](?:[A-Fa-f甲乙丙]类?|(?:主动|依申请|不予|同意|不)?公开)[〕﹞\]］】）)]){1,3}(?=关于|对|[\u3400-\u9fff]{4})/;

/** Whether a title may begin here: 关于…, 对…, or an office's name before either. */
export function opensLikeTitle(text: string): boolean {
  if (/^(?:关于|对)(?!此)/.test(text) || (text.includes('届') && SESSION_FIRST.test(text))) return true;
  const before = text.includes('关于') || text.includes('对') ? BEFORE.exec(text)?.[1] : undefined;
  return (
    before !== undefined &&
    (before.split('、').every((office) => looksLikeOffice(office)) || /^[^、]*[）)]$/.test(before))
  );
}

/** Whether a title may end here. */
export function endsLikeTitle(text: string): boolean {
  return ENDING.test(text);
}

/** Whether a line only ends a title begun above: 的答复, 的函, 复函, 意见. A title that could end before it goes on. */
export function runsOn(text: string): boolean {
  const words = text.replace(MARK_BEHIND, '');
  return (
    /^(?:的|办理).{0,14}$|^[复函书]$/.test(words) ||
    (words.length <= 10 && !/[，。：；]/.test(words) && endsLikeTitle(words))
  );
}
