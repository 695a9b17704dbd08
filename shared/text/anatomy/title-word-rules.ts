/** With which words the title of a reply begins, ends and goes on. */
import type { Sign } from '../rule.ts';
import { TITLE_ENDINGS } from '../words/title-endings.ts';

const CLASS_BEHIND = '(?<=(?:答复|回复|复函|的函|意见))[A-Da-d]类$';

/** A title begins with one of these; what stands before 关于 must be an office's name besides. */
export const TITLE_BEGINS = {
  matter: {
    name: 'the matter',
    pattern: /^(?:关于|对)(?!此)/,
    example: '关于末班车的答复',
    not: '对此我局高度重视',
  },
  session: {
    name: 'the session, without 关于',
    pattern:
      /^[^，。；：！？]{0,24}届[^，。；：！？]{0,16}次(?:全体)?(?:会议|全会)[^，。；：！？]{0,6}(?:第|提案|建议|代表|委员)/,
    example: '市政协十三届三次会议第7号提案答复意见',
    not: '市政协十三届三次会议期间您提出',
  },
  office: {
    name: 'what stands before the matter',
    pattern: /^([^，。；：！？]{1,60}?)(?:关于|对)/,
    example: '云岭县民政局关于末班车的答复',
    value: '云岭县民政局',
    not: '云岭县民政局：关于末班车',
  },
  bracketed: {
    name: 'words before the matter that end in brackets, whatever they are',
    pattern: /^[^、]*[）)]$/,
    example: '云岭驿（筹备组）',
    not: '云岭驿',
  },
} as const satisfies Record<string, Sign>;

export const TITLE_END: Sign = {
  name: 'the paper’s kind, and behind it its number or up to two words in brackets',
  pattern: new RegExp(
    `(?:${TITLE_ENDINGS.join('|')})(?:[（(][^（）()]{2,20}〔\\d{4}〕\\d{1,5}号[）)]|[（(〔【[][^（()）〕】\\]]{1,30}[）)〕】\\]]){0,2}$`,
  ),
  example: '关于末班车的答复（云函〔2022〕5号）',
  not: '关于末班车的答复收悉',
};

/** Marks of result and openness beside a title are no words of it. */
export const TITLE_MARKS = {
  bareBehind: {
    name: 'a class without brackets, behind',
    pattern: new RegExp(CLASS_BEHIND),
    example: '关于末班车的答复A类',
    not: '关于末班车的A类',
  },
  behind: {
    name: 'a class, or marks in brackets, behind',
    pattern: new RegExp(
      `${CLASS_BEHIND}|[〔﹝[［【（(](?:[A-Fa-f甲乙丙]类?(?:[、，,；;/／](?:主动|依申请|不予|同意|不)?公开)?|(?:主动|依申请|不予|同意|不)公开|此件.{2,10})[〕﹞\\]］】）)]$`,
    ),
    example: '关于末班车的答复〔A类、主动公开〕',
    not: '关于末班车的答复（二）',
  },
  before: {
    name: 'marks in brackets, before',
    pattern:
      /^(?:[〔﹝[［【（(](?:[A-Fa-f甲乙丙]类?|(?:主动|依申请|不予|同意|不)?公开)[〕﹞\]］】）)]){1,3}(?=关于|对|[\u3400-\u9fff]{4})/,
    example: '【A】【公开】对末班车提案的答复',
    not: '【A】',
  },
} as const satisfies Record<string, Sign>;

/** Lines that only end a title begun above. */
export const RUNNING_ON = {
  rest: {
    name: 'the rest of a title’s last words',
    pattern: /^(?:的|办理).{0,14}$|^[复函书]$/,
    example: '的答复函',
    not: '有关的答复函',
  },
  sentence: {
    name: 'a sign that is no title’s: such a line is none, however it ends',
    pattern: /[，。：；]/,
    example: '您好，现答复',
    not: '提案的答复',
  },
} as const satisfies Record<string, Sign>;
