/** What a document's number looks like, today, in older letters and in scans, and what stands beside it on its line. */
import { CLOSING_CLASS, OPENING_CLASS } from '../brackets.ts';
import type { Rule, Sign } from '../rule.ts';
import { NUMBER_LABELS, oneOf } from '../words/field-labels.ts';
import { CLASS_CHARACTERS, CODE_ENDINGS, LABELS_BEHIND, URGENCIES, URGENCIES_BEHIND } from '../words/number-words.ts';

const YEAR = '(?:19|20|１９|２０)[0-9０-９]{2}';
/** What brackets and digits become in scans. */
const WORN_OPENING = `${OPENING_CLASS}Ct{〈<L`;
const WORN_CLOSING = `${CLOSING_CLASS}}〉>J1Il`;
const WORN_YEAR = '(?:19|2[0OoＯ〇○])[0-9OoIl〇○]{2}';

/** A number as it is written today. The groups are code, year and figures. */
export const NUMBER_RULES = {
  whole: {
    name: 'code, year, figures; a word for the kind of paper may stand before these',
    pattern: new RegExp(
      `^([\\u3007\\u3400-\\u9fffA-Za-z（）()·\\-]{0,20})[${OPENING_CLASS}](${YEAR})年?[${CLOSING_CLASS}](?:第|字第?)?((?:[附延补增]|[${CLASS_CHARACTERS}](?:字第?)?|[\\u3400-\\u9fff]字第?)?[0-9０-９]{1,6}(?:[-－—][0-9]{1,3})?)号$`,
    ),
    confidence: 0.98,
    example: '某政公开〔2023〕答18号',
    value: '某政公开',
    not: '某政公开〔23〕答18号',
  },
  inRow: {
    name: 'behind its label, which is not the first of its row',
    pattern: new RegExp(
      `${oneOf(NUMBER_LABELS)}[：:]([\\u3007\\u3400-\\u9fffA-Za-z（）()·\\-]{1,16})[${OPENING_CLASS}](${YEAR})年?[${CLOSING_CLASS}]第?([0-9０-９]{1,6})号`,
    ),
    confidence: 0.93,
    example: '分类：A文号：某函〔2022〕5号',
    value: '某函',
    not: '分类：A某函〔2022〕5号',
  },
  worn: {
    name: 'brackets or figures as scans damage them',
    pattern: new RegExp(
      `^([\\u3400-\\u9fff（）()·\\-]{2,20})[${WORN_OPENING}]?(${WORN_YEAR})[${WORN_CLOSING}]?第?([0-9OoIl]{1,6})[号弓]?$`,
    ),
    confidence: 0.7,
    example: '某函C2O22J5弓',
    value: '某函',
    not: '某函5号',
  },
} as const satisfies Record<string, Rule>;

/** How sure a number is whose code is missing. */
export const WITHOUT_CODE = 0.6;

/**
 * Numbers as older letters write them. The year stays as short as it was written, and 字 behind it stays; before a year in front of its
 * code there is nothing. The groups are the parts of the number in their order. `withWord` goes before NUMBER_RULES.whole, which would
 * lose its 字; the order of the others does not matter.
 */
export const OLD_NUMBER_RULES = {
  shortYear: {
    name: 'a year of two figures: code, year, 字, figures',
    pattern: new RegExp(
      `^([\\u3400-\\u9fff]{2,14})[${OPENING_CLASS}]([0-9]{2})年?[${CLOSING_CLASS}](字)?第?([0-9]{1,5})号$`,
    ),
    confidence: 0.92,
    example: '金政办字（84）第19号',
    value: '金政办字',
    not: '金政办字（1984）第19号',
  },
  yearFirst: {
    name: 'the year before the code: year, code, figures',
    pattern: new RegExp(
      `^[${OPENING_CLASS}](${YEAR}|[0-9]{2})年?[${CLOSING_CLASS}]([\\u3400-\\u9fff]{2,12}[字函发复])第?([0-9]{1,5})号$`,
    ),
    confidence: 0.92,
    example: '（2000）青法办字第17号',
    value: '2000',
    not: '青法办字（2000）第17号',
  },
  withWord: {
    name: '字 behind a whole year: code, year, figures',
    pattern: new RegExp(
      `^([\\u3400-\\u9fff]{2,14})[${OPENING_CLASS}](${YEAR})年?[${CLOSING_CLASS}]字第?([0-9]{1,5})号$`,
    ),
    confidence: 0.92,
    example: '鄂交公（1984）字第214号',
    value: '鄂交公',
    not: '鄂交公（1984）第214号',
  },
  withoutYear: {
    name: 'no year: code, figures',
    pattern: /^([\u3400-\u9fff]{2,10}字)第([0-9]{1,5})号$/,
    confidence: 0.92,
    example: '教社字第0284号',
    value: '教社字',
    not: '教社第0284号',
  },
} as const satisfies Record<string, Rule>;

/** What stands before the number on its line. They are taken off in this order, before the number is looked for. */
export const BEFORE_NUMBER = {
  label: {
    name: 'its label',
    pattern: new RegExp(`^${oneOf(NUMBER_LABELS)}[：:]`),
    example: '文号：某函〔2022〕5号',
    not: '索引号：某函〔2022〕5号',
  },
  brackets: {
    name: 'brackets round all of it',
    pattern: /^[（(].*[）)]$/,
    example: '（某函〔2022〕5号）',
    not: '某函（2022）5号',
  },
  mark: {
    name: 'a mark or how urgent it is; a year before its code is none',
    pattern: new RegExp(
      `^(?:[〔﹝[［【（(](?![0-9]{2,4}年?[〕﹞\\]］】）)])[^〔﹝[［【（()）】\\]］﹞〕]{1,6}[〕﹞\\]］】）)]|[A-Da-d]类|(?:等级|缓急|紧急程度)?[：:]?(?:${URGENCIES.join('|')})[·、]?(?:明电|密电)?)(?=[\\u3400-\\u9fff]{2,})`,
    ),
    example: '〔A类〕某函〔2022〕58号',
    not: '（2000）青法办字第17号',
  },
} as const satisfies Record<string, Sign>;

/** What stands behind it. */
export const BEHIND_NUMBER = {
  others: {
    name: 'who signs, drafts and checks, or how urgent it is: taken off before the number is looked for',
    pattern: new RegExp(`(?:(?:${LABELS_BEHIND.join('|')})[：:].*|${URGENCIES_BEHIND.join('|')})$`),
    example: '某函〔2022〕5号签发人：王芳',
    not: '某函〔2022〕5号',
  },
  nextLabel: {
    name: 'a number with more behind it: behind its label, the next label of a web page’s table may follow',
    pattern: new RegExp(`^[^：:]{0,24}[${OPENING_CLASS}]${YEAR}[${CLOSING_CLASS}]第?[0-9]{1,6}号`),
    example: '某函〔2022〕5号是否有效：是',
    not: '是否有效：是某函〔2022〕5号',
  },
  labelled: {
    name: 'that label',
    pattern: /^[\u3400-\u9fff]{2,8}[：:]/,
    example: '是否有效：是',
    not: '收悉',
  },
  mark: {
    name: 'a mark of result or openness',
    pattern: /类|公开|[A-D]/,
    example: '〔A〕',
    not: '收悉',
  },
  annex: {
    name: 'the word for who signs it, or for annexes',
    pattern: /^(?:签发人|附件)/,
    example: '签发人王芳',
    not: '文件签发人',
  },
} as const satisfies Record<string, Sign>;

/** Whether what looks like a damaged number is one. */
export const WORN_SIGNS = {
  code: {
    name: 'a code that ends as codes do, or a short one',
    pattern: new RegExp(`[${CODE_ENDINGS}]$|^.{2,8}$`),
    example: '云岭县人民政府办公室函',
    not: '云岭县人民代表大会常务委员会',
  },
  title: {
    name: 'no number, but a title that ends with a year',
    pattern: /^(?:关于|对)/,
    example: '关于某函2022年5号',
    not: '某函〔2022〕5号',
  },
} as const satisfies Record<string, Sign>;
