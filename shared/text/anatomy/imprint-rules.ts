/** How lists of copies and the line of printing are told, and how sure what they say is. */
import type { Sign } from '../rule.ts';
import { AMOUNT_LABELS, BELOW_COPIES, TYPIST_LABELS } from '../words/imprint-words.ts';

/** Labels of lists of copies. */
export const COPIES_SIGNS = {
  opens: {
    name: 'a label with which a line of copies begins, also where it lost the colon',
    pattern: /^[（(]?(?:抄送|抄报|抄发|分送)(?:单位|机关|：|:)?[：:]?/,
    example: '抄送县政府办公室',
    not: '县政府办公室抄送',
  },
  label: {
    name: 'the whole label, with its colon',
    pattern: /^[（(]?(?:抄\s*[送报发]|[抄报](?=[：:])|分?\s*送)\s*(?:单位|机关)?\s*[：:]\s*/,
    example: '抄 送：县政府办公室',
    not: '抄送县政府办公室',
  },
  behindSentTo: {
    name: 'the label behind whom the letter is sent to, on the same line',
    pattern: /^主\s*送\s*[：:][^：:]{2,60}[\s。；;]抄\s*[送报]\s*[：:]\s*/,
    example: '主送：张惠民委员　　抄送：县政协',
    not: '主送：张惠民委员',
  },
  second: {
    name: 'the label of a second list on the same line',
    pattern: /[；;。，,\s]\s*(?:抄\s*[送报发]|送)\s*[：:]\s*/,
    example: '省新闻出版局　抄送：省政协',
    not: '省新闻出版局，省政协',
  },
  above: {
    name: 'words of a list on the line above, with or without a colon',
    pattern: /^抄\s*[送报]/,
    example: '抄报：省新闻出版局',
    not: '报：省新闻出版局',
  },
  labelAbove: {
    name: 'the label of that list, where it has its colon',
    pattern: /^抄\s*[送报]\s*[：:]\s*/,
    example: '抄报：省新闻出版局',
    not: '抄报省新闻出版局',
  },
  ended: {
    name: 'the full stop behind the last name',
    pattern: /[。.]$/,
    example: '抄送：县政府办公室。',
    not: '抄送：县政府办公室，',
  },
} as const satisfies Record<string, Sign>;

/** The line of printing. `mayPrint` is asked first, because `printed` tries many places. */
export const PRINTING_SIGNS = {
  mayPrint: {
    name: 'a line with 印发, or with 印 behind a day',
    pattern: /印\s*发|日\s*印(?=\s|$)/,
    example: '云岭县民政局办公室 2022年6月27日 印 发',
    not: '云岭县民政局办公室 2022年6月27日',
  },
  printed: {
    name: 'what stands before 印发 at the line’s end; the number of copies may stand behind',
    pattern: /^(.*?)印发?(?:[。.]|[（(]共.{1,8}[）)]|共印.{1,8})?$/,
    example: '云岭县民政局办公室2022年6月27日印发（共印10份）',
    value: '云岭县民政局办公室2022年6月27日',
    not: '云岭县民政局办公室2022年6月27日印发通知',
  },
  label: {
    name: 'the label of the office that printed',
    pattern: /^印发(?:机关|单位)?[：:]/,
    example: '印发机关：云岭县民政局办公室',
    not: '云岭县民政局办公室印发：',
  },
} as const satisfies Record<string, Sign>;

/** A line of printing without 印发: an office and a day, told by a word behind either, or by the copies above. */
export const PRINTED_SIGNS = {
  office: {
    name: 'the office before the day, and what it did',
    pattern: /^([\u3400-\u9fff（）()]{4,36}?)(?:打印|印制|打字|油印|印)?[，,]?$/,
    example: '某某局办公室打印',
    value: '某某局办公室',
    not: '办理单位：某某局办公室',
  },
  did: {
    name: 'a word for printing behind the office: enough to tell the line',
    pattern: /(?:打印|印制|油印)$/,
    example: '某某局办公室打印',
    not: '某某局办公室印',
  },
  typist: {
    name: 'the typist, or the number of copies, behind the day',
    pattern: new RegExp(`(?:${[...TYPIST_LABELS, ...AMOUNT_LABELS].join('|')})[：:]|共印?\\d+份`),
    example: '打字：王芳',
    not: '联系人：王芳',
  },
  noSignature: {
    name: 'a word behind the office that no office that signs has behind it: the letter may be without another date',
    pattern: /印$|印制$/,
    example: '某某局办公室打印',
    not: '某某局办公室打字',
  },
  dayAbove: {
    name: 'a day at the end of a line above: the letter’s own date',
    pattern: /日$/,
    example: '2001年8月14日',
    not: '2001年8月14日印发',
  },
} as const satisfies Record<string, Sign>;

/** Lines below a list of copies that are none of it. */
export const BELOW_COPIES_SIGNS: readonly Sign[] = [
  { ...PRINTING_SIGNS.mayPrint, name: 'the line of printing' },
  {
    name: 'another list, subject words, typist and number of copies',
    pattern: new RegExp(`^(?:${BELOW_COPIES.join('|')})`),
    example: '校对：王芳',
    not: '县政府办公室',
  },
  {
    name: 'the number of copies alone',
    pattern: /^共.{1,8}份$/,
    example: '共10份',
    not: '共青团云岭县委',
  },
];

/** And, of copies in the head, the line that ends as an addressee does. */
export const ADDRESSEE_BELOW: Sign = {
  name: 'a line that ends with a colon',
  pattern: /[：:]$/,
  example: '张惠民委员：',
  not: '县政府办公室',
};

/** How sure the office that printed is, by its place. */
export const PRINTER_CONFIDENCES = {
  /** Before the day on the line of printing, in an office's name. */
  office: 0.97,
  /** There, in any words. */
  otherWords: 0.8,
  /** On the line above, under the copies. */
  above: 0.85,
  /** Told without 印发. */
  withoutWord: 0.85,
} as const;

/** How sure the day is. */
export const PRINTED_ON_CONFIDENCES = { plain: 0.97, damaged: 0.8, withoutWord: 0.85 } as const;
