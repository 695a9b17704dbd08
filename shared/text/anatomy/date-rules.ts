/** How the letter's own date is told from other dates: by its line, its label and the lines round it. */
import type { FoundDate } from '../dates.ts';
import type { Sign } from '../rule.ts';
import { CLOSING_WORDS } from '../words/closing-words.ts';
import { DATE_LABELS, oneOf } from '../words/field-labels.ts';

/** A page's own dates (发布日期) are others: in a row of labels only those count that say whose they are. */
const ROW_LABELS = DATE_LABELS.filter((label) => label.length > 2);

/** What stands before a date and names it. */
export const DATE_LABEL_SIGNS = {
  ofLine: {
    name: 'the label with which a line begins',
    pattern: new RegExp(`^${oneOf(DATE_LABELS)}[：:]`),
    example: '成文日期：2022年6月27日',
    not: '发布日期：2022年6月27日',
  },
  inRow: {
    name: 'a label anywhere in a row of labels',
    pattern: new RegExp(`(?<![发公更生]布?)${oneOf(ROW_LABELS)}[：:]`),
    example: '分类：A答复日期：2022年6月27日',
    not: '分类：A发布日期：2022年6月27日',
  },
  inHead: {
    name: 'a bracket before the figures, or a label behind an office’s last character',
    pattern: new RegExp(`^[（(](?=\\d)|(?:^|局|委|办|厅|部)${oneOf(DATE_LABELS)}[：:]`),
    example: '云岭县民政局答复时间：2022年6月27日',
    not: '云岭县人民政府网发布时间：2022年6月27日',
  },
} as const satisfies Record<string, Sign>;

/**
 * Lines that a date ends or begins, asked in this order: what stands behind a day is taken off it before the line's end is looked at,
 * and only a line with no date at its end may begin with one. The first two find the day, as written with its blanks.
 */
export const DATED_LINE_SIGNS = {
  sealed: {
    name: 'a day with a seal behind it, or written twice for two offices that sign',
    pattern: /^(.{6,24}[日号])\s*(?:[（(](?:[^（）()]{0,6}[章印]|章)[）)]|\1)$/,
    example: '二〇〇八年九月十九日（印章）',
    value: '二〇〇八年九月十九日',
    not: '二〇〇八年九月十九日（星期五）',
  },
  hour: {
    name: 'a day and an hour, as mails end',
    pattern: /^(\d{4}[-./]\d{1,2}[-./]\d{1,2})\s+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?$/,
    example: '2020-05-28 16:40',
    value: '2020-05-28',
    not: '2020-05-28',
  },
  end: {
    name: 'a date may end the line',
    pattern: /[日号曰0-9０-９]\s*[）)。.]?$/,
    example: '2022年6月27日）',
    not: '2022年6月27日印发',
  },
  start: {
    name: 'a year begins the line',
    pattern: /^\d{4}|^[一二][九〇○零]/,
    example: '二〇〇九年八月三日云岭县民政局',
    not: '云岭县民政局二〇〇九年八月三日',
  },
} as const satisfies Record<string, Sign>;

/** What may stand behind a date of the head that dates the letter. */
export const BEHIND_HEAD_DATE = {
  nothing: {
    name: 'nothing, or the bracket that closes it',
    pattern: /^[）)]?$/,
    example: '）',
    not: '来信收悉',
  },
  answer: {
    name: 'the answer that was given then',
    pattern: /^(?:第.次)?(?:回复|答复|函复)[：:]/,
    example: '第二次答复：您好',
    not: '收到答复',
  },
} as const satisfies Record<string, Sign>;

/** What the letter's own date stands behind, under and above. */
export const ROUND_DATE = {
  behindSentence: {
    name: 'a sentence that ends before it on its line',
    pattern: /[。！!？”]$/,
    example: '感谢您的支持！',
    not: '会议召开时间为',
  },
  underClosing: {
    name: 'a line that closes a letter, above it',
    pattern: new RegExp(`${CLOSING_WORDS.join('|')}|[。！!；]$`),
    example: '特此函复',
    not: '一、基本情况',
  },
  underBrackets: {
    name: 'a line in brackets, above it',
    pattern: /^[（(].*[）)]$/,
    example: '（盖章）',
    not: '（盖章）云岭县民政局',
  },
  aboveNotes: {
    name: 'notes, annexes and marks, below it',
    pattern: /^[（(]|^附件|^联系|^主题词|^公开|^此件/,
    example: '（联系人：王芳）',
    not: '我局召开了会议',
  },
} as const satisfies Record<string, Sign>;

/** How much each place speaks for a date; the most points win, of equals the last. A date inside a sentence has none at all. */
export const DATE_POINTS = {
  /** Alone on its line, or behind the end of a sentence. */
  alone: 2,
  /** Behind an office's name on its line. */
  behindOffice: 3,
  /** The office beside or above it is the letterhead's. */
  ofLetterhead: 3,
  underOffice: 2,
  /** `underClosing` or `underBrackets`. */
  underClosing: 1,
  /** Nothing below it but notes, copies and imprint. */
  aboveNotes: 1,
  nearEnd: 1,
} as const;

/** With fewer points another date may be the letter's: so much less sure. */
export const SURE_POINTS = 3;
export const LESS_SURE = 0.1;

/** How sure a date at the letter's end is, by the way it is written. */
export const DATE_CONFIDENCES = {
  full: 0.96,
  numeric: 0.96,
  compact: 0.88,
  damaged: 0.75,
} as const satisfies Record<FoundDate['form'], number>;

/** How sure a date is that does not stand at the end. */
export const OTHER_DATE_CONFIDENCES = { inHead: 0.75, inRow: 0.85 } as const;
