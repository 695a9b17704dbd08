/** 届次 and 案号: in the title, in a label, or only in the body. */
import type { Found, Line, Squeezed } from '../../../../shared/text/anatomy/lines.ts';
import { spanOf } from '../../../../shared/text/anatomy/lines.ts';
import type { Rule } from '../../../../shared/text/rule.ts';
import { CASE_NOUNS, CASE_NOUNS_OF_TITLES, PLAIN_CASE_NOUNS } from '../../../../shared/text/words/case-nouns.ts';
import { CASE_PREFIXES } from '../../../../shared/text/words/case-prefixes.ts';
import { LONE_ASSEMBLY_PEOPLE, MEETINGS, SHORT_SESSION_ENDS } from '../../../../shared/text/words/meetings.ts';
import { firstMatch } from '../../../../shared/text/rule.ts';

const N = '[0-9０-９一二三四五六七八九十〇○零]';
/** Tried in this order: a session with the word for its meeting holds more than one without. */
export const SESSION_RULES: readonly Rule[] = [
  {
    name: 'with the word for the meeting',
    pattern: new RegExp(`第?${N}{1,4}届[\\u3400-\\u9fff]{0,20}?第?${N}{1,3}次(?:全体|全委)?(?:${MEETINGS.join('|')})`),
    confidence: 1,
    example: '政协云岭县第十届委员会第二次会议第12号提案',
    not: '第十届居民代表会议第12号建议',
  },
  {
    name: 'without it, before the assembly, the number or the noun',
    pattern: new RegExp(`第?${N}{1,4}届第?${N}{1,3}次(?=${SHORT_SESSION_ENDS.join('|')}|第[0-9A-Za-z])`),
    confidence: 1,
    example: '九届三次第82号提案',
    not: '九届三次的比赛',
  },
  {
    name: 'of an assembly that meets once',
    pattern: new RegExp(`第?${N}{1,4}届(?:${LONE_ASSEMBLY_PEOPLE.join('|')})代表(?:会议|大会)`),
    confidence: 1,
    example: '第三届居民代表会议',
    not: '第三届委员会',
  },
];

/** 101037, 01819, BH037, 20250688, 2024-15, A-12, 2021P009. */
const ARABIC =
  '(?:(?:19|20)[0-9]{2}[A-Za-z]{1,4}[0-9]{2,6}|(?:[A-Za-z]{1,4}[-－—]?)?[0-9０-９]{1,10}(?:[-－—][0-9０-９]{1,6}){0,3})';
const YEARED = '[〔﹝[［【（(](?:19|20)[0-9]{2}[〕﹞\\]］】）)]第?[0-9]{1,6}';
const CHINESE = '[一二三四五六七八九十百〇零]{1,7}';
const PREFIX = `(?:${CASE_PREFIXES.join('|')})-?(?=[0-9])`;
const ONE = `(?:${YEARED}|(?:${PREFIX})?${ARABIC}|${CHINESE})`;
const MANY = `${ONE}(?:号?(?:[（(][^（）()]{1,24}[）)])?[、,，和及与]第?${ONE}){0,9}`;
const NOUN = CASE_NOUNS.join('|');
const QUOTE = '["“”\'‘’＂]?';

const numbered = (name: string, pattern: string, example: string, value: string, not: string): Rule => ({
  ...{ name, pattern: new RegExp(pattern), confidence: 1, example, value, not },
});

/**
 * Tried in this order. A prefix that nobody listed first, since the rules behind it would leave it out; then the noun that stands nearest; a number in
 * brackets last, since there it may be any number.
 */
export const CASE_NUMBER_RULES = {
  unknownPrefix: numbered(
    'behind a word of one or two characters that may be a part of it',
    `(?:第|会议(?!第))((?![第的上中期提以后前和关就与及所共一二三四五六七八九十])[\\u3400-\\u9fff]{1,2}-?(?:[0-9]{1,6}|${CHINESE}))号(?:的)?(?:[\\u3400-\\u9fff]{0,6}?(?:${NOUN})|《)`,
    '会议文教十七号提案',
    '文教十七',
    '会议第十七号提案',
  ),
  withoutWord: numbered(
    'without 号',
    `第([A-Za-z]{0,4}-?[0-9]{1,6}(?:-[0-9]{1,6}){1,3})(?:${PLAIN_CASE_NOUNS.join('|')})(?![人者单])`,
    '第ZX-17-0081提案',
    'ZX-17-0081',
    '第2-1提案人',
  ),
  beforeNoun: numbered(
    'before the noun, or what the case is called',
    `(?<![0-9０-９〕﹞\\]］】A-Za-z-])(?:第|[Nn][Oo]\\.?|编号(?:为|[：:])?)?${QUOTE}(${MANY})${QUOTE}号${QUOTE}(?:[（(]([^（）()]{1,24})[）)])?(?:的)?(?:[\\u3400-\\u9fff]{0,6}?(?:${NOUN})|《)`,
    '第02403号（医疗卫生类173号）提案',
    '02403',
    '共收到12件提案',
  ),
  labelled: numbered(
    'behind its label',
    `(?:(?:${PLAIN_CASE_NOUNS.join('|')})?(?:编号|案号)|提案号|建议号|(?<!邮)件号)[：:]?(?:第)?(${MANY})号?`,
    '提案编号：217',
    '217',
    '邮件号：217',
  ),
  afterNoun: numbered(
    'behind the noun',
    `(?:(?:${NOUN})》?(?:的|办理|答复)?(?:编号|案号|号)?[-－—]?|案号|编号)(?:为|是)?[：:（(〔【]?(?:第|[Nn][Oo]\\.?)?${QUOTE}(${MANY})${QUOTE}(号|[）)〕】]|$)`,
    '提案（第101037号）',
    '101037',
    '提案12件',
  ),
  bracketed: numbered(
    'behind the meeting, the noun standing elsewhere in the title',
    `会议第(${MANY})号(?=[）)])`,
    '（第二次会议第T26号）的复函',
    'T26',
    '第二次会议第T26号文件',
  ),
  behindQuote: numbered(
    'in brackets of its own behind what the case is called',
    `[》”"](?:一案|的?提案|的?建议|的?议案)?[（(](?:[^，。；（）()]{2,20}会议)?第?(${MANY})号[）)]`,
    '《请落实政策》一案（衢12号）',
    '衢12',
    '《关于修路的建议》（县人大12号）',
  ),
  atSession: numbered(
    'behind the meeting, the noun standing later',
    `会议(?:上)?(?:的)?第(${MANY})号(?=[，,]?(?:即|就是|也就是|《|“|关于))`,
    '镇五届人大二次会议第3号，即你提的“关于装路灯的建议”',
    '3',
    '会议第3号，已转来',
  ),
  countedPiece: numbered(
    'counted as a piece',
    `第(${ARABIC}|${CHINESE})件(?:的)?(?:${PLAIN_CASE_NOUNS.join('|')})`,
    '第十五件建议',
    '十五',
    '共收到15件建议',
  ),
} as const satisfies Record<string, Rule>;
const CASE_NUMBER_ORDER = Object.values(CASE_NUMBER_RULES);

/** …第7、第18号建议和市政协三届五次会议第111号提案: what a title names behind the first cases. */
const FURTHER = new RegExp(
  `^[^，。；：]{0,12}?[和与及、](?:[^，。；：第]{0,24}第?${N}{1,4}届[^，。；：]{0,16}?次(?:会议)?第?|[^，。；：第届]{1,10}第|第?)(${MANY})号(?:${CASE_NOUNS_OF_TITLES.join('|')})`,
);

const KNOWN_PREFIX = new RegExp(`^${PREFIX}`);

/** 提案编号：217 in the head, where the title does not say it. */
export function findLabelledNumber(squeezed: Squeezed, confidence: number): Found<string> | null {
  const match = CASE_NUMBER_RULES.labelled.pattern.exec(squeezed.text);
  const value = match?.[1];
  if (!match || value === undefined) return null;
  const from = match.index + match[0].lastIndexOf(value);
  return { value, ...spanOf(squeezed, from, from + value.length), confidence };
}

/** 第021号（常明远）：关于…的提案, a line each: the cases that a letter answers at once. */
const LISTED = new RegExp(`^第(${ARABIC})号(?:[（(][^（）()]{1,20}[）)])?[：:]\\s*(?:关于|《)`);

export function findListedNumbers(lines: readonly Line[]): Found<string>[] {
  const found: Found<string>[] = [];
  for (const line of lines) {
    const value = LISTED.exec(line.text)?.[1];
    if (value !== undefined) {
      const start = line.start + line.text.indexOf(value);
      found.push({ value, start, end: start + value.length, confidence: 0.85 });
    } else if (found.length > 0) break;
  }
  return found.length > 1 ? found : [];
}

const CAME_IN_AS = '(?:[A-Za-z]{1,6}-){0,2}[A-Za-z]{0,6}-?\\d(?:[\\dA-Za-z]|[—－-](?=\\d)|-){0,24}';
/**
 * “县长信箱”第20190917号来信, 信访件编号：2020101906, 工单编号：GD202408150932, 20230718-3391号工单, （编号HJ20230219047）: the number under which a
 * letter, a message, an application or a call came in. What the post counts (邮件号, 快递单号) is another.
 */
const LETTER_NUMBER = new RegExp(
  `(?<![\\dA-Za-z〕）)\\]])(${CAME_IN_AS})号(?:来信|信访件|信访事项|工单|诉求|留言|投诉)|(?:信访(?:件|事项)?|工单|受理|申请|登记|信件|来信|来访|来件|留言|诉求|投诉|咨询|(?<!邮)件|事项|问题|办件|回执|查询|收件|流水)(?:编号|单号|登记号|号码?)(?:为|是)?[：:]?第?((?:[\\u3400-\\u9fff]{1,3}(?=(?:19|20)\\d\\d-)|[\\u3400-\\u9fff]{1,3}[信访](?=\\d{3,}[）)，,]))?${CAME_IN_AS})(?![\\dA-Za-z〕）)\\]]*号[文）)])|[（(，]编号(?:为|是)?[：:]?第?(${CAME_IN_AS})[）)，]|(?:(?:来信|来访|信访)登记|社情民意(?:信息)?)第?(${CAME_IN_AS})号|(?:来信|来访|信访件?|反映)[^。；，（(]{0,4}[（(](?:[\\u3400-\\u9fff]{0,3}[信访]字?)第?(\\d{1,6})号[）)]`,
);

export function findLetterNumber(squeezed: Squeezed): Found<string> | null {
  const match = LETTER_NUMBER.exec(squeezed.text);
  const value = match?.slice(1).find((group) => group !== undefined);
  if (!match || value === undefined) return null;
  const from = match.index + match[0].indexOf(value);
  return { value, ...spanOf(squeezed, from, from + value.length), confidence: 0.85 };
}

export function findSession(squeezed: Squeezed, confidence: number): Found<string> | null {
  const match = firstMatch(SESSION_RULES, squeezed.text);
  if (match === null) return null;
  return { value: match[0], ...spanOf(squeezed, match.index, match.index + match[0].length), confidence };
}

/** The case number as written, without 第 and 号; several stay side by side. */
export function findCaseNumber(squeezed: Squeezed, confidence: number): Found<string> | null {
  const text = squeezed.text;
  const { unknownPrefix, beforeNoun, afterNoun, atSession, countedPiece } = CASE_NUMBER_RULES;
  const rare: readonly Rule[] = [unknownPrefix, atSession, countedPiece];
  for (const rule of CASE_NUMBER_ORDER) {
    const match = rule.pattern.exec(text);
    const value = match?.[1];
    if (!match || value === undefined) continue;
    if (rule === unknownPrefix && KNOWN_PREFIX.test(value)) continue;
    // A bare short number without 第 is a paragraph's or a list's, not a case's.
    if (rule === beforeNoun && /^[一二三四五六七八九十]$/.test(value) && !/^第/.test(match[0])) continue;
    const from = match.index + match[0].indexOf(value);
    const plain = value
      .replace(/号?(?:[（(][^（）()]{1,24}[）)])?(?=[、,，和及与])/g, '')
      .replace(/(?<=[、,，和及与])第/g, '');
    const place = spanOf(squeezed, from, from + value.length);
    const behind = from + value.length;
    const further = rule === afterNoun ? undefined : FURTHER.exec(text.slice(behind, behind + 80))?.[1];
    if (further !== undefined)
      return { value: `${plain}、${further}`, ...place, confidence: Math.min(confidence, 0.89) };
    return { value: plain, ...place, confidence: rare.includes(rule) ? Math.min(confidence, 0.85) : confidence };
  }
  return null;
}

/** The numbers of cases that a letter answers at once (并案): 12、35, 12号和第35号 as `findCaseNumber` gives them. */
export function eachNumber(found: Found<string>): Found<string>[] {
  const numbers = found.value.split(/[、,，和及与]/).filter((number) => number !== '');
  let at = found.start;
  return numbers.map((value, order) => {
    // Blanks and 号第 between them are not counted: only the last one's end is known exactly.
    const start = order === 0 ? found.start : Math.min(at, found.end - value.length);
    at = start + value.length + 1;
    return { ...found, value, start, end: order === numbers.length - 1 ? found.end : start + value.length };
  });
}
