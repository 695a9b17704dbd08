/** How the lines that close a letter are told where no signature, copies or line of printing was found on them. */
import type { Sign } from '../rule.ts';
import { CONTACT_LABELS, MARK_LABELS, NOTE_WORDS, PLACE_LABELS } from '../words/closing-labels.ts';
import { DATE_LABELS, oneOf } from '../words/field-labels.ts';
import { TYPIST_LABELS } from '../words/imprint-words.ts';
import { CLOSING_OFFICE_ENDINGS } from '../words/office-endings.ts';

/** Lines of the foot. Copies are asked for before all others, printing before signature and date. */
export const FOOT_SIGNS = {
  copies: {
    name: 'the label of copies, or of whom the letter is sent to',
    pattern: /^[（(]?(?:抄\s*[送报发]|主\s*送|分?\s*送)\s*(?:单位|机关)?\s*[：:]/,
    example: '主送：张惠民委员',
    not: '主送张惠民委员',
  },
  imprint: {
    name: 'printing, subject words, typist and number of copies',
    pattern: new RegExp(
      `印发[。]?$|^印发(?:机关|日期)[：:]|^主\\s*题\\s*词\\s*[：:]|^${oneOf(TYPIST_LABELS)}\\s*[：:]|^[（(]?共印.{1,8}[）)]?$`,
    ),
    example: '主题词：民政　提案　答复',
    not: '印发通知，要求各单位落实',
  },
} as const satisfies Record<string, Sign>;

/** Notes, wherever they stand behind the text. */
export const NOTE_SIGNS: readonly Sign[] = [
  {
    name: 'contacts or openness in brackets',
    pattern: new RegExp(`^[（(].*${oneOf(NOTE_WORDS)}.*[）)]。?$`),
    example: '（此件公开发布）',
    not: '（盖章）',
  },
  {
    name: 'a contact or an address behind its label, also without brackets',
    pattern: new RegExp(`^[（(]?(?:${oneOf(CONTACT_LABELS)}|${oneOf(PLACE_LABELS)}\\s*[：:])[^。]{0,80}。?$`),
    example: '联 系 人：王芳　电 话：6221234',
    not: '地址不详的来信，我局不予办理。',
  },
  {
    name: 'a mark behind its label',
    pattern: new RegExp(`^[（(]?${oneOf(MARK_LABELS)}\\s*[：:][^。]{0,40}$`),
    example: '办理结果：A类',
    not: '办理结果良好',
  },
];

/** Notes right under the date or under other closing lines, where no sentence of the text stands. */
export const UNDER_DATE_SIGNS: readonly Sign[] = [
  {
    name: 'whatever has a label',
    pattern: /^[（(]?[\u3400-\u9fff][\u3400-\u9fff\s]{1,9}[：:][^。]{1,80}。?$/,
    example: '分管领导：王芳',
    not: '我局将继续做好工作。',
  },
  {
    name: 'whatever ends with a telephone number',
    pattern: /^[^。]{0,48}\d{7,11}[）)]?。?$/,
    example: '财政局 王芳 6221234',
    not: '财政局 王芳',
  },
];

/** Of the line of a signature or a date. */
export const CLOSING_SIGNS = {
  dateLabel: {
    name: 'the label of the date, with blanks round it',
    pattern: new RegExp(`^${oneOf(DATE_LABELS)}\\s*[：:]\\s*`),
    example: '成文日期 ： 2022年6月27日',
    not: '发布日期：2022年6月27日',
  },
  officeEnding: {
    name: 'an office of any name, by its end; 盖章 may stand behind',
    pattern: new RegExp(`(?:${CLOSING_OFFICE_ENDINGS.join('|')})(?:[（(][^）)]{0,12}[）)])?$`),
    example: '云岭县砂石局（盖章）',
    not: '云岭县砂石料场经理',
  },
  noSignature: {
    name: 'a sign of a sentence or of a list',
    pattern: /[，。；：！？、]/,
    example: '感谢您对云岭县民政局的支持。',
    not: '云岭县民政局',
  },
} as const satisfies Record<string, Sign>;
