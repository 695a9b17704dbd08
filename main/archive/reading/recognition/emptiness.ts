/**
 * Whether what was not read may stand in the letter all the same: words that mostly go with an element, in the place where it stands. An
 * empty element with such words near is as doubtful as a value that was read badly.
 */
import type { ElementName, Elements } from '../../../../shared/model/elements.ts';
import { isList } from '../../../../shared/model/elements.ts';
import type { Line } from '../../../../shared/text/anatomy/lines.ts';

type Place = 'head' | 'opening' | 'tail' | 'all';

/** A mark of openness, and not the words of 政务公开 or 公开招标. */
const OPEN_MARK =
  /公开(?:属性|方式|类别|类型|选项)|是否(?:同意)?公开|(?:^|[〔（(【\[：:、\s])(?:此件)?(?:主动|依申请|不予|不宜|同意|全文|不)?公开(?:发布)?(?=$|[〕）)】\]：:、。\s])/;

/** The words, and where they count. Labels of forms and of rows are among them. */
const CUES: Partial<Record<ElementName, readonly (readonly [Place, RegExp])[]>> = {
  doc_number: [
    ['head', /[〔﹝\[［【（(〈]?(?:19|20)\d{2}[〕﹞\]］】）)〉]?\s*(?:第|字)?\s*\d{1,5}\s*号/],
    ['head', /(?:文\s*号|字\s*号|函字|复字|第\s*\d{1,5}\s*号$)/],
    ['tail', /^(?:发文字号|文号)/],
  ],
  letterhead: [['head', /^[\u3400-\u9fff\s（）()]{3,30}(?:文件|[局委厅部院办府会司校站所团社行队心])$/]],
  addressees: [
    ['head', /[：:]$|^尊敬的|(?:委员|代表|先生|女士|同志)[：:，]?$/],
    ['opening', /^[^，。]{2,20}[：:]/],
  ],
  session: [
    ['head', /届.{0,20}次|次会议/],
    ['opening', /届.{0,20}次|次会议/],
  ],
  case_number: [
    ['head', /(?<![〕﹞\]）)】])第\s*[\dA-Za-z〔〕-]{1,12}\s*号|(?:提案|建议|议案)(?:编)?号|案\s*号/],
    ['opening', /第\s*[\dA-Za-z〔〕-]{1,12}\s*号[）)]?(?:提案|建议|议案)|(?:提案|建议|议案)[（(]?(?:第|编号)/],
  ],
  case_title: [
    ['opening', /《[^》]{4,80}》|[“"「][^”"」]{6,60}[”"」]|关于.{4,60}(?:的建议|的提案)/],
    ['head', /案\s*由|《/],
  ],
  result_code: [
    [
      'head',
      /[A-FＡ-Ｆ甲乙丙]\s*类|办[理复结](?:结果|类别|类型|分类)|^[〔（(\[【]?[A-DＡ-Ｄ][〕）)\]】]?$|分类[：:]|类别[：:]/,
    ],
    [
      'tail',
      /[A-FＡ-Ｆ甲乙丙]\s*类|办[理复结](?:结果|类别|类型|分类)|^[〔（(\[【]?[A-DＡ-Ｄ][〕）)\]】]?$|分类[：:]|类别[：:]/,
    ],
  ],
  openness: [
    ['head', OPEN_MARK],
    ['tail', OPEN_MARK],
  ],
  issued_on: [['tail', /\d{4}\s*[年.-]|[〇○零一二三四五六七八九]{4}年|月.{1,3}日/]],
  contact: [
    ['tail', /联\s*系\s*人|联络人|[经承]\s*办(?!单位|处室|科室|部门|机构)|分管领导|责任人|负责人/],
    [
      'tail',
      /(?:经理|[科处股局所站队组]长|主任|同志|民警)[^。，]{0,8}(?:联系|电话|手机)|(?:[科处股室部]|中心)小[\u3400-\u9fff]/,
    ],
    ['tail', /[\u3400-\u9fff]{2,4}[：:，, 　（(]*1[3-9]\d{9}/],
  ],
  phones: [
    ['tail', /(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[-— ]?\d{7,8}|[2-8]\d{6,7})(?!\d|万|元|平)|电\s*话|热线|手机|拨打/],
    ['all', /(?:热线|拨打|致电|电话)[^。]{0,12}\d{3,}/],
  ],
  contact_address: [['tail', /地\s*址/]],
  cc: [['tail', /抄\s*[送报发]|^分\s*送/]],
  printed_by: [['tail', /印\s*发|日\s*印$/]],
  printed_on: [['tail', /印\s*发|日\s*印$/]],
  cited_documents: [
    ['all', /[〔﹝\[［【][^〕﹞\]］】]{0,3}(?:19|20)\d{2}[^〕﹞\]］】]{0,2}[〕﹞\]］】]\s*第?\s*\d{1,5}\s*号/],
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
}

/** The place of the first words that speak of an element which was not read; null where none do, or where it was read. */
export function cueOf(name: ElementName, elements: Elements, places: CuePlaces): Cue | null {
  const value = elements[name];
  if (isList(name) ? (value as string[]).length > 0 : value !== null) return null;
  for (const [place, words] of CUES[name] ?? []) {
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
