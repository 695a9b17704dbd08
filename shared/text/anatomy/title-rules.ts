/** What a title looks like, which lines without its usual words are one, and how sure each is. */
import type { Sign } from '../rule.ts';
import { LETTER_FIELDS, MATTER_LABELS } from '../words/page-labels.ts';
import { GLUED_ENDINGS } from '../words/title-endings.ts';
import { oneOf } from '../words/field-labels.ts';

/** Of the words that are to be a title, and of the lines beside them. */
export const TITLE_SIGNS = {
  noTitle: {
    name: 'signs that no title holds',
    pattern: /[。；！？]|[：:](?![A-Da-d]类?$)/,
    example: '关于末班车的答复：您好',
    not: '关于末班车的答复分类：B类',
  },
  withTail: {
    name: 'number and class in the title’s own line belong to it as written',
    pattern: /[）)](?:分类|类别|办理结果|办复类别)[：:][A-Da-d]类?$/,
    example: '关于末班车的答复（云函〔2022〕5号）分类：B',
    not: '关于末班车的答复分类：B',
  },
  caseInBrackets: {
    name: 'the case that is answered, in brackets on a line of its own: it ends the title',
    pattern:
      /^[（(][^（）()〔〕]{0,40}(?:届[^（）()〔〕]{0,16}次|第[^（）()〔〕]{1,14}号)[^（）()〔〕]{0,12}(?:提案|建议|议案)[）)]$/,
    example: '（市政协九届三次会议第0065号提案）',
    not: '（市政协九届三次会议）',
  },
  inBrackets: {
    name: 'a line in brackets: where an office’s name is in them, it may end the title',
    pattern: /^[（(]([^（）()]{4,40})[）)]$/,
    example: '（某区水务站）',
    value: '某区水务站',
    not: '（某区水务站）办理',
  },
  number: {
    name: 'the letter’s number, in brackets behind the title’s words',
    pattern: /[（(]([\u3400-\u9fffA-Za-z·-]{2,16})[〔﹝[［【（(]((?:19|20)\d{2})[〕﹞\]］】）)]第?(\d{1,6})号[）)]/,
    example: '关于末班车的答复（云函〔2022〕5号）',
    value: '云函',
    not: '关于云函〔2022〕5号的答复',
  },
} as const satisfies Record<string, Sign>;

/** Lines that are titles without a title's words. They are asked where no line has these; the last only where no other is one, either. */
export const TITLE_LINES = {
  officeAnswers: {
    name: 'the office, what it does, and whose words',
    pattern: /^([^，。；：！？,;:]{4,30}?)(?:答复|回复)[^，。；：！？,;:]{2,30}(?:意见|来信|提案|建议|问题|询问|诉求)$/,
    example: '某某社区居民委员会答复居民代表意见',
    value: '某某社区居民委员会',
    not: '某某社区居民委员会答复居民代表',
  },
  answeredMatter: {
    name: 'a page’s mark that it was answered, and the matter',
    pattern: /^【[\u3400-\u9fff]{0,4}[复结]】(?:关于)?[^，。；：！？]{4,40}$/,
    example: '【已回复】关于小区快递柜收费的问题',
    not: '【打印】关于小区快递柜收费的问题',
  },
  headline: {
    name: 'what a page writes over an answer',
    pattern: /^(?=.{8,60}$).*(?:代表|委员|提案|建议|网友|市民|留言).*(?:答复|回复|回应|回音|办理)/,
    example: '代表建议有回音丨污水厂臭气怎么治？',
    not: '污水厂臭气怎么治？区里这样答复',
  },
  headedMatter: {
    name: 'the matter, and no word of a reply',
    pattern: /^关于[^，。；：！？]{4,40}的?(?:问题|诉求|咨询|反映|投诉|建议|情况)$/,
    example: '关于末班车太早的问题',
    not: '关于末班车太早，乘客等不到的问题',
  },
  labelled: {
    name: 'the name that a page for letters gives one',
    pattern: new RegExp(`^${oneOf(MATTER_LABELS)}\\s*[：:]\\s*`),
    example: '标题：新农合卡丢了怎么补办',
    not: '新闻标题：新农合卡丢了怎么补办',
  },
} as const satisfies Record<string, Sign>;

/** What those lines are told by besides: signs of their own, and what stands on the line below. */
export const BESIDE_TITLE_LINES = {
  headlineMark: {
    name: 'a sign that headlines have, and titles have not',
    pattern: /[丨|！？!?]/,
    example: '污水厂臭气怎么治？',
    not: '关于污水厂臭气的答复',
  },
  severalFields: {
    name: 'other labels, or wide blanks, behind the label: a row of a form',
    pattern: /\s{2}|[：:]/,
    example: '补办  类型：咨询',
    not: '新农合卡丢了怎么补办',
  },
  anyName: {
    name: 'below an answered matter: words and a colon',
    pattern: /^[\u3400-\u9fff·、]{1,20}[：:]$/,
    example: '快递柜用户：',
    not: '快递柜用户，您好：',
  },
  addressee: {
    name: 'below a headline: somebody who is addressed as letters do',
    pattern: /^[\u3400-\u9fff·、]{2,20}(?:委员|代表|同志|先生|女士|网友)[：:]$/,
    example: '周明远代表：',
    not: '情况通报：',
  },
  letterFields: {
    name: 'below a matter alone: a page’s own fields',
    pattern: new RegExp(`^${oneOf(LETTER_FIELDS)}\\s*[：:]`),
    example: '写信人：王芳',
    not: '联系人：王芳',
  },
} as const satisfies Record<string, Sign>;

/** A title whose line lost its end. */
export const GLUED_TITLE: Sign = {
  name: 'a title that the addressee follows on its line',
  pattern: new RegExp(
    `^(?:[^，。；：！？]{2,40})?(?:关于|对)[^，。；：！？]{6,110}?(?:${GLUED_ENDINGS.join('|')})(?=[^，。；：！？]{2,40}(?:委员|代表|同志|先生|女士|网友)[：:，,]|网友|尊敬的|您好|你好)`,
  ),
  example: '关于延长末班车时间的答复李晓青委员：您提出的',
  not: '关于延长末班车时间的答复收悉',
};

/** Without one of these words no title ends in a line: asked before GLUED_TITLE, because that one tries many places. */
export const GLUED_END: Sign = {
  name: 'words of which one stands in every ending of a glued title',
  pattern: /答复|复函|会办意见|的回复|的函/,
  example: '关于延长末班车时间的答复李晓青委员：您提出的',
  not: '关于延长末班车时间李晓青委员：您提出的',
};

/** How sure a title is. */
export const TITLE_CONFIDENCES = {
  /** Somebody said these words. */
  known: 1,
  /** On one, two or three lines. */
  found: 0.97,
  /** Opened by an office on the line above it, with the number or the letterhead over that. */
  withOffice: 0.92,
  /** On more lines. */
  long: 0.88,
  /** The line above may be the letterhead or the office that opens the title, and nothing tells which; the letterhead is no surer. */
  untold: 0.85,
  /** By its form, without a title's words. */
  byForm: 0.85,
  /** Named by a page's label. */
  labelled: 0.8,
  /** On a line that goes on with the addressee. */
  glued: 0.8,
} as const;

/** How sure is what a title says of the letter besides. */
export const IN_TITLE_CONFIDENCES = { number: 0.93, office: 0.9 } as const;
