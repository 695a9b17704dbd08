/** Words round 署名 and 成文日期, and what a dated line is worth by what stands about it (signature.ts). */
import { DATE_LABELS, oneOf } from '../words/field-labels.ts';
import type { Sign } from '../rule.ts';

/** How surely a date is the letter's, by the way it is written; less where little stands about it that says so. */
export const DATE_CONFIDENCE = { plain: 0.96, compact: 0.88, damaged: 0.75, head: 0.75, labelled: 0.85 } as const;
export const FEW_SIGNS = { below: 3, less: 0.1 } as const;

/** How surely an office signs, by where it stands. */
export const OFFICE_CONFIDENCE = {
  alone: 0.96,
  beforeDate: 0.94,
  besideOthers: 0.92,
  /** A name like no known office's, that the head names too. */
  byPlace: 0.9,
  behindDate: 0.85,
  behindSentence: 0.85,
  belowDate: 0.8,
  withoutDate: 0.8,
} as const;

/** What each thing adds to a dated line; that with the most is the letter's, of two with the same the later. */
export const WORTH = {
  alone: 2,
  behindSentence: 2,
  behindOffice: 3,
  officeAbove: 2,
  closingAbove: 1,
  bracketsAbove: 1,
  endBehind: 1,
  /** Among the last lines. */
  late: 1,
  /** The office beside or above it is the letterhead's. */
  letterheadSigns: 3,
} as const;
export const LAST_LINES = 8;

/** What the line above the signature says. */
export const CLOSING_SIGNS = {
  words: {
    name: 'thanks, or words that close a letter',
    pattern: /感谢|特此|专此|此复|此函|支持|致谢|为盼|谢谢|监督|如下|敬礼|答复/,
    example: '特此函复',
    not: '一、基本情况',
  },
  sentence: {
    name: 'the end of a sentence',
    pattern: /[。！!；]$/,
    example: '年底前完工。',
    not: '关于资金问题',
  },
} as const satisfies Record<string, Sign>;

export const IN_BRACKETS: Sign = {
  name: 'a line in brackets',
  pattern: /^[（(].*[）)]$/,
  example: '（联系人：某某）',
  not: '联系人（某某）：',
};

/** What may stand behind the date of a letter. */
export const BEHIND_DATE: readonly Sign[] = [
  { name: 'a note in brackets', pattern: /^[（(]/, example: '（联系人：某某）', not: '一、（联系人）' },
  { name: 'annexes', pattern: /^附件/, example: '附件：1.清单', not: '见附件' },
  { name: 'contact', pattern: /^联系/, example: '联系电话：0371', not: '请联系我们' },
  { name: 'subject words', pattern: /^主题词/, example: '主题词：提案 答复', not: '本主题词' },
  { name: 'openness', pattern: /^公开|^此件/, example: '此件公开发布', not: '不公开' },
];

/** Lines that end with a day and more than that. */
export const DAY_FORMS = {
  hour: {
    name: 'the hour stands behind the day, as mails end',
    pattern: /^(\d{4}[-./]\d{1,2}[-./]\d{1,2})\s+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?$/,
    example: '2020-05-28 16:40',
    value: '2020-05-28',
    not: '2020-05-28',
  },
  sealed: {
    name: 'a seal in brackets, or the same day once more, stands behind the day',
    pattern: /^(.{6,24}[日号])\s*(?:[（(](?:[^（）()]{0,6}[章印]|章)[）)]|\1)$/,
    example: '二〇〇八年九月十九日（印章）',
    value: '二〇〇八年九月十九日',
    not: '二〇〇八年九月十九日（星期五）',
  },
} as const satisfies Record<string, Sign>;

export const ENDS_AS_DATE: Sign = {
  name: 'the last sign may end a date',
  pattern: /[日号曰0-9０-９]\s*[）)。.]?$/,
  example: '二〇二二年六月二十七日）',
  not: '六月底',
};

export const OPENS_AS_DATE: Sign = {
  name: 'the line begins with a year',
  pattern: /^\d{4}|^[一二][九〇○零]/,
  example: '二〇二二年六月二十七日某某局',
  not: '某某局2022年',
};

/** What stands before a date, in the order in which a date in the head is looked for behind it. */
export const DATE_LABEL_SIGNS = {
  alone: {
    name: 'a label before a date that stands alone',
    pattern: new RegExp(`^${oneOf(DATE_LABELS)}[：:]`),
    example: '答复日期：2022年',
    not: '发布日期2022年',
  },
  head: {
    name: 'a bracket, or a label at the beginning or behind an office',
    pattern: new RegExp(`^[（(](?=\\d)|(?:^|局|委|办|厅|部)${oneOf(DATE_LABELS)}[：:]`),
    example: '（2022年6月27日）',
    not: '某某县（2022年）',
  },
} as const satisfies Record<string, Sign>;

/** What may stand behind a date in the head. */
export const BEHIND_HEAD_DATE: readonly Sign[] = [
  { name: 'nothing, or a bracket', pattern: /^[）)]?$/, example: '）', not: '）发布' },
  {
    name: 'the answer that was given then',
    pattern: /^(?:第.次)?(?:回复|答复|函复)[：:]/,
    example: '第二次回复：您好',
    not: '回复您好',
  },
];

/** Words alone above the date, in no known office's name. */
export const MAY_SIGN: Sign = {
  name: 'a name of four characters or more',
  pattern: /^[\u3400-\u9fff（）()·]{4,24}$/,
  example: '某某砂石料场经理部驻地',
  not: '某某驿',
};

/** What else stands there. */
export const NO_SIGNER_SIGNS: readonly Sign[] = [
  {
    name: 'words that open a closing sentence',
    pattern: /^(?:特|此|专|谨|以上|上述|敬|顺|祝|谢|感|请|望|妥否|当否|如|我|您|你|本|再|并|关于|对)/,
    example: '特此函告各位',
    not: '某某砂石料场',
  },
  {
    name: 'words that open a note',
    pattern: /^(?:附|联系|承办|经办|抄|主题|公开|签)/,
    example: '承办单位某某科',
    not: '某某承办中心',
  },
  {
    name: 'words that end a closing sentence, or a person’s title',
    pattern: /[谢复告答祺安礼盼荷函知此正持委员]$/,
    example: '望予大力支持',
    not: '某某经理部',
  },
];

/** Behind what an office may stand at the end of a paragraph. */
export const BEFORE_GLUED: Sign = {
  name: 'the end of a sentence, or a number',
  pattern: /[。！!？；”\d]/,
  example: '！',
  not: '，',
};

/** Whether any sign of a table is there. */
export const anyOf = (signs: readonly Sign[] | Readonly<Record<string, Sign>>, text: string): boolean =>
  Object.values(signs).some(({ pattern }) => pattern.test(text));
