/**
 * Whether what was not read may stand in the letter all the same: words that mostly go with an element, in the place where it stands. An
 * empty element with such words near is as doubtful as a value that was read badly.
 */
import type { ElementName, Elements } from '../../../../shared/model/elements.ts';
import { isList } from '../../../../shared/model/elements.ts';
import type { Sign } from '../../../../shared/text/rule.ts';
import type { Line } from '../../../../shared/text/anatomy/lines.ts';

type Place = 'head' | 'opening' | 'tail' | 'all';

/** Words that mostly go with an element, and where they count. */
export interface CueSign extends Sign {
  place: Place;
}

const cue = (place: Place, name: string, pattern: RegExp, example: string, not: string): CueSign => ({
  ...{ place, name, pattern, example, not },
});

const RESULT_WORDS =
  /[A-FＡ-Ｆ甲乙丙]\s*类|办[理复结](?:结果|类别|类型|分类)|^[〔（(\[【]?[A-DＡ-Ｄ][〕）)\]】]?$|分类[：:]|类别[：:]/;
/** A mark of openness, and not the words of 政务公开 or 公开招标. */
const OPEN_MARK =
  /公开(?:属性|方式|类别|类型|选项)|是否(?:同意)?公开|(?:^|[〔（(【\[：:、\s])(?:此件)?(?:主动|依申请|不予|不宜|同意|全文|不)?公开(?:发布)?(?=$|[〕）)】\]：:、。\s])/;
const SESSION_WORDS = /届.{0,20}次|次会议/;
const PRINT_WORDS = /印\s*发|日\s*印$/;
/** Figures, also in characters (第二十一号). */
const COUNTED = '(?:\\d{1,5}|[〇○零一二三四五六七八九十百]{1,6})';
const YEARED = '[〔﹝\\[［【（(〈]?(?:19|20)\\d{2}[〕﹞\\]］】）)〉]?';

/** Labels of forms and of rows are among them. The order of an element's signs decides only whose place is shown. */
export const CUES: Partial<Record<ElementName, readonly CueSign[]>> = {
  doc_number: [
    cue(
      'head',
      'a year and a number',
      new RegExp(`${YEARED}\\s*(?:第|字)?\\s*${COUNTED}\\s*号`),
      '〔1999〕第二十一号',
      '第5号提案',
    ),
    cue('head', 'its label, or a code', /(?:文\s*号|字\s*号|函字|复字|第\s*\d{1,5}\s*号$)/, '文 号：', '第5号提案'),
    cue('tail', 'its label', /^(?:发文字号|文号)/, '文号：云民函', '本文号称'),
  ],
  letterhead: [
    cue(
      'head',
      'a line that ends as offices do',
      /^[\u3400-\u9fff\s（）()]{3,30}(?:文件|[局委厅部院办府会司校站所团社行队心])$/,
      '云岭县民政局文件',
      '关于修路的答复',
    ),
  ],
  signers: [
    cue('head', 'a reply called joint', /联合(?:答复|复函|回复)/, '关于第36号建议的联合答复', '关于联合执法的答复'),
    cue(
      'head',
      'two offices side by side',
      /^[\u3400-\u9fff]{3,}[局委会院厅部]\s+[\u3400-\u9fff]{3,}[局委会院厅部]$/,
      '云岭县总工会　云岭县民政局',
      '云岭县民政局文件',
    ),
  ],
  addressees: [
    cue(
      'head',
      'a colon at the end, or a form of address, whatever the sign behind it',
      /[：:]$|^尊敬的|(?:委员|代表|先生|女士|同志)[：:，；;]?$/,
      '云峰委员;',
      '代表建议的答复',
    ),
    cue('opening', 'a few words and a colon', /^[^，。]{2,20}[：:]/, '常明远老师：您好', '您的来信，收悉：'),
  ],
  session: [
    cue('head', 'in the head', SESSION_WORDS, '十届人大二次会议', '第十届委员会'),
    cue('opening', 'in the opening', SESSION_WORDS, '在二次会议上', '在会议上'),
  ],
  case_number: [
    cue(
      'head',
      'a number, or its label',
      /(?<![〕﹞\]）)】])第\s*[\dA-Za-z〔〕-]{1,12}\s*号|(?:提案|建议|议案)(?:编)?号|案\s*号/,
      '建议编号',
      '〔2022〕第5号',
    ),
    cue(
      'opening',
      'a number before the noun, or the noun before 第',
      /第\s*[\dA-Za-z〔〕-]{1,12}\s*号[）)]?(?:提案|建议|议案)|(?:提案|建议|议案)[（(]?(?:第|编号)/,
      '第5号提案',
      '第5号公告',
    ),
    cue(
      'opening',
      'a number in brackets behind the quotation',
      new RegExp(`[》”"」][^。，]{0,6}[（(]第?\\s*${COUNTED}\\s*号[）)]`),
      '“保护经幢”之案（第三十五号）',
      '《条例》（主席令第五号）',
    ),
  ],
  case_title: [
    cue(
      'opening',
      'a quotation, or 关于…的建议',
      /《[^》]{4,80}》|[“"「][^”"」]{6,60}[”"」]|关于.{4,60}(?:的建议|的提案)/,
      '您提的关于加快修路的建议',
      '您提的建议',
    ),
    cue('head', 'its label, or a quotation', /案\s*由|《/, '案　由：修路', '关于修路的答复'),
  ],
  result_code: [
    cue('head', 'in the head', RESULT_WORDS, '办理结果：已解决', '关于第5号提案的答复'),
    cue('tail', 'in the tail', RESULT_WORDS, '（A类）', '（附件）'),
  ],
  openness: [
    cue('head', 'in the head', OPEN_MARK, '公开属性：', '关于政务公开工作的提案'),
    cue('tail', 'in the tail', OPEN_MARK, '此件公开发布', '公开招标'),
  ],
  issued_on: [
    cue(
      'tail',
      'a year, or a month and a day',
      /\d{4}\s*[年.-]|[〇○零一二三四五六七八九]{4}年|月.{1,3}日/,
      '六月三日',
      '今年六月',
    ),
  ],
  contact: [
    cue(
      'tail',
      'its label',
      /联\s*系\s*人|联络人|[经承]\s*办(?!单位|处室|科室|部门|机构)|分管领导|责任人|负责人/,
      '经 办：常青',
      '承办单位：云岭县民政局',
    ),
    cue(
      'tail',
      'a rank beside words for ringing, or 小 before a surname',
      /(?:经理|[科处股局所站队组]长|主任|同志|民警)[^。，]{0,8}(?:联系|电话|手机)|(?:[科处股室部]|中心)小[\u3400-\u9fff]/,
      '请与常科长联系',
      '请与我局联系',
    ),
    cue(
      'tail',
      'a name beside a mobile',
      /[\u3400-\u9fff]{2,4}[：:，, 　（(]*1[3-9]\d{9}/,
      '常青 13800000000',
      '13800000000',
    ),
  ],
  phones: [
    cue(
      'tail',
      'digits as long as a telephone’s, or words for ringing',
      /(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[-— ]?\d{7,8}|[2-8]\d{6,7})(?!\d|万|元|平)|电\s*话|热线|手机|拨打/,
      '8326701',
      '8326701元',
    ),
    cue(
      'all',
      'digits behind words for ringing',
      /(?:热线|拨打|致电|电话)[^。]{0,12}\d{3,}/,
      '拨打12345',
      '热线已开通',
    ),
  ],
  contact_address: [cue('tail', 'its label', /地\s*址/, '地 址：云岭县', '地点：云岭县')],
  cc: [cue('tail', 'its label', /抄\s*[送报发]|^分\s*送/, '抄 送：县政府', '请分送各组')],
  printed_by: [cue('tail', 'the word for it', PRINT_WORDS, '6月27日印', '印章')],
  printed_on: [cue('tail', 'the word for it', PRINT_WORDS, '2022年6月27日印发', '印章')],
  cited_documents: [
    cue(
      'all',
      'a year in brackets and a number',
      /[〔﹝\[［【][^〕﹞\]］】]{0,3}(?:19|20)\d{2}[^〕﹞\]］】]{0,2}[〕﹞\]］】]\s*第?\s*\d{1,5}\s*号/,
      '云政发〔2020〕3号',
      '2020年第3号',
    ),
  ],
};

export interface Cue {
  start: number;
  end: number;
}

export interface CuePlaces {
  text: string;
  head: readonly Line[];
  /** Behind the head, where the receipt is acknowledged. */
  opening: { start: number; end: number };
  /** The last lines, or those behind the date. */
  tail: readonly Line[];
  /** The letter's own number, which is no cited one. */
  ownNumber: { start: number; end: number } | null;
  /** Where the letter is dated on a day that there is not. */
  badDate: Cue | null;
}

/** The place of the first words that speak of an element which was not read; null where none do, or where it was read. */
export function cueOf(name: ElementName, elements: Elements, places: CuePlaces): Cue | null {
  const value = elements[name];
  if (isList(name) ? (value as string[]).length > 0 : value !== null) return null;
  if (name === 'issued_on' && places.badDate !== null) return places.badDate;
  for (const { place, pattern: words } of CUES[name] ?? []) {
    const found = place === 'head' || place === 'tail' ? inLines(places[place], words) : inText(places, place, words);
    if (found) return found;
  }
  return null;
}

/** Running text is no place of labels and marks. */
const LONGEST_LINE = 160;

function inLines(lines: readonly Line[], words: RegExp): Cue | null {
  for (const { start, text } of lines) {
    const match = text.length > LONGEST_LINE ? null : words.exec(text);
    if (match) return { start: start + match.index, end: start + match.index + match[0].length };
  }
  return null;
}

const EVERYWHERE = new Map<RegExp, RegExp>();

/** The same pattern, for all places of a text; made once. */
function everywhere(words: RegExp): RegExp {
  const known = EVERYWHERE.get(words) ?? new RegExp(words, 'g');
  EVERYWHERE.set(words, known);
  return known;
}

function inText({ text, opening, ownNumber }: CuePlaces, place: 'opening' | 'all', words: RegExp): Cue | null {
  const from = place === 'opening' ? opening.start : 0;
  const part = place === 'opening' ? text.slice(opening.start, opening.end) : text;
  for (const match of part.matchAll(everywhere(words))) {
    const start = from + match.index;
    const end = start + match[0].length;
    if (ownNumber === null || end <= ownNumber.start || ownNumber.end <= start) return { start, end };
  }
  return null;
}
